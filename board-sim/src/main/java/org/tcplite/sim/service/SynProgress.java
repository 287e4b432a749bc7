package org.tcplite.sim.service;

import java.util.function.Consumer;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpStatus;

/** Tells a person who waits for a connection how far the board is: "SYN 3 of 9, next in 4 s". */
final class SynProgress {

    private static final long SILENT_NS = 3_000_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long LOOK_NS = 250_000_000L;

    private final Tcp tcp;
    private final NcConfig config;
    private final Consumer<String> log;
    private final TcpStatus row = new TcpStatus();
    private int connection;
    private long startNs;
    private long lookNs;
    private int told;

    SynProgress(Tcp tcp, NcConfig config, Consumer<String> log) {
        this.tcp = tcp;
        this.config = config;
        this.log = log;
    }

    void begin(int newConnection, long nowNs) {
        connection = newConnection;
        startNs = nowNs;
        lookNs = nowNs + SILENT_NS;
    }

    /** When {@link #tell} wants to be called. */
    long nextDeadlineNs() {
        return lookNs;
    }

    /** Writes a line if there is something new to tell. */
    void tell(long nowNs) {
        if (lookNs - nowNs > 0) {
            return;
        }
        lookNs = nowNs + LOOK_NS;
        int syn = find(nowNs) ? row.retransmits + 1 : told;
        if (syn == told) {
            return;
        }
        told = syn;
        int all = syns(config);
        boolean isLast = syn >= all;
        long thenNs = isLast ? startNs + limitMs(config) * NS_PER_MS : row.timerDeadlineNs;
        long seconds = (thenNs - nowNs + NS_PER_S / 2) / NS_PER_S;
        String what = isLast ? "giving up in " : "next in ";
        log.accept("SYN " + syn + " of " + all + ", " + what + Math.max(0, seconds) + " s");
    }

    /** The reason in words, and how hard we tried. */
    String explain(int reason, long nowNs) {
        String text = TcpError.text(reason);
        if (reason != TcpError.TIMED_OUT) {
            return text;
        }
        long seconds = (nowNs - startNs + NS_PER_S / 2) / NS_PER_S;
        return text + ": no answer to any SYN in " + seconds + " s";
    }

    /** How many SYNs fit into the time allowed. */
    static int syns(NcConfig config) {
        long limitMs = limitMs(config);
        long atMs = 0;
        long rtoMs = config.rtoInitialMs;
        int count = 0;
        while (atMs < limitMs) {
            count++;
            atMs += rtoMs;
            rtoMs = Math.min(2 * rtoMs, config.rtoMaxMs);
        }
        return count;
    }

    private static long limitMs(NcConfig config) {
        return config.timeoutMs > 0
                ? Math.min(config.timeoutMs, config.connectTimeoutMs)
                : config.connectTimeoutMs;
    }

    private boolean find(long nowNs) {
        for (int i = 0; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs) && row.handle == connection) {
                return true;
            }
        }
        return false;
    }
}
