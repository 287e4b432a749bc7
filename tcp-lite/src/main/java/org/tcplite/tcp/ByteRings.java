package org.tcplite.tcp;

/**
 * One ring of octets per slot, all in one array. An octet's place follows from its sequence number,
 * so a ring needs no positions of its own: text that comes out of order lies where it will be read,
 * and text to be sent lies there until it is acknowledged.
 *
 * <pre>
 *     at = sequence number - origin
 *     index = slot * size + at modulo size
 * </pre>
 *
 * <p>The origin, the number that stands first in the ring, belongs to the connection. It moves when
 * the ring is empty, so that most text lies in one run, and in few cache lines that are in use.
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

    /** Where the octet that is {@code at} after the origin stands in {@link #array}. */
    int index(int slot, int at) {
        return slot * (mask + 1) + (at & mask);
    }

    /** Octets from {@code at} on that lie in one run, up to the ring's wrap. */
    int run(int at) {
        return mask + 1 - (at & mask);
    }

    /** Copies octets into the ring; {@code length} is at most the ring's size. */
    void put(int slot, int at, byte[] source, int offset, int length) {
        int run = run(at);
        if (length <= run) {
            System.arraycopy(source, offset, array, index(slot, at), length);
            return;
        }
        System.arraycopy(source, offset, array, index(slot, at), run);
        System.arraycopy(source, offset + run, array, index(slot, at + run), length - run);
    }

    /** Copies octets out of the ring. */
    void get(int slot, int at, byte[] destination, int offset, int length) {
        int run = run(at);
        if (length <= run) {
            System.arraycopy(array, index(slot, at), destination, offset, length);
            return;
        }
        System.arraycopy(array, index(slot, at), destination, offset, run);
        System.arraycopy(array, index(slot, at + run), destination, offset + run, length - run);
    }

    /** Copies octets out of the ring and sums them on the way, as {@link Octets#sum} counts. */
    long getAndSum(Octets octets, int slot, int at, byte[] destination, int offset, int length) {
        int run = run(at);
        if (length <= run) {
            return octets.copyAndSum(array, index(slot, at), destination, offset, length);
        }
        long sum = octets.copyAndSum(array, index(slot, at), destination, offset, run);
        int place = index(slot, at + run);
        long rest = octets.copyAndSum(array, place, destination, offset + run, length - run);
        return sum + ((run & 1) == 0 ? rest : Octets.swapped(rest));
    }
}
