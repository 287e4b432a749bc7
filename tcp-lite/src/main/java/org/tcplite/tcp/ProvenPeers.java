package org.tcplite.tcp;

/**
 * The remote addresses that have completed a handshake most lately: whoever answered there had to
 * be there. When not every SYN can be answered, theirs go first. Nothing is decided to anybody's
 * disadvantage by it: an address is known or is not.
 *
 * <p>Buckets of four by a keyed hash, in each the latest first; the oldest is forgotten.
 */
final class ProvenPeers {

    /** Octets one address takes. */
    static final int OCTETS_PER_PEER = 4;

    private static final int WAYS = 4;
    private static final int SPREAD = 0x9E3779B1;

    /** 0, which no peer has, where there is none. */
    private final int[] addresses;

    private final int bucketMask;
    private final int key;

    /** Remembers {@code peers}, a power of two of at least 8. */
    ProvenPeers(int peers, long key) {
        addresses = new int[peers];
        bucketMask = peers / WAYS - 1;
        this.key = (int) key;
    }

    /** A handshake with this address is complete. */
    void add(int address) {
        int first = bucket(address);
        int i = first;
        while (i < first + WAYS - 1 && addresses[i] != address) {
            i++;
        }
        for (; i > first; i--) {
            addresses[i] = addresses[i - 1];
        }
        addresses[first] = address;
    }

    boolean contains(int address) {
        int first = bucket(address);
        for (int i = first; i < first + WAYS; i++) {
            if (addresses[i] == address) {
                return true;
            }
        }
        return false;
    }

    private int bucket(int address) {
        int h = (address ^ key) * SPREAD;
        return ((h ^ h >>> 15) * SPREAD >>> 16 & bucketMask) * WAYS;
    }
}
