package org.tcplite.sim.wire;

/** One direction of a wire, as plain fields; read once, when the wire is made. */
public final class WireConfig {

    /** As in netem. */
    public static final int DEFAULT_LIMIT = 1000;

    /** The greatest limit: that many frames are held in memory. */
    public static final int GREATEST_LIMIT = 65536;

    /** How long a frame travels after its last octet has left, in nanoseconds. */
    public long delayNs;

    /**
     * Octets of frames are sent at this rate; 0 is at once. As in netem only the frame itself
     * counts, not its preamble, check sequence and gap.
     */
    public long bitsPerSecond;

    /** Frames on their way at one time; what comes on top of that is lost. 1 to 65536. */
    public int limit = DEFAULT_LIMIT;

    /**
     * A frame whose receiver has no free descriptor waits (IEEE 802.3 annex 31B, PAUSE); if false
     * it is lost and the receiver counts an overrun.
     */
    public boolean flowControl = true;

    /** No delay, no limit of the rate, nothing is lost. */
    public WireConfig() {}

    /** Fields as they are, but with this delay. */
    public WireConfig withDelay(long newDelayNs) {
        delayNs = newDelayNs;
        return this;
    }

    /** Fields as they are, but with this rate. */
    public WireConfig withRate(long newBitsPerSecond) {
        bitsPerSecond = newBitsPerSecond;
        return this;
    }

    /** True if no frame arrives at once. */
    boolean takesTime() {
        return delayNs > 0 || bitsPerSecond > 0;
    }

    void check() {
        if (delayNs < 0 || bitsPerSecond < 0) {
            throw new IllegalArgumentException("a wire's delay and rate are 0 or more");
        }
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new IllegalArgumentException(
                    "a wire's limit is " + limit + ", has to be 1 to " + GREATEST_LIMIT);
        }
    }
}
