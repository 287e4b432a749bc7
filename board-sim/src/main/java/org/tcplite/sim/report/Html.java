package org.tcplite.sim.report;

import java.util.List;

/** A page of text, tables and plots that fetches nothing: light, readable, printable. */
public final class Html {

    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
                    + "color:#222;background:#fff}"
                    + "table{border-collapse:collapse;margin:1em 0}"
                    + "td,th{padding:.15em .8em;border-bottom:1px solid #ddd;text-align:right;"
                    + "font-variant-numeric:tabular-nums}"
                    + "td:first-child,th:first-child{text-align:left;white-space:pre}"
                    + "svg{width:100%;height:auto;margin:1em 0}"
                    + "code{background:#f3f3f3;padding:0 .2em}";

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** An empty page. */
    public Html(String title) {
        this.title = title;
    }

    /** A heading within the page. */
    public Html heading(String text) {
        return element("h2", text);
    }

    /** A paragraph. */
    public Html paragraph(String text) {
        return element("p", text);
    }

    /** A line as it would be typed or printed. */
    public Html code(String text) {
        body.append("<p><code>").append(escape(text)).append("</code></p>\n");
        return this;
    }

    /** Rows of cells, of which the first holds the heads of the columns. */
    public Html table(List<List<String>> rows) {
        body.append("<table>\n");
        for (int i = 0; i < rows.size(); i++) {
            String cell = i == 0 ? "th" : "td";
            body.append("<tr>");
            rows.get(i)
                    .forEach(
                            text -> {
                                body.append('<').append(cell).append('>').append(escape(text));
                                body.append("</").append(cell).append('>');
                            });
            body.append("</tr>\n");
        }
        body.append("</table>\n");
        return this;
    }

    /** A plot. */
    public Html plot(SvgPlot plot) {
        body.append(plot.svg());
        return this;
    }

    /** A plot of what scatters. */
    public Html plot(SvgWhiskers plot) {
        body.append(plot.svg());
        return this;
    }

    /** The whole page. */
    public String page() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
                + escape(title)
                + "</title>\n<style>"
                + STYLE
                + "</style>\n<h1>"
                + escape(title)
                + "</h1>\n"
                + body
                + "</html>\n";
    }

    private Html element(String name, String text) {
        body.append('<').append(name).append('>').append(escape(text));
        body.append("</").append(name).append(">\n");
        return this;
    }

    /** Text as it stands in HTML and in SVG. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
