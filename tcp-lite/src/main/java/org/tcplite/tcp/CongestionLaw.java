package org.tcplite.tcp;

/**
 * How the congestion window grows without loss, and how much of it a loss leaves: what NewReno and
 * CUBIC have of their own. Slow start, recovery and time-outs are the same for both ({@link
 * CongestionControl}). Windows are octets.
 */
abstract class CongestionLaw {

    /** A connection begins. */
    void start(Tcb tcb) {}

    /** Congestion avoidance: {@code octets} were acknowledged while the window was in use. */
    abstract void grow(Tcb tcb, int octets, long nowNs);

    /** The window is not in use, or has not been until now: such time does not count. */
    void unused(Tcb tcb, long nowNs) {}

    /**
     * A segment was lost.
     *
     * @param flight octets in flight when it was found
     * @return ssthresh, at least two segments
     */
    abstract int afterLoss(Tcb tcb, int flight);

    /** The last loss was none; the windows are as they were before. */
    void restored(Tcb tcb) {}

    /** The loss was found by a time-out. */
    void timedOut(Tcb tcb) {}
}
