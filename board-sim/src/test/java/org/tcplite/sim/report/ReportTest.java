package org.tcplite.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Plots, pages and JSON. */
class ReportTest {

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static String firstPath(SvgPlot plot) throws Exception {
        Element path = (Element) parse(plot.svg()).getElementsByTagName("path").item(0);
        return path.getAttribute("d");
    }

    @Test
    void aLineRunsFromCornerToCornerOfTheAxes() throws Exception {
        SvgPlot plot =
                new SvgPlot("t", "x", "y").line("a", new double[] {0, 10}, new double[] {0, 4});
        assertEquals("M64.0 270.0L826.0 44.0", firstPath(plot));
    }

    @Test
    void onALogarithmicAxisEachPowerOfTenTakesTheSameRoom() throws Exception {
        SvgPlot plot =
                new SvgPlot("t", "x", "y")
                        .logarithmicX(1)
                        .upTo(1)
                        .line("a", new double[] {0, 10, 100}, new double[] {0, 0, 0});
        assertEquals("M64.0 270.0L445.0 270.0L826.0 270.0", firstPath(plot));
    }

    @Test
    void whatIsNoNumberLeavesAGap() throws Exception {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {1, 1, Double.NaN, 1, 1};
        String path = firstPath(new SvgPlot("t", "x", "y").line("a", x, y));
        assertEquals(2, path.chars().filter(c -> c == 'M').count());
        assertEquals(2, path.chars().filter(c -> c == 'L').count());
    }

    @Test
    void anEmptyPlotIsAPlot() throws Exception {
        parse(new SvgPlot("t", "x", "y").line("a", new double[0], new double[0]).svg());
        parse(new SvgPlot("t", "x", "y").band(0, 5, "b").svg());
    }

    @Test
    void aLineHasAsManyValuesOfEachKind() {
        SvgPlot plot = new SvgPlot("t", "x", "y");
        assertThrows(
                IllegalArgumentException.class,
                () -> plot.line("a", new double[] {1}, new double[] {}));
    }

    @Test
    void whiskersReachFromTheLeastToTheGreatestAndTheMarkIsTheMedian() throws Exception {
        SvgWhiskers plot = new SvgWhiskers("t", "1/s").row("a", 50, 0, 100, 25, 75);
        parse(plot.svg());
        String svg = plot.svg();
        assertTrue(svg.contains("d=\"M330.0 47.0L826.0 47.0\""), "from 0 to 100: " + svg);
        assertTrue(svg.contains("<rect x=\"454.0\" y=\"41\" width=\"248.0\""), "25 to 75: " + svg);
        assertTrue(svg.contains("d=\"M578.0 41.0L578.0 53.0\""), "50: " + svg);
    }

    @Test
    void aRowOfWhiskersHasAValue() throws Exception {
        SvgWhiskers plot = new SvgWhiskers("t", "1/s").row("<a>", 0);
        parse(plot.svg());
        assertThrows(IllegalArgumentException.class, () -> plot.row("b"));
    }

    @Test
    void aPageFetchesNothingAndEscapesWords() throws Exception {
        String page =
                new Html("a < b & \"c\"")
                        .paragraph("<script>")
                        .table(List.of(List.of("<i>", "1"), List.of("&", "2")))
                        .plot(new SvgPlot("<t>", "x", "y"))
                        .page();
        assertFalse(page.contains("<script") || page.contains("<i>"), page);
        assertTrue(page.contains("<h1>a &lt; b &amp; &quot;c&quot;</h1>"), page);
        assertFalse(page.matches("(?s).*(https?:|src=|href=|url\\().*"), "nothing to fetch");
    }

    @Test
    void jsonIsWrittenByTheRules() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("nothing", null);
        inner.put("text", "a\"b\\c\nd");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("a", 1);
        document.put("b", 0.25);
        document.put("c", Double.NaN);
        document.put("d", new long[] {1, 2});
        document.put("e", List.of(true, List.of()));
        document.put("f", inner);
        document.put("g", Map.of());
        assertEquals(
                "{\n  \"a\": 1,\n  \"b\": 0.25,\n  \"c\": null,\n  \"d\": [1, 2],\n"
                        + "  \"e\": [true, []],\n  \"f\": {\n    \"nothing\": null,\n"
                        + "    \"text\": \"a\\\"b\\\\c\\u000ad\"\n  },\n  \"g\": {}\n}\n",
                Json.text(document));
    }
}
