package org.tcplite.sim.time;

import org.tcplite.hal.Clock;

/** Real time: the desktop's monotonic clock. For any thread. */
public final class SystemClock implements Clock {

    /** Stateless. */
    public SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
