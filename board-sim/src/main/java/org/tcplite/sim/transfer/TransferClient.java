package org.tcplite.sim.transfer;

import org.tcplite.sim.board.Application;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * The program of the board that transfers: one connection to a service of the peer, from connect to
 * the end of both streams.
 */
public final class TransferClient implements Application {

    private static final int PIECE = 16 * 1024;
    private static final long SAMPLE_NS = 100_000_000;

    private final Tcp tcp;
    private final TransferConfig config;
    private final Exchange exchange;
    private final byte[] out = new byte[PIECE];
    private final byte[] in = new byte[PIECE];
    private final TcpStatus row = new TcpStatus();
    private int outAt;
    private int outEnd;
    private boolean ended;
    private int connection = TcpError.NOT_CONNECTED;
    private boolean over;
    private String failure;
    private long startNs;
    private long openNs;
    private long endNs;
    private long sampleNs;
    private long leastRttNs;
    private long lastRttNs;
    private long mostRttNs;

    /** Connects at its first turn. */
    public TransferClient(Tcp tcp, TransferConfig config) {
        this.tcp = tcp;
        this.config = config;
        exchange = config.exchange();
    }

    // ---- what has become of it

    /** True when both streams have ended, or the connection has failed. */
    public boolean isOver() {
        return over;
    }

    /** Why it is no success, in a few words, or null; when it is over. */
    public String failure() {
        return failure;
    }

    /** Octets that have arrived, as far as is known here: the greater of the two ways. */
    public long octets() {
        if (config.direction == Direction.OUT) {
            int unsent = outEnd - outAt;
            return Math.max(0, exchange.sent() - unsent - queued());
        }
        return exchange.got();
    }

    /** Octets in our send ring, the request and the FIN not told apart. */
    private int queued() {
        return over && failure == null || connection < 0 ? 0 : lastQueue;
    }

    private int lastQueue;

    /** From the call of connect to the end, or until now. */
    public long elapsedNs(long nowNs) {
        return connection < 0 ? 0 : (over ? endNs : nowNs) - startNs;
    }

    /** Gives it up, as far as it has come. */
    public void giveUp(String why, long nowNs) {
        if (!over) {
            end(why, nowNs);
        }
    }

    void fill(TransferResult result, long nowNs) {
        result.direction = config.direction;
        result.octets = octets();
        result.failure = over ? failure : "it has not finished";
        result.elapsedNs = elapsedNs(nowNs);
        result.connectNs = openNs == 0 ? 0 : openNs - startNs;
        result.ourDigest = exchange.ourDigest();
        result.peerDigest = exchange.peerDigest();
        result.leastRttNs = leastRttNs;
        result.lastRttNs = lastRttNs;
        result.mostRttNs = mostRttNs;
    }

    // ---- its turns

    @Override
    public boolean turn(long nowNs) {
        int handle = tcp.nextReady();
        while (handle != Tcp.NONE) { // there is only one, and all of it is looked at anyway
            tcp.takeSignals(handle);
            handle = tcp.nextReady();
        }
        if (over) {
            return false;
        }
        if (connection < 0) {
            connect(nowNs);
            return true;
        }
        if (openNs == 0 && !hasOpened(nowNs)) {
            return over;
        }
        sample(nowNs);
        int written = write(nowNs);
        int read = read(nowNs);
        conclude(written, read, nowNs);
        return over;
    }

    private void connect(long nowNs) {
        startNs = nowNs;
        sampleNs = nowNs;
        connection = tcp.connect(config.remoteAddress, config.port(), 0, nowNs);
        if (connection < 0) {
            end(TcpError.text(connection), nowNs);
        }
    }

    private boolean hasOpened(long nowNs) {
        int reason = tcp.endReason(connection);
        if (reason < 0) {
            end(TcpError.text(reason), nowNs);
            return false;
        }
        if (tcp.state(connection) < TcpState.ESTABLISHED) {
            return false;
        }
        openNs = nowNs;
        return true;
    }

    /** What the last write answered: {@code WOULD_BLOCK} if all is well. */
    private int write(long nowNs) {
        while (!ended) {
            if (outAt == outEnd) {
                int more = exchange.next(out, isStopped(nowNs));
                if (more == Exchange.END) {
                    ended = true;
                    return tcp.shutdownWrite(connection, nowNs);
                }
                outAt = 0;
                outEnd = more;
                if (more == 0) {
                    return TcpError.WOULD_BLOCK;
                }
            }
            int n = tcp.write(connection, out, outAt, outEnd - outAt, nowNs);
            if (n < 0) {
                return n;
            }
            outAt += n;
        }
        return TcpError.WOULD_BLOCK;
    }

    private boolean isStopped(long nowNs) {
        return config.durationNs > 0 && nowNs - startNs >= config.durationNs;
    }

    private int read(long nowNs) {
        int n = tcp.read(connection, in, 0, in.length, nowNs);
        while (n > 0) {
            exchange.take(in, n);
            n = tcp.read(connection, in, 0, in.length, nowNs);
        }
        return n;
    }

    private void conclude(int written, int read, long nowNs) {
        if (read == TcpError.END_OF_STREAM || exchange.isComplete()) {
            end(exchange.fault(), nowNs);
        } else if (isFailure(read)) {
            end(TcpError.text(read), nowNs);
        } else if (isFailure(written)) {
            end(TcpError.text(written), nowNs);
        }
    }

    private static boolean isFailure(int result) {
        return result < 0 && result != TcpError.WOULD_BLOCK;
    }

    private void end(String why, long nowNs) {
        over = true;
        failure = why;
        endNs = nowNs;
        if (connection >= 0) {
            tcp.close(connection, nowNs);
        }
    }

    /** The smoothed round trip, ten times a second. */
    private void sample(long nowNs) {
        if (nowNs - sampleNs < 0) {
            return;
        }
        sampleNs = nowNs + SAMPLE_NS;
        for (int i = 0; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs) && row.handle == connection && row.srttNs > 0) {
                lastQueue = row.sendQueue;
                lastRttNs = row.srttNs;
                mostRttNs = Math.max(mostRttNs, lastRttNs);
                leastRttNs = leastRttNs == 0 ? lastRttNs : Math.min(leastRttNs, lastRttNs);
                return;
            }
        }
    }

    @Override
    public long nextDeadlineNs() {
        if (over) {
            return Long.MAX_VALUE;
        }
        return openNs == 0 ? openingDeadlineNs() : sampleNs;
    }

    /** Before the connection is open, only the stack has something to do. */
    private long openingDeadlineNs() {
        return connection < 0 ? startNs : Long.MAX_VALUE;
    }

    /** The board shuts down: what is not over is given up. */
    @Override
    public void close(long nowNs) {
        giveUp("it was interrupted", nowNs);
    }
}
