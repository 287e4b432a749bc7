package org.tcplite.sim.time;

import org.tcplite.hal.Clock;

/** Time that stands still until somebody moves it on: the same run always sees the same times. */
public final class VirtualClock implements Clock {

    private long nowNs;

    /** Starts at 0. */
    public VirtualClock() {
        this(0);
    }

    /** Starts at any time, to see a run cross a wrap of the clock. */
    public VirtualClock(long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nanos() {
        return nowNs;
    }

    /** Moves on to {@code timeNs}; an earlier time is refused, the present one does nothing. */
    public void advanceTo(long timeNs) {
        if (timeNs - nowNs < 0) {
            throw new IllegalArgumentException(
                    "virtual time does not go back: from " + nowNs + " to " + timeNs + " ns");
        }
        nowNs = timeNs;
    }

    /** Moves on by {@code durationNs}, 0 or more. */
    public void advanceBy(long durationNs) {
        advanceTo(nowNs + durationNs);
    }
}
