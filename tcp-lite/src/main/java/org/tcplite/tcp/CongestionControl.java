package org.tcplite.tcp;

/**
 * Slow start, congestion avoidance, fast retransmit and fast recovery (RFC 5681, NewReno of RFC
 * 6582), counting octets (RFC 3465 with L = 1 SMSS). Works on the Tcb's {@code cwnd} and {@code
 * ssthresh}.
 */
final class CongestionControl {

    /** RFC 5681 section 3.2: the duplicate ACK that starts fast retransmit. */
    static final int DUP_THRESH = 3;

    private static final int ARBITRARILY_HIGH = 1 << 30;
    private static final int CEILING = 1 << 30;

    /** The initial window (RFC 5681 section 3.1); one segment if the SYN or SYN-ACK was lost. */
    void start(Tcb tcb, boolean synLost) {
        tcb.cwnd = synLost ? tcb.sendMss : initialWindow(tcb.sendMss);
        tcb.ssthresh = ARBITRARILY_HIGH;
        tcb.bytesAcked = 0;
        tcb.duplicateAcks = 0;
        tcb.fastRecovery = false;
        tcb.recover = tcb.iss;
    }

    private static int initialWindow(int smss) {
        int segments = smss > 2190 ? 2 : smss > 1095 ? 3 : 4;
        return segments * smss;
    }

    /** New octets are acknowledged outside recovery: slow start or congestion avoidance. */
    void acknowledged(Tcb tcb, int octets) {
        int smss = tcb.sendMss;
        if (tcb.cwnd < tcb.ssthresh) {
            tcb.cwnd = Math.min(CEILING, tcb.cwnd + Math.min(octets, smss));
            return;
        }
        tcb.bytesAcked += octets;
        if (tcb.bytesAcked >= tcb.cwnd) {
            tcb.bytesAcked -= tcb.cwnd;
            tcb.cwnd = Math.min(CEILING, tcb.cwnd + smss);
        }
    }

    /**
     * A duplicate ACK has come.
     *
     * @return true if the first unacknowledged segment is to be sent again now
     */
    boolean duplicateAck(Tcb tcb) {
        tcb.duplicateAcks++;
        if (tcb.duplicateAcks == 1) {
            tcb.limitedOctets = 0;
        }
        if (tcb.fastRecovery) {
            // RFC 5681 3.2 (4): each one more is a segment that has left the network
            int most = tcb.ssthresh + (tcb.sndNxt - tcb.sndUna);
            tcb.cwnd = Math.min(tcb.cwnd + tcb.sendMss, most);
            return false;
        }
        if (tcb.duplicateAcks != DUP_THRESH || !SeqNum.lt(tcb.recover, tcb.sndUna)) {
            return false; // RFC 6582 3.2 (2): stale duplicates after a time-out
        }
        tcb.fastRecovery = true;
        tcb.recover = tcb.sndNxt;
        tcb.ssthresh = halfFlight(tcb, tcb.sndNxt - tcb.sndUna - tcb.limitedOctets);
        tcb.cwnd = tcb.ssthresh + DUP_THRESH * tcb.sendMss;
        return true;
    }

    /**
     * RFC 3042: the first and the second duplicate ACK each let one new segment go, beyond cwnd, so
     * that small flights, too, draw three of them.
     *
     * @return octets allowed beyond cwnd
     */
    static int limitedTransmit(Tcb tcb) {
        return tcb.fastRecovery ? 0 : Math.min(tcb.duplicateAcks, DUP_THRESH - 1) * tcb.sendMss;
    }

    /**
     * New octets are acknowledged in fast recovery (RFC 6582 section 3.2 step 3).
     *
     * @return true if the acknowledgment is partial: the next hole is to be sent again now
     */
    boolean acknowledgedInRecovery(Tcb tcb, int octets) {
        if (SeqNum.leq(tcb.recover, tcb.sndUna)) {
            tcb.fastRecovery = false;
            int flight = tcb.sndNxt - tcb.sndUna;
            tcb.cwnd = Math.min(tcb.ssthresh, Math.max(flight, tcb.sendMss) + tcb.sendMss);
            tcb.bytesAcked = 0;
            return false;
        }
        int inflated = Math.max(0, tcb.cwnd - octets);
        if (octets >= tcb.sendMss) {
            inflated += tcb.sendMss;
        }
        tcb.cwnd = Math.max(inflated, tcb.sendMss);
        return true;
    }

    /** The retransmission timer has expired (RFC 5681 section 3.1, RFC 6582 3.2 step 4). */
    void timedOut(Tcb tcb) {
        if (tcb.retransmits <= 1) { // held for further expiries of the same segment
            tcb.ssthresh = halfFlight(tcb, tcb.sndNxt - tcb.sndUna);
        }
        tcb.cwnd = tcb.sendMss;
        tcb.bytesAcked = 0;
        tcb.duplicateAcks = 0;
        tcb.fastRecovery = false;
        tcb.recover = tcb.sndNxt;
    }

    /** RFC 5681 section 4.1: idle for longer than a time-out, nothing is known of the path. */
    void restartAfterIdle(Tcb tcb) {
        tcb.cwnd = Math.min(tcb.cwnd, initialWindow(tcb.sendMss));
    }

    /** The segments have become greater or smaller: neither window is less than they allow. */
    void segmentSizeChanged(Tcb tcb) {
        tcb.cwnd = Math.max(tcb.cwnd, tcb.sendMss);
        tcb.ssthresh = Math.max(tcb.ssthresh, 2 * tcb.sendMss);
    }

    private static int halfFlight(Tcb tcb, int flight) {
        return Math.max(flight >> 1, 2 * tcb.sendMss);
    }
}
