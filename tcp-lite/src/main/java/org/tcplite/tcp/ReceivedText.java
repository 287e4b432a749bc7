package org.tcplite.tcp;

/**
 * Puts the text of segments into the receive ring, where its sequence numbers say, or into the
 * array of a {@link PostedRead}. Of octets that come twice the first copy stays, whatever the
 * second says.
 */
final class ReceivedText {

    private static final int ACKS_EVERY = 2;

    private final Connections connections;
    private final ByteRings rings;
    private final long delayedAckNs;

    ReceivedText(Connections connections) {
        this.connections = connections;
        rings = connections.receiveRings;
        delayedAckNs = connections.config.delayedAckMs * 1_000_000L;
    }

    /** Text that begins at RCV.NXT: RCV.NXT moves to its end, and over ranges that it reaches. */
    void takeInOrder(Tcb tcb, Segment seg) {
        int end = seg.seq + seg.textLength;
        if (tcb.ranges.count() == 0) {
            takeNext(tcb, seg.array, seg.textOffset, seg.textLength);
            return;
        }
        putGaps(tcb, seg, end);
        tcb.rcvNxt = tcb.ranges.advance(end);
    }

    /** Text that begins at RCV.NXT, with no range ahead of it. */
    void takeNext(Tcb tcb, byte[] packet, int at, int length) {
        if (!tcb.posted.take(tcb.rcvNxt - tcb.rcvRead, packet, at, length)) {
            rings.put(tcb.slot, tcb.rcvNxt - tcb.rcvOrigin, packet, at, length);
        }
        tcb.rcvNxt += length;
    }

    /** Text has come in order, and no hole is left: the user and the peer learn of it. */
    void hasCome(Tcb tcb, long nowNs) {
        connections.signal(tcb, Signals.READABLE);
        if (++tcb.unackedSegments >= ACKS_EVERY || delayedAckNs == 0) {
            connections.oweAck(tcb);
        } else {
            tcb.delayedAckAtNs = nowNs + delayedAckNs;
            connections.wheel.arm(connections.delayedAckTimer(tcb), tcb.delayedAckAtNs, nowNs);
        }
    }

    /**
     * Text ahead of RCV.NXT: kept, if a range is free for it.
     *
     * @return false if it is dropped
     */
    boolean keepAhead(Tcb tcb, Segment seg) {
        int end = seg.seq + seg.textLength;
        if (!tcb.ranges.hasRoomFor(seg.seq, end)) {
            return false;
        }
        putGaps(tcb, seg, end);
        tcb.ranges.add(seg.seq, end);
        return true;
    }

    private void putGaps(Tcb tcb, Segment seg, int end) {
        int at = seg.seq;
        while (SeqNum.lt(at, end)) {
            int gapEnd = tcb.ranges.endOfGap(at, end);
            if (gapEnd == at) {
                at = tcb.ranges.endOfHeld(at);
                tcb.noteDuplicate(gapEnd, SeqNum.min(at, end));
                continue;
            }
            int from = seg.textOffset + (at - seg.seq);
            rings.put(tcb.slot, at - tcb.rcvOrigin, seg.array, from, gapEnd - at);
            at = gapEnd;
        }
    }
}
