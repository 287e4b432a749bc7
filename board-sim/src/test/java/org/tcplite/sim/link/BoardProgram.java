package org.tcplite.sim.link;

import java.util.HashMap;
import java.util.Map;
import org.tcplite.sim.board.Application;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** A board's program for the tests: what to do with the connections of each port. */
final class BoardProgram implements Application {

    /** What is done whenever a connection has news. */
    interface Conduct {
        void progress(Tcp tcp, int connection, int signals, long nowNs);
    }

    private final Tcp tcp;
    private final Map<Integer, Conduct> listeners = new HashMap<>();
    private final Conduct[] bySlot;
    private final int[] handles;

    BoardProgram(Tcp tcp, int slots) {
        this.tcp = tcp;
        bySlot = new Conduct[slots];
        handles = new int[slots];
    }

    void listen(int port, int backlog, Conduct conduct) {
        int listener = tcp.listen(port, backlog);
        if (listener < 0) {
            throw new IllegalStateException(TcpError.text(listener));
        }
        listeners.put(listener, conduct);
    }

    int connect(int address, int port, Conduct conduct, long nowNs) {
        int connection = tcp.connect(address, port, 0, nowNs);
        if (connection < 0) {
            throw new IllegalStateException(TcpError.text(connection));
        }
        adopt(connection, conduct);
        return connection;
    }

    private void adopt(int connection, Conduct conduct) {
        bySlot[tcp.slotOf(connection)] = conduct;
        handles[tcp.slotOf(connection)] = connection;
    }

    @Override
    public boolean turn(long nowNs) {
        boolean any = false;
        int handle;
        while ((handle = tcp.nextReady()) != Tcp.NONE) {
            any = true;
            int signals = tcp.takeSignals(handle);
            if ((signals & Signals.ACCEPTABLE) != 0) {
                acceptAll(handle, nowNs);
            } else if (handles[tcp.slotOf(handle)] == handle) {
                bySlot[tcp.slotOf(handle)].progress(tcp, handle, signals, nowNs);
            }
        }
        return any;
    }

    private void acceptAll(int listener, long nowNs) {
        int connection;
        while ((connection = tcp.accept(listener)) > 0) {
            adopt(connection, listeners.get(listener));
            listeners.get(listener).progress(tcp, connection, 0, nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close(long nowNs) {
        for (int listener : listeners.keySet()) {
            tcp.close(listener, nowNs);
        }
        listeners.clear();
    }

    /** Sends back what comes, and closes at the end of it. */
    static void echo(Tcp tcp, int connection, int signals, long nowNs) {
        int text;
        while ((text = tcp.peek(connection)) > 0) {
            int taken =
                    tcp.write(connection, tcp.readArray(), tcp.readOffset(connection), text, nowNs);
            if (taken <= 0) {
                return;
            }
            tcp.consume(connection, taken, nowNs);
        }
        if (text != TcpError.WOULD_BLOCK && text != TcpError.NOT_CONNECTED) {
            tcp.close(connection, nowNs);
        }
    }
}
