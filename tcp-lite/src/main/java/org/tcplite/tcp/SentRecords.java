package org.tcplite.tcp;

/**
 * When each segment in flight was sent, in sequence order: one record a segment, in a fixed ring.
 * It serves RTT measurement (RFC 6298 section 3, Karn's rule) and has the place for what selective
 * acknowledgment and RACK need to know of a segment.
 *
 * <p>When the ring is full, the newest record grows instead of a new one being made; it then keeps
 * the later time and the union of the flags, which can only lose a measurement, never make a wrong
 * one.
 */
final class SentRecords {

    private static final byte RETRANSMITTED = 1;

    private final int[] endSeq;
    private final long[] sentAtNs;
    private final byte[] flags;
    private final int mask;
    private int first;
    private int count;

    private boolean sampled;
    private long sampleSentAtNs;

    /** A ring of {@code capacity} records, a power of two. */
    SentRecords(int capacity) {
        endSeq = new int[capacity];
        sentAtNs = new long[capacity];
        flags = new byte[capacity];
        mask = capacity - 1;
    }

    /** Octets a ring of {@code capacity} records takes, array headers excluded. */
    static int octets(int capacity) {
        return capacity * (4 + 8 + 1);
    }

    void clear() {
        first = 0;
        count = 0;
    }

    int count() {
        return count;
    }

    /** The end of record {@code i} in sequence order, {@code 0..count-1}. */
    int endSeq(int i) {
        return endSeq[first + i & mask];
    }

    /** New sequence space up to {@code end} was sent for the first time. */
    void sent(int end, long nowNs) {
        if (count > mask) {
            int last = first + count - 1 & mask;
            endSeq[last] = end;
            sentAtNs[last] = nowNs;
            return;
        }
        int i = first + count & mask;
        endSeq[i] = end;
        sentAtNs[i] = nowNs;
        flags[i] = 0;
        count++;
    }

    /** What lies in {@code from..to} was sent again: no RTT is taken from it (Karn). */
    void resent(int from, int to, long nowNs) {
        for (int k = 0; k < count; k++) {
            int i = first + k & mask;
            if (SeqNum.lt(from, endSeq[i])) {
                flags[i] |= RETRANSMITTED;
                sentAtNs[i] = nowNs;
                if (SeqNum.leq(to, endSeq[i])) {
                    return;
                }
            }
        }
    }

    /**
     * All before {@code una} is acknowledged: its records are dropped. {@link #hasSample()} tells
     * whether an RTT can be taken: the earliest of them, if none was retransmitted.
     */
    void acknowledged(int una) {
        sampled = false;
        boolean ambiguous = false;
        while (count > 0 && SeqNum.leq(endSeq[first], una)) {
            if ((flags[first] & RETRANSMITTED) != 0) {
                ambiguous = true;
            } else if (!sampled) {
                sampled = true;
                sampleSentAtNs = sentAtNs[first];
            }
            first = first + 1 & mask;
            count--;
        }
        sampled &= !ambiguous;
    }

    boolean hasSample() {
        return sampled;
    }

    /** When the segment was sent whose acknowledgment is the sample. */
    long sampleSentAtNs() {
        return sampleSentAtNs;
    }
}
