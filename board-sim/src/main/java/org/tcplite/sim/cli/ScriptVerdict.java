package org.tcplite.sim.cli;

import java.util.List;
import java.util.Locale;

/**
 * How a script went.
 *
 * @param name its file
 * @param tookNs real time
 * @param problem what went wrong, in lines for its author, or null
 */
record ScriptVerdict(String name, long tookNs, String problem) {

    boolean isGood() {
        return problem == null;
    }

    /** JUnit's XML, a test case a script. */
    static String junitXml(List<ScriptVerdict> verdicts) {
        long failed = verdicts.stream().filter(each -> !each.isGood()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"packet scripts\" tests=\"").append(verdicts.size());
        xml.append("\" failures=\"").append(failed).append("\" errors=\"0\" skipped=\"0\">\n");
        for (ScriptVerdict each : verdicts) {
            xml.append("  <testcase classname=\"script\" name=\"").append(escaped(each.name));
            xml.append(String.format(Locale.ROOT, "\" time=\"%.3f\"", each.tookNs / 1e9));
            if (each.isGood()) {
                xml.append("/>\n");
                continue;
            }
            String first = each.problem.lines().findFirst().orElse("");
            xml.append("><failure message=\"").append(escaped(first)).append("\">");
            xml.append(escaped(each.problem)).append("</failure></testcase>\n");
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }
}
