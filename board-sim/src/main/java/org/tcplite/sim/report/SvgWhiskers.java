package org.tcplite.sim.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of values that scatter, one below the other over one axis from 0, as an SVG element of an
 * HTML page: a line from the least to the greatest value, a box over the middle half, a mark at the
 * median.
 */
public final class SvgWhiskers {

    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int RIGHT = 826;
    private static final int TOP = 34;
    private static final int ROW = 26;
    private static final int BELOW = 44;
    private static final int BOX = 12;
    private static final String INK = "#0b6e4f";

    private record Row(String name, double[] sorted) {}

    private final String title;
    private final String label;
    private final List<Row> rows = new ArrayList<>();
    private double most;

    /** An empty plot; {@code label} names quantity and unit of the axis. */
    public SvgWhiskers(String title, String label) {
        this.title = title;
        this.label = label;
    }

    /** A row of one value or more, in any order, none below 0. */
    public SvgWhiskers row(String name, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(name + " has no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        rows.add(new Row(name, sorted));
        most = Math.max(most, sorted[sorted.length - 1]);
        return this;
    }

    /** The element. */
    public String svg() {
        int bottom = TOP + rows.size() * ROW;
        StringBuilder out = new StringBuilder(4096);
        out.append(
                SvgPlot.text(
                        "<svg viewBox=\"0 0 %d %d\""
                                + " role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n",
                        WIDTH, bottom + BELOW));
        out.append("<title>").append(Html.escape(title)).append("</title>\n");
        SvgPlot.label(out, 0, 16, "start", "font-weight=\"bold\" font-size=\"14\"", title);
        double step = SvgPlot.stepOf(most);
        for (double x = 0; x <= most * 1.0001; x += step) {
            SvgPlot.rule(out, place(x), TOP, place(x), bottom);
            SvgPlot.label(out, place(x), bottom + 16, "middle", "", SvgPlot.number(x));
        }
        SvgPlot.label(out, (LEFT + RIGHT) / 2.0, bottom + 34, "middle", "", label);
        for (int i = 0; i < rows.size(); i++) {
            draw(out, rows.get(i), TOP + i * ROW + ROW / 2);
        }
        return out.append("</svg>\n").toString();
    }

    private void draw(StringBuilder out, Row row, int y) {
        SvgPlot.label(out, LEFT - 8, y + 4, "end", "", row.name);
        double[] sorted = row.sorted;
        String pen = SvgPlot.text("stroke=\"%s\" stroke-width=\"1.5\"", INK);
        line(out, pen, place(sorted[0]), y, place(sorted[sorted.length - 1]), y);
        line(out, pen, place(sorted[0]), y - 4, place(sorted[0]), y + 4);
        double last = place(sorted[sorted.length - 1]);
        line(out, pen, last, y - 4, last, y + 4);
        double from = place(share(sorted, 0.25));
        double to = place(share(sorted, 0.75));
        out.append(
                SvgPlot.text(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                                + " fill=\"#cfe3da\" %s/>%n",
                        from, y - BOX / 2, to - from, BOX, pen));
        double median = place(share(sorted, 0.5));
        String thick = SvgPlot.text("stroke=\"%s\" stroke-width=\"3\"", INK);
        line(out, thick, median, y - BOX / 2, median, y + BOX / 2);
    }

    private static void line(
            StringBuilder out, String pen, double x1, double y1, double x2, double y2) {
        out.append(SvgPlot.text("<path %s d=\"M%.1f %.1fL%.1f %.1f\"/>%n", pen, x1, y1, x2, y2));
    }

    /** The value below which this share of the values lies, between two of them by proportion. */
    private static double share(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private double place(double value) {
        return LEFT + (RIGHT - LEFT) * (most > 0 ? value / most : 0);
    }
}
