package org.tcplite.tcp;

/**
 * What a connection sends now: pays the debts that calls, segments and timers have left in its Tcb,
 * one segment at a time. SND.NXT moves here and nowhere else.
 *
 * <p>Carries out Nagle's algorithm (RFC 9293 section 3.7.4), silly-window avoidance on both sides
 * (3.8.6.2), the limits of the peer's window and of the congestion window (RFC 5681 section 3).
 */
final class SegmentOutput {

    private final Connections connections;
    private final Counters counters;
    private final Octets octets;
    private final SegmentWriter writer;
    private final long swsOverrideNs;

    /** What the segments offer. */
    final ReceiveWindow receiveWindow;

    // the segment that plan() has found worth sending
    private int planSeq;
    private int planText;
    private boolean planFin;
    private boolean planIsProbe;

    SegmentOutput(Connections connections, Octets octets, SegmentWriter writer) {
        this.connections = connections;
        this.counters = connections.counters;
        this.octets = octets;
        this.writer = writer;
        receiveWindow = new ReceiveWindow(connections);
        swsOverrideNs = connections.config.swsOverrideMs * 1_000_000L;
    }

    /**
     * Something has changed for the connection: it joins the line of those that owe, if there is
     * something to send; if text has to wait although nothing is in flight, a timer will see to it.
     */
    void review(Tcb tcb, long nowNs) {
        boolean sendable = plan(tcb, nowNs);
        if (sendable || tcb.ackDebt != 0 || tcb.owesControl()) {
            connections.owe(tcb);
        }
        if (!sendable && !tcb.isOutstanding() && tcb.hasUnsent() && tcb.isOpen()) {
            if (tcb.sndWnd == 0) {
                connections.startPersist(tcb, nowNs);
            } else if (tcb.timer != TcpStatus.TIMER_SWS) {
                connections.setTimer(tcb, TcpStatus.TIMER_SWS, nowNs + swsOverrideNs, nowNs);
            }
        }
    }

    /**
     * Writes the connection's next segment.
     *
     * @param limit room in octets from {@code at} on
     * @return its length, or 0 if nothing is owed any more
     */
    int emit(Tcb tcb, byte[] frame, int at, int limit, long nowNs) {
        if (tcb.owesControl() || !tcb.isOpen()) {
            return emitControl(tcb, frame, at, limit, nowNs);
        }
        return emitTextOrAck(tcb, frame, at, limit, nowNs);
    }

    private int emitTextOrAck(Tcb tcb, byte[] frame, int at, int limit, long nowNs) {
        if (tcb.ackDebt <= 1 && plan(tcb, nowNs)) {
            return emitText(tcb, frame, at, limit, nowNs);
        }
        return tcb.ackDebt > 0 ? emitAck(tcb, frame, at, nowNs) : 0;
    }

    /** What goes before text: a reset, a SYN, a probe; and the handshake's last ACK. */
    private int emitControl(Tcb tcb, byte[] frame, int at, int limit, long nowNs) {
        if (tcb.resetDebt) {
            return emitLast(tcb, frame, at, limit, nowNs);
        }
        if (tcb.synDebt) {
            return emitSyn(tcb, frame, at, nowNs);
        }
        if (!tcb.isOpen()) {
            boolean owesAck = tcb.state == TcpState.SYN_RECEIVED && tcb.ackDebt > 0;
            return owesAck ? emitAck(tcb, frame, at, nowNs) : 0;
        }
        tcb.probeDebt = false;
        return emitProbe(tcb, frame, at, nowNs);
    }

    // ---- what to send

    /** Text or a FIN may be sent now. */
    boolean isSendable(Tcb tcb, long nowNs) {
        return plan(tcb, nowNs);
    }

    /** Finds the next segment with text or FIN that may be sent now. */
    private boolean plan(Tcb tcb, long nowNs) {
        if (tcb.isAllAcknowledged() || !tcb.isOpen()) {
            return false;
        }
        planIsProbe = false;
        if (tcb.isOutstanding()) {
            if (tcb.isResending()) {
                return planResend(tcb);
            }
            if (tcb.sentRecords.lostCount() > 0) {
                return planLost(tcb);
            }
            if (tcb.probeOfTail && planTailProbe(tcb)) {
                return true;
            }
            if (!tcb.hasUnsent()) {
                return false;
            }
        } else {
            tcb.probeOfTail = false;
            connections.congestion.resumes(tcb, nowNs);
        }
        return planNew(tcb);
    }

    /**
     * From the resend cursor on: the first unacknowledged segment always, more as the congestion
     * window lets. Only what lies in the peer's window, were it to have shrunk (SHLD-16).
     */
    private boolean planResend(Tcb tcb) {
        int seq = tcb.resendNxt;
        // at the end of what was sent, unsent text may fill the segment up
        int textEnd =
                tcb.resendEnd == tcb.sndNxt ? tcb.sndEnd : SeqNum.min(tcb.resendEnd, tcb.sndEnd);
        int inWindow = tcb.sndUna + tcb.sndWnd - seq;
        int text = Math.min(Math.min(textEnd - seq, tcb.sendMss), inWindow);
        if (text < 0) {
            text = 0;
        }
        planFin = seq + text == tcb.sndEnd && SeqNum.lt(tcb.sndEnd, tcb.resendEnd);
        if (text == 0 && !planFin) {
            return false;
        }
        if (seq != tcb.sndUna && seq + text - tcb.sndUna - tcb.cwnd > 0) {
            return false;
        }
        planSeq = seq;
        planText = text;
        return true;
    }

    /**
     * With SACK: the lowest segment found lost, as the congestion window lets; after a time-out the
     * first one always.
     */
    private boolean planLost(Tcb tcb) {
        SentRecords records = tcb.sentRecords;
        int i = records.firstLost();
        int seq = records.start(i);
        planAgain(tcb, seq, records.lostUntil(i, seq + tcb.sendMss));
        boolean first = seq == tcb.sndUna && tcb.retransmits > 0;
        boolean fits = tcb.pipe() + planText <= tcb.cwnd;
        return (planText > 0 || planFin) && (fits || first);
    }

    /**
     * RFC 8985 section 7.3: a new segment if the peer's window lets, else the highest one again. A
     * FIN goes with the text before it: not every peer reports one that is ahead of a hole.
     */
    private boolean planTailProbe(Tcb tcb) {
        planIsProbe = true;
        int unsent = tcb.sndEnd - tcb.sndNxt;
        int inWindow = tcb.sndUna + tcb.sndWnd - tcb.sndNxt;
        if (unsent > 0 && inWindow > 0) {
            planSeq = tcb.sndNxt;
            planText = Math.min(Math.min(unsent, tcb.sendMss), inWindow);
            planFin = tcb.finQueued && planText == unsent && inWindow > planText;
            return true;
        }
        int textEnd = tcb.sndNxt - (tcb.finSent() ? 1 : 0);
        int last = tcb.sentRecords.endingAfter(textEnd - 1); // with text, if any is in flight
        int from = SeqNum.max(textEnd - tcb.sendMss, tcb.sentRecords.start(last));
        planAgain(tcb, from, tcb.sndNxt);
        return planText > 0 || planFin;
    }

    /** What of {@code seq..end} fits one segment and the peer's window. */
    private void planAgain(Tcb tcb, int seq, int end) {
        int inWindow = tcb.sndUna + tcb.sndWnd - seq;
        int text = Math.min(SeqNum.min(end, tcb.sndEnd) - seq, tcb.sendMss);
        planSeq = seq;
        planText = Math.max(0, Math.min(text, inWindow));
        planFin = seq + planText == tcb.sndEnd && SeqNum.lt(tcb.sndEnd, end);
    }

    private boolean planNew(Tcb tcb) {
        int seq = tcb.sndNxt;
        int unsent = tcb.sndEnd - seq;
        int inWindow = tcb.sndUna + tcb.sndWnd - seq;
        int beyond = CongestionControl.limitedTransmit(tcb) - tcb.pipe();
        int usable = Math.min(inWindow, tcb.cwnd + beyond);
        int text = Math.min(Math.min(unsent, tcb.sendMss), usable);
        if (text < 0) {
            text = 0;
        }
        planFin = tcb.finQueued && text == unsent && inWindow > text;
        if (text == 0 ? !planFin : !isWorthSending(tcb, text, unsent)) {
            return false;
        }
        planSeq = seq;
        planText = text;
        return true;
    }

    /** RFC 9293 section 3.8.6.2.1, the four cases, with Nagle's condition of 3.7.4. */
    private static boolean isWorthSending(Tcb tcb, int text, int unsent) {
        if (text == tcb.sendMss) {
            return true;
        }
        boolean nagleLets = !tcb.isOutstanding() || tcb.noDelay;
        if (text == unsent && (nagleLets || tcb.finQueued)) {
            return true;
        }
        return nagleLets && text >= tcb.maxSndWnd >> 1 || tcb.overrideDebt;
    }

    // ---- writing it

    /** A connection that ends with a reset: before it, the text the windows let go. */
    private int emitLast(Tcb tcb, byte[] frame, int at, int limit, long nowNs) {
        if (tcb.attached) {
            if (plan(tcb, nowNs)) {
                return emitText(tcb, frame, at, limit, nowNs);
            }
            connections.enterClosedWithReset(tcb, TcpError.ABORTED, nowNs);
        }
        return emitReset(tcb, frame, at, nowNs);
    }

    private int emitReset(Tcb tcb, byte[] frame, int at, long nowNs) {
        writer.header(frame, at, ourPorts(tcb), acceptableSeq(tcb), 0, Segment.RST, 0);
        int headerLength = Segment.HEADER;
        if (tcb.timestamps) {
            int tsVal = Timestamps.value(tcb.tsOffset, nowNs);
            writer.timestamps(frame, at, tsVal, 0); // no ACK, nothing to echo
            headerLength = writer.endOfOptions(frame, at);
        }
        int length = finish(tcb, frame, at, headerLength, 0, 0);
        counters.count(TcpCounter.OUT_RSTS);
        connections.resetIsDone(tcb);
        return length;
    }

    private int emitSyn(Tcb tcb, byte[] frame, int at, long nowNs) {
        tcb.synDebt = false;
        boolean answers = tcb.state == TcpState.SYN_RECEIVED;
        int options = answers ? Negotiation.inForce(tcb) : connections.negotiation.ours();
        int flags = answers ? Segment.SYN | Segment.ACK : Segment.SYN;
        int ack = answers ? tcb.rcvNxt : 0;
        int window = Math.min(65535, Math.max(tcb.receiveLimit, tcb.rcvWnd()));
        tcb.rcvAdv = SeqNum.max(tcb.rcvAdv, tcb.rcvNxt + window);
        writer.header(frame, at, ourPorts(tcb), tcb.iss, ack, flags, window);
        int shift = connections.negotiation.windowShift();
        int tsVal = Timestamps.value(tcb.tsOffset, nowNs);
        int headerLength =
                writer.synOptions(frame, at, options, tcb.offeredMss, shift, tsVal, tcb.tsRecent);
        if (tcb.sndNxt == tcb.iss) {
            tcb.sndNxt = tcb.iss + 1;
        } else {
            counters.count(TcpCounter.RETRANS_SEGS);
        }
        return finish(tcb, frame, at, headerLength, 0, 0);
    }

    /**
     * SND.NXT, or the right edge of the peer's window where SND.NXT lies beyond it: there the peer
     * would not accept SND.NXT.
     */
    private static int acceptableSeq(Tcb tcb) {
        return tcb.isOutstanding() && tcb.hasSentPastWindow()
                ? tcb.sndUna + tcb.sndWnd
                : tcb.sndNxt;
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}. */
    private int emitAck(Tcb tcb, byte[] frame, int at, long nowNs) {
        tcb.ackDebt--;
        int headerLength = header(tcb, frame, at, acceptableSeq(tcb), Segment.ACK, nowNs);
        return finish(tcb, frame, at, headerLength, 0, 0);
    }

    private int emitText(Tcb tcb, byte[] frame, int at, int limit, long nowNs) {
        tcb.ackDebt = 0;
        int seq = planSeq;
        int sack = tcb.sackPermitted ? SackBlocks.octets(tcb) : 0;
        int options = tcb.timestamps ? sack + Timestamps.OCTETS : sack;
        int text = Math.min(planText, tcb.sendMss - sack);
        text = Math.min(text, limit - Segment.HEADER - options);
        boolean fin = planFin && text == planText;
        int flags = Segment.ACK;
        if (text > 0 && seq + text == tcb.sndEnd) {
            flags |= Segment.PSH; // MUST-61: the last of what is buffered
        }
        if (fin) {
            flags |= Segment.FIN;
        }
        int headerLength = header(tcb, frame, at, seq, flags, nowNs);
        int end = seq + text + (fin ? 1 : 0);
        noteSent(tcb, seq, end, nowNs);
        tcb.overrideDebt = false;
        return finishWithText(tcb, frame, at, headerLength, seq, text);
    }

    /** A probe of a shut window: one octet, or the FIN; or of a silent peer: no octet (SHLD-12). */
    private int emitProbe(Tcb tcb, byte[] frame, int at, long nowNs) {
        boolean ofWindow = !tcb.isAllAcknowledged();
        if (ofWindow && tcb.sndWnd != 0) {
            return 0; // the window has opened meanwhile
        }
        tcb.ackDebt = 0;
        if (!ofWindow) {
            int length = header(tcb, frame, at, tcb.sndNxt - 1, Segment.ACK, nowNs);
            counters.count(TcpCounter.KEEP_ALIVE);
            return finish(tcb, frame, at, length, 0, 0);
        }
        planIsProbe = false;
        int seq = tcb.sndUna;
        int text = tcb.sndEnd - seq > 0 ? 1 : 0;
        int flags = text == 1 ? Segment.ACK : Segment.ACK | Segment.FIN;
        int headerLength = header(tcb, frame, at, seq, flags, nowNs);
        noteSent(tcb, seq, seq + 1, nowNs);
        counters.count(TcpCounter.WIN_PROBE);
        return finishWithText(tcb, frame, at, headerLength, seq, text);
    }

    /** Numbers {@code seq..end} go out: new ones, or some again. */
    private void noteSent(Tcb tcb, int seq, int end, long nowNs) {
        boolean again = SeqNum.lt(seq, tcb.sndNxt);
        boolean isNew = SeqNum.lt(tcb.sndNxt, end);
        if (again) {
            noteResent(tcb, seq, SeqNum.min(end, tcb.sndNxt), nowNs);
        }
        if (isNew) {
            tcb.sentRecords.sent(tcb.sndNxt, end, nowNs);
            if (tcb.duplicateAcks > 0 && !tcb.fastRecovery) {
                tcb.limitedOctets += end - tcb.sndNxt;
            }
            tcb.sndNxt = end;
            connections.congestion.sent(tcb);
        }
        tcb.prrOut += end - seq;
        if (tcb.isResending()) {
            tcb.resendNxt = SeqNum.max(tcb.resendNxt, end);
            if (SeqNum.leq(tcb.resendEnd, tcb.resendNxt)) {
                tcb.resendEnd = tcb.resendNxt;
            }
        }
        tcb.lastSentNs = nowNs;
        if (tcb.probeOfTail && planIsProbe) {
            noteProbe(tcb, again);
        } else {
            timeSent(tcb, again && seq == tcb.sndUna, isNew, nowNs);
        }
        if (tcb.abortAtNs == Tcb.NEVER) {
            connections.startUserTimeout(tcb, nowNs);
        }
    }

    private void noteResent(Tcb tcb, int from, int to, long nowNs) {
        if (tcb.sackPermitted) {
            tcb.sentRecords.isolate(from, to);
        }
        tcb.sentRecords.resent(from, to, nowNs);
        ReductionUndo.resent(tcb, from, nowNs);
        tcb.resentSegments++;
        counters.count(TcpCounter.RETRANS_SEGS);
        if (tcb.fastRecovery) {
            counters.count(TcpCounter.FAST_RETRANS);
        } else if (tcb.afterTimeout && tcb.retransmits == 0) {
            counters.count(TcpCounter.SLOW_START_RETRANS);
        }
    }

    private void noteProbe(Tcb tcb, boolean again) {
        tcb.probeOfTail = false;
        tcb.probeOutstanding = true;
        tcb.probeEndSeq = tcb.sndNxt;
        tcb.probeRepeats = again;
        tcb.sampledSinceProbe = false;
        counters.count(TcpCounter.LOSS_PROBES);
    }

    /**
     * The timer after a transmission: not running, it starts (RFC 6298 (5.1)); with SACK the first
     * segment sent again starts it anew, and the probe is put off by new text (RFC 8985 7.2).
     */
    private void timeSent(Tcb tcb, boolean firstAgain, boolean isNew, long nowNs) {
        switch (tcb.timer) {
            case TcpStatus.TIMER_PERSIST:
                return;
            case TcpStatus.TIMER_RETRANSMIT:
                if (firstAgain && tcb.sackPermitted) {
                    connections.startRetransmission(tcb, nowNs);
                } else if (isNew && TailLossProbe.isWanted(tcb)) {
                    connections.armRetransmission(tcb, nowNs);
                }
                return;
            case TcpStatus.TIMER_PROBE:
                if (isNew) {
                    connections.armRetransmission(tcb, nowNs);
                }
                return;
            case TcpStatus.TIMER_REORDER:
                return;
            default:
                connections.startRetransmission(tcb, nowNs);
        }
    }

    /**
     * The header of a synchronized connection's segment: it acknowledges and offers a window.
     *
     * @return its length
     */
    private int header(Tcb tcb, byte[] frame, int at, int seq, int flags, long nowNs) {
        int window = receiveWindow.advertise(tcb);
        writer.header(frame, at, ourPorts(tcb), seq, tcb.rcvNxt, flags, window);
        tcb.lastAckSent = tcb.rcvNxt;
        tcb.unackedSegments = 0;
        return tcb.timestamps | tcb.sackPermitted ? options(tcb, frame, at, nowNs) : Segment.HEADER;
    }

    private int options(Tcb tcb, byte[] frame, int at, long nowNs) {
        if (tcb.timestamps) {
            int tsVal = Timestamps.value(tcb.tsOffset, nowNs);
            writer.timestamps(frame, at, tsVal, tcb.tsRecent);
        }
        if (tcb.sackPermitted) {
            SackBlocks.write(writer, frame, at, tcb);
        }
        return writer.endOfOptions(frame, at);
    }

    private int finishWithText(Tcb tcb, byte[] frame, int at, int headerLength, int seq, int text) {
        long sum = 0;
        if (text > 0) {
            int from = seq - tcb.sndOrigin;
            int to = at + headerLength;
            sum = connections.sendRings.getAndSum(octets, tcb.slot, from, frame, to, text);
        }
        return finish(tcb, frame, at, headerLength, text, sum);
    }

    private int finish(Tcb tcb, byte[] frame, int at, int headerLength, int text, long textSum) {
        writer.checksum(frame, at, tcb.pseudoHeaderSum + headerLength + text, textSum);
        counters.count(TcpCounter.OUT_SEGS);
        return headerLength + text;
    }

    private static int ourPorts(Tcb tcb) {
        return SegmentWriter.turned(tcb.ports);
    }
}
