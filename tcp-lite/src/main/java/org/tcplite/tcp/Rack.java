package org.tcplite.tcp;

/**
 * Which segments are lost, told by time (RACK, RFC 8985 section 6): a segment is lost if one sent
 * later was delivered and a reordering window has passed since. Three segments delivered beyond it
 * (DupThresh) stand for that window while the path has never reordered. Works on the Tcb's {@code
 * rack...} fields and its {@link SentRecords}.
 */
final class Rack {

    /** RFC 5681: segments delivered beyond a hole that make it a loss without waiting. */
    private static final int DUP_THRESH = 3;

    /** Recoveries without a duplicate after which the window is small again (section 6.2). */
    private static final int PERSISTENCE = 16;

    private static final int GREATEST_MULTIPLE = 64;

    /** The least round trip is that of the last ten to twenty seconds. */
    private static final long MIN_RTT_WINDOW_NS = 10_000_000_000L;

    /** What one tick of the timestamp clock may hide. */
    private static final long TICK_NS = 1 << 20;

    private final Counters counters;

    // of the acknowledgment at hand
    private int fackBefore;
    private long echoedForNs;
    private boolean hasEcho;

    /** What {@link #detect} has found: something sent after the last reduction is lost. */
    boolean newLoss;

    /** How long until more may be lost, if that is not 0. */
    long waitNs;

    Rack(Counters counters) {
        this.counters = counters;
    }

    void start(Tcb tcb) {
        tcb.rackValid = false;
        tcb.rackRttNs = 0;
        tcb.rackFack = tcb.iss;
        tcb.reorderingSeen = false;
        tcb.reorderingMultiple = 1;
        tcb.reorderingPersist = 0;
        tcb.duplicateRoundRuns = false;
        tcb.minRttNs = 0;
        tcb.nextMinRttNs = 0;
        tcb.minRttUntilNs = tcb.openedNs;
    }

    /** A round trip was measured on what was sent once only. */
    void measured(Tcb tcb, long rttNs, long nowNs) {
        long rtt = Math.max(1, rttNs);
        if (nowNs - tcb.minRttUntilNs >= 0) {
            tcb.minRttNs = tcb.nextMinRttNs == 0 ? rtt : tcb.nextMinRttNs;
            tcb.nextMinRttNs = rtt;
            tcb.minRttUntilNs = nowNs + MIN_RTT_WINDOW_NS;
        }
        tcb.nextMinRttNs = Math.min(tcb.nextMinRttNs, rtt);
        tcb.minRttNs = Math.min(tcb.minRttNs, rtt);
    }

    // ---- step 2: what is delivered

    /** An acknowledgment has come: {@link #delivered} follows for each record it delivers. */
    void begin(Tcb tcb, Segment seg, long nowNs) {
        fackBefore = tcb.rackFack;
        hasEcho = tcb.timestamps && seg.hasTimestamps;
        echoedForNs = hasEcho ? Timestamps.sinceEchoed(tcb, seg.tsEcr, nowNs) : 0;
    }

    /** Record {@code i} is delivered, by the acknowledgment or by a block, for the first time. */
    void delivered(Tcb tcb, int i, long nowNs) {
        SentRecords records = tcb.sentRecords;
        int end = records.endSeq(i);
        long sentAt = records.sentAtNs(i);
        boolean again = records.is(i, SentRecords.RETRANSMITTED);
        if (SeqNum.lt(tcb.rackFack, end)) {
            tcb.rackFack = end;
        } else if (!again && SeqNum.lt(end, fackBefore) && !tcb.afterTimeout) {
            seeReordering(tcb);
        }
        long rtt = nowNs - sentAt;
        if (again && (rtt < tcb.minRttNs || hasEcho && echoedForNs - rtt > TICK_NS)) {
            return; // it answers an earlier copy
        }
        if (!tcb.rackValid || isAfter(sentAt, end, tcb.rackSentAtNs, tcb.rackEndSeq)) {
            tcb.rackValid = true;
            tcb.rackSentAtNs = sentAt;
            tcb.rackEndSeq = end;
            tcb.rackRttNs = rtt;
        }
    }

    private void seeReordering(Tcb tcb) {
        if (!tcb.reorderingSeen) {
            counters.count(TcpCounter.SACK_REORDER);
            tcb.reorderingSeen = true;
        }
    }

    /** RACK_sent_after: later, or at the same time and further. */
    private static boolean isAfter(long sentAt, int end, long otherSentAt, int otherEnd) {
        long later = sentAt - otherSentAt;
        return later > 0 || later == 0 && SeqNum.lt(otherEnd, end);
    }

    // ---- step 4: the reordering window

    /**
     * A duplicate was reported: our retransmission was needless, so more patience is due. What was
     * sent again before it arrived could not show reordering otherwise.
     */
    void duplicated(Tcb tcb) {
        if (tcb.resentSegments == 0) {
            return; // the network has doubled it
        }
        seeReordering(tcb);
        if (tcb.duplicateRoundRuns && SeqNum.lt(tcb.sndUna, tcb.duplicateRound)) {
            return; // once a round trip
        }
        tcb.duplicateRoundRuns = true;
        tcb.duplicateRound = tcb.sndNxt;
        tcb.reorderingMultiple = Math.min(GREATEST_MULTIPLE, tcb.reorderingMultiple + 1);
        tcb.reorderingPersist = PERSISTENCE;
    }

    void recovered(Tcb tcb) {
        if (--tcb.reorderingPersist <= 0) {
            tcb.reorderingPersist = 0;
            tcb.reorderingMultiple = 1;
        }
    }

    /** RACK.reo_wnd: how much later than its followers a segment may arrive. */
    static long reorderingWindow(Tcb tcb) {
        if (!tcb.reorderingSeen) {
            SentRecords records = tcb.sentRecords;
            boolean many =
                    records.sackedCount() >= DUP_THRESH
                            || records.sackedOctets() >= DUP_THRESH * tcb.sendMss;
            if (many || tcb.fastRecovery || tcb.afterTimeout) {
                return 0;
            }
        }
        return Math.min(tcb.reorderingMultiple * (tcb.minRttNs >> 2), tcb.srttNs);
    }

    // ---- step 5: what is lost

    /** Marks what is lost by now; {@link #newLoss} and {@link #waitNs} tell the rest. */
    void detect(Tcb tcb, long nowNs) {
        newLoss = false;
        waitNs = 0;
        if (!tcb.rackValid) {
            return;
        }
        SentRecords records = tcb.sentRecords;
        long patience = tcb.rackRttNs + reorderingWindow(tcb) - nowNs;
        for (int i = 0; i < records.count(); i++) {
            if (!records.isUnderWay(i)) {
                continue;
            }
            long sentAt = records.sentAtNs(i);
            if (!isAfter(tcb.rackSentAtNs, tcb.rackEndSeq, sentAt, records.endSeq(i))) {
                continue;
            }
            long left = sentAt + patience;
            if (left > 0) {
                waitNs = Math.max(waitNs, left);
            } else {
                lost(tcb, i);
            }
        }
    }

    private void lost(Tcb tcb, int i) {
        SentRecords records = tcb.sentRecords;
        newLoss |= records.sentAtNs(i) - tcb.reducedAtNs >= 0;
        if (records.is(i, SentRecords.RETRANSMITTED)) {
            counters.count(TcpCounter.LOST_RETRANSMIT);
        }
        records.lost(i);
    }

    /**
     * The retransmission timer has expired (section 6.3): the first segment is lost, others if they
     * have been on their way for long enough. What was reported may be gone (RFC 2018 section 8).
     */
    void timedOut(Tcb tcb, long nowNs) {
        SentRecords records = tcb.sentRecords;
        if (records.is(0, SentRecords.SACKED)) {
            counters.count(TcpCounter.SACK_RENEGING);
        }
        records.forgetSacked();
        tcb.rackFack = tcb.sndUna;
        long patience = tcb.rackRttNs + reorderingWindow(tcb) - nowNs;
        for (int i = 0; i < records.count(); i++) {
            boolean old = records.sentAtNs(i) + patience <= 0;
            if ((i == 0 || old) && !records.is(i, SentRecords.LOST)) {
                records.lost(i);
            }
        }
    }
}
