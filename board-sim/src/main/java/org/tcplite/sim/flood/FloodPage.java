package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tcplite.sim.report.Html;
import org.tcplite.sim.report.SvgPlot;

/** The runs of a flood as a page: what was asked for, the table, the promise, three plots. */
public final class FloodPage {

    private static final double MS = 1e6;
    private static final double SECOND = 1e9;
    private static final double LEAST_MS = 1;
    private static final double LONGEST_MS = 10_000;
    private static final int AFTER_NS = 1_000_000_000;

    private FloodPage() {}

    /**
     * The page.
     *
     * @param results the first of them without the flood
     * @param promise null if no run was with cookies
     */
    public static String of(
            String command, List<String> facts, List<FloodResult> results, FloodPromise promise) {
        Html page = new Html("A SYN flood");
        page.code(command);
        facts.forEach(page::paragraph);
        page.table(new FloodTable(results).cells());
        if (promise != null) {
            page.heading("What is promised").table(rows(promise));
        }
        page.heading("How long honest clients took to connect");
        page.paragraph(
                "The share of attempts that had connected after so long. The steps at 1, 3 and 7 s"
                        + " are SYNs sent again: the client's or the network's loss, or the"
                        + " server's silence. Where a line ends below 100 %, the others gave up"
                        + " after 10 s.");
        page.plot(connectTimes(results));
        if (results.get(0).overLink) {
            return page.page();
        }
        page.heading("Half-open connections").plot(halfOpen(results));
        page.heading("Goodput of the transfers that were there before").plot(goodput(results));
        return page.page();
    }

    private static List<List<String>> rows(FloodPromise promise) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("promise", "found", ""));
        promise.points()
                .forEach(
                        p ->
                                rows.add(
                                        List.of(
                                                p.what(),
                                                p.found(),
                                                p.isKept() ? "kept" : "BROKEN")));
        return rows;
    }

    private static SvgPlot connectTimes(List<FloodResult> results) {
        SvgPlot plot =
                new SvgPlot("Honest clients", "milliseconds since connect()", "% connected")
                        .logarithmicX(LEAST_MS)
                        .upTo(100);
        for (FloodResult result : results) {
            int n = result.connectNs.length;
            double[] x = new double[2 * n + 2];
            double[] y = new double[2 * n + 2];
            x[0] = LEAST_MS;
            for (int i = 0; i < n; i++) {
                x[2 * i + 1] = result.connectNs[i] / MS;
                x[2 * i + 2] = x[2 * i + 1];
                y[2 * i + 1] = 100.0 * i / result.attempts;
                y[2 * i + 2] = 100.0 * (i + 1) / result.attempts;
            }
            x[2 * n + 1] = Math.max(LONGEST_MS, x[2 * n]);
            y[2 * n + 1] = y[2 * n];
            plotSteps(plot, FloodTable.nameOf(result), x, y);
        }
        return plot;
    }

    /** Only points at which something changes that can be seen. */
    private static void plotSteps(SvgPlot plot, String name, double[] x, double[] y) {
        double[] keptX = new double[x.length];
        double[] keptY = new double[x.length];
        int kept = 0;
        for (int i = 0; i < x.length; i++) {
            boolean isLast = i == x.length - 1;
            boolean isAlone = kept == 0 || x[i] != keptX[kept - 1] || isLast || x[i + 1] != x[i];
            if (isAlone) {
                keptX[kept] = x[i];
                keptY[kept] = y[i];
                kept++;
            }
        }
        plot.line(name, Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept));
    }

    private static SvgPlot halfOpen(List<FloodResult> results) {
        SvgPlot plot = overTime("Half-open connections at the victim", "connections", results);
        for (FloodResult result : results) {
            double[] y = result.halfOpenCourse;
            plot.line(FloodTable.nameOf(result), times(result, y.length, 0), y);
        }
        return plot;
    }

    private static SvgPlot goodput(List<FloodResult> results) {
        SvgPlot plot = overTime("Bulk transfers, all together", "Mbit/s", results);
        for (FloodResult result : results) {
            int perSecond = (int) (AFTER_NS / result.sampleNs);
            double endNs = FloodRun.LEAD_NS + result.config.durationNs;
            int n = (int) Math.min(result.bulkOctetsCourse.length, endNs / result.sampleNs);
            double[] y = new double[Math.max(0, n - perSecond)];
            for (int i = 0; i < y.length; i++) {
                double octets = result.bulkOctetsCourse[i + perSecond] - result.bulkOctetsCourse[i];
                y[i] = octets * 8 / 1e6;
            }
            plot.line(FloodTable.nameOf(result), times(result, y.length, 1), y);
        }
        return plot;
    }

    private static SvgPlot overTime(String title, String unit, List<FloodResult> results) {
        FloodConfig config = results.get(results.size() - 1).config;
        double fromS = FloodRun.LEAD_NS / SECOND;
        return new SvgPlot(title, "seconds", unit)
                .band(fromS, fromS + config.durationNs / SECOND, "flood");
    }

    private static double[] times(FloodResult result, int count, double fromS) {
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = fromS + i * result.sampleNs / SECOND;
        }
        return x;
    }
}
