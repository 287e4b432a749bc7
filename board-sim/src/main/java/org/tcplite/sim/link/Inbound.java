package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * The desktop's connections to the board: each accepted socket becomes an active open of the
 * gateway stack.
 *
 * <p>If the gateway has no slot free, the socket just accepted waits here, alone; nothing more is
 * accepted until it has its slot, and everybody else waits in the desktop's own accept queue.
 * Nobody is turned away.
 */
final class Inbound {

    /** What the desktop lets wait; it cuts this to its own limit. */
    private static final int BACKLOG = 1024;

    /** After a failed accept (no descriptors left, say) the next is tried this much later. */
    private static final long PAUSE_NS = 1_000_000_000L;

    private final Tcp tcp;
    private final Relay relay;
    private final int board;

    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<SelectionKey> keys = new ArrayList<>();
    private final List<ForwardRule> rules = new ArrayList<>();

    /** A socket without a slot, and the board's port it wants. */
    private SocketChannel waiting;

    private int waitingPort;

    private boolean accepting = true;
    private long resumeNs = Long.MAX_VALUE;

    Inbound(Tcp tcp, Relay relay, int boardAddress) {
        this.tcp = tcp;
        this.relay = relay;
        board = boardAddress;
    }

    /** Listens on the desktop for one rule. */
    void listen(ForwardRule rule, Selector selector) throws LinkException {
        SocketAddress wanted = rule.socketAddress();
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open();
            servers.add(server);
            server.configureBlocking(false);
            server.bind(wanted, BACKLOG);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            ForwardRule real = new ForwardRule(rule.host(), port, rule.boardPort());
            keys.add(server.register(selector, SelectionKey.OP_ACCEPT, real));
            rules.add(real);
        } catch (IOException e) {
            throw new LinkException(
                    "--forward "
                            + rule
                            + ": cannot listen on "
                            + rule.host()
                            + " port "
                            + rule.port()
                            + " ("
                            + e.getMessage()
                            + "); take another port, or 0 for a free one",
                    e);
        }
    }

    /** What is forwarded, with the ports that were really taken. */
    List<ForwardRule> rules() {
        return List.copyOf(rules);
    }

    /** A listening socket is ready. */
    void socketReady(SelectionKey key, long nowNs) {
        ForwardRule rule = (ForwardRule) key.attachment();
        try {
            while (accepting) {
                SocketChannel desktop = ((ServerSocketChannel) key.channel()).accept();
                if (desktop == null) {
                    return;
                }
                desktop.configureBlocking(false);
                waiting = desktop;
                waitingPort = rule.boardPort();
                placeWaiting(nowNs);
            }
        } catch (IOException e) {
            setAccepting(false);
            resumeNs = nowNs + PAUSE_NS;
        }
    }

    /** Looks after the socket that waits; true if it went on its way. */
    boolean turn(long nowNs) {
        if (accepting) {
            return false;
        }
        if (waiting != null) {
            placeWaiting(nowNs);
        } else if (nowNs - resumeNs >= 0) {
            resumeNs = Long.MAX_VALUE;
            setAccepting(true);
        }
        return accepting;
    }

    /** When {@link #turn} has to be called even if nothing happens. */
    long nextDeadlineNs() {
        return resumeNs;
    }

    private void placeWaiting(long nowNs) {
        int connection = tcp.connect(board, waitingPort, 0, nowNs);
        if (connection == TcpError.NO_FREE_SLOT || connection == TcpError.NO_FREE_PORT) {
            setAccepting(false);
            return;
        }
        SocketChannel desktop = waiting;
        waiting = null;
        if (connection < 0) {
            Relay.reset(desktop);
        } else {
            relay.join(desktop, connection, false, nowNs);
        }
        setAccepting(true);
    }

    private void setAccepting(boolean wanted) {
        if (accepting != wanted) {
            accepting = wanted;
            for (SelectionKey key : keys) {
                key.interestOps(wanted ? SelectionKey.OP_ACCEPT : 0);
            }
        }
    }

    /** Stops listening; a socket that waits is reset. */
    void close() {
        if (waiting != null) {
            Relay.reset(waiting);
            waiting = null;
        }
        for (ServerSocketChannel server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                continue; // the descriptor is gone all the same
            }
        }
    }
}
