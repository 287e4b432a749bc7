package org.tcplite.tcp;

/**
 * Takes the SACK blocks of an acknowledgment into the sent records (RFC 2018 section 5). Work is
 * bounded by four blocks and one walk over the records for each; a block that is not {@code SEG.ACK
 * < left < right <= SND.NXT} changes nothing. The first block may instead report what came twice
 * (D-SACK, RFC 2883 section 5), told by SEG.ACK and the second block alone.
 */
final class SackScoreboard {

    private final Octets octets;
    private final Rack rack;
    private final Counters counters;

    /** The last acknowledgment reported a duplicate, and where that ends. */
    boolean hasDuplicate;

    int duplicateRight;

    SackScoreboard(Octets octets, Rack rack, Counters counters) {
        this.octets = octets;
        this.rack = rack;
        this.counters = counters;
    }

    /** Marks what the segment's blocks report; SND.UNA is SEG.ACK already. */
    void take(Tcb tcb, Segment seg, long nowNs) {
        hasDuplicate = false;
        for (int at = 0; at < seg.sackLength; at += 8) {
            int left = octets.get32(seg.array, seg.sackOffset + at);
            int right = octets.get32(seg.array, seg.sackOffset + at + 4);
            if (at == 0 && isDuplicate(tcb, seg, left, right)) {
                hasDuplicate = true;
                duplicateRight = right;
                counters.count(TcpCounter.DSACK_RECV);
            } else if (SeqNum.lt(seg.ack, left)
                    && SeqNum.lt(left, right)
                    && SeqNum.leq(right, tcb.sndNxt)) {
                mark(tcb, left, right, nowNs);
            } else {
                counters.count(TcpCounter.SACK_DISCARD);
            }
        }
    }

    /** Below SEG.ACK, within a window's reach, or inside the second block. */
    private boolean isDuplicate(Tcb tcb, Segment seg, int left, int right) {
        if (!SeqNum.lt(left, right) || SeqNum.lt(tcb.sndNxt, right)) {
            return false;
        }
        if (SeqNum.leq(right, seg.ack)) {
            return SeqNum.leq(seg.ack - tcb.maxSndWnd, left) && SeqNum.lt(tcb.iss, left);
        }
        if (seg.sackLength < 16) {
            return false;
        }
        int nextLeft = octets.get32(seg.array, seg.sackOffset + 8);
        int nextRight = octets.get32(seg.array, seg.sackOffset + 12);
        return SeqNum.leq(nextLeft, left) && SeqNum.leq(right, nextRight);
    }

    /**
     * The peer has {@code left..right}. An edge inside a record splits it; in a full ring others
     * are joined for that, and if none can be, the record counts as not reported.
     */
    private void mark(Tcb tcb, int left, int right, long nowNs) {
        SentRecords records = tcb.sentRecords;
        for (int i = records.endingAfter(left); i < records.count(); i++) {
            int start = records.start(i);
            if (SeqNum.leq(right, start)) {
                return;
            }
            if (records.is(i, SentRecords.SACKED)) {
                continue;
            }
            boolean before = SeqNum.lt(start, left);
            boolean behind = SeqNum.lt(right, records.endSeq(i));
            int edges = (before ? 1 : 0) + (behind ? 1 : 0);
            if (edges > records.room()) {
                if (records.makeRoom()) {
                    i = records.endingAfter(start) - 1; // once more: places have changed
                }
                continue;
            }
            if (before) {
                records.split(i, left);
                continue; // the second half comes next
            }
            if (behind) {
                records.split(i, right);
            }
            rack.delivered(tcb, i, nowNs);
            records.sacked(i);
        }
    }
}
