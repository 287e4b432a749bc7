package org.tcplite.hal;

/**
 * The one call a driver's interrupt routine, or another thread, may make into the board's loop.
 *
 * <p>It is sticky: a signal given while nobody waits ends the next {@link Idle#waitUntil} at once.
 * Several signals may fall together into one. It does not block and may come without reason.
 */
public interface Wakeup {

    /** Ends the present or the next {@link Idle#waitUntil}. */
    void signal();
}
