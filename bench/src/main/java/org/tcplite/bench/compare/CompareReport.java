package org.tcplite.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run found: tables in Markdown, raw values as CSV, everything as JSON. */
final class CompareReport {

    private static final String NOT_PUBLISHABLE =
            "**Not publishable**: fewer than seven rounds, or short ones.";

    private final List<Series> series;
    private final Map<String, String> environment;
    private final List<String> missing;
    private final boolean publishable;

    CompareReport(
            List<Series> series,
            Map<String, String> environment,
            List<String> missing,
            boolean publishable) {
        this.series = series;
        this.environment = environment;
        this.missing = missing;
        this.publishable = publishable;
    }

    /** The tables, with what they depend on before them. */
    String markdown() {
        StringBuilder out = new StringBuilder();
        if (!publishable) {
            out.append(NOT_PUBLISHABLE).append("\n\n");
        }
        environment.forEach((key, value) -> out.append("- ").append(key + ": " + value + "\n"));
        missing.forEach(each -> out.append("- left out: ").append(each).append('\n'));
        series.stream()
                .filter(each -> each.failure != null)
                .forEach(each -> out.append(failureOf(each)));
        List<List<String>> ratios = ratios();
        if (ratios.size() > 1) {
            out.append(
                    "\nOurs against the strongest lwIP of the same run: its time over ours, above 1"
                            + " we are faster.\n\n");
            table(out, ratios);
        }
        List<List<String>> skeletons = skeletons();
        if (skeletons.size() > 1) {
            out.append("\nOurs against the skeleton: our time over its, 1 would be no stack.\n\n");
            table(out, skeletons);
        }
        out.append("\nns of CPU time an operation, over the rounds.\n\n");
        table(out, figures());
        return out.toString();
    }

    private static String failureOf(Series each) {
        return "- failed: "
                + each.which.name()
                + ", "
                + each.subject.name()
                + ": "
                + each.failure.replaceAll("\\s+", " ")
                + "\n";
    }

    private List<List<String>> ratios() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "case",
                        "ours",
                        "strongest",
                        "ns, min (med)",
                        "ours, min (med)",
                        "ratio, min (med)"));
        for (Series own : series) {
            Series peer = own.subject.isOwn() && own.hasValues() ? strongestPeer(own.which) : null;
            if (peer != null) {
                rows.add(
                        List.of(
                                own.which.name(),
                                own.subject.name(),
                                peer.subject.name(),
                                pair(peer.min(), peer.median()),
                                pair(own.min(), own.median()),
                                ratio(peer.min() / own.min(), peer.median() / own.median())));
            }
        }
        return rows;
    }

    private List<List<String>> skeletons() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "case",
                        "ours",
                        "skeleton, min (med)",
                        "ours, min (med)",
                        "ratio, min (med)"));
        for (Series own : series) {
            Series bare = own.subject.isOwn() && own.hasValues() ? skeletonFor(own) : null;
            if (bare != null) {
                rows.add(
                        List.of(
                                own.which.name(),
                                own.subject.name(),
                                pair(bare.min(), bare.median()),
                                pair(own.min(), own.median()),
                                ratio(own.min() / bare.min(), own.median() / bare.median())));
            }
        }
        return rows;
    }

    private List<List<String>> figures() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("case", "who", "min", "median", "max", "frames an operation", "rounds"));
        for (Series each : series) {
            if (each.hasValues()) {
                rows.add(
                        List.of(
                                each.which.name(),
                                each.subject.name(),
                                number(each.min()),
                                number(each.median()),
                                number(each.max()),
                                text("%.3f", each.frames()),
                                Integer.toString(each.values.size())));
            }
        }
        return rows;
    }

    /** The other stack with the least minimum of a case; null if there is none. */
    private Series strongestPeer(Case which) {
        Series best = null;
        for (Series each : series) {
            boolean counts = each.which.equals(which) && each.subject.isPeer() && each.hasValues();
            if (counts && (best == null || each.min() < best.min())) {
                best = each;
            }
        }
        return best;
    }

    /** The skeleton on the same JDK with the same text and checksums; timestamps it has none. */
    private Series skeletonFor(Series own) {
        Jvm jvm = (Jvm) own.subject;
        for (Series each : series) {
            boolean same =
                    each.which.work().equals(own.which.work())
                            && each.which.text() == own.which.text()
                            && each.which.checksums() == own.which.checksums()
                            && each.which.posted() == own.which.posted();
            if (same
                    && each.hasValues()
                    && each.subject.equals(
                            new Jvm(
                                    jvm.jdk(),
                                    jvm.version(),
                                    jvm.classPath(),
                                    Jvm.Role.SKELETON))) {
                return each;
            }
        }
        return null;
    }

    private static void table(StringBuilder out, List<List<String>> rows) {
        for (int i = 0; i < rows.size(); i++) {
            out.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                out.append("|---".repeat(rows.get(0).size())).append("|\n");
            }
        }
    }

    private static String pair(double min, double median) {
        return number(min) + " (" + number(median) + ")";
    }

    private static String ratio(double min, double median) {
        return text("%.2f", min) + " (" + text("%.2f", median) + ")";
    }

    private static String number(double ns) {
        return text(ns < 100 ? "%.1f" : "%.0f", ns);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Every value of every round. */
    String csv() {
        StringBuilder out = new StringBuilder("case,who,round,ns,operations,frames\n");
        for (Series each : series) {
            for (Series.Value value : each.values) {
                String names = '"' + each.which.name() + "\",\"" + each.subject.name() + '"';
                out.append(
                        text(
                                "%s,%d,%.3f,%.0f,%.4f\n",
                                names,
                                value.round(),
                                value.ns(),
                                value.operations(),
                                value.frames()));
            }
        }
        return out.toString();
    }

    /** The document for {@link org.tcplite.sim.report.Json}. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", 1);
        document.put("publishable", publishable);
        document.put("environment", environment);
        document.put("missing", missing);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Series each : series) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("case", each.which.name());
            row.put("who", each.subject.name());
            row.put("unit", "ns");
            row.put("failure", each.failure);
            row.put("ns", each.values.stream().map(Series.Value::ns).toList());
            row.put("frames", each.hasValues() ? each.frames() : null);
            rows.add(row);
        }
        document.put("series", rows);
        return document;
    }
}
