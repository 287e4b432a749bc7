package org.tcplite.tcp;

/**
 * When the SYN queue is not enough. A bucket that runs full starts flood mode: from then on every
 * newcomer is answered by a cookie and the queue takes nobody in. It lasts 15 s; when it begins
 * again while cookies of the last time are still good, twice as long as the last time, up to 120 s.
 *
 * <p>The gate for cookies is open in flood mode and as long after it as a cookie lives. While it is
 * shut no ACK can make a connection, however it is numbered.
 *
 * <p>There is no timer: whoever asks says what time it is.
 */
final class FloodGate {

    private static final long FIRST_NS = 15_000_000_000L;
    private static final long LONGEST_NS = 120_000_000_000L;

    private boolean open;
    private long lengthNs;
    private long floodEndNs;

    /** A newcomer found its bucket full outside flood mode: flood mode begins. */
    void begin(long nowNs) {
        lengthNs = isOpen(nowNs) ? Math.min(2 * lengthNs, LONGEST_NS) : FIRST_NS;
        floodEndNs = nowNs + lengthNs;
        open = true;
    }

    /** True in flood mode. */
    boolean isFlood(long nowNs) {
        return open && nowNs - floodEndNs < 0;
    }

    /** True while cookies are accepted. */
    boolean isOpen(long nowNs) {
        if (open && nowNs - floodEndNs >= SynCookies.LIFE_NS) {
            open = false; // remembered, so that times may wrap
        }
        return open;
    }
}
