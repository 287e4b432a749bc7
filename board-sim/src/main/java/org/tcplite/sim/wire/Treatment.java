package org.tcplite.sim.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done to a frame that arrives, in words, for a capture's comment. */
final class Treatment {

    /** Says so of the second of two; the number follows. */
    static final String COPY = "copy made by wire: frame ";

    private static final double NS_PER_MS = 1e6;

    private Treatment() {}

    /** The words up to the frame's number, or null if nothing was done to it. */
    static String of(Fate fate, int overtaken) {
        List<String> done = new ArrayList<>();
        if (fate.isCorrupted()) {
            int bit = fate.flippedBit();
            done.add("bit " + (bit & 7) + " of octet " + (bit >>> 3) + " changed");
        }
        if (fate.isDuplicated()) {
            done.add("duplicated");
        }
        if (fate.extraDelayNs() != 0 && !fate.isOvertaking()) {
            done.add(
                    String.format(
                            Locale.ROOT, "%+.3f ms of delay", fate.extraDelayNs() / NS_PER_MS));
        }
        if (overtaken > 0) {
            done.add("overtakes " + overtaken);
        } else if (fate.isOvertaking()) {
            done.add("not delayed");
        }
        return done.isEmpty() ? null : String.join(", ", done) + " by wire: frame ";
    }
}
