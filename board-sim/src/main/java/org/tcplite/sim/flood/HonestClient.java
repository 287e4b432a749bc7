package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * A client that at fixed times connects to the victim's echo service, sends 4 KiB, compares what
 * comes back and closes; however many of its connections are still waiting.
 */
final class HonestClient implements Application {

    /** Octets sent and compared by each connection. */
    static final int ECHO = 4096;

    /** How long the echo may take. */
    static final long ECHO_PATIENCE_NS = 60_000_000_000L;

    private final Tcp tcp;
    private final FloodConfig.Target target;
    private final HonestLog log;
    private final long everyNs;
    private final long patienceNs;
    private final SplittableRandom random;
    private final List<Attempt> open = new ArrayList<>();
    private final byte[] buffer = new byte[ECHO];
    private long nextStartNs;

    /**
     * Connects first at {@code firstNs}, then as often as {@code config} says.
     *
     * @param log what all clients have seen
     */
    HonestClient(Tcp tcp, FloodConfig config, long firstNs, long seed, HonestLog log) {
        this.tcp = tcp;
        this.log = log;
        target = config.target;
        everyNs = config.connectEveryNs;
        patienceNs = config.patienceNs;
        nextStartNs = firstNs;
        random = new SplittableRandom(seed);
    }

    @Override
    public void close(long nowNs) {
        nextStartNs = Idle.FOREVER;
    }

    /** True if no connection is under way. */
    boolean isIdle() {
        return open.isEmpty();
    }

    @Override
    public boolean turn(long nowNs) {
        if (nextStartNs != Idle.FOREVER && nextStartNs - nowNs <= 0) {
            start(nowNs);
            nextStartNs += everyNs;
        }
        while (tcp.nextReady() != Tcp.NONE) {
            // all that are open are looked at below
        }
        for (Iterator<Attempt> each = open.iterator(); each.hasNext(); ) {
            if (each.next().isOver(nowNs)) {
                each.remove();
            }
        }
        return false;
    }

    @Override
    public long nextDeadlineNs() {
        long deadlineNs = nextStartNs;
        for (Attempt attempt : open) {
            deadlineNs = EventLoop.earlier(deadlineNs, attempt.deadlineNs);
        }
        return deadlineNs;
    }

    private void start(long nowNs) {
        Attempt attempt = new Attempt(nowNs);
        if (attempt.handle < 0) {
            log.failed(nowNs, TcpError.text(attempt.handle));
        } else {
            open.add(attempt);
        }
    }

    /** One connection. */
    private final class Attempt {
        private final long startNs;
        private final int handle;
        private final byte[] text = new byte[ECHO];
        private long deadlineNs;
        private boolean connected;
        private int written;
        private int read;

        Attempt(long nowNs) {
            startNs = nowNs;
            deadlineNs = nowNs + patienceNs;
            random.nextBytes(text);
            log.started(startNs);
            handle = tcp.connect(target.address(), target.port(), 0, nowNs);
        }

        boolean isOver(long nowNs) {
            if (!connected && (tcp.takeSignals(handle) & Signals.CONNECTED) != 0) {
                connected = true;
                log.connected(startNs, nowNs - startNs);
                deadlineNs = nowNs + ECHO_PATIENCE_NS;
            }
            int error = connected ? converse(nowNs) : tcp.endReason(handle);
            if (error == TcpError.WOULD_BLOCK || error == 0 && !connected) {
                return nowNs - deadlineNs >= 0 && giveUp(nowNs);
            }
            if (error == 0) {
                log.intact(startNs);
            } else {
                log.failed(startNs, TcpError.text(error));
            }
            tcp.close(handle, nowNs);
            return true;
        }

        private boolean giveUp(long nowNs) {
            log.failed(startNs, connected ? "no echo in time" : "no answer in time");
            tcp.abort(handle, nowNs);
            return true;
        }

        /** 0 when the last octet has come back as it was. */
        private int converse(long nowNs) {
            while (written < ECHO) {
                int n = tcp.write(handle, text, written, ECHO - written, nowNs);
                if (n < 0) {
                    return n;
                }
                written += n;
            }
            while (read < ECHO) {
                int n = tcp.read(handle, buffer, 0, ECHO - read, nowNs);
                if (n < 0) {
                    return n;
                }
                if (Arrays.mismatch(buffer, 0, n, text, read, read + n) >= 0) {
                    log.corrupted();
                    return TcpError.RESET;
                }
                read += n;
            }
            return 0;
        }
    }
}
