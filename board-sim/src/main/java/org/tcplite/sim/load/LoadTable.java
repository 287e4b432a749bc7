package org.tcplite.sim.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** What has come of loads, side by side: for people, and as a document for JSON. */
public final class LoadTable {

    private static final double MS = 1e6;
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final LoadMode mode;
    private final Map<String, LoadResult> results;

    /**
     * A table.
     *
     * @param results by the heads of their columns
     */
    public LoadTable(LoadMode mode, Map<String, LoadResult> results) {
        this.mode = mode;
        this.results = results;
    }

    /** Lines of equal columns. */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", new ArrayList<>(results.keySet())));
        rows.add(values("connections a second", each -> text("%,.1f", each.perSecond())));
        rows.add(values("to begin", each -> text("%,d", each.intended)));
        rows.add(values("succeeded", each -> text("%,d", each.succeeded)));
        addTimes(rows, "to connect", each -> each.connected);
        if (mode == LoadMode.CRR) {
            addTimes(rows, "to the response", each -> each.answered);
        }
        TreeSet<String> causes = new TreeSet<>();
        results.values().forEach(each -> causes.addAll(each.failures.keySet()));
        for (String cause : causes) {
            rows.add(
                    values(
                            "failed: " + cause,
                            each -> text("%,d", each.failures.getOrDefault(cause, 0L))));
        }
        if (results.values().stream().anyMatch(each -> each.neverBegun > 0)) {
            rows.add(values("never begun: all clients busy", each -> text("%,d", each.neverBegun)));
        }
        TreeSet<String> labels = new TreeSet<>();
        results.values().forEach(each -> labels.addAll(each.server.keySet()));
        for (String label : labels) {
            rows.add(values("server: " + label, each -> each.server.getOrDefault(label, "-")));
        }
        return aligned(rows);
    }

    private interface Value {
        String of(LoadResult result);
    }

    private interface Times {
        Histogram of(LoadResult result);
    }

    private void addTimes(List<List<String>> rows, String what, Times times) {
        for (double percentile : PERCENTILES) {
            rows.add(
                    values(
                            what + ", p" + number(percentile),
                            each -> time(times.of(each), percentile)));
        }
        rows.add(values(what + ", max", each -> time(times.of(each), 100)));
    }

    private static String time(Histogram histogram, double percentile) {
        if (histogram.getTotalCount() == 0) {
            return "-";
        }
        return text("%,.3f ms", histogram.getValueAtPercentile(percentile) / MS);
    }

    private List<String> values(String label, Value value) {
        return row(label, results.values().stream().map(value::of).toList());
    }

    private static List<String> row(String label, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(label));
        row.addAll(cells);
        return row;
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(text("%-" + widths[0] + "s", row.get(0)));
            for (int i = 1; i < columns; i++) {
                line.append(text("  %" + widths[i] + "s", row.get(i)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The document for {@link org.tcplite.sim.report.Json}; times in nanoseconds. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", 1);
        document.put("mode", mode.toString());
        Map<String, Object> runs = new LinkedHashMap<>();
        results.forEach((name, result) -> runs.put(name, figures(result)));
        document.put("runs", runs);
        return document;
    }

    private Map<String, Object> figures(LoadResult result) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("connectionsPerSecond", result.perSecond());
        figures.put("elapsedNs", result.elapsedNs);
        figures.put("intended", result.intended);
        figures.put("succeeded", result.succeeded);
        figures.put("neverBegun", result.neverBegun);
        figures.put("failures", result.failures);
        figures.put("connectNs", times(result.connected));
        if (mode == LoadMode.CRR) {
            figures.put("responseNs", times(result.answered));
        }
        figures.put("server", result.server);
        return figures;
    }

    private static Map<String, Object> times(Histogram histogram) {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("count", histogram.getTotalCount());
        for (double percentile : PERCENTILES) {
            times.put("p" + number(percentile), histogram.getValueAtPercentile(percentile));
        }
        times.put("max", histogram.getMaxValue());
        return times;
    }

    private static String number(double percentile) {
        return text("%.1f", percentile).replace(".0", "");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
