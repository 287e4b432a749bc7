package org.tcplite.sim.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tcplite.sim.report.Json;
import org.tcplite.tcp.TcpCounter;

/** What has come of a transfer as JSON; times are nanoseconds, counters have their names. */
public final class TransferJson {

    private static final int SCHEMA = 1;

    private TransferJson() {}

    /**
     * The document.
     *
     * @param command as it was typed
     */
    public static String of(String command, long seed, TransferResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("command", command);
        document.put("seed", seed);
        document.put("direction", result.direction.toString());
        document.put("promiseKept", result.isKept());
        document.put("failure", result.failure);
        document.put("octets", result.octets);
        document.put("elapsedNs", result.elapsedNs);
        document.put("connectNs", result.connectNs);
        document.put("bitsPerSecond", result.bitsPerSecond());
        document.put("srttLeastNs", result.leastRttNs);
        document.put("srttLastNs", result.lastRttNs);
        document.put("srttMostNs", result.mostRttNs);
        document.put("sha256", result.ourDigest);
        document.put("sha256AtPeer", result.peerDigest);
        document.put("board", counters(result.board));
        document.put("peer", result.peer == null ? null : counters(result.peer));
        return Json.text(document);
    }

    private static Map<String, Object> counters(TransferEnd end) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int id = 0; id < TcpCounter.COUNT; id++) {
            members.put(TcpCounter.name(id), end.count(id));
        }
        return members;
    }
}
