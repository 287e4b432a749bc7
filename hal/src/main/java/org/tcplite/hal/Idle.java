package org.tcplite.hal;

/** How the board's loop sleeps when the stack has nothing to do. */
public interface Idle {

    /**
     * Returns at the deadline, or earlier after a {@link Wakeup#signal()}, or earlier for no
     * reason. A signal given before the call, and not yet used up by an earlier return, makes it
     * return at once: the loop cannot lose a wake-up between its last poll and this call.
     *
     * <p>A board may wait for an interrupt, park a thread, or simply return.
     *
     * @param deadlineNs a time of the board's {@link Clock}; {@link #FOREVER} if no timer runs
     */
    void waitUntil(long deadlineNs);

    /** The deadline that never comes. Compared for equality, before any subtraction. */
    long FOREVER = Long.MAX_VALUE;
}
