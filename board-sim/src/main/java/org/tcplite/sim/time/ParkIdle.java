package org.tcplite.sim.time;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.tcplite.hal.Clock;
import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;

/**
 * Sleeps by parking the loop's thread. {@link #signal()} comes from any thread, {@link #waitUntil}
 * from one thread only. Nothing allocates.
 */
public final class ParkIdle implements Idle, Wakeup {

    private final Clock clock;

    // Both sides use a read-modify-write, a full fence: what was written before a signal is seen by
    // the loop after the wait that the signal ended, also when several signals fell together.
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile Thread waiter;

    /** Waits for deadlines of {@code clock}, which has to run in real time. */
    public ParkIdle(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void waitUntil(long deadlineNs) {
        waiter = Thread.currentThread();
        if (!signalled.get()) {
            park(deadlineNs);
        }
        waiter = null;
        signalled.getAndSet(false);
    }

    @Override
    public void signal() {
        if (!signalled.getAndSet(true)) {
            Thread sleeping = waiter;
            if (sleeping != null) {
                LockSupport.unpark(sleeping);
            }
        }
    }

    private void park(long deadlineNs) {
        if (deadlineNs == FOREVER) {
            LockSupport.park(this);
            return;
        }
        long remainingNs = deadlineNs - clock.nanos();
        if (remainingNs > 0) {
            LockSupport.parkNanos(this, remainingNs);
        }
    }
}
