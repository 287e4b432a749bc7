package org.tcplite.sim.acceptance;

import java.util.ArrayList;
import java.util.List;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.tcp.Inspector;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * Watches connections of one board to their ends, and says what each end has to be. In every round
 * of the loop it checks the invariants, closes the handles of connections that have ended, and
 * notes when and why.
 */
final class Ends implements LoopMember {

    /** {@link #state}: not even a slot that owes its last reset. */
    static final int NOTHING = -1;

    private static final long NEVER = Long.MAX_VALUE;
    private static final int IPV4_PROTOCOL = 14 + 9;
    private static final int IPV4_TCP_PORTS = 14 + 20;

    private final Board board;
    private final List<Watched> watched = new ArrayList<>();
    private final TcpStatus row = new TcpStatus();
    private final long[] lastHeardNs = new long[65536];

    /** A connection, and the end it is to have. */
    private static final class Watched {
        String what;
        int handle;
        int localPort;
        int remotePort;
        long expectedNs;
        int expectedReason;
        long endedNs = NEVER;
        int reason;
    }

    Ends(Board board) {
        this.board = board;
    }

    /** Notes when a segment last arrived from and for each port. */
    FrameTap tap() {
        return (direction, timeNs, frame, offset, length, comment) -> {
            if (direction == FrameTap.IN && comment == null && frame[offset + IPV4_PROTOCOL] == 6) {
                lastHeardNs[port(frame, offset + IPV4_TCP_PORTS)] = timeNs;
                lastHeardNs[port(frame, offset + IPV4_TCP_PORTS + 2)] = timeNs;
            }
        };
    }

    private static int port(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }

    /** When the last segment from or for a port arrived. */
    long lastHeardNs(int port) {
        return lastHeardNs[port];
    }

    /** The connection of {@code handle} is to end at that time for that reason. */
    void expect(String what, int handle, long expectedNs, int reason) {
        Watched one = new Watched();
        one.what = what;
        one.handle = handle;
        one.expectedNs = expectedNs;
        one.expectedReason = reason;
        watched.add(one);
    }

    /** What stands between these ports and belongs to nobody is to be gone at that time. */
    void expectGone(String what, int localPort, int remotePort, long expectedNs) {
        Watched one = new Watched();
        one.what = what;
        one.localPort = localPort;
        one.remotePort = remotePort;
        one.expectedNs = expectedNs;
        watched.add(one);
    }

    boolean areAllThere() {
        return watched.stream().allMatch(one -> one.endedNs != NEVER);
    }

    int count() {
        return watched.size();
    }

    /** One line for each end that is not what it has to be. */
    List<String> complaints() {
        List<String> lines = new ArrayList<>();
        for (Watched one : watched) {
            if (one.endedNs != one.expectedNs || one.reason != one.expectedReason) {
                lines.add(
                        String.format(
                                "%s, %s: ended at %s (%d), not at %.9f s (%d)",
                                board.name(),
                                one.what,
                                one.endedNs == NEVER
                                        ? "no time"
                                        : String.format("%.9f s", one.endedNs / 1e9),
                                one.reason,
                                one.expectedNs / 1e9,
                                one.expectedReason));
            }
        }
        return lines;
    }

    /** Rows of everything but listeners, as the board's own table tells them. */
    List<String> left() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < board.tcp().statusRows(); i++) {
            if (board.tcp().status(i, row, 0) && row.kind != TcpStatus.LISTENER) {
                rows.add(TcpState.name(row.state) + " " + row.localPort + "-" + row.remotePort);
            }
        }
        return rows;
    }

    /** The state of what stands between two ports, or {@link #NOTHING}. */
    int state(int localPort, int remotePort) {
        for (int i = 0; i < board.tcp().statusRows(); i++) {
            if (board.tcp().status(i, row, 0)
                    && row.kind != TcpStatus.LISTENER
                    && row.localPort == localPort
                    && row.remotePort == remotePort) {
                return row.state;
            }
        }
        return NOTHING;
    }

    @Override
    public boolean turn(long nowNs) {
        Tcp tcp = board.tcp();
        Inspector.check(tcp);
        boolean any = false;
        for (Watched one : watched) {
            if (one.endedNs != NEVER || !hasEnded(tcp, one)) {
                continue;
            }
            one.endedNs = nowNs;
            if (one.handle != 0) {
                one.reason = tcp.endReason(one.handle);
                tcp.close(one.handle, nowNs);
            }
            any = true;
        }
        return any;
    }

    private boolean hasEnded(Tcp tcp, Watched one) {
        return one.handle != 0
                ? tcp.state(one.handle) == TcpState.CLOSED
                : state(one.localPort, one.remotePort) == NOTHING;
    }

    @Override
    public long nextDeadlineNs() {
        return NEVER;
    }

    @Override
    public String toString() {
        return board.name() + " " + left();
    }
}
