package org.tcplite.tcp;

/**
 * The window that a connection offers (RFC 9293 section 3.8.6): how far right its edge can stand,
 * when it moves, and what the window field says. The edge never retreats (SHLD-14) and moves by
 * steps worth it (silly-window avoidance, section 3.8.6.2.2).
 */
final class ReceiveWindow {

    private final Counters counters;
    private final int ringSize;

    /** A full segment of the peer's, as far as we bound it. */
    private final int offeredMss;

    ReceiveWindow(Connections connections) {
        counters = connections.counters;
        ringSize = connections.receiveRings.octets();
        offeredMss = connections.negotiation.offeredMss();
    }

    /**
     * How far right the edge could stand: the receive ring's room, as the field can say it. A
     * scaled field rounds up, so that the edge never retreats, and each acknowledgment may so move
     * it by less than {@code 2^shift}; a sixteenth of the ring is kept back for that.
     */
    private static int possibleEdge(Tcb tcb) {
        int shift = tcb.rcvWndShift;
        int room = shift == 0 ? tcb.receiveLimit : tcb.receiveLimit - (tcb.receiveLimit >> 4);
        return tcb.rcvRead + Math.min(room, 65535 << (shift & 31));
    }

    /** Receiver's silly-window avoidance (section 3.8.6.2.2): the least step of the edge. */
    private int leastStep(Tcb tcb) {
        return Math.min(tcb.receiveLimit >> 1, offeredMss);
    }

    /** Moves the right edge if the step is worth it, and answers the window field. */
    int advertise(Tcb tcb) {
        int edge = possibleEdge(tcb);
        if (edge - tcb.rcvAdv >= leastStep(tcb) && !tcb.finReceived) {
            tcb.rcvAdv = edge;
        }
        int window = tcb.rcvWnd();
        return tcb.rcvWndShift == 0 && window > 0 ? window : scaled(tcb, Math.max(0, window));
    }

    /** The window field that offers {@code window}, rounded up, and the edge with it. */
    private int scaled(Tcb tcb, int window) {
        int shift = tcb.rcvWndShift & 31;
        int field = window + (1 << shift) - 1 >> shift;
        if (tcb.rcvNxt + (field << shift) - (tcb.rcvRead + ringSize) > 0) {
            field = window >> shift;
        }
        tcb.rcvAdv = SeqNum.max(tcb.rcvAdv, tcb.rcvNxt + (field << shift));
        if (field == 0) {
            counters.count(TcpCounter.ZERO_WINDOW_ADV);
        }
        return field;
    }

    /** The user has read: true if the peer should hear of the room at once. */
    boolean isUpdateDue(Tcb tcb) {
        int step = possibleEdge(tcb) - tcb.rcvAdv;
        if (step < leastStep(tcb)
                || tcb.finReceived
                || !tcb.attached
                || !TcpState.mayReceive(tcb.state)) {
            return false;
        }
        return step >= tcb.receiveLimit >> 1 || tcb.rcvWnd() < offeredMss;
    }
}
