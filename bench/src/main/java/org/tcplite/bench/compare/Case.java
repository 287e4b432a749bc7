package org.tcplite.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured: the same work for every subject.
 *
 * @param name for people, and for {@code --only}
 * @param work the name both runners know
 * @param text octets of text in a segment, 0 for none
 * @param checksums whether they are computed in software; else by nobody
 * @param options whether timestamps, and between two ends SACK, are in use; our stack only
 * @param turn segments that have arrived when the receiver has its turn
 */
record Case(String name, String work, int text, boolean checksums, boolean options, int turn) {

    private static final int[] SIZES = {64, 536, 1460};
    private static final int TURN = 2;
    private static final int WARM_SHARE = 10;

    /** All, in the order of the report. */
    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String work : List.of("copy", "checksum", "copy-checksum")) {
            bySize(cases, "floor " + work.replace('-', ' '), work, true, false);
        }
        for (String work : List.of("receive", "transmit", "bulk")) {
            bySize(cases, work, work, true, false);
            bySize(cases, work + ", checksums off,", work, false, false);
        }
        cases.add(new Case("receive 64, one a turn", "receive", 64, true, false, 1));
        cases.add(new Case("receive 1460, one a turn", "receive", 1460, true, false, 1));
        bySize(cases, "receive, timestamps,", "receive", true, true);
        bySize(cases, "bulk, SACK and timestamps,", "bulk", true, true);
        String requests = "request-response";
        cases.add(new Case("request-response 64", requests, 64, true, false, 1));
        cases.add(
                new Case("request-response, SACK and timestamps, 64", requests, 64, true, true, 1));
        cases.add(new Case("open-close", "open-close", 0, true, false, 1));
        cases.add(new Case("open-close, SACK and timestamps", "open-close", 0, true, true, 1));
        cases.add(new Case("passive-open", "passive-open", 0, true, false, 1));
        return cases;
    }

    private static void bySize(
            List<Case> cases, String name, String work, boolean checksums, boolean options) {
        for (int text : SIZES) {
            cases.add(new Case(name + " " + text, work, text, checksums, options, TURN));
        }
    }

    /**
     * The command of a program in C that does this case. Nothing is compiled while it runs, so that
     * caches and branch predictors are warm after a tenth of what Java needs.
     *
     * @param program and what it takes before the name of the work
     * @param parameters of the work
     */
    List<String> inC(List<String> program, List<Integer> parameters, int warmMs, int measureMs) {
        List<String> command = new ArrayList<>(program);
        command.add(work);
        parameters.forEach(each -> command.add(each.toString()));
        command.add(Integer.toString(Math.max(1, warmMs / WARM_SHARE)));
        command.add(Integer.toString(measureMs));
        return command;
    }

    /** Whether this is a loop over octets and no stack takes part. */
    boolean isFloor() {
        return name.startsWith("floor");
    }
}
