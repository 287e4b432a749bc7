package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.tcplite.tcp.Tcp;

/**
 * The board's connections to the desktop: the gateway's address is the desktop's loopback, on any
 * port.
 *
 * <p>For each SYN the {@link SynGate} holds, a socket is connected to the desktop's port. If that
 * is refused, the gate resets the board's request. If it succeeds, the gateway stack is made to
 * listen at that port, the SYN is passed, and the connection it becomes is joined to the socket. A
 * port is listened at only while a request for it is under way, so a port without one is never
 * open.
 */
final class Outbound {

    /**
     * How long a passed SYN may take to become a connection: the life of a SYN-queue entry, 63 s.
     */
    private static final long HANDSHAKE_NS = 65_000_000_000L;

    /** How long the desktop may take to answer; its loopback answers at once, or never. */
    private static final long CONNECT_NS = 30_000_000_000L;

    private final Tcp tcp;
    private final Relay relay;
    private final SynGate gate;
    private final Selector selector;
    private final InetAddress desktop;

    // by entry of the gate
    private final SocketChannel[] socket;
    private final SelectionKey[] key;
    private final boolean[] answered;
    private final boolean[] refused;
    private final int[] listener;
    private final long[] deadlineNs;

    private int busy;

    Outbound(Tcp tcp, Relay relay, SynGate gate, Selector selector, InetAddress desktop) {
        this.tcp = tcp;
        this.relay = relay;
        this.gate = gate;
        this.selector = selector;
        this.desktop = desktop;
        int n = gate.entries();
        socket = new SocketChannel[n];
        key = new SelectionKey[n];
        answered = new boolean[n];
        refused = new boolean[n];
        listener = new int[n];
        deadlineNs = new long[n];
    }

    /** True if the handle is one of the listeners kept for held requests. */
    boolean isListener(int handle) {
        for (int i = 0; i < listener.length; i++) {
            if (listener[i] == handle) {
                return true;
            }
        }
        return false;
    }

    /** A connecting socket is ready. */
    void socketReady(SelectionKey ready) {
        int entry = (Integer) ready.attachment();
        if (key[entry] != ready || answered[entry]) {
            return;
        }
        answered[entry] = true;
        try {
            if (socket[entry].finishConnect()) {
                // the relay registers it anew with an attachment of its own
                ready.interestOps(0);
            }
        } catch (IOException e) {
            refused[entry] = true;
        }
    }

    /** Moves every request one step; true if the stack now has something to do. */
    boolean turn(long nowNs) {
        boolean more = false;
        for (int i = 0; i < socket.length; i++) {
            int state = gate.state(i);
            if (state != SynGate.FREE) {
                more |= step(i, state, nowNs);
            }
        }
        return more;
    }

    private boolean step(int entry, int state, long nowNs) {
        switch (state) {
            case SynGate.ARRIVED:
                gate.ask(entry);
                ask(entry, nowNs);
                return true;
            case SynGate.ASKED:
                return hear(entry, nowNs);
            case SynGate.PASSED:
                if (nowNs - deadlineNs[entry] >= 0) {
                    end(entry, nowNs);
                }
                return false;
            case SynGate.CANCELLED:
                end(entry, nowNs);
                return false;
            default:
                return false;
        }
    }

    private void ask(int entry, long nowNs) {
        deadlineNs[entry] = nowNs + CONNECT_NS;
        answered[entry] = false;
        refused[entry] = false;
        busy++;
        try {
            socket[entry] = SocketChannel.open();
            socket[entry].configureBlocking(false);
            if (socket[entry].connect(new InetSocketAddress(desktop, gate.localPort(entry)))) {
                answered[entry] = true;
            } else {
                key[entry] = socket[entry].register(selector, SelectionKey.OP_CONNECT, entry);
            }
        } catch (IOException e) {
            answered[entry] = true;
            refused[entry] = true;
        }
    }

    /** Acts on the desktop's answer, if there is one. */
    private boolean hear(int entry, long nowNs) {
        if (!answered[entry]) {
            if (nowNs - deadlineNs[entry] >= 0) {
                end(entry, nowNs); // no answer to us, no answer to the board
            }
            return false;
        }
        if (refused[entry]) {
            if (gate.refuse(entry)) {
                drop(entry);
            }
            return true;
        }
        int handle = listenerOf(gate.localPort(entry));
        if (handle == 0) {
            handle = tcp.listen(gate.localPort(entry), gate.entries());
        }
        if (handle > 0) {
            listener[entry] = handle;
            deadlineNs[entry] = nowNs + HANDSHAKE_NS;
            gate.pass(entry);
            return true;
        }
        end(entry, nowNs); // no listener left: as if the SYN were lost
        return false;
    }

    private int listenerOf(int port) {
        for (int i = 0; i < listener.length; i++) {
            if (listener[i] != 0 && gate.localPort(i) == port) {
                return listener[i];
            }
        }
        return 0;
    }

    /** A listener has connections to accept. */
    void listenerReady(int handle, long nowNs) {
        int connection;
        while ((connection = tcp.accept(handle)) > 0) {
            int entry =
                    gate.find(
                            tcp.remoteAddressOf(connection),
                            tcp.remotePortOf(connection),
                            tcp.localPortOf(connection));
            if (entry < 0 || socket[entry] == null || !refusedOrAnswered(entry)) {
                tcp.abort(connection, nowNs);
                continue;
            }
            SocketChannel channel = socket[entry];
            socket[entry] = null;
            end(entry, nowNs);
            relay.join(channel, connection, true, nowNs);
        }
    }

    private boolean refusedOrAnswered(int entry) {
        return answered[entry] && !refused[entry];
    }

    /** Ends an entry; the listener goes with the last entry that needed it. */
    private void end(int entry, long nowNs) {
        gate.release(entry);
        int handle = listener[entry];
        drop(entry);
        if (handle != 0 && !isListener(handle)) {
            tcp.close(handle, nowNs);
        }
    }

    private void drop(int entry) {
        if (socket[entry] != null) {
            Relay.reset(socket[entry]);
            socket[entry] = null;
        }
        key[entry] = null;
        listener[entry] = 0;
        busy--;
    }

    /** When {@link #turn} has to be called even if nothing happens. */
    long nextDeadlineNs() {
        if (busy == 0) {
            return Long.MAX_VALUE;
        }
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < deadlineNs.length; i++) {
            if (gate.state(i) != SynGate.FREE
                    && (earliest == Long.MAX_VALUE || deadlineNs[i] - earliest < 0)) {
                earliest = deadlineNs[i];
            }
        }
        return earliest;
    }

    /** Gives every request up. */
    void close() {
        for (SocketChannel channel : socket) {
            if (channel != null) {
                Relay.reset(channel);
            }
        }
    }
}
