package org.tcplite.sim.contract;

import java.util.List;
import java.util.stream.Collectors;
import org.tcplite.hal.contract.MacContract;

/** The verdicts as documents for other tools. The words in them need no escaping but for XML's. */
public final class VerdictFiles {

    private VerdictFiles() {}

    /** JSON, {@code schema: 1}. */
    public static String json(String target, String link, List<CaseVerdict> verdicts) {
        String cases =
                verdicts.stream()
                        .map(
                                each ->
                                        "    {\"number\": "
                                                + each.number()
                                                + ", \"name\": \""
                                                + MacContract.name(each.number())
                                                + "\", \"wire\": "
                                                + MacContract.isWire(each.number())
                                                + ", \"outcome\": \""
                                                + each.word()
                                                + "\", \"why\": \""
                                                + each.finding()
                                                + "\"}")
                        .collect(Collectors.joining(",\n"));
        return "{\n  \"schema\": 1,\n  \"target\": \""
                + quoted(target)
                + "\",\n  \"link\": \""
                + quoted(link)
                + "\",\n  \"cases\": [\n"
                + cases
                + "\n  ]\n}\n";
    }

    /** JUnit's XML, one test case each. */
    public static String junitXml(String target, List<CaseVerdict> verdicts) {
        long failed = count(verdicts, MacContract.FAILED);
        long skipped = count(verdicts, MacContract.SKIPPED);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"contract ").append(target);
        xml.append("\" tests=\"").append(verdicts.size());
        xml.append("\" failures=\"").append(failed);
        xml.append("\" errors=\"0\" skipped=\"").append(skipped).append("\">\n");
        for (CaseVerdict each : verdicts) {
            xml.append("  <testcase classname=\"contract.").append(target);
            xml.append("\" name=\"").append(MacContract.name(each.number())).append('"');
            if (each.outcome() == MacContract.OK) {
                xml.append("/>\n");
            } else {
                String kind = each.outcome() == MacContract.FAILED ? "failure" : "skipped";
                xml.append("><").append(kind).append(" message=\"").append(each.finding());
                xml.append("\"/></testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    /** How many cases came out like that. */
    public static long count(List<CaseVerdict> verdicts, int outcome) {
        return verdicts.stream().filter(each -> each.outcome() == outcome).count();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
