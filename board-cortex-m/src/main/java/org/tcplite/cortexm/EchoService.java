package org.tcplite.cortexm;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** RFC 862, port 7: what comes goes back, from the receive ring straight into the send ring. */
final class EchoService extends Service {

    private final Tcp tcp;

    EchoService(Tcp tcp) {
        this.tcp = tcp;
    }

    @Override
    int port() {
        return 7;
    }

    @Override
    void opened(int slot) {
        // no state
    }

    @Override
    int turn(int slot, int connection, long nowNs) {
        int result = tcp.peek(connection);
        while (result > 0) {
            int offset = tcp.readOffset(connection);
            result = tcp.write(connection, tcp.readArray(), offset, result, nowNs);
            if (result > 0) {
                tcp.consume(connection, result, nowNs);
                result = tcp.peek(connection);
            }
        }
        return result == TcpError.WOULD_BLOCK ? WAITING : DONE;
    }
}
