package org.tcplite.sim.cli;

import static org.tcplite.sim.cli.StateTransition.Phase.ACTIVE_CLOSE;
import static org.tcplite.sim.cli.StateTransition.Phase.OPEN;
import static org.tcplite.sim.cli.StateTransition.Phase.OPENING;
import static org.tcplite.sim.cli.StateTransition.Phase.PASSIVE_CLOSE;
import static org.tcplite.tcp.TcpState.CLOSED;
import static org.tcplite.tcp.TcpState.CLOSE_WAIT;
import static org.tcplite.tcp.TcpState.CLOSING;
import static org.tcplite.tcp.TcpState.ESTABLISHED;
import static org.tcplite.tcp.TcpState.FIN_WAIT_1;
import static org.tcplite.tcp.TcpState.FIN_WAIT_2;
import static org.tcplite.tcp.TcpState.LAST_ACK;
import static org.tcplite.tcp.TcpState.LISTEN;
import static org.tcplite.tcp.TcpState.SYN_RECEIVED;
import static org.tcplite.tcp.TcpState.SYN_SENT;
import static org.tcplite.tcp.TcpState.TIME_WAIT;

import java.util.List;
import org.tcplite.sim.cli.StateTransition.Phase;

/**
 * The state diagram of RFC 9293 (section 3.3.2, figure 5) as tcp-lite implements it, in the order
 * in which people tell it. SEND in LISTEN is the one arrow of the figure that is not there: sockets
 * have no such call. TIME-WAIT to SYN-RECEIVED is RFC 6191.
 */
final class StateTable {

    private static final String EARLY = "receive RST, abort(), or user time-out";

    private static final List<StateTransition> ALL =
            List.of(
                    arrow(OPENING, CLOSED, "listen()", "", LISTEN),
                    arrow(OPENING, CLOSED, "connect()", "send SYN", SYN_SENT),
                    arrow(OPENING, LISTEN, "receive SYN", "send SYN ACK", SYN_RECEIVED),
                    arrow(OPENING, LISTEN, "close()", "", CLOSED),
                    arrow(OPENING, SYN_SENT, "receive SYN ACK", "send ACK", ESTABLISHED),
                    arrow(OPENING, SYN_SENT, "receive SYN", "send SYN ACK", SYN_RECEIVED),
                    arrow(OPENING, SYN_SENT, "close(), receive RST, or 243 s pass", "", CLOSED),
                    arrow(OPENING, SYN_RECEIVED, "receive ACK of SYN", "", ESTABLISHED),
                    arrow(OPENING, SYN_RECEIVED, "receive RST, or 63 s pass", "", LISTEN),
                    arrow(
                            OPENING,
                            SYN_RECEIVED,
                            "receive RST, abort(), or 243 s after connect()",
                            "",
                            CLOSED),
                    arrow(OPEN, ESTABLISHED, "close()", "send FIN", FIN_WAIT_1),
                    arrow(OPEN, ESTABLISHED, "receive FIN", "send ACK", CLOSE_WAIT),
                    arrow(OPEN, ESTABLISHED, EARLY, "", CLOSED),
                    arrow(
                            ACTIVE_CLOSE,
                            SYN_RECEIVED,
                            "receive ACK of SYN after close()",
                            "send FIN",
                            FIN_WAIT_1),
                    arrow(ACTIVE_CLOSE, FIN_WAIT_1, "receive ACK of FIN", "", FIN_WAIT_2),
                    arrow(ACTIVE_CLOSE, FIN_WAIT_1, "receive FIN", "send ACK", CLOSING),
                    arrow(
                            ACTIVE_CLOSE,
                            FIN_WAIT_1,
                            "receive FIN with ACK of FIN",
                            "send ACK",
                            TIME_WAIT),
                    arrow(ACTIVE_CLOSE, FIN_WAIT_1, EARLY, "", CLOSED),
                    arrow(ACTIVE_CLOSE, FIN_WAIT_2, "receive FIN", "send ACK", TIME_WAIT),
                    arrow(
                            ACTIVE_CLOSE,
                            FIN_WAIT_2,
                            "receive RST, abort(), or 60 s after close()",
                            "",
                            CLOSED),
                    arrow(ACTIVE_CLOSE, CLOSING, "receive ACK of FIN", "", TIME_WAIT),
                    arrow(ACTIVE_CLOSE, CLOSING, EARLY, "", CLOSED),
                    arrow(ACTIVE_CLOSE, TIME_WAIT, "2 MSL (60 s) pass", "", CLOSED),
                    arrow(
                            ACTIVE_CLOSE,
                            TIME_WAIT,
                            "receive a newer SYN, with a listener",
                            "send SYN ACK",
                            SYN_RECEIVED),
                    arrow(PASSIVE_CLOSE, CLOSE_WAIT, "close()", "send FIN", LAST_ACK),
                    arrow(PASSIVE_CLOSE, CLOSE_WAIT, EARLY, "", CLOSED),
                    arrow(
                            PASSIVE_CLOSE,
                            LAST_ACK,
                            "receive ACK of FIN or RST, or user time-out",
                            "",
                            CLOSED));

    private StateTable() {}

    private static StateTransition arrow(
            Phase phase, int from, String event, String action, int to) {
        return new StateTransition(phase, from, event, action, to);
    }

    /** All arrows; no two have both ends in common. */
    static List<StateTransition> all() {
        return ALL;
    }

    /** The index of the arrow from one state to the other, or -1. */
    static int find(int from, int to) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).from() == from && ALL.get(i).to() == to) {
                return i;
            }
        }
        return -1;
    }
}
