package org.tcplite.sim.flood;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What the honest clients have seen, of connections begun from a time on. */
final class HonestLog {

    private final long fromNs;
    private final Map<String, Integer> failures = new TreeMap<>();
    private long[] connectNs = new long[1024];
    private int connected;
    private int started;
    private int intact;
    private int corrupted;

    HonestLog(long fromNs) {
        this.fromNs = fromNs;
    }

    void started(long startNs) {
        started += startNs >= fromNs ? 1 : 0;
    }

    /** The client's side of the connection is open after {@code tookNs}. */
    void connected(long startNs, long tookNs) {
        if (startNs < fromNs) {
            return;
        }
        if (connected == connectNs.length) {
            connectNs = Arrays.copyOf(connectNs, 2 * connected);
        }
        connectNs[connected++] = tookNs;
    }

    /** All of the text has come back as it was. */
    void intact(long startNs) {
        intact += startNs >= fromNs ? 1 : 0;
    }

    void failed(long startNs, String reason) {
        if (startNs >= fromNs) {
            failures.merge(reason, 1, Integer::sum);
        }
    }

    /** Something else has come back, whenever the connection was begun. */
    void corrupted() {
        corrupted++;
    }

    int attempts() {
        return started;
    }

    int intactCount() {
        return intact;
    }

    int corruptedCount() {
        return corrupted;
    }

    Map<String, Integer> failures() {
        return failures;
    }

    /** The times of all connections that came about, ascending. */
    long[] sortedConnectNs() {
        long[] sorted = Arrays.copyOf(connectNs, connected);
        Arrays.sort(sorted);
        return sorted;
    }
}
