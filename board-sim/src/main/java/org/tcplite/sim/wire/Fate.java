package org.tcplite.sim.wire;

/** One frame on its way, and what is to become of it. Reused for every frame of a direction. */
public final class Fate {

    private long number;
    private byte[] octets;
    private int offset;
    private int length;
    private boolean dropped;
    private String reason;
    private long extraDelayNs;

    Fate() {}

    void begin(long newNumber, byte[] newOctets, int newOffset, int newLength) {
        number = newNumber;
        octets = newOctets;
        offset = newOffset;
        length = newLength;
        dropped = false;
        reason = null;
        extraDelayNs = 0;
    }

    /** The frame's number in its direction, from 1. */
    public long number() {
        return number;
    }

    /** The array that holds the frame; only to be read. */
    public byte[] octets() {
        return octets;
    }

    /** Where the frame begins in {@link #octets()}. */
    public int offset() {
        return offset;
    }

    /** Octets of the frame. */
    public int length() {
        return length;
    }

    /**
     * The frame is lost.
     *
     * @param why made beforehand, for the comment in a capture ("loss 3%, seed 7"); or null, the
     *     frame's number says it all
     */
    public void drop(String why) {
        dropped = true;
        reason = why;
    }

    /** The frame comes later than the wire's delay says, and may be overtaken by others. */
    public void delayBy(long moreNs) {
        extraDelayNs += moreNs;
    }

    boolean isDropped() {
        return dropped;
    }

    String reason() {
        return reason;
    }

    long extraDelayNs() {
        return extraDelayNs;
    }
}
