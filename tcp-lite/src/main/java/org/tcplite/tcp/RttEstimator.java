package org.tcplite.tcp;

/** The retransmission time-out (RFC 6298): measurement, back-off, limits. */
final class RttEstimator {

    /** G: the timers are exact, but the caller's clock may tick in milliseconds. */
    private static final long GRANULARITY_NS = 1_000_000L;

    /** RFC 6298 (5.7): the time-out for text after a SYN that had to be repeated. */
    private static final long AFTER_SYN_TIMEOUT_NS = 3_000_000_000L;

    private final long initialNs;
    private final long minNs;
    private final long maxNs;

    RttEstimator(TcpConfig config) {
        initialNs = config.rtoInitialMs * 1_000_000L;
        minNs = config.rtoMinMs * 1_000_000L;
        maxNs = config.rtoMaxMs * 1_000_000L;
    }

    /** (2.1): nothing is measured yet. */
    void start(Tcb tcb) {
        tcb.srttNs = 0;
        tcb.rttvarNs = 0;
        tcb.rtoNs = initialNs;
    }

    /** The round trip of the handshake. */
    void measured(Tcb tcb, long rttNs) {
        measured(tcb, rttNs, 0);
    }

    /**
     * (2.2) and (2.3): a round trip was measured; ends any back-off.
     *
     * @param samples how many such measurements one round trip brings, as the power of two: each
     *     counts the less (RFC 7323 appendix G)
     */
    void measured(Tcb tcb, long rttNs, int samples) {
        long r = Math.max(1, rttNs);
        if (tcb.srttNs == 0) {
            tcb.srttNs = r;
            tcb.rttvarNs = r >> 1;
        } else {
            long error = Math.abs(tcb.srttNs - r);
            tcb.rttvarNs += error - tcb.rttvarNs >> (2 + samples & 31);
            tcb.srttNs += r - tcb.srttNs >> (3 + samples & 31);
        }
        long rto = tcb.srttNs + Math.max(GRANULARITY_NS, tcb.rttvarNs << 2);
        tcb.rtoNs = Math.min(maxNs, Math.max(minNs, rto));
    }

    /** (5.5): the time-out has run out; it stays doubled until the next measurement. */
    void backOff(Tcb tcb) {
        tcb.rtoNs = Math.min(maxNs, tcb.rtoNs << 1);
    }

    /** (5.7): the SYN had to be repeated, so no round trip is known when text begins. */
    void synTimedOut(Tcb tcb) {
        tcb.rtoNs = Math.max(initialNs, AFTER_SYN_TIMEOUT_NS);
    }
}
