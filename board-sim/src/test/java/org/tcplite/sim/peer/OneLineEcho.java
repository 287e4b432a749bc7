package org.tcplite.sim.peer;

import org.tcplite.sim.board.Application;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** Port 7 of a board: sends one line back and closes first. */
final class OneLineEcho implements Application {

    private static final int PORT = 7;

    private final Tcp tcp;
    private final int listener;

    OneLineEcho(Tcp tcp) {
        this.tcp = tcp;
        listener = tcp.listen(PORT, 16);
    }

    @Override
    public boolean turn(long nowNs) {
        boolean any = false;
        int handle;
        while ((handle = tcp.nextReady()) != Tcp.NONE) {
            any = true;
            int signals = tcp.takeSignals(handle);
            if ((signals & Signals.ACCEPTABLE) == 0) {
                serve(handle, nowNs);
                continue;
            }
            int connection;
            while ((connection = tcp.accept(listener)) > 0) {
                serve(connection, nowNs);
            }
        }
        return any;
    }

    private void serve(int connection, long nowNs) {
        int text;
        while ((text = tcp.peek(connection)) > 0) {
            int offset = tcp.readOffset(connection);
            boolean last = tcp.readArray()[offset + text - 1] == '\n';
            tcp.write(connection, tcp.readArray(), offset, text, nowNs);
            tcp.consume(connection, text, nowNs);
            if (last) {
                tcp.close(connection, nowNs);
                return;
            }
        }
        if (text != TcpError.WOULD_BLOCK) {
            tcp.close(connection, nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close(long nowNs) {
        tcp.close(listener, nowNs);
    }
}
