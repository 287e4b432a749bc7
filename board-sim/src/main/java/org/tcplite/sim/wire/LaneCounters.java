package org.tcplite.sim.wire;

/** What one direction of a wire has done so far. */
public final class LaneCounters {

    long frames;
    long octets;
    long deliveredFrames;
    long deliveredOctets;
    long lost;
    long duplicated;
    long reordered;
    long corrupted;
    long overLimit;
    long notTaken;
    long onTheWay;

    LaneCounters() {}

    /** Frames taken from the end that sends. */
    public long frames() {
        return frames;
    }

    /** Their octets. */
    public long octets() {
        return octets;
    }

    /** Frames the other end took, copies among them. */
    public long deliveredFrames() {
        return deliveredFrames;
    }

    /** Their octets. */
    public long deliveredOctets() {
        return deliveredOctets;
    }

    /** Frames that an impairment lost. */
    public long lost() {
        return lost;
    }

    /** Copies made. */
    public long duplicated() {
        return duplicated;
    }

    /** Frames that overtook others. */
    public long reordered() {
        return reordered;
    }

    /** Frames with a bit changed. */
    public long corrupted() {
        return corrupted;
    }

    /** Frames, copies among them, that found as many on their way as the limit allows. */
    public long overLimit() {
        return overLimit;
    }

    /** Frames the other end did not take: no carrier, no room, too long; or the cable was out. */
    public long notTaken() {
        return notTaken;
    }

    /** Frames that have not arrived yet. */
    public long onTheWay() {
        return onTheWay;
    }

    /** All that will not arrive. */
    public long missing() {
        return lost + overLimit + notTaken;
    }
}
