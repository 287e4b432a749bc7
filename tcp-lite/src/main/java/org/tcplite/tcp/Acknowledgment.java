package org.tcplite.tcp;

/**
 * The ESTABLISHED processing of the ACK field (RFC 9293 section 3.10.7.4, fifth step): what is
 * acknowledged leaves the send ring, RTT and congestion window follow, and the send window is
 * taken.
 */
final class Acknowledgment {

    private final Connections connections;
    private final LossRecovery lossRecovery;

    Acknowledgment(Connections connections, LossRecovery lossRecovery) {
        this.connections = connections;
        this.lossRecovery = lossRecovery;
    }

    /** {@code seg.ack} is at most SND.NXT; below SND.UNA only the rest of the segment counts. */
    void process(Tcb tcb, Segment seg, long nowNs) {
        int acked = seg.ack - tcb.sndUna;
        if (acked < 0) {
            return; // an old ACK: the ACK is ignored, the segment is not
        }
        boolean wasShut = tcb.sndWnd == 0;
        if (acked > 0) {
            PathMtu.acknowledged(tcb, acked);
        }
        if (tcb.sackPermitted) {
            selective(tcb, seg, acked, nowNs);
        } else if (acked > 0) {
            takeSample(tcb, seg, nowNs);
            newlyAcknowledged(tcb, seg.ack, acked, nowNs);
        } else if (isDuplicate(tcb, seg)) {
            if (connections.congestion.duplicateAck(tcb)) {
                resendFirst(tcb);
            }
        }
        updateWindow(tcb, seg, acked > 0);
        followWindow(tcb, wasShut, nowNs);
    }

    /** With SACK: delivered is what is acknowledged or reported. */
    private void selective(Tcb tcb, Segment seg, int acked, long nowNs) {
        lossRecovery.begin(tcb, seg, nowNs);
        if (acked > 0) {
            takeSample(tcb, seg, nowNs);
            tcb.sndUna = seg.ack;
            tcb.retransmits = 0;
        }
        lossRecovery.acknowledged(tcb, seg, acked, nowNs);
        if (acked > 0) {
            progress(tcb, nowNs);
        }
    }

    /**
     * The round trip of what is acknowledged, exact by our records; of what was retransmitted only
     * by the timestamp that comes back (RFC 6298 section 3).
     */
    private void takeSample(Tcb tcb, Segment seg, long nowNs) {
        int samples = tcb.timestamps ? expectedSamples(tcb) : 0;
        tcb.sentRecords.acknowledged(seg.ack);
        if (tcb.sentRecords.hasSample()) {
            long rttNs = nowNs - tcb.sentRecords.sampleSentAtNs();
            connections.rtt.measured(tcb, rttNs, samples);
            connections.rack.measured(tcb, rttNs, nowNs);
            tcb.sampledSinceProbe = true;
        } else if (tcb.timestamps && seg.hasTimestamps) {
            long rttNs = Timestamps.sinceEchoed(tcb, seg.tsEcr, nowNs);
            if (rttNs >= 0) {
                tcb.sampledSinceProbe = true;
                connections.rtt.measured(tcb, rttNs, samples);
            }
        }
    }

    /** RFC 7323 appendix G: samples to come in one round trip, as a power of two. */
    private static int expectedSamples(Tcb tcb) {
        int flight = tcb.sndNxt - tcb.sndUna;
        int samples = 0;
        while (tcb.sendMss << (samples + 1 & 31) < flight) {
            samples++;
        }
        return samples;
    }

    private void newlyAcknowledged(Tcb tcb, int ack, int acked, long nowNs) {
        tcb.sndUna = ack;
        if (tcb.isResending() && SeqNum.lt(tcb.resendNxt, ack)) {
            tcb.resendNxt = SeqNum.min(ack, tcb.resendEnd);
        }
        if (!tcb.fastRecovery) {
            tcb.duplicateAcks = 0;
            connections.congestion.acknowledged(tcb, acked, nowNs);
        } else if (connections.congestion.acknowledgedInRecovery(tcb, acked)) {
            resendFirst(tcb);
        } else {
            tcb.duplicateAcks = 0;
        }
        if (tcb.afterTimeout) {
            tcb.afterTimeout = SeqNum.lt(ack, tcb.recover);
        }
        tcb.retransmits = 0;
        if (tcb.isOutstanding()) { // RFC 6298 (5.3)
            connections.startRetransmission(tcb, nowNs);
        }
        progress(tcb, nowNs);
    }

    /** The peer has acknowledged more: it lives, and there may be room. */
    private void progress(Tcb tcb, long nowNs) {
        tcb.deliveryTrouble = false;
        if (tcb.isOutstanding()) {
            connections.startUserTimeout(tcb, nowNs);
        } else { // RFC 6298 (5.2)
            allAcknowledged(tcb, nowNs);
        }
        if (tcb.wantsRoom && hasRoom(tcb)) {
            tcb.wantsRoom = false;
            connections.signal(tcb, Signals.WRITABLE);
        }
    }

    /** A quarter of what may be filled is free, or nothing is in flight that could free more. */
    private static boolean hasRoom(Tcb tcb) {
        int room = tcb.sendLimit - tcb.sendQueue();
        return room >= tcb.sendLimit >> 2 || !tcb.isOutstanding();
    }

    private void allAcknowledged(Tcb tcb, long nowNs) {
        if (tcb.hasUnsent()) {
            tcb.timer = TcpStatus.TIMER_OFF; // filed with the time-out that follows
            connections.startUserTimeout(tcb, nowNs);
            return;
        }
        tcb.abortAtNs = Tcb.NEVER;
        connections.setIdleTimer(tcb, nowNs);
    }

    /** RFC 5681 section 2: outstanding text, no text or flags of its own, the same window again. */
    private static boolean isDuplicate(Tcb tcb, Segment seg) {
        return tcb.isOutstanding()
                && seg.len == 0
                && seg.wnd << (tcb.sndWndShift & 31) == tcb.sndWnd
                && tcb.sndWnd != 0;
    }

    /** The first unacknowledged segment is to be sent again, and only that. */
    private static void resendFirst(Tcb tcb) {
        tcb.resendNxt = tcb.sndUna;
        tcb.resendEnd = SeqNum.min(tcb.sndUna + tcb.sendMss, tcb.sndNxt);
    }

    /**
     * SND.WND is taken from the newest segment only, by SND.WL1 and SND.WL2; an old segment sent
     * again that acknowledges something new is newer than its number says (docs/deviations.md).
     */
    private static void updateWindow(Tcb tcb, Segment seg, boolean acknowledgesMore) {
        if (acknowledgesMore
                || SeqNum.lt(tcb.sndWl1, seg.seq)
                || tcb.sndWl1 == seg.seq && SeqNum.leq(tcb.sndWl2, seg.ack)) {
            tcb.sndWnd = seg.wnd << (tcb.sndWndShift & 31);
            tcb.sndWl1 = SeqNum.max(tcb.sndWl1, seg.seq);
            tcb.sndWl2 = seg.ack;
            tcb.maxSndWnd = Math.max(tcb.maxSndWnd, tcb.sndWnd);
        }
    }

    /** The window is shut, or open again: the main timer's kind follows. */
    private void followWindow(Tcb tcb, boolean wasShut, long nowNs) {
        if (tcb.sndWnd == 0) {
            if (tcb.isAllAcknowledged()) {
                return;
            }
            connections.startPersist(tcb, nowNs);
            if (!tcb.isOrphan()
                    || tcb.abortAtNs == Tcb.NEVER) { // nobody waits for what an orphan has left
                connections.startUserTimeout(tcb, nowNs); // the peer answers: it lives (MUST-37)
            }
        } else if (wasShut && tcb.timer == TcpStatus.TIMER_PERSIST) {
            tcb.retransmits = 0;
            if (tcb.isOutstanding()) { // a probe's octet, or what lay beyond the edge
                tcb.resendAll();
                connections.startRetransmission(tcb, nowNs);
            } else {
                connections.stopTimer(tcb, nowNs);
            }
        }
    }
}
