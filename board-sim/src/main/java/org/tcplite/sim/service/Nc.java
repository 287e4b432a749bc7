package org.tcplite.sim.service;

import java.util.function.Consumer;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/**
 * Netcat on a board: one connection, joined to two pipes. The end of the input becomes a
 * half-close; it is over when both directions have ended and the peer has acknowledged everything.
 */
public final class Nc implements Application {

    private static final long NS_PER_MS = 1_000_000;

    private static final int START = 0;
    private static final int LISTENING = 1;
    private static final int CONNECTING = 2;
    private static final int OPEN = 3;
    private static final int OVER = 4;

    private final Tcp tcp;
    private final NcConfig config;
    private final HostPipe in;
    private final HostPipe out;
    private final Consumer<String> log;
    private final SynProgress progress;
    private int state = START;
    private int listener;
    private int connection;
    private boolean inputEnded;
    private boolean peerEnded;
    private long deadlineNs = Long.MAX_VALUE;
    private String failure;

    /**
     * Netcat for one connection.
     *
     * @param in what is to be sent
     * @param out where what comes goes to
     * @param log takes lines for standard error
     */
    public Nc(Tcp tcp, NcConfig config, HostPipe in, HostPipe out, Consumer<String> log) {
        this.tcp = tcp;
        this.config = config;
        this.in = in;
        this.out = out;
        this.log = log;
        progress = new SynProgress(tcp, config, log);
    }

    /** True once it is over, well or not. */
    public boolean isOver() {
        return state == OVER;
    }

    /** Why it failed, or null. */
    public String failure() {
        return failure;
    }

    @Override
    public boolean turn(long nowNs) {
        takeNews();
        switch (state) {
            case START:
                start(nowNs);
                return true;
            case LISTENING:
                accept(nowNs);
                break;
            case CONNECTING:
                awaitOpen(nowNs);
                break;
            case OPEN:
                carry(nowNs);
                break;
            default:
                return false;
        }
        if (state != OVER && isDue(nowNs)) {
            expire(nowNs);
        }
        return state == OVER;
    }

    @Override
    public long nextDeadlineNs() {
        if (state == OVER) {
            return Long.MAX_VALUE;
        }
        return state == CONNECTING
                ? EventLoop.earlier(deadlineNs, progress.nextDeadlineNs())
                : deadlineNs;
    }

    @Override
    public void close(long nowNs) {
        if (state != OVER) {
            over(null, nowNs);
        }
    }

    /** One connection: whatever the news is, the turn looks at everything anyway. */
    private void takeNews() {
        int handle = tcp.nextReady();
        while (handle != Tcp.NONE) {
            tcp.takeSignals(handle);
            handle = tcp.nextReady();
        }
    }

    private void start(long nowNs) {
        int result;
        if (config.listen) {
            result = tcp.listen(config.localPort, 1);
            listener = result;
            state = LISTENING;
        } else {
            result = tcp.connect(config.remoteAddress, config.remotePort, config.localPort, nowNs);
            connection = result;
            state = CONNECTING;
        }
        if (result < 0) {
            over(TcpError.text(result), nowNs);
            return;
        }
        if (!config.listen) {
            if (config.timeoutMs > 0) {
                tcp.setConnectTimeout(connection, (int) config.timeoutMs, nowNs);
            }
            progress.begin(connection, nowNs);
        }
        restartTimeout(nowNs);
    }

    private void accept(long nowNs) {
        int accepted = tcp.accept(listener);
        if (accepted < 0) {
            return;
        }
        connection = accepted;
        tcp.close(listener, nowNs);
        opened("connection received from ", nowNs);
    }

    private void awaitOpen(long nowNs) {
        int now = tcp.state(connection);
        if (now == TcpState.SYN_SENT || now == TcpState.SYN_RECEIVED) {
            progress.tell(nowNs);
            return;
        }
        int reason = tcp.endReason(connection);
        if (reason < 0) {
            over(progress.explain(reason, nowNs), nowNs);
        } else {
            opened("connected to ", nowNs);
        }
    }

    private void opened(String what, long nowNs) {
        state = OPEN;
        tcp.setNoDelay(connection, true, nowNs);
        if (config.verbose) {
            Text text = new Text(40);
            text.putSocket(tcp.remoteAddressOf(connection), tcp.remotePortOf(connection));
            log.accept(what + text);
        }
        restartTimeout(nowNs);
        if (config.scan) {
            over(null, nowNs);
        } else {
            carry(nowNs);
        }
    }

    private void carry(long nowNs) {
        int sent = inputEnded ? TcpError.WOULD_BLOCK : send(nowNs);
        int received = peerEnded ? TcpError.WOULD_BLOCK : receive(nowNs);
        if (isFailure(received)) {
            over(TcpError.text(received), nowNs);
        } else if (isFailure(sent)) {
            over(TcpError.text(sent), nowNs);
        } else if (out.isBroken()) {
            over("standard output was closed", nowNs);
        } else if (peerEnded && !inputEnded && config.exitAtPeerClose) {
            in.breakOff();
        } else if (peerEnded && inputEnded) {
            awaitAcknowledgment(nowNs);
        }
    }

    /**
     * The last octets and the FIN are on their way: only their acknowledgment makes it a success.
     */
    private void awaitAcknowledgment(long nowNs) {
        int now = tcp.state(connection);
        int reason = tcp.endReason(connection);
        if (reason < 0) {
            over(TcpError.text(reason), nowNs);
        } else if (now == TcpState.TIME_WAIT || now == TcpState.CLOSED) {
            over(null, nowNs);
        }
    }

    private int send(long nowNs) {
        int there = in.readable();
        while (there > 0) {
            int n = tcp.write(connection, in.array(), in.readOffset(), there, nowNs);
            if (n < 0) {
                return n;
            }
            in.consume(n);
            restartTimeout(nowNs);
            there = in.readable();
        }
        if (in.isFinished()) {
            inputEnded = true;
            return tcp.shutdownWrite(connection, nowNs);
        }
        return TcpError.WOULD_BLOCK;
    }

    private int receive(long nowNs) {
        int room = out.writable();
        while (room > 0) {
            int n = tcp.read(connection, out.array(), out.writeOffset(), room, nowNs);
            if (n == TcpError.END_OF_STREAM) {
                peerEnded = true;
                out.end();
            }
            if (n < 0) {
                return n;
            }
            out.commit(n);
            restartTimeout(nowNs);
            room = out.writable();
        }
        return TcpError.WOULD_BLOCK;
    }

    private static boolean isFailure(int result) {
        return result < 0 && result != TcpError.WOULD_BLOCK && result != TcpError.END_OF_STREAM;
    }

    private void restartTimeout(long nowNs) {
        if (config.timeoutMs > 0) {
            deadlineNs = nowNs + config.timeoutMs * NS_PER_MS;
        }
    }

    private boolean isDue(long nowNs) {
        return deadlineNs != Long.MAX_VALUE && deadlineNs - nowNs <= 0;
    }

    private void expire(long nowNs) {
        if (state == OPEN) {
            over(null, nowNs); // as other netcats: silence for -w ends it
        } else if (state == CONNECTING) {
            over(progress.explain(TcpError.TIMED_OUT, nowNs), nowNs);
        } else {
            over("nobody connected within " + config.timeoutMs / 1000 + " s", nowNs);
        }
    }

    private void over(String why, long nowNs) {
        failure = why;
        if (connection > 0) {
            tcp.close(connection, nowNs);
        } else if (listener > 0) {
            tcp.close(listener, nowNs);
        }
        state = OVER;
        in.breakOff();
        out.end();
    }
}
