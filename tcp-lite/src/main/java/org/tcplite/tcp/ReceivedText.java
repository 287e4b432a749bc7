package org.tcplite.tcp;

/**
 * Puts the text of segments into the receive ring, where its sequence numbers say. Of octets that
 * come twice the first copy stays, whatever the second says.
 */
final class ReceivedText {

    private final ByteRings rings;

    ReceivedText(Connections connections) {
        rings = connections.receiveRings;
    }

    /** Text that begins at RCV.NXT: RCV.NXT moves to its end, and over ranges that it reaches. */
    void takeInOrder(Tcb tcb, Segment seg) {
        int end = seg.seq + seg.textLength;
        if (tcb.ranges.count() == 0) {
            rings.put(tcb.slot, seg.seq, seg.array, seg.textOffset, seg.textLength);
            tcb.rcvNxt = end;
            return;
        }
        putGaps(tcb, seg, end);
        tcb.rcvNxt = tcb.ranges.advance(end);
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
            rings.put(tcb.slot, at, seg.array, seg.textOffset + (at - seg.seq), gapEnd - at);
            at = gapEnd;
        }
    }
}
