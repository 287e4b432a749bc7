package org.tcplite.tcp;

/**
 * The timestamps option (RFC 7323): our clock, what is echoed, and the protection against wrapped
 * sequence numbers (PAWS).
 *
 * <p>The clock ticks every 2^20 ns (1.05 ms) and begins at a keyed offset of its own for each pair
 * of sockets, so that it does not tell how long the board has been up (section 7.1) and still goes
 * on from one connection of the pair to the next (RFC 6191).
 */
final class Timestamps {

    /** Octets of the option as it stands in a header: NOP, NOP, timestamps. */
    static final int OCTETS = 12;

    private static final int TICK_SHIFT = 20;

    /** TS.Recent is invalid after so long without a segment (section 5.5): 24 days. */
    private static final long VALID_NS = 24L * 86_400 * 1_000_000_000;

    private Timestamps() {}

    /** Where the clock of a pair of sockets begins, by its {@link SipHash#ofConnection}. */
    static int offset(long hash) {
        return (int) (hash >>> 32);
    }

    /** TSval: the time on the clock that begins at {@code offset}. */
    static int value(int offset, long nowNs) {
        return (int) (nowNs >>> TICK_SHIFT) + offset;
    }

    /** The time since the segment was sent whose TSval comes back; negative if it was not ours. */
    static long sinceEchoed(Tcb tcb, int tsEcr, long nowNs) {
        return (long) (value(tcb.tsOffset, nowNs) - tsEcr) << TICK_SHIFT;
    }

    /** PAWS (section 5.3 R1): the segment is older than one that has been had. */
    static boolean isOld(Tcb tcb, Segment seg, long nowNs) {
        return seg.tsVal - tcb.tsRecent < 0 && nowNs - tcb.lastHeardNs <= VALID_NS;
    }

    /** An acceptable segment that is not old: TS.Recent follows (section 4.3, rule 2). */
    static void note(Tcb tcb, Segment seg) {
        if (SeqNum.leq(seg.firstSeq, tcb.lastAckSent)) {
            tcb.tsRecent = seg.tsVal;
        }
    }
}
