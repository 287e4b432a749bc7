package org.tcplite.sim.capture;

/** Joins taps. */
public final class Taps {

    private Taps() {}

    /** A tap that shows every frame to both, in this order; either may be null. */
    public static FrameTap both(FrameTap first, FrameTap second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return (direction, timeNs, frame, offset, length, comment) -> {
            first.frame(direction, timeNs, frame, offset, length, comment);
            second.frame(direction, timeNs, frame, offset, length, comment);
        };
    }
}
