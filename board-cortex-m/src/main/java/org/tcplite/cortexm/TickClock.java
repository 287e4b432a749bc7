package org.tcplite.cortexm;

import org.tcplite.hal.Clock;

/** The processor's system tick as the board's clock: grain one count of the core clock. */
final class TickClock implements Clock {

    @Override
    public long nanos() {
        return Machine.nanos();
    }
}
