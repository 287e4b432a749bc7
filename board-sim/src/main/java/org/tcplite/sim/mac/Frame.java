package org.tcplite.sim.mac;

/** The buffer of one descriptor: made with its ring, moved about, never made anew. */
public final class Frame {

    /** Holds the frame; longer than the frame can be by the alignment before and after it. */
    public final byte[] octets;

    /** Where the frame's first octet stands. */
    public final int offset;

    /** The frame's octets, frame check sequence excluded. */
    public int length;

    /** Receive: the {@code RX_} bits; transmit: the {@code TX_CSUM_} bits. */
    int flags;

    /** The packet memory it takes. */
    int memory;

    Frame(int offset, int maxFrame) {
        this.offset = offset;
        octets = new byte[offset + maxFrame];
    }
}
