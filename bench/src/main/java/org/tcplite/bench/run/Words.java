package org.tcplite.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What a benchmark measures and counts, in words. */
final class Words {

    /** A benchmark's name, and what its score counts. */
    private record Meaning(String what, String unit) {}

    private static final Map<String, Meaning> MEANINGS =
            Map.ofEntries(
                    Map.entry("ReceivePath.receive", new Meaning("receive", "segments/s")),
                    Map.entry("ReceiveSkeleton.receive", new Meaning("skeleton", "segments/s")),
                    Map.entry("Transmit.transmit", new Meaning("transmit", "segments/s")),
                    Map.entry("Bulk.transfer", new Meaning("bulk, both ends", "segments/s")),
                    Map.entry(
                            "RequestResponse.ask",
                            new Meaning("request and response", "round trips/s")),
                    Map.entry(
                            "OpenClose.openAndCloseMany",
                            new Meaning("open and close, both ends", "connections/s")),
                    Map.entry(
                            "PassiveOpen.openPassively",
                            new Meaning("passive open", "connections/s")),
                    Map.entry("Syn.cookie", new Meaning("SYN answered by a cookie", "SYNs/s")),
                    Map.entry("Syn.table", new Meaning("SYN with an entry, and its RST", "SYNs/s")),
                    Map.entry("Syn.sipHash", new Meaning("SipHash-2-4", "hashes/s")),
                    Map.entry(
                            "ManyConnections.receive",
                            new Meaning("receive 64, round-robin", "segments/s")),
                    Map.entry("ManyConnections.idlePoll", new Meaning("idle poll", "polls/s")),
                    Map.entry(
                            "ColdHandshakes.firstThousand",
                            new Meaning("the first 1,000 connections, cold", "ms")));

    private Words() {}

    /** Class and method without package and the word Benchmark. */
    private static String key(BenchmarkParams params) {
        String name = params.getBenchmark();
        int method = name.lastIndexOf('.');
        String owner = name.substring(name.lastIndexOf('.', method - 1) + 1, method);
        return owner.replace("Benchmark", "") + name.substring(method);
    }

    /** What is measured, without its parameters. */
    static String what(BenchmarkParams params) {
        Meaning meaning = MEANINGS.get(key(params));
        return meaning == null ? key(params) : meaning.what;
    }

    /** What the score counts. */
    static String unit(BenchmarkParams params, String jmhUnit) {
        Meaning meaning = MEANINGS.get(key(params));
        boolean known = meaning != null && (jmhUnit.equals("ops/s") || meaning.unit.equals("ms"));
        return known ? meaning.unit : jmhUnit;
    }

    /** The parameters, in the order of their names. */
    static String with(BenchmarkParams params) {
        List<String> words = new ArrayList<>();
        for (String name : params.getParamsKeys()) {
            words.add(phrase(name, params.getParam(name)));
        }
        return String.join(", ", words);
    }

    private static String phrase(String name, String value) {
        switch (name) {
            case "text":
                return value + " octets";
            case "checksums":
                return "checksums in " + value;
            case "options":
                return "SACK and timestamps " + value;
            case "reads":
                return value + " reads";
            case "timestamps":
                return "timestamps " + value;
            case "timeWait":
                return value.equals("expire") ? "TIME-WAIT expires" : "TIME-WAIT recycled";
            case "frames":
                return value + " frames";
            case "entries":
                return value + " entries";
            case "connections":
                return value.equals("1") ? "1 connection" : value + " connections";
            case "batch":
                return value + " a poll";
            default:
                return name + " " + value;
        }
    }
}
