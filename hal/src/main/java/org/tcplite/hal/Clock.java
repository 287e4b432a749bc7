package org.tcplite.hal;

/** The board's time: a monotonic clock of nanoseconds with an arbitrary origin. */
public interface Clock {

    /**
     * Now, in nanoseconds. Never goes back; two readings are compared by the sign of their
     * difference only, so the value may be negative and may wrap. A clock of coarser grain is legal
     * (a 1 ms system tick times 1,000,000): the stack's timers are then late by up to one grain.
     */
    long nanos();
}
