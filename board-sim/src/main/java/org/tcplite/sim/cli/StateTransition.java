package org.tcplite.sim.cli;

import org.tcplite.tcp.TcpState;

/**
 * An arrow of the state diagram: in this state, on this event, tcp-lite does this and is in the
 * next state.
 *
 * @param phase what the arrow is part of
 * @param from one of {@link TcpState}
 * @param event what happens; several ways to the same end are told in one line
 * @param action what is sent, or empty
 * @param to one of {@link TcpState}
 */
record StateTransition(Phase phase, int from, String event, String action, int to) {

    /** The parts of a connection's life. */
    enum Phase {
        OPENING("opening", TcpState.LISTEN, TcpState.SYN_SENT, TcpState.SYN_RECEIVED),
        OPEN("open", TcpState.ESTABLISHED),
        ACTIVE_CLOSE(
                "active close",
                TcpState.FIN_WAIT_1,
                TcpState.FIN_WAIT_2,
                TcpState.CLOSING,
                TcpState.TIME_WAIT),
        PASSIVE_CLOSE("passive close", TcpState.CLOSE_WAIT, TcpState.LAST_ACK);

        private final String text;
        private final int[] states;

        Phase(String text, int... states) {
            this.text = text;
            this.states = states;
        }

        String text() {
            return text;
        }

        /** The states that belong to it; CLOSED belongs to none. */
        int[] states() {
            return states.clone();
        }
    }

    /** {@code event / action}, as figure 5 labels its arrows. */
    String label() {
        return action.isEmpty() ? event : event + " / " + action;
    }
}
