package org.tcplite.sim.cli;

import java.util.List;
import org.tcplite.sim.wire.Impairments;

/** The seed of what goes wrong on a real link, and what is said about it. */
final class Seed {

    private static final long SHORT = 0xffff_ffffL;

    private final Impairments impairments;
    private final long number;

    /**
     * The seed given, or a new one; a warning if it was given for nothing.
     *
     * @param given null if none was
     */
    Seed(Impairments impairments, Long given) {
        this.impairments = impairments;
        number = given == null ? System.nanoTime() & SHORT : given;
        if (given != null && impairments.isNone()) {
            System.err.println(
                    "warning: --seed does nothing here: keys of a real link come from the system;"
                            + " it goes with --loss and the like");
        }
    }

    long number() {
        return number;
    }

    /** To be printed before anything else: the seed, and the model understood. */
    List<String> lines() {
        return impairments.isNone()
                ? List.of()
                : List.of("seed=" + number, "impairments: " + impairments);
    }

    /** To be put at the end of the ready line. */
    String readyWord() {
        return impairments.isNone() ? "" : " seed=" + number;
    }
}
