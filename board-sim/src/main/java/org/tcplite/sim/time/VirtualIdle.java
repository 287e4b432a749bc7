package org.tcplite.sim.time;

import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;

/**
 * Sleeps in virtual time: moves the clock to the deadline and returns. {@link #signal()} comes from
 * any thread.
 */
public final class VirtualIdle implements Idle, Wakeup {

    private final VirtualClock clock;
    private volatile boolean signalled;

    /** Moves {@code clock}. */
    public VirtualIdle(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public void waitUntil(long deadlineNs) {
        if (signalled) {
            signalled = false;
            return;
        }
        if (deadlineNs != FOREVER && deadlineNs - clock.nanos() > 0) {
            clock.advanceTo(deadlineNs);
        }
    }

    @Override
    public void signal() {
        signalled = true;
    }
}
