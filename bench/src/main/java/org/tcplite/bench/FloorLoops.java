package org.tcplite.bench;

import org.tcplite.tcp.Octets;

/**
 * What no stack in Java can be faster than: a copy, a checksum, both, of a segment's text, with the
 * loops the stack uses. The text stands in 64 places in turn.
 */
final class FloorLoops {

    /** Segments of one run. */
    static final int OPERATIONS = 1024;

    private static final int PLACES = 64;
    private static final int STRIDE = 1600;

    private final Octets octets = Node.OCTETS;
    private final byte[] source = new byte[PLACES * STRIDE];
    private final byte[] destination = new byte[PLACES * STRIDE];
    private final int text;
    private long sink;

    /** Loops over so many octets. */
    FloorLoops(int text) {
        this.text = text;
        Text.put(source, 0, source.length);
    }

    /** Copies {@link #OPERATIONS} times. */
    void copy() {
        for (int i = 0; i < OPERATIONS; i++) {
            int at = i % PLACES * STRIDE;
            System.arraycopy(source, at, destination, at, text);
        }
    }

    /** Sums {@link #OPERATIONS} times. */
    void checksum() {
        for (int i = 0; i < OPERATIONS; i++) {
            sink += octets.sum(source, i % PLACES * STRIDE, text);
        }
    }

    /** Copies and sums {@link #OPERATIONS} times. */
    void copyAndChecksum() {
        for (int i = 0; i < OPERATIONS; i++) {
            int at = i % PLACES * STRIDE;
            sink += octets.copyAndSum(source, at, destination, at, text);
        }
    }

    /** All sums, so that the compiler keeps them; and the copy. */
    long result() {
        return sink + destination[text - 1];
    }
}
