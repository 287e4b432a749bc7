package org.tcplite.tcp;

/**
 * The SACK option of what we acknowledge (RFC 2018 sections 3 and 4): a duplicate once (RFC 2883),
 * then the ranges held ahead of RCV.NXT, the one that grew last first.
 */
final class SackBlocks {

    /** Octets of options are 40 at most: 2 NOPs, kind, length, four blocks. */
    private static final int MOST = 4;

    private static final int MOST_WITH_TIMESTAMPS = 3;

    private SackBlocks() {}

    /** Octets of the option, NOPs included; 0 if there is nothing to report. */
    static int octets(Tcb tcb) {
        int blocks = blocks(tcb);
        return blocks == 0 ? 0 : 4 + 8 * blocks;
    }

    private static int blocks(Tcb tcb) {
        int blocks = tcb.ranges.count() + (tcb.hasDuplicate() ? 1 : 0);
        return Math.min(blocks, tcb.timestamps ? MOST_WITH_TIMESTAMPS : MOST);
    }

    /** Writes the option; the duplicate is told with that, and not again. */
    static void write(SegmentWriter writer, byte[] frame, int at, Tcb tcb) {
        int blocks = blocks(tcb);
        if (blocks == 0) {
            return;
        }
        writer.sack(frame, at, blocks);
        if (tcb.hasDuplicate()) {
            writer.block(frame, at, tcb.duplicateLeft, tcb.duplicateRight);
            tcb.duplicateRight = tcb.duplicateLeft;
            blocks--;
        }
        ReceivedRanges ranges = tcb.ranges;
        int before = ranges.clock() + 1;
        while (blocks-- > 0) {
            int next = ranges.newestBefore(before);
            writer.block(frame, at, ranges.left(next), ranges.right(next));
            before = ranges.stamp(next);
        }
    }
}
