package org.tcplite.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines and bars over one pair of axes, as an SVG element of an HTML page. Series differ in colour
 * and in dashes or breadth, so that they can be told apart in print. What is not a number leaves a
 * gap.
 */
public final class SvgPlot {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int LEFT = 64;
    private static final int RIGHT = 826;
    private static final int TOP = 44;
    private static final int BOTTOM = 270;
    private static final int TICKS = 5;
    private static final int LEGEND_STEP = 128;
    private static final String[] COLOURS = {
        "#555555", "#0b6e4f", "#b3541e", "#6a3d9a", "#1f5fa8", "#a3195b"
    };
    private static final String[] DASHES = {"2 4", "", "8 4", "8 3 2 3", "14 4", "4 4"};

    private static final double[] BREADTHS = {1, 1.6, 3, 2.2, 1.3, 2.6};

    /** {@code top} is null for a line; for bars {@code y} is where they begin. */
    private record Series(String name, double[] x, double[] y, double[] top) {}

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> series = new ArrayList<>();
    private double bandFrom;
    private double bandTo;
    private String bandName;
    private boolean logX;
    private boolean clipped;
    private double leastX;
    private double mostX;
    private double leastY;
    private double mostY;

    /** An empty plot whose axes, labelled with quantity and unit, grow with what is drawn. */
    public SvgPlot(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /** The x axis is logarithmic; values below {@code least}, above 0, are drawn there. */
    public SvgPlot logarithmicX(double least) {
        logX = true;
        leastX = least;
        return this;
    }

    /** The y axis reaches up to here at least; it begins at 0. */
    public SvgPlot upTo(double y) {
        mostY = Math.max(mostY, y);
        return this;
    }

    /**
     * Both axes show this and no more, whatever is drawn; what lies outside is cut off. Not with
     * {@link #logarithmicX}.
     */
    public SvgPlot view(double fromX, double toX, double fromY, double toY) {
        clipped = true;
        leastX = fromX;
        mostX = toX;
        leastY = fromY;
        mostY = toY;
        return this;
    }

    /** A time that stands out: shaded from {@code from} to {@code to}. */
    public SvgPlot band(double from, double to, String name) {
        bandFrom = from;
        bandTo = to;
        bandName = name;
        mostX = Math.max(mostX, to);
        return this;
    }

    /** A line through points in ascending order of x; both arrays of the same length. */
    public SvgPlot line(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values of x, " + y.length + " of y");
        }
        series.add(new Series(name, x.clone(), y.clone(), null));
        grow(x, y);
        return this;
    }

    /** Upright bars, each from {@code bottom} to {@code top}; all arrays of the same length. */
    public SvgPlot bars(String name, double[] x, double[] bottom, double[] top) {
        if (x.length != bottom.length || x.length != top.length) {
            throw new IllegalArgumentException("bars need as many values of each");
        }
        series.add(new Series(name, x.clone(), bottom.clone(), top.clone()));
        grow(x, top);
        return this;
    }

    private void grow(double[] x, double[] y) {
        for (int i = 0; i < x.length && !clipped; i++) {
            mostX = Math.max(mostX, x[i]);
            mostY = Math.max(mostY, Double.isNaN(y[i]) ? 0 : y[i]);
        }
    }

    /** The element. */
    public String svg() {
        StringBuilder out = new StringBuilder(4096);
        out.append(
                text(
                        "<svg viewBox=\"0 0 %d %d\""
                                + " role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n",
                        WIDTH, HEIGHT));
        out.append("<title>").append(Html.escape(title)).append("</title>\n");
        label(out, LEFT, 16, "start", "font-weight=\"bold\" font-size=\"14\"", title);
        drawBand(out);
        drawAxes(out);
        String box = LEFT + " " + TOP + " " + (RIGHT - LEFT) + " " + (BOTTOM - TOP);
        if (clipped) {
            out.append(
                    text(
                            "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"%s\">%n",
                            LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, box));
        }
        for (int i = 0; i < series.size(); i++) {
            drawSeries(out, i);
        }
        out.append(clipped ? "</svg>\n" : "");
        for (int i = 0; i < series.size(); i++) {
            drawLegend(out, i);
        }
        return out.append("</svg>\n").toString();
    }

    private void drawBand(StringBuilder out) {
        if (bandName == null) {
            return;
        }
        double from = placeX(bandFrom);
        out.append(
                text(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                                + " fill=\"#f3e3d3\"/>%n",
                        from, TOP, placeX(bandTo) - from, BOTTOM - TOP));
        label(out, from + 4, TOP + 14, "start", "fill=\"#8a5a2b\"", bandName);
    }

    private void drawAxes(StringBuilder out) {
        double step = stepOf(mostY - leastY);
        for (double y = firstTick(leastY, step); y <= mostY * 1.0001; y += step) {
            rule(out, LEFT, placeY(y), RIGHT, placeY(y));
            label(out, LEFT - 6, placeY(y) + 4, "end", "", number(y));
        }
        if (logX) {
            for (double x = leastX; x <= mostX * 1.0001; x *= 10) {
                tickX(out, x);
            }
        } else {
            double stepX = stepOf(mostX - leastX);
            for (double x = firstTick(leastX, stepX); x <= mostX * 1.0001; x += stepX) {
                tickX(out, x);
            }
        }
        label(out, (LEFT + RIGHT) / 2.0, HEIGHT - 10, "middle", "", xLabel);
        String turned = text("transform=\"rotate(-90 14 %d)\"", (TOP + BOTTOM) / 2);
        label(out, 14, (TOP + BOTTOM) / 2.0, "middle", turned, yLabel);
    }

    private static double firstTick(double least, double step) {
        return Math.ceil(least / step) * step;
    }

    private void tickX(StringBuilder out, double x) {
        rule(out, placeX(x), TOP, placeX(x), BOTTOM);
        label(out, placeX(x), BOTTOM + 16, "middle", "", number(x));
    }

    static void rule(StringBuilder out, double x1, double y1, double x2, double y2) {
        out.append(
                text(
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\""
                                + " stroke=\"#dddddd\"/>%n",
                        x1, y1, x2, y2));
    }

    private static String pen(Series each, int index) {
        String colour = COLOURS[index % COLOURS.length];
        if (each.top != null) {
            double breadth = BREADTHS[index % BREADTHS.length];
            return text("fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"", colour, breadth);
        }
        return text(
                "fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" stroke-dasharray=\"%s\"",
                colour, DASHES[index % DASHES.length]);
    }

    private void drawSeries(StringBuilder out, int index) {
        Series each = series.get(index);
        StringBuilder path = new StringBuilder();
        if (each.top == null) {
            tracePoints(each, path);
        } else {
            for (int i = 0; i < each.x.length; i++) {
                double x = placeX(each.x[i]);
                double top = placeY(each.top[i]);
                path.append(text("M%.1f %.1fV%.1f", x, placeY(each.y[i]), top));
            }
        }
        out.append(text("<path %s d=\"%s\"/>%n", pen(each, index), path));
    }

    private void tracePoints(Series each, StringBuilder path) {
        boolean down = false;
        for (int i = 0; i < each.x.length; i++) {
            if (Double.isNaN(each.y[i])) {
                down = false;
            } else {
                path.append(down ? 'L' : 'M');
                path.append(text("%.1f %.1f", placeX(each.x[i]), placeY(each.y[i])));
                down = true;
            }
        }
    }

    private void drawLegend(StringBuilder out, int index) {
        Series each = series.get(index);
        int at = LEFT + index * LEGEND_STEP;
        String sample = each.top == null ? text("M%d 32L%d 32", at, at + 30) : bars(at);
        out.append(text("<path %s d=\"%s\"/>%n", pen(each, index), sample));
        label(out, at + 36, 36, "start", "", each.name);
    }

    private static String bars(int at) {
        return text("M%d 26V38M%d 26V38M%d 26V38", at + 8, at + 16, at + 24);
    }

    private double placeX(double x) {
        double share =
                logX
                        ? Math.log(Math.max(x, leastX) / leastX) / Math.log(mostX / leastX)
                        : (x - leastX) / (mostX - leastX);
        return LEFT + (RIGHT - LEFT) * (mostX > leastX ? share : 0);
    }

    private double placeY(double y) {
        return BOTTOM - (BOTTOM - TOP) * (mostY > leastY ? (y - leastY) / (mostY - leastY) : 0);
    }

    /** 1, 2 or 5 times a power of ten, so that there are about {@link #TICKS} steps. */
    static double stepOf(double most) {
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most / TICKS)));
        double rough = most / TICKS / power;
        if (rough > 5) {
            return 10 * power;
        }
        return rough > 2 ? 5 * power : rough > 1 ? 2 * power : power;
    }

    static void label(
            StringBuilder out, double x, double y, String anchor, String more, String words) {
        out.append(
                text(
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                        x, y, anchor, more, Html.escape(words)));
    }

    static String number(double value) {
        String digits = text("%,.3f", value);
        return digits.replaceAll("\\.?0+$", "");
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
