package org.tcplite.tcp;

/**
 * Tail loss probe (RFC 8985 section 7): when the last of a flight stays unanswered for two round
 * trips, one segment more brings the acknowledgment from which RACK learns, long before a time-out.
 * The probe's sending is {@link SegmentOutput}'s.
 */
final class TailLossProbe {

    private static final long MS = 1_000_000L;

    /** How long a receiver may keep back the acknowledgment of a single segment. */
    private static final long MAX_ACK_DELAY_NS = 200 * MS;

    /** Before any measurement. */
    private static final long UNMEASURED_NS = 1_000 * MS;

    /** No probe sooner than that: a caller's clock may be coarse. */
    private static final long LEAST_NS = 10 * MS;

    private final Connections connections;

    TailLossProbe(Connections connections) {
        this.connections = connections;
    }

    /** A probe may be due some time: SACK, and neither in recovery nor with anything reported. */
    static boolean isWanted(Tcb tcb) {
        return tcb.sackPermitted
                && !tcb.fastRecovery
                && !tcb.afterTimeout
                && tcb.sentRecords.sackedCount() == 0;
    }

    /** TLP_calc_PTO: how long after the last transmission or acknowledgment the probe goes. */
    static long timeoutNs(Tcb tcb) {
        if (tcb.srttNs == 0) {
            return UNMEASURED_NS;
        }
        long timeout = Math.max(LEAST_NS, tcb.srttNs << 1);
        boolean single = tcb.sndNxt - tcb.sndUna <= tcb.sendMss;
        return single ? timeout + MAX_ACK_DELAY_NS : timeout;
    }

    /**
     * TLP_process_ack: was the probe needless, or has it repaired a loss nobody else has seen?
     *
     * @param duplicateEnd the end of what the acknowledgment reports as a duplicate; anything else
     *     if it reports none
     */
    void acknowledged(Tcb tcb, Segment seg, int acked, int duplicateEnd, long nowNs) {
        if (SeqNum.lt(seg.ack, tcb.probeEndSeq)) {
            return;
        }
        boolean bareDuplicate = acked == 0 && seg.sackLength == 0 && seg.len == 0;
        if (!tcb.probeRepeats || duplicateEnd == tcb.probeEndSeq) {
            tcb.probeOutstanding = false;
        } else if (SeqNum.lt(tcb.probeEndSeq, seg.ack)) {
            tcb.probeOutstanding = false;
            connections.counters.count(TcpCounter.LOSS_PROBE_RECOVERY);
            if (!tcb.fastRecovery && !tcb.afterTimeout) {
                tcb.undoPossible = false;
                connections.congestion.reduce(tcb, nowNs);
                tcb.cwnd = tcb.ssthresh;
            }
        } else if (bareDuplicate) {
            tcb.probeOutstanding = false;
        }
    }
}
