package org.tcplite.tcp;

/**
 * What an acknowledgment means for a connection with SACK: the scoreboard first (RFC 6675 section
 * 5), then loss detection by RACK-TLP (RFC 8985), then the congestion window: recovery at the pace
 * of RFC 9937, growth outside it. A loss counts as congestion once a round trip: only what was sent
 * after the last reduction brings another, a lost retransmission included (RFC 5681 section 4.3).
 */
final class LossRecovery {

    private final Connections connections;
    private final CongestionControl congestion;
    private final Counters counters;
    private final Rack rack;
    private final SackScoreboard scoreboard;
    private final TailLossProbe probe;
    private final ReductionUndo undo;

    // of the acknowledgment at hand
    private int flightBefore;
    private int sackedBefore;
    private boolean sentAgain;

    LossRecovery(Connections connections, Octets octets) {
        this.connections = connections;
        congestion = connections.congestion;
        counters = connections.counters;
        rack = connections.rack;
        scoreboard = new SackScoreboard(octets, rack, counters);
        probe = new TailLossProbe(connections);
        undo = new ReductionUndo(congestion, rack, counters);
    }

    /** Before SND.UNA moves: what the acknowledgment itself delivers. */
    void begin(Tcb tcb, Segment seg, long nowNs) {
        SentRecords records = tcb.sentRecords;
        sackedBefore = records.sackedOctets();
        flightBefore = tcb.sndNxt - tcb.sndUna - sackedBefore;
        sentAgain = false;
        rack.begin(tcb, seg, nowNs);
        for (int i = 0; i < records.count() && SeqNum.leq(records.endSeq(i), seg.ack); i++) {
            if (!records.is(i, SentRecords.SACKED)) {
                sentAgain |= records.is(i, SentRecords.RETRANSMITTED);
                rack.delivered(tcb, i, nowNs);
            }
        }
    }

    /**
     * SND.UNA and the records stand at SEG.ACK.
     *
     * @param acked octets newly acknowledged, 0 if none
     */
    void acknowledged(Tcb tcb, Segment seg, int acked, long nowNs) {
        boolean duplicate = false;
        if (seg.sackLength > 0) {
            scoreboard.take(tcb, seg, nowNs);
            duplicate = scoreboard.hasDuplicate;
        }
        int delivered = acked + tcb.sentRecords.sackedOctets() - sackedBefore;
        if (delivered > 0) {
            tcb.probeOfTail = false; // nothing is silent any more
        }
        if (duplicate) {
            rack.duplicated(tcb);
        }
        boolean undone = undo.acknowledged(tcb, seg, duplicate, scoreboard.duplicateRight);
        if (tcb.afterTimeout && SeqNum.leq(tcb.recover, tcb.sndUna)) {
            tcb.afterTimeout = false;
            rack.recovered(tcb);
        }
        if (tcb.probeOutstanding) {
            int end = duplicate ? scoreboard.duplicateRight : seg.ack - 1;
            probe.acknowledged(tcb, seg, acked, end, nowNs);
        }
        boolean foundLoss = (delivered > 0 || duplicate) && detect(tcb, nowNs);
        if (tcb.fastRecovery) {
            inRecovery(tcb, acked, delivered, foundLoss, nowNs);
        } else if (acked > 0 && !undone) {
            congestion.acknowledged(tcb, acked, nowNs);
        }
        if (delivered > 0 && tcb.isOutstanding()) {
            setTimer(tcb, acked > 0, nowNs);
        }
    }

    /** Marks what is lost by now, and enters recovery if that is news; true if anything is. */
    private boolean detect(Tcb tcb, long nowNs) {
        SentRecords records = tcb.sentRecords;
        rack.waitNs = 0;
        if (!sentAgain && records.sackedCount() == 0 && !tcb.fastRecovery && !tcb.afterTimeout) {
            return false; // in order, and nothing was sent twice: nothing can be missing
        }
        int before = records.lostCount();
        rack.detect(tcb, nowNs);
        if (rack.newLoss) {
            enterRecovery(tcb, nowNs);
        }
        return records.lostCount() > before;
    }

    private void enterRecovery(Tcb tcb, long nowNs) {
        counters.count(TcpCounter.SACK_RECOVERY);
        ReductionUndo.remember(tcb);
        congestion.reduce(tcb, nowNs);
        tcb.fastRecovery = true;
        tcb.afterTimeout = false;
        tcb.recover = tcb.sndNxt;
        RateReduction.begin(tcb, flightBefore);
    }

    private void inRecovery(Tcb tcb, int acked, int delivered, boolean foundLoss, long nowNs) {
        if (SeqNum.leq(tcb.recover, tcb.sndUna)) {
            tcb.fastRecovery = false;
            tcb.cwnd = tcb.ssthresh;
            rack.recovered(tcb);
            congestion.acknowledged(tcb, delivered, nowNs); // the first of the new window
            return;
        }
        RateReduction.acknowledged(tcb, delivered, acked > 0 && !foundLoss);
    }

    // ---- timers

    /** The reordering timer, the probe's or that of retransmission, whichever is due. */
    private void setTimer(Tcb tcb, boolean advances, long nowNs) {
        if (tcb.timer == TcpStatus.TIMER_PERSIST && !advances) {
            return;
        }
        if (advances) {
            tcb.rtoAtNs = nowNs + tcb.rtoNs; // RFC 6298 (5.3)
        }
        if (rack.waitNs > 0 && nowNs + rack.waitNs - tcb.rtoAtNs < 0) {
            connections.setTimer(tcb, TcpStatus.TIMER_REORDER, nowNs + rack.waitNs, nowNs);
        } else {
            connections.armRetransmission(tcb, nowNs);
        }
    }

    /** The reordering timer: what should have come by now is lost. */
    void reorderingOver(Tcb tcb, long nowNs) {
        sentAgain = true;
        flightBefore = tcb.sndNxt - tcb.sndUna - tcb.sentRecords.sackedOctets();
        if (detect(tcb, nowNs) && tcb.fastRecovery) {
            RateReduction.acknowledged(tcb, 0, false);
        }
        setTimer(tcb, false, nowNs);
    }
}
