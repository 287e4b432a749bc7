package org.tcplite.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.tcplite.sim.report.Html;
import org.tcplite.sim.report.SvgWhiskers;

/** What JMH found: a table in plain words, a document for JSON, a page with whiskers. */
final class RunReport {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MEGA = 1e6;

    private final Collection<RunResult> results;
    private final Map<String, String> environment;
    private final String caution;

    /**
     * A report.
     *
     * @param caution why these figures are not for publication, or null
     */
    RunReport(Collection<RunResult> results, Map<String, String> environment, String caution) {
        this.results = results;
        this.environment = environment;
        this.caution = caution;
    }

    /** The table, as it is printed. */
    String text() {
        List<List<String>> rows = rows();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        environment.forEach((key, value) -> out.append(key + ": " + value + '\n'));
        if (caution != null) {
            out.append("not publishable: ").append(caution).append('\n');
        }
        out.append('\n');
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                boolean words = i < 2 || i == 4;
                String format = (words ? "%-" : "%") + widths[i] + "s  ";
                line.append(String.format(Locale.ROOT, format, row.get(i)));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "with", "score", "+-", "unit", "ns each", "B each"));
        for (RunResult each : results) {
            Result<?> score = each.getPrimaryResult();
            String unit = Words.unit(each.getParams(), score.getScoreUnit());
            boolean rate = score.getScoreUnit().equals("ops/s");
            rows.add(
                    List.of(
                            Words.what(each.getParams()),
                            Words.with(each.getParams()),
                            rate ? whole(score.getScore()) : number(score.getScore()),
                            rate ? whole(score.getScoreError()) : number(score.getScoreError()),
                            unit,
                            rate ? number(1e9 / score.getScore()) : "",
                            allocated(each)));
        }
        return rows;
    }

    private static String allocated(RunResult result) {
        Double octets = octetsEach(result);
        return octets == null ? "" : String.format(Locale.ROOT, "%.3f", octets);
    }

    /**
     * Octets allocated an operation; what JMH leaves itself is in it. Null of a single shot: to JMH
     * the making of the stacks before it is a part of that.
     */
    private static Double octetsEach(RunResult result) {
        Result<?> octets = result.getSecondaryResults().get(ALLOCATED);
        if (octets == null || result.getParams().getMode() == Mode.SingleShotTime) {
            return null;
        }
        return octets.getScore();
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** The page. */
    String page() {
        Html page = new Html("tcp-lite benchmarks");
        if (caution != null) {
            page.paragraph("Not publishable: " + caution + ".");
        }
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("", ""));
        environment.forEach((key, value) -> facts.add(List.of(key, value)));
        page.table(facts).heading("Scores").table(rows()).heading("Every iteration of every fork");
        Map<String, SvgWhiskers> plots = new LinkedHashMap<>();
        for (RunResult each : results) {
            BenchmarkParams params = each.getParams();
            String jmhUnit = each.getPrimaryResult().getScoreUnit();
            boolean rate = jmhUnit.equals("ops/s");
            String unit = (rate ? "million " : "") + Words.unit(params, jmhUnit);
            String with = Words.with(params);
            double[] values = values(each).stream().mapToDouble(Double::doubleValue).toArray();
            for (int i = 0; rate && i < values.length; i++) {
                values[i] /= MEGA;
            }
            plots.computeIfAbsent(Words.what(params), what -> new SvgWhiskers(what, unit))
                    .row(with.isEmpty() ? Words.what(params) : with, values);
        }
        plots.values().forEach(page::plot);
        return page.page();
    }

    /** The score of every iteration, fork by fork. */
    private static List<Double> values(RunResult result) {
        List<Double> values = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                values.add(iteration.getPrimaryResult().getScore());
            }
        }
        return values;
    }

    /** The document for {@link org.tcplite.sim.report.Json}. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", 1);
        document.put("publishable", caution == null);
        document.put("caution", caution);
        document.put("environment", environment);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunResult each : results) {
            BenchmarkParams params = each.getParams();
            Result<?> score = each.getPrimaryResult();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("what", Words.what(params));
            row.put("benchmark", params.getBenchmark());
            Map<String, String> with = new LinkedHashMap<>();
            params.getParamsKeys().forEach(key -> with.put(key, params.getParam(key)));
            row.put("parameters", with);
            row.put("unit", Words.unit(params, score.getScoreUnit()));
            row.put("score", score.getScore());
            row.put("error", score.getScoreError());
            row.put("octetsAllocatedEach", octetsEach(each));
            row.put("forks", params.getForks());
            row.put("iterations", values(each));
            rows.add(row);
        }
        document.put("results", rows);
        return document;
    }
}
