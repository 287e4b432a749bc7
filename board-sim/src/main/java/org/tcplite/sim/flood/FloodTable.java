package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Runs side by side: a column a run, a row a quantity. */
public final class FloodTable {

    private static final int LABEL = 44;
    private static final int COLUMN = 14;
    private static final double P99 = 0.99;

    private record Row(String label, Function<FloodResult, String> value) {}

    private final List<FloodResult> results;
    private final List<Row> rows = new ArrayList<>();

    /** Of runs whose first is the one without the flood. */
    public FloodTable(List<FloodResult> results) {
        this.results = List.copyOf(results);
        honest();
        if (results.get(0).overLink) {
            target();
        } else {
            bulk();
            victim();
            wire();
        }
    }

    private void honest() {
        row("honest connections tried", r -> number(r.attempts));
        row("  connected", r -> percent(r.connectedShare()));
        row("  4 KiB came back as they were", r -> percent(r.intactShare()));
        row("  time to connect, median", r -> time(r, 0.5));
        row("    99 %", r -> time(r, P99));
        row("    longest", r -> time(r, 1));
    }

    private void bulk() {
        row("bulk transfers intact", FloodTable::bulkIntact);
        row("  goodput together, Mbit/s", r -> text("%.1f", r.bulkBitsPerSecond / 1e6));
        row("  of that without the flood", this::goodputShare);
    }

    /** What was seen at the other end of a link, and what the target said of itself. */
    private void target() {
        row("SYNs of the flood sent", r -> number(r.synsSent));
        row("  SYN-ACKs for each", r -> ratio(r.synAcks[0], r.syns[0]));
        row("  octets out per octet in", r -> ratio(r.octetsOut[0], r.octetsIn[0]));
        row("ARP requests caused", r -> number(r.arpRequests));
        row("target: processor busy", r -> percent(r.busyShare));
        row("  frames lost, receive ring full", r -> number(r.overruns));
        row("  SYNs dropped early", r -> number(r.earlyDrops));
        row("  flood mode began", r -> number(r.floodModes));
        row("  connections made from cookies", r -> number(r.cookiesTaken));
    }

    private void victim() {
        row("half-open, mean", r -> text("%.1f", r.meanHalfOpen));
        row("half-open, most", r -> number(r.mostHalfOpen));
        row("memory they can use up, octets", r -> number(r.octetsOfHalfOpen));
        row("flood mode began", r -> number(r.floodModes));
        row("  normal again after the flood", FloodTable::normalAgain);
        row("connections made from cookies", r -> number(r.cookiesTaken));
        row("processor busy", r -> percent(r.busyShare));
        row("frames lost, receive ring full", r -> number(r.overruns));
        row("SYNs dropped early", r -> number(r.earlyDrops));
    }

    private void wire() {
        row("SYNs of the attackers taken", r -> number(r.syns[0] + r.syns[1]));
        row("  SYN-ACKs for each, normal mode", r -> ratio(r.synAcks[0], r.syns[0]));
        row("  SYN-ACKs for each, flood mode", r -> ratio(r.synAcks[1], r.syns[1]));
        row("  octets out per octet in, normal mode", r -> ratio(r.octetsOut[0], r.octetsIn[0]));
        row("  octets out per octet in, flood mode", r -> ratio(r.octetsOut[1], r.octetsIn[1]));
        row("ARP requests caused", r -> number(r.arpRequests));
    }

    private void row(String label, Function<FloodResult, String> value) {
        rows.add(new Row(label, value));
    }

    /** A line a row, aligned. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> cells : cells()) {
            StringBuilder line = new StringBuilder(text("%-" + LABEL + "s", cells.get(0)));
            for (String cell : cells.subList(1, cells.size())) {
                line.append(text("%" + COLUMN + "s", cell));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The same as cells, the heads of the columns first. */
    public List<List<String>> cells() {
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        results.forEach(result -> head.add(nameOf(result)));
        cells.add(head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.label));
            results.forEach(result -> line.add(row.value.apply(result)));
            cells.add(line);
        }
        return cells;
    }

    /** What a run is called: its defence, or that there was no flood. */
    public static String nameOf(FloodResult result) {
        if (result.config.synRate == 0) {
            return "no flood";
        }
        return result.overLink ? "flood" : result.config.defence.toString();
    }

    private String goodputShare(FloodResult result) {
        double quiet = results.get(0).bulkBitsPerSecond;
        return quiet == 0 ? "-" : percent(result.bulkBitsPerSecond / quiet);
    }

    private static String bulkIntact(FloodResult r) {
        return r.bulkFlows == 0 ? "-" : r.bulkIntact + " of " + r.bulkFlows;
    }

    private static String normalAgain(FloodResult r) {
        if (r.floodModes == 0) {
            return "-";
        }
        return r.backToNormalNs < 0 ? "not yet" : text("%.1f s", r.backToNormalNs / 1e9);
    }

    private static String time(FloodResult r, double share) {
        return r.connectNs.length == 0 ? "-" : text("%,.1f ms", r.connectNs(share) / 1e6);
    }

    private static String number(long value) {
        return value < 0 ? "-" : text("%,d", value);
    }

    private static String percent(double share) {
        return share < 0 ? "-" : text("%.1f %%", 100 * share);
    }

    private static String ratio(long one, long other) {
        return other == 0 ? "-" : text("%.3f", (double) one / other);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
