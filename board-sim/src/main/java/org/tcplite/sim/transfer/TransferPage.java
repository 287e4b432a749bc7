package org.tcplite.sim.transfer;

import java.util.Arrays;
import java.util.List;
import org.tcplite.sim.capture.TimeSequence;
import org.tcplite.sim.capture.TimeSequence.Marks;
import org.tcplite.sim.report.Html;
import org.tcplite.sim.report.SvgPlot;

/** A transfer as a page: what was asked for, the table, and time-sequence plots. */
public final class TransferPage {

    private static final double SECOND = 1e9;
    private static final double KILO = 1e3;
    private static final double COLUMNS = 1_500;
    private static final long USUAL_RTT_NS = 50_000_000;
    private static final int ROUND_TRIPS_BEFORE = 1;
    private static final int ROUND_TRIPS_AFTER = 5;

    private TransferPage() {}

    /**
     * The page.
     *
     * @param facts what was asked for, in words
     */
    public static String of(String command, List<String> facts, TransferResult result) {
        Html page = new Html("A transfer");
        page.code(command);
        facts.forEach(page::paragraph);
        page.table(new TransferTable(result).cells());
        TimeSequence sequence = result.sequence;
        if (sequence == null || sequence.acks().count() == 0) {
            return page.page();
        }
        page.heading("Time and sequence numbers");
        page.paragraph(
                "Each segment is a bar from its first octet to its last, at the time it passed the"
                        + " end that sends. Below runs what is acknowledged, above the edge of the"
                        + " window; SACK blocks are bars at the time they came. The distance from"
                        + " bar to acknowledgment, across, is the round trip; down, what is in"
                        + " flight.");
        if (!sequence.isComplete()) {
            page.paragraph("Only the beginning: there were more segments than are kept.");
        }
        long endNs = endNs(sequence);
        page.plot(plot("The whole transfer", sequence, 0, endNs));
        Marks again = sequence.again();
        if (again.count() > 0) {
            long rttNs = result.lastRttNs == 0 ? USUAL_RTT_NS : result.lastRttNs;
            long firstNs = again.timeNs(0);
            page.plot(
                    plot(
                            "The first segment sent again, and what came before and after",
                            sequence,
                            Math.max(0, firstNs - (ROUND_TRIPS_BEFORE + 1) * rttNs),
                            Math.min(endNs, firstNs + ROUND_TRIPS_AFTER * rttNs)));
        }
        return page.page();
    }

    private static long endNs(TimeSequence sequence) {
        Marks acks = sequence.acks();
        return Math.max(1, acks.timeNs(acks.count() - 1));
    }

    private static SvgPlot plot(String title, TimeSequence all, long fromNs, long toNs) {
        SvgPlot plot = new SvgPlot(title, "seconds", "kilooctets");
        double low = Double.MAX_VALUE;
        double high = 0;
        Marks acks = all.acks();
        for (int i = 0; i < acks.count(); i++) {
            if (acks.timeNs(i) >= fromNs && acks.timeNs(i) <= toNs) {
                low = Math.min(low, acks.low(i));
            }
        }
        for (Marks marks : List.of(all.sent(), all.again())) {
            for (int i = 0; i < marks.count(); i++) {
                if (marks.timeNs(i) >= fromNs && marks.timeNs(i) <= toNs) {
                    high = Math.max(high, marks.high(i));
                }
            }
        }
        double bottom = Math.min(low, high) / KILO;
        double room = (high / KILO - bottom) / 20 + 1;
        plot.view(fromNs / SECOND, toNs / SECOND, bottom, high / KILO + room);
        double columnNs = (toNs - fromNs) / COLUMNS;
        lines(plot, all.acks(), fromNs, toNs, columnNs);
        bars(plot, "sent", all.sent(), fromNs, toNs, columnNs);
        bars(plot, "sent again", all.again(), fromNs, toNs, columnNs);
        bars(plot, "SACK blocks", all.sacks(), fromNs, toNs, columnNs);
        if (all.lost().count() > 0) {
            bars(plot, "lost", all.lost(), fromNs, toNs, columnNs);
        }
        return plot;
    }

    /** Bars too near to be told apart are one, if they touch. */
    private static void bars(
            SvgPlot plot, String name, Marks marks, long fromNs, long toNs, double columnNs) {
        double[] x = new double[marks.count()];
        double[] bottom = new double[marks.count()];
        double[] top = new double[marks.count()];
        int kept = 0;
        double keptNs = 0;
        for (int i = 0; i < marks.count(); i++) {
            double atNs = marks.timeNs(i);
            if (atNs < fromNs || atNs > toNs) {
                continue;
            }
            double low = marks.low(i) / KILO;
            double high = marks.high(i) / KILO;
            boolean touches = kept > 0 && low <= top[kept - 1] && high >= bottom[kept - 1];
            if (touches && atNs - keptNs < columnNs) {
                bottom[kept - 1] = Math.min(bottom[kept - 1], low);
                top[kept - 1] = Math.max(top[kept - 1], high);
                continue;
            }
            keptNs = atNs;
            x[kept] = atNs / SECOND;
            bottom[kept] = low;
            top[kept] = high;
            kept++;
        }
        plot.bars(
                name,
                Arrays.copyOf(x, kept),
                Arrays.copyOf(bottom, kept),
                Arrays.copyOf(top, kept));
    }

    /**
     * What is acknowledged, and the window's edge, as steps; one for each column at most. An
     * acknowledgment that was overtaken does not lower them.
     */
    private static void lines(SvgPlot plot, Marks acks, long fromNs, long toNs, double columnNs) {
        double[] x = new double[2 * acks.count()];
        double[] low = new double[2 * acks.count()];
        double[] high = new double[2 * acks.count()];
        int kept = 0;
        for (int i = 0; i < acks.count(); i++) {
            long atNs = acks.timeNs(i);
            boolean isLast = i + 1 == acks.count();
            boolean far = kept == 0 || atNs / SECOND - x[kept - 1] >= columnNs / SECOND;
            if (atNs < fromNs || atNs > toNs || !far && !isLast) {
                continue;
            }
            if (kept > 0) {
                x[kept] = atNs / SECOND;
                low[kept] = low[kept - 1];
                high[kept] = high[kept - 1];
                kept++;
            }
            x[kept] = atNs / SECOND;
            low[kept] = Math.max(acks.low(i) / KILO, kept == 0 ? 0 : low[kept - 1]);
            high[kept] = Math.max(acks.high(i) / KILO, kept == 0 ? 0 : high[kept - 1]);
            kept++;
        }
        double[] times = Arrays.copyOf(x, kept);
        plot.line("acknowledged", times, Arrays.copyOf(low, kept));
        plot.line("window's edge", times, Arrays.copyOf(high, kept));
    }
}
