package org.tcplite.tcp;

/**
 * The congestion window (RFC 5681): slow start, avoidance by a {@link CongestionLaw}, time-outs,
 * idleness; fast recovery by duplicate ACKs (NewReno, RFC 6582) for peers without SACK, and by
 * proportional rate reduction ({@link RateReduction}) for the others. Counts octets (RFC 3465 with
 * L = 1 SMSS). Works on the Tcb's {@code cwnd} and {@code ssthresh}.
 */
final class CongestionControl {

    /** RFC 5681 section 3.2: the duplicate ACK that starts fast retransmit. */
    static final int DUP_THRESH = 3;

    /** No window grows beyond it: two of them still fit an int. */
    static final int CEILING = 1 << 30;

    private static final int ARBITRARILY_HIGH = 1 << 30;

    /** RFC 6928 section 2: octets that ten segments may not exceed but for two. */
    private static final int LARGE_INITIAL_WINDOW = 14_600;

    private final CongestionLaw law;
    private final boolean largeInitialWindow;

    CongestionControl(TcpConfig config) {
        law = config.congestionControl == TcpConfig.CUBIC ? new Cubic() : new NewReno();
        largeInitialWindow = config.largeInitialWindow;
    }

    /** The initial window; one segment if the SYN or SYN-ACK was lost. */
    void start(Tcb tcb, boolean synLost) {
        tcb.cwnd = synLost ? tcb.sendMss : initialWindow(tcb.sendMss);
        tcb.ssthresh = ARBITRARILY_HIGH;
        tcb.bytesAcked = 0;
        tcb.duplicateAcks = 0;
        tcb.fastRecovery = false;
        tcb.afterTimeout = false;
        tcb.recover = tcb.iss;
        tcb.undoPossible = false;
        tcb.flightPeak = 0;
        tcb.flightPeakUntil = tcb.sndUna;
        tcb.reducedAtNs = tcb.openedNs;
        law.start(tcb);
    }

    /** RFC 6928 section 2, or RFC 5681 section 3.1. */
    private int initialWindow(int smss) {
        if (largeInitialWindow) {
            return Math.min(10 * smss, Math.max(2 * smss, LARGE_INITIAL_WINDOW));
        }
        int segments = smss > 2190 ? 2 : smss > 1095 ? 3 : 4;
        return segments * smss;
    }

    // ---- without loss

    /** New octets are acknowledged outside recovery: slow start or congestion avoidance. */
    void acknowledged(Tcb tcb, int octets, long nowNs) {
        if (!isUsed(tcb)) {
            law.unused(tcb, nowNs);
        } else if (tcb.cwnd < tcb.ssthresh) {
            tcb.cwnd += Math.min(octets, tcb.sendMss);
        } else {
            law.grow(tcb, octets, nowNs);
        }
        tcb.cwnd = Math.min(CEILING, tcb.cwnd);
    }

    /**
     * Whether the flights since about a round trip have used the window, so that its growth is
     * backed by what the path has carried (RFC 7661 section 4.4): all of it, or half in slow start.
     */
    private static boolean isUsed(Tcb tcb) {
        int peak = tcb.flightPeak;
        return tcb.cwnd < tcb.ssthresh ? tcb.cwnd >> 1 < peak : tcb.cwnd - tcb.sendMss < peak;
    }

    /** New text has gone out; SND.NXT stands after it. */
    void sent(Tcb tcb) {
        int flight = tcb.sndNxt - tcb.sndUna;
        if (flight >= tcb.flightPeak || SeqNum.leq(tcb.flightPeakUntil, tcb.sndUna)) {
            tcb.flightPeak = flight;
            tcb.flightPeakUntil = tcb.sndNxt;
        }
    }

    /** Nothing was in flight, and now there is something to send. */
    void resumes(Tcb tcb, long nowNs) {
        law.unused(tcb, nowNs);
        if (nowNs - tcb.lastSentNs > tcb.rtoNs) {
            restartAfterIdle(tcb);
        }
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

    // ---- loss

    /** A loss was found: ssthresh follows from what is in flight, within the window. */
    void reduce(Tcb tcb, long nowNs) {
        int flight = Math.min(tcb.cwnd, tcb.sndNxt - tcb.sndUna);
        tcb.ssthresh = law.afterLoss(tcb, flight);
        tcb.bytesAcked = 0;
        tcb.reducedAtNs = nowNs;
    }

    /** The retransmission timer has expired (RFC 5681 section 3.1, RFC 6582 3.2 step 4). */
    void timedOut(Tcb tcb, long nowNs) {
        if (tcb.retransmits <= 1) { // held for further expiries of the same segment
            int before = tcb.fastRecovery ? tcb.ssthresh : ARBITRARILY_HIGH;
            tcb.ssthresh = Math.min(before, law.afterLoss(tcb, tcb.sndNxt - tcb.sndUna));
        }
        law.timedOut(tcb);
        tcb.cwnd = tcb.sendMss;
        tcb.bytesAcked = 0;
        tcb.duplicateAcks = 0;
        tcb.fastRecovery = false;
        tcb.afterTimeout = true;
        tcb.recover = tcb.sndNxt;
        tcb.reducedAtNs = nowNs;
    }

    /**
     * A reduction was for nothing: ssthresh is where the window was, which slow start reaches soon
     * from what is in flight and an initial window (RFC 4015 section 3.2).
     */
    void restore(Tcb tcb, int cwnd, int ssthresh) {
        int atOnce = tcb.pipe() + initialWindow(tcb.sendMss);
        tcb.ssthresh = Math.max(tcb.ssthresh, Math.max(ssthresh, cwnd));
        tcb.cwnd = Math.max(tcb.cwnd, Math.min(cwnd, atOnce));
        tcb.bytesAcked = 0;
        law.restored(tcb);
    }

    // ---- fast recovery without SACK

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
        tcb.ssthresh = law.afterLoss(tcb, tcb.sndNxt - tcb.sndUna - tcb.limitedOctets);
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
        if (tcb.duplicateAcks == 0 || tcb.fastRecovery) {
            return 0;
        }
        return Math.min(tcb.duplicateAcks, DUP_THRESH - 1) * tcb.sendMss;
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
}
