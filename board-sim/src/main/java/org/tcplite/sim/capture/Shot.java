package org.tcplite.sim.capture;

import java.util.Arrays;

/** One segment of a ladder, from the side that sent it to the other, or not so far. */
final class Shot {

    final int sender;

    /** Flags and numbers, in one line. */
    final String label;

    /** Window and options, or the empty string. */
    final String detail;

    private final byte[] octets;

    /** Why it did not arrive, or null. */
    String lostBecause;

    Shot(int sender, String label, String detail, byte[] frame, int offset, int length) {
        this.sender = sender;
        this.label = label;
        this.detail = detail;
        octets = Arrays.copyOfRange(frame, offset, offset + length);
    }

    boolean isSameAs(byte[] frame, int offset, int length) {
        return Arrays.equals(octets, 0, octets.length, frame, offset, offset + length);
    }
}
