package org.tcplite.tcp;

/**
 * What is known of each segment in flight, in sequence order: one record a segment, in a fixed
 * ring. It serves RTT measurement (RFC 6298 section 3, Karn's rule), is the scoreboard of selective
 * acknowledgments (RFC 2018) and the list of RACK (RFC 8985 section 5.2).
 *
 * <p>When the ring is full, neighbours of equal flags become one record; that keeps the later time,
 * so it can lose a measurement or find a loss later, never make a wrong one. If no neighbours are
 * equal, the newest record grows and forgets that it was delivered or lost.
 *
 * <p>Records are told by their place {@code 0..count-1}; a place is good until the next change.
 */
final class SentRecords {

    /** Sent more than once: the flag stays. */
    static final int RETRANSMITTED = 1;

    /** The peer has reported it as had. */
    static final int SACKED = 2;

    /** Found lost and not sent again since. Never together with {@link #SACKED}. */
    static final int LOST = 4;

    /** No such record. */
    static final int NONE = -1;

    private final int[] endSeq;
    private final long[] sentAtNs;
    private final byte[] flags;
    private final int mask;
    private int first;
    private int count;

    /** Where record 0 begins. */
    private int base;

    private int sackedOctets;
    private int lostOctets;
    private int sackedCount;
    private int lostCount;

    /** No record before this place is lost. */
    private int lostFrom;

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
        sackedOctets = 0;
        lostOctets = 0;
        sackedCount = 0;
        lostCount = 0;
        lostFrom = 0;
    }

    // ---- reading

    int count() {
        return count;
    }

    /** The number at which record {@code i} begins. */
    int start(int i) {
        return i == 0 ? base : endSeq[first + i - 1 & mask];
    }

    /** The number after record {@code i}. */
    int endSeq(int i) {
        return endSeq[first + i & mask];
    }

    /** When record {@code i} was sent last. */
    long sentAtNs(int i) {
        return sentAtNs[first + i & mask];
    }

    /** Whether record {@code i} has all of the flags. */
    boolean is(int i, int flag) {
        return (flags[first + i & mask] & flag) == flag;
    }

    /** Neither reported nor found lost. */
    boolean isUnderWay(int i) {
        return (flags[first + i & mask] & (SACKED | LOST)) == 0;
    }

    /** Octets in flight that the peer has reported as had. */
    int sackedOctets() {
        return sackedOctets;
    }

    /** Octets found lost that wait to be sent again. */
    int lostOctets() {
        return lostOctets;
    }

    int sackedCount() {
        return sackedCount;
    }

    int lostCount() {
        return lostCount;
    }

    /** The lost record with the lowest number, or {@link #NONE}. */
    int firstLost() {
        if (lostCount == 0) {
            return NONE;
        }
        while (!is(lostFrom, LOST)) {
            lostFrom++;
        }
        return lostFrom;
    }

    /**
     * Where the run of lost records from {@code i} on ends, or the record that reaches a number.
     */
    int lostUntil(int i, int seq) {
        int last = i;
        while (last + 1 < count && is(last + 1, LOST) && SeqNum.lt(endSeq(last), seq)) {
            last++;
        }
        return endSeq(last);
    }

    /** The first record that ends after {@code seq}; {@code count} if none does. */
    int endingAfter(int seq) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (SeqNum.lt(seq, endSeq(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int length(int i) {
        return endSeq(i) - start(i);
    }

    // ---- sending

    /** New sequence space {@code from..end} was sent for the first time. */
    void sent(int from, int end, long nowNs) {
        if (count == 0) {
            base = from;
        } else if (count > mask && (flags[first + count - 1 & mask] == 0 || !makeRoom())) {
            int last = first + count - 1 & mask;
            forget(count - 1);
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

    /**
     * What lies in {@code from..to} was sent again: no RTT is taken from it (Karn), and it is lost
     * no more.
     */
    void resent(int from, int to, long nowNs) {
        for (int k = endingAfter(from); k < count && SeqNum.lt(start(k), to); k++) {
            notLost(k);
            int i = first + k & mask;
            flags[i] |= RETRANSMITTED;
            sentAtNs[i] = nowNs;
        }
    }

    /** As far as there is room, makes {@code from..to} records of their own. */
    void isolate(int from, int to) {
        splitAt(from);
        splitAt(to);
    }

    private void splitAt(int seq) {
        int i = endingAfter(seq);
        if (i < count && start(i) != seq && (count <= mask || makeRoom())) {
            split(endingAfter(seq), seq);
        }
    }

    // ---- what the peer has

    /**
     * All before {@code una} is acknowledged: its records are dropped. {@link #hasSample()} tells
     * whether an RTT can be taken: the earliest of them, if none was retransmitted.
     */
    void acknowledged(int una) {
        int dropped = 0;
        int had = 0;
        while (dropped < count && SeqNum.leq(endSeq(dropped), una)) {
            had |= flags[first + dropped & mask];
            dropped++;
        }
        sampled = dropped > 0 && (had & RETRANSMITTED) == 0;
        if (dropped > 0) {
            sampleSentAtNs = sentAtNs[first];
            drop(dropped, had);
        }
        if (count > 0) {
            shorten(una);
        }
    }

    /** The first {@code n} records, which have flags {@code had} among them, are known no more. */
    private void drop(int n, int had) {
        if ((had & (SACKED | LOST)) != 0) {
            for (int i = 0; i < n; i++) {
                forget(i);
            }
        }
        base = endSeq(n - 1);
        first = first + n & mask;
        count -= n;
        lostFrom = Math.max(0, lostFrom - n);
    }

    /** Part of record 0 is acknowledged. */
    private void shorten(int una) {
        int cut = una - base;
        if (is(0, SACKED)) {
            sackedOctets -= cut;
        } else if (is(0, LOST)) {
            lostOctets -= cut;
        }
        base = una;
    }

    /** The peer has reported record {@code i}, which it had not before. */
    void sacked(int i) {
        notLost(i);
        flags[first + i & mask] |= SACKED;
        sackedOctets += length(i);
        sackedCount++;
    }

    /** The peer may have thrown away what it reported (RFC 2018 section 8). */
    void forgetSacked() {
        for (int i = 0; i < count && sackedCount > 0; i++) {
            if (is(i, SACKED)) {
                forget(i);
            }
        }
    }

    // ---- what is lost

    /** Record {@code i}, neither reported nor lost so far, is lost. */
    void lost(int i) {
        flags[first + i & mask] |= LOST;
        lostOctets += length(i);
        lostCount++;
        lostFrom = Math.min(lostFrom, i);
    }

    /** All that the peer has not reported is to be sent again. */
    void allLost() {
        for (int i = 0; i < count; i++) {
            if (isUnderWay(i)) {
                lost(i);
            }
        }
    }

    /** Nothing is lost after all. */
    void forgetLost() {
        for (int i = lostFrom; i < count && lostCount > 0; i++) {
            notLost(i);
        }
    }

    private void notLost(int i) {
        if (is(i, LOST)) {
            flags[first + i & mask] &= ~LOST;
            lostOctets -= length(i);
            lostCount--;
        }
        if (lostCount == 0) {
            lostFrom = count;
        }
    }

    /** Neither reported nor lost. */
    private void forget(int i) {
        if (is(i, SACKED)) {
            flags[first + i & mask] &= ~SACKED;
            sackedOctets -= length(i);
            sackedCount--;
        }
        notLost(i);
    }

    // ---- the ring

    /** Records that are free. */
    int room() {
        return mask + 1 - count;
    }

    /**
     * Makes two records of record {@code i}, the second beginning at {@code seq}; there is room.
     */
    void split(int i, int seq) {
        if (i < count >> 1) { // the shorter side moves
            first = first - 1 & mask;
            for (int k = 0; k <= i; k++) {
                move(k + 1, k);
            }
        } else {
            for (int k = count; k > i; k--) {
                move(k - 1, k);
            }
        }
        count++;
        endSeq[first + i & mask] = seq;
        if (is(i, SACKED)) {
            sackedCount++;
        } else if (is(i, LOST)) {
            lostCount++;
        }
        if (lostFrom > i) {
            lostFrom++;
        }
    }

    /** Makes one record of the first neighbours with equal flags; false if there are none. */
    boolean makeRoom() {
        for (int i = 0; i < count - 1; i++) {
            int at = first + i & mask;
            int next = first + i + 1 & mask;
            if (flags[at] == flags[next]) {
                join(i, at, next);
                return true;
            }
        }
        return false;
    }

    private void join(int i, int at, int next) {
        if (is(i, SACKED)) {
            sackedCount--;
        } else if (is(i, LOST)) {
            lostCount--;
        }
        endSeq[at] = endSeq[next];
        if (sentAtNs[next] - sentAtNs[at] > 0) {
            sentAtNs[at] = sentAtNs[next];
        }
        if (i < count >> 1) { // the shorter side moves
            for (int k = i + 1; k > 0; k--) {
                move(k - 1, k);
            }
            first = first + 1 & mask;
        } else {
            for (int k = i + 1; k < count - 1; k++) {
                move(k + 1, k);
            }
        }
        count--;
        if (lostFrom > i) {
            lostFrom--;
        }
    }

    private void move(int from, int to) {
        int source = first + from & mask;
        int target = first + to & mask;
        endSeq[target] = endSeq[source];
        sentAtNs[target] = sentAtNs[source];
        flags[target] = flags[source];
    }

    // ---- round trip

    boolean hasSample() {
        return sampled;
    }

    /** When the segment was sent whose acknowledgment is the sample. */
    long sampleSentAtNs() {
        return sampleSentAtNs;
    }
}
