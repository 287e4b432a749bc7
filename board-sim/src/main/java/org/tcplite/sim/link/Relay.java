package org.tcplite.sim.link;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Carries octets between the desktop's sockets and the gateway stack's connections, both ways.
 *
 * <p>A socket is read straight into the connection's send ring and written straight from its
 * receive ring; there is no other buffer and no queue. A full ring stops the reading of the socket,
 * and so the desktop's sender by its own window; a full socket leaves the text in the receive ring,
 * whose window then closes. Each end of stream goes across as a half-close; a reset goes across as
 * a reset.
 *
 * <p>One pair a slot of the gateway stack, made at the start. What is left to do is remembered in
 * the interest set of the socket's key alone, so one call does bounded work: at most a ring each
 * way.
 */
final class Relay {

    /** One socket and one connection. */
    private static final class Pair {
        private int connection;
        private SocketChannel desktop;
        private SelectionKey key;
        private boolean open;
        private boolean desktopEnded;
        private boolean boardEnded;
    }

    private final Tcp tcp;
    private final Selector selector;
    private final Pair[] pairs;

    /** Views of the two ring arrays, made once. */
    private final ByteBuffer sendRings;

    private final ByteBuffer receiveRings;

    private int count;

    Relay(Tcp tcp, Selector selector, int slots) {
        this.tcp = tcp;
        this.selector = selector;
        sendRings = ByteBuffer.wrap(tcp.writeArray());
        receiveRings = ByteBuffer.wrap(tcp.readArray());
        pairs = new Pair[slots];
        for (int i = 0; i < slots; i++) {
            pairs[i] = new Pair();
        }
    }

    /** Pairs at work. */
    int count() {
        return count;
    }

    /** True if a connection of this remote socket at this local port is relayed. */
    boolean isAlive(int remoteAddress, int remotePort, int localPort) {
        for (Pair pair : pairs) {
            if (pair.desktop != null
                    && tcp.remotePortOf(pair.connection) == remotePort
                    && tcp.localPortOf(pair.connection) == localPort
                    && tcp.remoteAddressOf(pair.connection) == remoteAddress) {
                return true;
            }
        }
        return false;
    }

    /**
     * Joins a connected, non-blocking socket to a connection; both are the relay's from now on.
     *
     * @param open false if the connection is still being opened
     */
    void join(SocketChannel desktop, int connection, boolean open, long nowNs) {
        Pair pair = pairs[tcp.slotOf(connection)];
        pair.connection = connection;
        pair.desktop = desktop;
        pair.open = open;
        pair.desktopEnded = false;
        pair.boardEnded = false;
        count++;
        tcp.setNoDelay(connection, true, nowNs);
        try {
            desktop.setOption(StandardSocketOptions.TCP_NODELAY, true);
            pair.key = desktop.register(selector, SelectionKey.OP_READ, pair);
        } catch (IOException e) {
            fail(pair, nowNs);
            return;
        }
        carry(pair, nowNs);
    }

    /** The socket of a key is ready. */
    void socketReady(SelectionKey key, long nowNs) {
        Pair pair = (Pair) key.attachment();
        if (pair.key == key) {
            carry(pair, nowNs);
        }
    }

    /** The connection has news. */
    void connectionReady(int connection, int signals, long nowNs) {
        Pair pair = pairs[tcp.slotOf(connection)];
        if (pair.desktop == null || pair.connection != connection) {
            return;
        }
        if ((signals & Signals.CONNECTED) != 0) {
            pair.open = true;
        }
        carry(pair, nowNs);
    }

    /** Ends every pair: in order if the desktop has all the board had to say, else by a reset. */
    void close(long nowNs) {
        for (Pair pair : pairs) {
            if (pair.desktop != null && pair.boardEnded) {
                tcp.close(pair.connection, nowNs);
                closeQuietly(pair.desktop);
                forget(pair);
            } else if (pair.desktop != null) {
                fail(pair, nowNs);
            }
        }
    }

    private void carry(Pair pair, long nowNs) {
        try {
            boolean canSend = toBoard(pair, nowNs);
            boolean canReceive = toDesktop(pair, nowNs);
            if (!canReceive || !canSend && pair.boardEnded) {
                fail(pair, nowNs); // text that came before a reset has reached the desktop first
            } else if (pair.desktopEnded && pair.boardEnded) {
                tcp.close(pair.connection, nowNs);
                pair.desktop.close();
                forget(pair);
            }
        } catch (IOException e) {
            fail(pair, nowNs); // the desktop's side was reset
        }
    }

    /** Desktop to board; false if the connection has ended badly. */
    private boolean toBoard(Pair pair, long nowNs) throws IOException {
        while (!pair.desktopEnded) {
            int room = tcp.claim(pair.connection);
            if (room < 0) {
                want(pair, SelectionKey.OP_READ, false);
                return room == TcpError.WOULD_BLOCK || room == TcpError.NOT_CONNECTED;
            }
            int offset = tcp.writeOffset(pair.connection);
            sendRings.limit(offset + room).position(offset);
            int read = pair.desktop.read(sendRings);
            if (read > 0) {
                tcp.commit(pair.connection, read, nowNs);
                if (read == room) {
                    continue;
                }
            } else if (read < 0) {
                if (tcp.shutdownWrite(pair.connection, nowNs) == TcpError.NOT_CONNECTED) {
                    want(pair, SelectionKey.OP_READ, false); // again when it is open
                    return true;
                }
                pair.desktopEnded = true;
                want(pair, SelectionKey.OP_READ, false);
                return true;
            }
            want(pair, SelectionKey.OP_READ, true);
            return true;
        }
        return true;
    }

    /** Board to desktop; false if the connection has ended badly. */
    private boolean toDesktop(Pair pair, long nowNs) throws IOException {
        while (!pair.boardEnded) {
            int text = tcp.peek(pair.connection);
            if (text == TcpError.END_OF_STREAM) {
                pair.boardEnded = true;
                want(pair, SelectionKey.OP_WRITE, false);
                pair.desktop.shutdownOutput();
                return true;
            }
            if (text < 0) {
                want(pair, SelectionKey.OP_WRITE, false);
                return text == TcpError.WOULD_BLOCK || text == TcpError.NOT_CONNECTED && !pair.open;
            }
            int offset = tcp.readOffset(pair.connection);
            receiveRings.limit(offset + text).position(offset);
            int written = pair.desktop.write(receiveRings);
            if (written > 0) {
                tcp.consume(pair.connection, written, nowNs);
            }
            if (written < text) {
                want(pair, SelectionKey.OP_WRITE, true);
                return true;
            }
        }
        return true;
    }

    private static void want(Pair pair, int operation, boolean wanted) {
        int now = pair.key.interestOps();
        int then = wanted ? now | operation : now & ~operation;
        if (then != now) {
            pair.key.interestOps(then);
        }
    }

    /** Resets both sides, as far as they still exist. */
    private void fail(Pair pair, long nowNs) {
        tcp.abort(pair.connection, nowNs);
        reset(pair.desktop);
        forget(pair);
    }

    private void forget(Pair pair) {
        pair.desktop = null;
        pair.key = null;
        pair.connection = 0;
        count--;
    }

    /** Closes a socket by a reset. */
    static void reset(SocketChannel socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (ClosedChannelException alreadyClosed) {
            return;
        } catch (IOException e) {
            // the other side was faster; closing is all that is left
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // the descriptor is gone all the same
        }
    }
}
