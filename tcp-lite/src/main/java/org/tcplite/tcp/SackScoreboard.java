package org.tcplite.tcp;

/**
 * Takes the SACK blocks of an acknowledgment into the sent records (RFC 2018 section 5); a block
 * that is not {@code SEG.ACK < left < right <= SND.NXT} changes nothing. The first block may
 * instead report what came twice (D-SACK, RFC 2883 section 5), told by SEG.ACK and the second block
 * alone.
 *
 * <p>Work is bounded, whatever the blocks say: they are put in order and what they cover together
 * is walked over once; their edges split eight records at most, and room for them in a full ring is
 * looked for twice.
 */
final class SackScoreboard {

    /** More do not fit the options of a segment. */
    private static final int MOST_BLOCKS = 4;

    /** An honest acknowledgment reports one block that was not known, which has two edges. */
    private static final int MOST_JOINS = 2;

    private final Octets octets;
    private final Rack rack;
    private final Counters counters;

    // of the acknowledgment at hand: its blocks in order of their left edges
    private final int[] lefts = new int[MOST_BLOCKS];
    private final int[] rights = new int[MOST_BLOCKS];
    private int blocks;
    private int joinsLeft;

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
        blocks = 0;
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
                insert(left, right);
            } else {
                counters.count(TcpCounter.SACK_DISCARD);
            }
        }
        markAll(tcb, nowNs);
    }

    private void insert(int left, int right) {
        int at = blocks++;
        while (at > 0 && SeqNum.lt(left, lefts[at - 1])) {
            lefts[at] = lefts[at - 1];
            rights[at] = rights[at - 1];
            at--;
        }
        lefts[at] = left;
        rights[at] = right;
    }

    /** Blocks that touch or overlap are one. */
    private void markAll(Tcb tcb, long nowNs) {
        joinsLeft = MOST_JOINS;
        int next = 0;
        while (next < blocks) {
            int left = lefts[next];
            int right = rights[next++];
            while (next < blocks && SeqNum.leq(lefts[next], right)) {
                right = SeqNum.max(right, rights[next++]);
            }
            mark(tcb, left, right, nowNs);
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
     * are joined for that, and if none can be, or enough were, the record counts as not reported.
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
                if (--joinsLeft >= 0 && records.makeRoom()) {
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
