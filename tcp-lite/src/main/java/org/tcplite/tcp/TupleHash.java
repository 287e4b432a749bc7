package org.tcplite.tcp;

/**
 * A keyed multiply-and-mix of a remote address and two ports: a few cycles, for places in tables.
 * It is no {@link SipHash}: who could watch collisions for long enough would learn the key. So each
 * table has a key of its own, and nothing but time is lost where places are filled on purpose.
 */
final class TupleHash {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private TupleHash() {}

    /** {@code remoteAddress << 32 | remotePort << 16 | localPort}: what is hashed. */
    static long tuple(int remoteAddress, int remoteAndLocalPort) {
        return (long) remoteAddress << 32 | remoteAndLocalPort & 0xffffffffL;
    }

    /** 64 bits, the upper half the better. */
    static long of(long tuple, long key) {
        long h = tuple * (key | 1);
        return (h ^ h >>> 32) * GOLDEN_RATIO;
    }
}
