package org.tcplite.tcp;

/**
 * SEGMENT ARRIVES (RFC 9293 section 3.10.7): the methods stand in the order of the text, so that
 * the two can be read side by side. RFC 5961 (blind attacks) and erratum 8167 are applied. What is
 * heard most does not come here: {@link HeaderPrediction} does of it what these steps would do.
 *
 * <p>Nothing is sent here. A step changes the Tcb and leaves debts, which {@link SegmentOutput}
 * pays after the whole batch of segments (MUST-58, MUST-59); what answers without a connection goes
 * to {@link Reply}. A passive open lives in the SYN queue until its handshake is complete ({@link
 * PassiveOpen}), so that a slot is in SYN-RECEIVED only after a simultaneous open; TIME-WAIT lives
 * in records ({@link TimeWaitArrives}).
 */
final class SegmentArrives {

    /** What a step tells its caller: go on to the next step, or the segment is dealt with. */
    private static final boolean NEXT_STEP = true;

    private static final boolean DONE = false;

    private static final int MAX_ACK_DEBT = 255;

    private final Connections connections;
    private final Counters counters;
    private final Reply reply;
    final SegmentOutput output;
    final SegmentTrain train;
    private final PassiveOpen passiveOpen;
    private final TimeWaitArrives timeWaitArrives;
    final Acknowledgment acknowledgment;
    final ReceivedText receivedText;
    private final long challengeIntervalNs;

    /** The flow the present segment has made, or {@link Tcp#NONE}. */
    int boundFlow;

    SegmentArrives(
            Connections connections, Reply reply, SegmentOutput output, LossRecovery lossRecovery) {
        this.connections = connections;
        this.counters = connections.counters;
        this.reply = reply;
        this.output = output;
        train = new SegmentTrain(connections.tcbs, connections.table);
        passiveOpen = new PassiveOpen(connections, reply);
        timeWaitArrives = new TimeWaitArrives(connections, reply);
        acknowledgment = new Acknowledgment(connections, lossRecovery);
        receivedText = new ReceivedText(connections);
        challengeIntervalNs = connections.config.challengeAckIntervalMs * 1_000_000L;
    }

    /** Finds whom the segment is for: connection, half-open entry, TIME-WAIT, listener, nobody. */
    void segmentArrives(Segment seg, long nowNs) {
        boundFlow = Tcp.NONE;
        Tcb tcb = train.connectionOf(seg.sourceAddress, seg.ports);
        if (tcb != null) {
            if (tcb.state == TcpState.SYN_SENT) {
                inSynSent(tcb, seg, nowNs);
            } else {
                inOtherStates(tcb, seg, nowNs);
            }
            output.review(tcb, nowNs);
            return;
        }
        long hash = connections.queueHash(seg.sourceAddress, seg.ports);
        int entry = connections.synQueue.find(seg.sourceAddress, seg.ports, hash);
        if (entry != SynQueue.NONE) {
            bind(passiveOpen.inSynReceived(entry, hash, seg, nowNs), seg, nowNs);
            return;
        }
        int record = connections.timeWait.find(seg.sourceAddress, seg.ports);
        int listener = connections.listeners.find(seg.localPort());
        boolean waits = record != TimeWaitTable.NONE;
        if (waits && (listener == Listeners.NONE || !timeWaitArrives.mayReopen(record, seg))) {
            timeWaitArrives.segmentArrives(record, seg, nowNs);
        } else if (listener == Listeners.NONE) {
            inClosed(seg);
        } else {
            bind(passiveOpen.inListen(listener, record, hash, seg, nowNs), seg, nowNs);
        }
    }

    /** The flow made by the segment, if one was: an entry, or a connection that goes on with it. */
    private void bind(int flow, Segment seg, long nowNs) {
        boundFlow = flow;
        if (flow != Tcp.NONE && flow < connections.tcbs.length) {
            afterHandshake(connections.tcbs[flow], seg, nowNs);
        }
    }

    // ---- 3.10.7.1 CLOSED

    private void inClosed(Segment seg) {
        drop(seg.has(Segment.RST) ? TcpCounter.DROP_RST_IGNORED : TcpCounter.DROP_NO_CONNECTION);
        reply.reset(seg);
    }

    // ---- 3.10.7.2 LISTEN, and SYN-RECEIVED of a passive open: see PassiveOpen

    /** A handshake is complete: the segment that completed it goes through the later steps. */
    private void afterHandshake(Tcb tcb, Segment seg, long nowNs) {
        if (tcb.timestamps) {
            seg.firstSeq = seg.seq;
            Timestamps.note(tcb, seg);
        }
        if (checkSequenceNumber(tcb, seg, nowNs)) {
            processText(tcb, seg, nowNs);
            checkFin(tcb, seg, nowNs);
        }
        output.review(tcb, nowNs);
    }

    // ---- 3.10.7.3 SYN-SENT

    private void inSynSent(Tcb tcb, Segment seg, long nowNs) {
        boolean acceptableAck = false;
        if (seg.has(Segment.ACK)) { // First
            acceptableAck = SeqNum.lt(tcb.iss, seg.ack) && SeqNum.leq(seg.ack, tcb.sndNxt);
            if (!acceptableAck) {
                drop(TcpCounter.DROP_BAD_ACK);
                reply.reset(seg);
                return;
            }
        }
        if (seg.has(Segment.RST)) { // Second
            if (acceptableAck) {
                connections.enterClosed(tcb, TcpError.REFUSED, nowNs);
            } else {
                drop(TcpCounter.DROP_RST_IGNORED);
            }
            return;
        }
        // Third, security: we have no compartments (appendix A.1).
        if (!seg.has(Segment.SYN)) { // Fifth
            drop(TcpCounter.DROP_NO_CONNECTION);
            return;
        }
        connections.negotiation.startReceiveSpace(tcb, seg.seq); // Fourth
        connections.negotiation.settle(tcb, seg.synOptions(), seg.windowShift, seg.tsVal);
        connections.negotiation.setPeerMss(tcb, seg.mss);
        if (!acceptableAck) {
            connections.enterSynReceived(tcb, nowNs); // text of a bare SYN is not kept
            return;
        }
        connections.enterEstablished(tcb, seg, tcb.retransmits > 0, nowNs);
        connections.oweAck(tcb);
        seg.dropSyn();
        afterHandshake(tcb, seg, nowNs);
    }

    // ---- 3.10.7.4 other states

    private void inOtherStates(Tcb tcb, Segment seg, long nowNs) {
        if (tcb.timestamps && !checkTimestamps(tcb, seg, nowNs)) { // before all: RFC 7323 5.3
            return;
        }
        if (!checkSequenceNumber(tcb, seg, nowNs)) { // First
            return;
        }
        if (!checkRst(tcb, seg, nowNs)) { // Second
            return;
        }
        // Third, security: we have no compartments (appendix A.1).
        if (!checkSyn(tcb, seg, nowNs)) { // Fourth
            return;
        }
        if (!checkAck(tcb, seg, nowNs)) { // Fifth
            return;
        }
        checkUrg(tcb, seg); // Sixth
        processText(tcb, seg, nowNs); // Seventh
        checkFin(tcb, seg, nowNs); // Eighth
    }

    /** What lacks its timestamp, or is older than what has been had: a reset is neither. */
    private boolean checkTimestamps(Tcb tcb, Segment seg, long nowNs) {
        seg.firstSeq = seg.seq;
        if (seg.has(Segment.RST)) {
            return NEXT_STEP;
        }
        if (!seg.hasTimestamps) {
            if (seg.has(Segment.SYN)) {
                return NEXT_STEP; // of a peer that has begun anew: it is challenged
            }
            drop(TcpCounter.DROP_NO_TIMESTAMP);
            return DONE;
        }
        if (!Timestamps.isOld(tcb, seg, nowNs)) {
            return NEXT_STEP;
        }
        drop(TcpCounter.DROP_PAWS);
        challenge(tcb, nowNs);
        return DONE;
    }

    /** First, check sequence number; what lies outside the window is cut off. */
    private boolean checkSequenceNumber(Tcb tcb, Segment seg, long nowNs) {
        int ahead = seg.seq - tcb.rcvNxt;
        int wnd = tcb.rcvWnd();
        if (ahead == 0 && seg.len <= wnd) {
            return heard(tcb, nowNs); // next in order: nothing to cut
        }
        boolean isSyn = (seg.flags & (Segment.SYN | Segment.RST)) == Segment.SYN;
        if (isSyn && tcb.state == TcpState.SYN_RECEIVED && seg.seq == tcb.irs) {
            if (!seg.has(Segment.ACK)) {
                return synRepeated(tcb, nowNs);
            }
            seg.dropSyn(); // both SYNs crossed and were answered: the rest is an ACK
            ahead = 0;
        }
        if (!isAcceptable(ahead, seg.len, wnd, seg.has(Segment.RST))) {
            return unacceptable(tcb, seg, nowNs);
        }
        if (seg.has(Segment.RST)) {
            return NEXT_STEP; // judged by its own number, not by what trimming leaves
        }
        if (ahead < 0) {
            tcb.noteDuplicate(seg.seq, tcb.rcvNxt);
            seg.trimFront(-ahead);
            ahead = 0;
        }
        if (ahead + seg.len > wnd) {
            seg.trimEnd(Math.min(seg.textLength, wnd - ahead));
        }
        return heard(tcb, nowNs);
    }

    /**
     * The table of section 3.4: segment length and window, zero or not. A bare ACK may also stand
     * at the right edge of the window: it does where the peer has filled the window and a part of
     * the text was lost, and only the ACK says how far ours has come. A reset may not.
     */
    private static boolean isAcceptable(int ahead, int len, int wnd, boolean isReset) {
        boolean firstInWindow = ahead >= 0 && ahead < wnd;
        if (len == 0) {
            return firstInWindow || ahead == (isReset ? 0 : wnd);
        }
        int last = ahead + len - 1;
        return firstInWindow || wnd > 0 && last >= 0 && last < wnd;
    }

    /** An acceptable segment came: the peer lives, so keep-alive begins anew (MUST-26). */
    boolean heard(Tcb tcb, long nowNs) {
        tcb.lastHeardNs = nowNs;
        if (tcb.timer == TcpStatus.TIMER_KEEPALIVE) {
            tcb.retransmits = 0;
            connections.setTimer(
                    tcb, TcpStatus.TIMER_KEEPALIVE, nowNs + tcb.keepAliveIdleNs, nowNs);
        }
        return NEXT_STEP;
    }

    /** The peer's SYN again, while ours has not been acknowledged. */
    private boolean synRepeated(Tcb tcb, long nowNs) {
        drop(TcpCounter.DROP_SYN_REPEATED);
        if (isChallengeAllowed(tcb, nowNs)) {
            tcb.synDebt = true;
        }
        return DONE;
    }

    /**
     * Nothing of it is in the window: it is answered, but a reset never is, and changes nothing. An
     * older bare ACK counts for one that has itself sent past the window it knows of: the ACKs of
     * both ends then bear numbers before that edge, and neither would hear the other again.
     */
    private boolean unacceptable(Tcb tcb, Segment seg, long nowNs) {
        if (seg.has(Segment.RST)) {
            drop(TcpCounter.DROP_OUT_OF_WINDOW);
            return DONE;
        }
        if (seg.has(Segment.SYN)) {
            drop(TcpCounter.DROP_SYN_CHALLENGED);
            challenge(tcb, nowNs);
            return DONE;
        }
        int behind = tcb.rcvNxt - seg.seq;
        if (behind == 0 && seg.len > 0) {
            counters.count(TcpCounter.DROP_ZERO_WINDOW); // a probe of our shut window
            connections.oweAck(tcb);
            seg.trimEnd(0);
            return NEXT_STEP; // ACK and URG count all the same (MUST-66)
        }
        boolean isRecent = behind > 0 && behind <= connections.config.receiveBuffer + 1;
        if (isRecent && seg.len == 0 && tcb.hasSentPastWindow() && SeqNum.lt(tcb.sndUna, seg.ack)) {
            return heard(tcb, nowNs);
        }
        drop(TcpCounter.DROP_OUT_OF_WINDOW);
        if (isRecent && seg.len > 0) {
            tcb.noteDuplicate(seg.seq, seg.seq + seg.textLength);
            connections.oweAck(tcb); // the peer repeats what we have: our ACK was lost
        } else {
            challenge(tcb, nowNs);
        }
        return DONE;
    }

    /** Second, check the RST bit (RFC 5961 section 3). */
    private boolean checkRst(Tcb tcb, Segment seg, long nowNs) {
        if (!seg.has(Segment.RST)) {
            return NEXT_STEP;
        }
        if (seg.seq != tcb.rcvNxt) {
            drop(TcpCounter.DROP_RST_CHALLENGED);
            challenge(tcb, nowNs);
            return DONE;
        }
        switch (tcb.state) {
            case TcpState.SYN_RECEIVED:
                connections.enterClosed(tcb, TcpError.REFUSED, nowNs);
                return DONE;
            case TcpState.CLOSING:
            case TcpState.LAST_ACK:
                connections.enterClosed(tcb, 0, nowNs);
                return DONE;
            default:
                counters.count(TcpCounter.ESTAB_RESETS);
                connections.enterClosed(tcb, TcpError.RESET, nowNs);
                return DONE;
        }
    }

    /** Fourth, check the SYN bit: a challenge in every state (RFC 5961 section 4). */
    private boolean checkSyn(Tcb tcb, Segment seg, long nowNs) {
        if (!seg.has(Segment.SYN)) {
            return NEXT_STEP;
        }
        drop(TcpCounter.DROP_SYN_CHALLENGED);
        challenge(tcb, nowNs);
        return DONE;
    }

    /** Fifth, check the ACK field. */
    private boolean checkAck(Tcb tcb, Segment seg, long nowNs) {
        if (!seg.has(Segment.ACK)) {
            drop(TcpCounter.DROP_NO_ACK);
            return DONE;
        }
        if (tcb.state == TcpState.SYN_RECEIVED) {
            if (!SeqNum.lt(tcb.sndUna, seg.ack) || !SeqNum.leq(seg.ack, tcb.sndNxt)) {
                drop(TcpCounter.DROP_BAD_ACK);
                reply.reset(seg);
                return DONE;
            }
            connections.enterEstablished(tcb, seg, tcb.retransmits > 0, nowNs);
            if (tcb.finQueued) {
                connections.enterFinWait1(tcb); // the user closed meanwhile
            }
        }
        if (SeqNum.lt(seg.ack, tcb.sndUna - tcb.maxSndWnd) || SeqNum.lt(tcb.sndNxt, seg.ack)) {
            drop(TcpCounter.DROP_BAD_ACK); // RFC 5961 section 5
            challenge(tcb, nowNs);
            return DONE;
        }
        if (tcb.timestamps && seg.hasTimestamps) {
            Timestamps.note(tcb, seg);
        }
        acknowledgment.process(tcb, seg, nowNs); // the ESTABLISHED processing, in all states
        switch (tcb.state) {
            case TcpState.FIN_WAIT_1:
                if (tcb.ourFinIsAcked()) {
                    connections.enterFinWait2(tcb, nowNs);
                }
                return NEXT_STEP;
            case TcpState.CLOSING:
                if (!tcb.ourFinIsAcked()) {
                    return NEXT_STEP;
                }
                timeWaitArrives.enter(tcb, seg, tcb.ackDebt > 0, nowNs);
                return DONE;
            case TcpState.LAST_ACK:
                if (!tcb.ourFinIsAcked()) {
                    return NEXT_STEP;
                }
                connections.enterClosed(tcb, 0, nowNs);
                return DONE;
            default:
                return NEXT_STEP;
        }
    }

    /** Sixth, check the URG bit: the pointer may only advance; the data stays in band. */
    private void checkUrg(Tcb tcb, Segment seg) {
        if (!seg.has(Segment.URG) || !TcpState.mayReceive(tcb.state)) {
            return;
        }
        int up = seg.seq + seg.urgentPointer; // MUST-62: the octet that follows the urgent data
        if (SeqNum.lt(tcb.rcvUp, up) && SeqNum.lt(tcb.rcvRead, up)) {
            tcb.rcvUp = up;
            connections.signal(tcb, Signals.URGENT);
        }
    }

    /** Seventh, process the segment text. */
    private void processText(Tcb tcb, Segment seg, long nowNs) {
        if (seg.textLength == 0) {
            return;
        }
        if (!TcpState.mayReceive(tcb.state)) {
            connections.oweAck(tcb); // past the peer's FIN: ignored
            return;
        }
        if (tcb.isOrphan()) {
            drop(TcpCounter.DROP_AFTER_CLOSE); // nobody will read it: SHLD-3
            counters.count(TcpCounter.ABORT_ON_CLOSE);
            reply.reset(seg);
            connections.enterClosed(tcb, TcpError.RESET, nowNs);
            return;
        }
        if (seg.seq != tcb.rcvNxt) {
            if (receivedText.keepAhead(tcb, seg)) {
                counters.count(TcpCounter.OFO_QUEUE);
            } else {
                drop(TcpCounter.DROP_OFO);
                seg.trimEnd(0);
            }
            tcb.ackDebt = Math.min(tcb.ackDebt + 1, MAX_ACK_DEBT); // RFC 5681 section 4.2
            connections.owe(tcb);
            return;
        }
        boolean holes = tcb.ranges.count() > 0;
        receivedText.takeInOrder(tcb, seg);
        if (!holes) {
            receivedText.hasCome(tcb, nowNs);
            return;
        }
        connections.signal(tcb, Signals.READABLE);
        tcb.ackDebt = 1; // one for the end of what is there now (MUST-59)
        connections.owe(tcb);
    }

    /** Eighth, check the FIN bit: in order only; one that came ahead of a hole has been noted. */
    private void checkFin(Tcb tcb, Segment seg, long nowNs) {
        if (!tcb.attached || tcb.finReceived) {
            return;
        }
        if (seg.has(Segment.FIN)) {
            int fin = seg.seq + seg.textLength;
            if (fin != tcb.rcvNxt) {
                if (!tcb.finAhead && seg.textLength == 0) {
                    tcb.ackDebt = Math.min(tcb.ackDebt + 1, MAX_ACK_DEBT);
                    connections.owe(tcb);
                }
                tcb.finAhead = true;
                tcb.finAheadSeq = fin;
                return;
            }
        } else if (!tcb.finAhead || tcb.finAheadSeq != tcb.rcvNxt) {
            return;
        }
        tcb.finReceived = true;
        tcb.ranges.clear(); // nothing comes after a FIN, whatever the peer has sent before it
        tcb.rcvNxt++;
        tcb.rcvAdv = SeqNum.max(tcb.rcvAdv, tcb.rcvNxt);
        connections.signal(tcb, Signals.PEER_CLOSED | Signals.READABLE);
        connections.oweAck(tcb);
        switch (tcb.state) {
            case TcpState.ESTABLISHED:
                connections.enterCloseWait(tcb);
                return;
            case TcpState.FIN_WAIT_1:
                connections.enterClosing(tcb); // were our FIN acknowledged, it would be FIN-WAIT-2
                return;
            case TcpState.FIN_WAIT_2:
                timeWaitArrives.enter(tcb, seg, true, nowNs);
                return;
            default:
                return;
        }
    }

    // ---- replies to what is not acceptable

    /** A challenge ACK, or the answer to an unacceptable segment: not too often (RFC 5961 7). */
    private void challenge(Tcb tcb, long nowNs) {
        if (isChallengeAllowed(tcb, nowNs)) {
            counters.count(TcpCounter.CHALLENGE_ACK);
            connections.oweAck(tcb);
        }
    }

    /** One in each interval and connection; there is no counter shared between connections. */
    private boolean isChallengeAllowed(Tcb tcb, long nowNs) {
        if (tcb.challenged && nowNs - tcb.lastChallengeNs < challengeIntervalNs) {
            counters.count(TcpCounter.ACK_SKIPPED);
            return false;
        }
        tcb.challenged = true;
        tcb.lastChallengeNs = nowNs;
        return true;
    }

    private void drop(int counter) {
        counters.count(counter);
    }
}
