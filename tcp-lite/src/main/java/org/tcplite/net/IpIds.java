package org.tcplite.net;

/**
 * IPv4 identifications that tell a peer nothing about others (RFC 6864, RFC 7739): a keyed
 * pseudo-random sequence, SipHash-2-4 of a count under the boot key, of which each hash is four of
 * them. A flow takes one as its start and counts on by itself; a reply without a flow takes one for
 * itself.
 */
final class IpIds {

    /** What this use of the boot key is called in the hash. */
    private static final long PURPOSE = 'i' << 8 | 'd';

    private final long key0;
    private final long key1;

    /** Identifications given, and what is left of the hash for the next ones. */
    private long given;

    private long hash;

    IpIds(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** An identification for a packet, or the start of a flow. */
    int next() {
        if ((given & 3) == 0) {
            hash = sipHash(given >>> 2);
        }
        given++;
        int id = (int) hash & 0xffff;
        hash >>>= 16;
        return id;
    }

    /** SipHash-2-4 of ten octets: {@code word}, then the purpose. */
    private long sipHash(long word) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        long message = word;
        long next = 10L << 56 | PURPOSE;
        // two rounds for each of two blocks, then four
        for (int pass = 0; pass < 4; pass++) {
            v3 ^= message;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = (v1 << 13 | v1 >>> 51) ^ v0;
                v3 = (v3 << 16 | v3 >>> 48) ^ v2;
                v0 = v0 << 32 | v0 >>> 32;
                v2 += v1;
                v0 += v3;
                v1 = (v1 << 17 | v1 >>> 47) ^ v2;
                v3 = (v3 << 21 | v3 >>> 43) ^ v0;
                v2 = v2 << 32 | v2 >>> 32;
            }
            v0 ^= message;
            if (pass == 1) {
                v2 ^= 0xff;
            }
            message = next;
            next = 0;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
