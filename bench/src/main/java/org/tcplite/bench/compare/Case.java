package org.tcplite.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured: the same work for every subject.
 *
 * @param name for people, and for {@code --only}
 * @param work the name both runners know
 * @param text octets of text in a segment, 0 for none
 * @param variant in what this case is not as usual
 * @param turn segments that have arrived when the receiver has its turn
 */
record Case(String name, String work, int text, Variant variant, int turn) {

    /** What sets a case apart from the usual one. */
    enum Variant {
        /** Checksums are computed in software, no options are in use, reads are posted. */
        USUAL,
        /** Nobody computes checksums. */
        WITHOUT_CHECKSUMS,
        /** Timestamps, and between two ends SACK, are in use; our stack only. */
        WITH_OPTIONS,
        /**
         * Text goes by the receive ring and is copied out of it; our stack and the skeleton only.
         */
        COPIED_READS
    }

    private static final int[] SIZES = {64, 536, 1460};
    private static final int TURN = 2;
    private static final int WARM_SHARE = 10;

    /** All, in the order of the report. */
    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String work : List.of("copy", "checksum", "copy-checksum")) {
            bySize(cases, "floor " + work.replace('-', ' '), work, Variant.USUAL);
        }
        for (String work : List.of("receive", "transmit", "bulk")) {
            bySize(cases, work, work, Variant.USUAL);
            bySize(cases, work + ", checksums off,", work, Variant.WITHOUT_CHECKSUMS);
        }
        cases.add(new Case("receive 64, one a turn", "receive", 64, Variant.USUAL, 1));
        cases.add(new Case("receive 1460, one a turn", "receive", 1460, Variant.USUAL, 1));
        bySize(cases, "receive, copied,", "receive", Variant.COPIED_READS);
        bySize(cases, "bulk, copied,", "bulk", Variant.COPIED_READS);
        bySize(cases, "receive, timestamps,", "receive", Variant.WITH_OPTIONS);
        bySize(cases, "bulk, SACK and timestamps,", "bulk", Variant.WITH_OPTIONS);
        String requests = "request-response";
        String both = ", SACK and timestamps";
        cases.add(new Case(requests + " 64", requests, 64, Variant.USUAL, 1));
        cases.add(new Case(requests + ", copied, 64", requests, 64, Variant.COPIED_READS, 1));
        cases.add(new Case(requests + both + ", 64", requests, 64, Variant.WITH_OPTIONS, 1));
        cases.add(new Case("open-close", "open-close", 0, Variant.USUAL, 1));
        cases.add(new Case("open-close" + both, "open-close", 0, Variant.WITH_OPTIONS, 1));
        cases.add(new Case("passive-open", "passive-open", 0, Variant.USUAL, 1));
        return cases;
    }

    private static void bySize(List<Case> cases, String name, String work, Variant variant) {
        for (int text : SIZES) {
            cases.add(new Case(name + " " + text, work, text, variant, TURN));
        }
    }

    /** Whether checksums are computed in software; else by nobody. */
    boolean checksums() {
        return variant != Variant.WITHOUT_CHECKSUMS;
    }

    /** Whether timestamps, and between two ends SACK, are in use. */
    boolean options() {
        return variant == Variant.WITH_OPTIONS;
    }

    /** Whether text goes straight to where it is read. */
    boolean posted() {
        return variant != Variant.COPIED_READS;
    }

    /** Whether other stacks can do it. */
    boolean isForPeers() {
        return !isFloor() && !options() && posted();
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
