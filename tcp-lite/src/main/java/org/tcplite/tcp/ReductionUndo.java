package org.tcplite.tcp;

/**
 * Takes a reduction of the congestion window back when nothing was lost: because the timestamp of
 * an acknowledgment answers the original and not the copy (Eifel, RFC 3522, with the response of
 * RFC 4015), or because the peer has reported as many duplicates as copies were sent (RFC 3708). A
 * second reduction before the first is repaired makes it final. For connections with SACK; works on
 * the Tcb's {@code undo...} fields.
 */
final class ReductionUndo {

    private final CongestionControl congestion;
    private final Rack rack;
    private final Counters counters;

    ReductionUndo(CongestionControl congestion, Rack rack, Counters counters) {
        this.congestion = congestion;
        this.rack = rack;
        this.counters = counters;
    }

    /** The windows are about to be reduced. */
    static void remember(Tcb tcb) {
        tcb.undoPossible = !tcb.fastRecovery && !tcb.afterTimeout;
        tcb.undoCopies = 0;
        tcb.undoCwnd = tcb.cwnd;
        tcb.undoSsthresh = tcb.ssthresh;
        tcb.undoCubicMax = tcb.cubicMax;
        tcb.undoReducedAtNs = tcb.reducedAtNs;
        tcb.undoFrom = tcb.sndUna;
    }

    /** Numbers from {@code seq} on were sent again. */
    static void resent(Tcb tcb, int seq, long nowNs) {
        if (tcb.undoPossible && (tcb.fastRecovery || tcb.afterTimeout)) {
            if (tcb.undoCopies == 0) {
                tcb.undoFirstSeq = seq;
                tcb.undoFirstTime = Timestamps.value(tcb.tsOffset, nowNs);
                tcb.undoByTime = tcb.timestamps;
            }
            tcb.undoCopies++;
        }
    }

    /**
     * An acknowledgment has come; SND.UNA is SEG.ACK already.
     *
     * @param duplicate it reports octets that came twice
     * @param duplicateRight the number after them
     * @return true if the reduction is undone: the connection is neither in recovery nor after a
     *     time-out any more
     */
    boolean acknowledged(Tcb tcb, Segment seg, boolean duplicate, int duplicateRight) {
        if (!tcb.undoPossible || tcb.undoCopies == 0) {
            return false;
        }
        if (tcb.undoByTime && SeqNum.lt(tcb.undoFirstSeq, seg.ack)) {
            tcb.undoByTime = false; // only the first that covers a copy tells
            boolean repairing = tcb.fastRecovery || tcb.afterTimeout;
            if (repairing && seg.hasTimestamps && seg.tsEcr - tcb.undoFirstTime < 0) {
                undo(tcb, tcb.afterTimeout ? TcpCounter.SPURIOUS_RTOS : TcpCounter.FULL_UNDO);
                rack.duplicated(tcb);
                tcb.rackValid = false; // what has overtaken these would find them lost again
                return true;
            }
        }
        boolean ofCopy = duplicate && SeqNum.lt(tcb.undoFrom, duplicateRight);
        boolean ofProbe = tcb.probeOutstanding && duplicateRight == tcb.probeEndSeq;
        if (ofCopy && !ofProbe && --tcb.undoCopies == 0) {
            undo(tcb, TcpCounter.DSACK_UNDO);
            return true;
        }
        return false;
    }

    /** RFC 4015 section 3.2: the windows as they were, without a burst. */
    private void undo(Tcb tcb, int counter) {
        counters.count(counter);
        tcb.undoPossible = false;
        tcb.fastRecovery = false;
        tcb.afterTimeout = false;
        tcb.sentRecords.forgetLost();
        tcb.reducedAtNs = tcb.undoReducedAtNs;
        tcb.cubicMax = tcb.undoCubicMax;
        congestion.restore(tcb, tcb.undoCwnd, tcb.undoSsthresh);
    }
}
