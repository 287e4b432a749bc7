package org.tcplite.tcp;

/**
 * SYN cookies (RFC 4987 section 3.6): initial sequence numbers from which the ACK of a SYN-ACK is
 * known again without anything having been kept.
 *
 * <pre>
 *     ISS = low 32 bits of SipHash(key of the period; addresses, ports, IRS, listener) + code * 2^28
 *     code = index of the MSS, 0..7, shifted by one | whether SACK is permitted
 * </pre>
 *
 * <p>The code stands at the upper end, so that the numbers after an ISS are no other cookie: an old
 * acknowledgment of a FIN that followed the SYN makes no connection.
 *
 * <p>The key changes every 32 s; the cookies of the present and of the previous period are good, so
 * that one lives 32 to 64 s. One blind ACK in 2^27 hits. The window scale does not fit in: it
 * travels in the low six bits of our timestamp, which the peer's ACK brings back, as in Linux; a
 * connection without timestamps does without window scaling.
 *
 * <p>The generation of the listener is part of what is hashed: cookies die with their listener.
 */
final class SynCookies {

    /** How long one key is used. */
    static final long PERIOD_NS = 32_000_000_000L;

    /** No cookie lives longer. */
    static final long LIFE_NS = 2 * PERIOD_NS;

    private static final int CODE_SHIFT = 28;
    private static final int BELOW_CODE = (1 << CODE_SHIFT) - 1;
    private static final int TIMESTAMP_BITS = 6;
    private static final int TIMESTAMP_MASK = (1 << TIMESTAMP_BITS) - 1;
    private static final int SHIFT_MASK = 15;
    private static final int NO_SHIFT = 15;
    private static final int SPREAD = 0x9E3779B9;

    private final SipHash sipHash;

    /** What an MSS is rounded down to: those that networks really have. */
    private final int[] sizes = {64, 216, 536, 1024, 1220, 1360, 1440, 1460};

    private int period;
    private long periodStartNs;
    private boolean started;
    private boolean previousIsGood;
    private long key0;
    private long key1;
    private long previousKey0;
    private long previousKey1;

    /** {@link #open}: the MSS the cookie stands for. */
    int mss;

    /** {@link #open}: SACK is in force. */
    boolean sackPermitted;

    SynCookies(SipHash sipHash) {
        this.sipHash = sipHash;
    }

    /** The ISS with which a SYN is answered. */
    int make(Segment syn, int listenerGeneration, int peerMss, boolean sack, long nowNs) {
        turn(nowNs);
        int code = indexOf(peerMss) << 1 | (sack ? 1 : 0);
        return (int) hash(key0, key1, syn, syn.seq, listenerGeneration) + (code << CODE_SHIFT);
    }

    /**
     * Whether an ACK answers a cookie; if so, {@link #mss} and {@link #sackPermitted} are what the
     * cookie says.
     */
    boolean open(Segment ack, int listenerGeneration, long nowNs) {
        turn(nowNs);
        int irs = ack.seq - 1;
        return matches(ack, (int) hash(key0, key1, ack, irs, listenerGeneration))
                || previousIsGood
                        && matches(
                                ack,
                                (int)
                                        hash(
                                                previousKey0,
                                                previousKey1,
                                                ack,
                                                irs,
                                                listenerGeneration));
    }

    private boolean matches(Segment ack, int hash) {
        int difference = ack.ack - 1 - hash;
        if ((difference & BELOW_CODE) != 0) {
            return false;
        }
        int code = difference >>> CODE_SHIFT;
        mss = sizes[code >>> 1];
        sackPermitted = (code & 1) != 0;
        return true;
    }

    /**
     * The timestamp of a SYN-ACK that carries the peer's window shift: not later than {@code
     * clock}, and less than 128 ticks before it.
     *
     * @param windowShift 0..14, or {@link Segment#ABSENT}
     */
    static int timestamp(int clock, int windowShift) {
        int bits = windowShift == Segment.ABSENT ? NO_SHIFT : windowShift;
        int stamp = clock & ~TIMESTAMP_MASK | bits;
        return stamp - clock > 0 ? stamp - (TIMESTAMP_MASK + 1) : stamp;
    }

    /** The window shift that came back in a timestamp echo, or {@link Segment#ABSENT}. */
    static int windowShift(int tsEcr) {
        int shift = tsEcr & SHIFT_MASK;
        return shift == NO_SHIFT ? Segment.ABSENT : shift;
    }

    /** The greatest of the sizes that is not above the peer's MSS. */
    private int indexOf(int peerMss) {
        int index = sizes.length - 1;
        while (index > 0 && sizes[index] > peerMss) {
            index--;
        }
        return index;
    }

    private static long hash(long k0, long k1, Segment seg, int irs, int listenerGeneration) {
        int to = seg.destinationAddress + listenerGeneration * SPREAD;
        return SipHash.hash(
                k0,
                k1,
                to & 0xffffffffL | (long) seg.sourceAddress << 32,
                irs & 0xffffffffL | (long) seg.ports << 32);
    }

    /** The key is that of the present period. */
    private void turn(long nowNs) {
        long age = nowNs - periodStartNs;
        if (started && age < PERIOD_NS) {
            return;
        }
        previousIsGood = started && age < LIFE_NS;
        previousKey0 = key0;
        previousKey1 = key1;
        periodStartNs = previousIsGood ? periodStartNs + PERIOD_NS : nowNs;
        started = true;
        period++;
        key0 = sipHash.hash(period, 0, 0, SipHash.COOKIE_KEY);
        key1 = sipHash.hash(period, 1, 0, SipHash.COOKIE_KEY);
    }
}
