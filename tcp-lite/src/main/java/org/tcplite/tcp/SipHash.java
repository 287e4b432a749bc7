package org.tcplite.tcp;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of a 16-octet message under a 128-bit key: the one
 * keyed pseudo-random function of the stack. It yields initial sequence numbers (RFC 6528 section
 * 3), cookies, ephemeral ports (RFC 6056), the offset of timestamps (RFC 7323 section 7.1) and the
 * keys of tables; the last word of the message names the purpose, so that what one purpose shows
 * tells nothing of another.
 */
final class SipHash {

    /** Purpose: the ISN, in the low half, and the offset of timestamps, in the upper. */
    static final int CONNECTION = 1;

    /** Purpose: the offset of ephemeral ports. */
    static final int EPHEMERAL_PORT = 2;

    /** Purpose: the key of the connection table. */
    static final int TABLE_KEY = 3;

    /** Purpose: the keys of SYN cookies. */
    static final int COOKIE_KEY = 5;

    /** Purpose: the key by which sources are counted. */
    static final int SOURCE_KEY = 6;

    /** Purpose: the key of the peers that have proved their address. */
    static final int PROVEN_KEY = 7;

    /** Purpose: the key of the SYN queue. */
    static final int QUEUE_KEY = 8;

    /** The last block: nothing but the length of the message. */
    private static final long LENGTH = 16L << 56;

    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** The 64-bit hash of four words, of which the last is the purpose. */
    long hash(int word0, int word1, int word2, int purpose) {
        return hash(
                word1 & 0xffffffffL | (long) word0 << 32,
                purpose & 0xffffffffL | (long) word2 << 32);
    }

    /**
     * The hash of a pair of sockets: {@link Connections#initialSequenceNumber}, {@link
     * Timestamps#offset}.
     */
    long ofConnection(int local, int remote, int remoteAndLocalPort) {
        return hash(local, remote, remoteAndLocalPort, CONNECTION);
    }

    /** SipHash-2-4 of the 16 octets that {@code m0} and {@code m1} are in little-endian order. */
    long hash(long m0, long m1) {
        return hash(key0, key1, m0, m1);
    }

    /** The same under a key of one's own. */
    static long hash(long key0, long key1, long m0, long m1) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        long message = m0;
        long next = m1;
        long afterNext = LENGTH;
        // two rounds for each of three blocks, then four
        for (int pass = 0; pass < 5; pass++) {
            v3 ^= message;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = (v1 << 13 | v1 >>> 51) ^ v0;
                v0 = v0 << 32 | v0 >>> 32;
                v2 += v3;
                v3 = (v3 << 16 | v3 >>> 48) ^ v2;
                v0 += v3;
                v3 = (v3 << 21 | v3 >>> 43) ^ v0;
                v2 += v1;
                v1 = (v1 << 17 | v1 >>> 47) ^ v2;
                v2 = v2 << 32 | v2 >>> 32;
            }
            v0 ^= message;
            if (pass == 2) {
                v2 ^= 0xff;
            }
            message = next;
            next = afterNext;
            afterNext = 0;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
