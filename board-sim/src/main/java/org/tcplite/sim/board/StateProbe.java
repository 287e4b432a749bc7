package org.tcplite.sim.board;

import java.util.function.IntSupplier;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * The state of one connection as a person would tell it, wherever the stack keeps it: in a slot, as
 * a half-open entry, as a TIME-WAIT record; LISTEN while only a listener is there, else CLOSED.
 */
public final class StateProbe implements IntSupplier {

    private static final int ANY = 0;

    private final Tcp tcp;
    private final int localPort;
    private final int remotePort;
    private final TcpStatus status = new TcpStatus();

    /**
     * Watches the connection with these ports, whatever the addresses.
     *
     * @param remotePort 0 if any will do
     */
    public StateProbe(Tcp tcp, int localPort, int remotePort) {
        this.tcp = tcp;
        this.localPort = localPort;
        this.remotePort = remotePort;
    }

    @Override
    public int getAsInt() {
        int best = TcpState.CLOSED;
        int bestRank = 0;
        for (int row = 0; row < tcp.statusRows(); row++) {
            if (tcp.status(row, status, 0) && matches() && rank(status.kind) > bestRank) {
                bestRank = rank(status.kind);
                best = status.state;
            }
        }
        return best;
    }

    private boolean matches() {
        return status.localPort == localPort
                && (status.kind == TcpStatus.LISTENER
                        || remotePort == ANY
                        || status.remotePort == remotePort);
    }

    private static int rank(int kind) {
        switch (kind) {
            case TcpStatus.CONNECTION:
                return 4;
            case TcpStatus.HALF_OPEN:
                return 3;
            case TcpStatus.TIME_WAIT:
                return 2;
            case TcpStatus.LISTENER:
                return 1;
            default:
                return 0;
        }
    }
}
