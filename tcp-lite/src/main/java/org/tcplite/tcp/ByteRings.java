package org.tcplite.tcp;

/**
 * One ring of octets per slot, all in one array. An octet's place follows from its sequence number
 * alone, so a ring needs no positions of its own: text that comes out of order lies where it will
 * be read, and text to be sent lies there until it is acknowledged.
 *
 * <pre>
 *     index = slot * size + sequence number modulo size
 * </pre>
 */
final class ByteRings {

    final byte[] array;
    private final int mask;

    /** Rings of {@code octets} each, a power of two. */
    ByteRings(int slots, int octets) {
        mask = octets - 1;
        array = new byte[slots * octets];
    }

    /** The size of one ring in octets. */
    int octets() {
        return mask + 1;
    }

    /** Where the octet with this sequence number stands in {@link #array}. */
    int index(int slot, int seq) {
        return slot * (mask + 1) + (seq & mask);
    }

    /** Octets from {@code seq} on that lie in one run, up to the ring's wrap. */
    int run(int seq) {
        return mask + 1 - (seq & mask);
    }

    /** Copies octets into the ring; {@code length} is at most the ring's size. */
    void put(int slot, int seq, byte[] source, int offset, int length) {
        int run = run(seq);
        if (length <= run) {
            System.arraycopy(source, offset, array, index(slot, seq), length);
            return;
        }
        System.arraycopy(source, offset, array, index(slot, seq), run);
        System.arraycopy(source, offset + run, array, index(slot, seq + run), length - run);
    }

    /** Copies octets out of the ring. */
    void get(int slot, int seq, byte[] destination, int offset, int length) {
        int run = run(seq);
        if (length <= run) {
            System.arraycopy(array, index(slot, seq), destination, offset, length);
            return;
        }
        System.arraycopy(array, index(slot, seq), destination, offset, run);
        System.arraycopy(array, index(slot, seq + run), destination, offset + run, length - run);
    }

    /** Copies octets out of the ring and sums them on the way, as {@link Octets#sum} counts. */
    long getAndSum(Octets octets, int slot, int seq, byte[] destination, int offset, int length) {
        int run = run(seq);
        if (length <= run) {
            return octets.copyAndSum(array, index(slot, seq), destination, offset, length);
        }
        long sum = octets.copyAndSum(array, index(slot, seq), destination, offset, run);
        int place = index(slot, seq + run);
        long rest = octets.copyAndSum(array, place, destination, offset + run, length - run);
        return sum + ((run & 1) == 0 ? rest : Octets.swapped(rest));
    }
}
