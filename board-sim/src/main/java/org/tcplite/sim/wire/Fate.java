package org.tcplite.sim.wire;

/** One frame on its way, and what is to become of it. Reused for every frame of a direction. */
public final class Fate {

    private static final int NO_BIT = -1;

    private long number;
    private byte[] octets;
    private int offset;
    private int length;
    private boolean dropped;
    private String reason;
    private boolean duplicated;
    private boolean overtaking;
    private int flippedBit;
    private long extraDelayNs;

    Fate() {}

    void begin(long newNumber, byte[] newOctets, int newOffset, int newLength) {
        number = newNumber;
        octets = newOctets;
        offset = newOffset;
        length = newLength;
        dropped = false;
        reason = null;
        duplicated = false;
        overtaking = false;
        flippedBit = NO_BIT;
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
     * The frame is lost, whatever else is decided; the first reason stands.
     *
     * @param why made beforehand, for the comment in a capture ("loss 3%, seed 7"); or null, the
     *     frame's number says it all
     */
    public void drop(String why) {
        if (!dropped) {
            dropped = true;
            reason = why;
        }
    }

    /**
     * The frame comes later than the wire's delay says, or earlier, down to at once; frames may
     * overtake each other.
     */
    public void delayBy(long moreNs) {
        extraDelayNs += moreNs;
    }

    /** The frame does not wait at all and overtakes those that are on their way. */
    public void overtake() {
        overtaking = true;
    }

    /** A copy of the frame, as it was sent, follows right behind it. */
    public void duplicate() {
        duplicated = true;
    }

    /**
     * The frame arrives with one bit changed.
     *
     * @param bit 0 up to eight times the length, the most significant of an octet first
     */
    public void flip(int bit) {
        flippedBit = bit;
    }

    boolean isDropped() {
        return dropped;
    }

    String reason() {
        return reason;
    }

    boolean isDuplicated() {
        return duplicated;
    }

    boolean isOvertaking() {
        return overtaking;
    }

    boolean isCorrupted() {
        return flippedBit != NO_BIT;
    }

    int flippedBit() {
        return flippedBit;
    }

    long extraDelayNs() {
        return extraDelayNs;
    }
}
