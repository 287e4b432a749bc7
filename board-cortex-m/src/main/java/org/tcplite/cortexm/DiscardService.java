package org.tcplite.cortexm;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** RFC 863, port 9: what comes is thrown away. */
final class DiscardService extends Service {

    private final Tcp tcp;

    DiscardService(Tcp tcp) {
        this.tcp = tcp;
    }

    @Override
    int port() {
        return 9;
    }

    @Override
    void opened(int slot) {
        // no state
    }

    @Override
    int turn(int slot, int connection, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            tcp.consume(connection, there, nowNs);
            there = tcp.peek(connection);
        }
        return there == TcpError.WOULD_BLOCK ? WAITING : DONE;
    }
}
