package org.tcplite.cortexm;

import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;

/** Waits for an interrupt: the MAC's, or the system tick's that reaches the deadline. */
final class InterruptIdle implements Idle, Wakeup {

    @Override
    public void waitUntil(long deadlineNs) {
        Machine.waitUntil(deadlineNs);
    }

    @Override
    public void signal() {
        Machine.signal();
    }
}
