package org.tcplite.bench.compare;

import java.util.List;

/** Who does the work of a case, in a process of its own. */
interface Subject {

    /** How it is called in the report. */
    String name();

    /** What it is, for the list of subjects: version and flags. */
    String description();

    /** Whether it is somebody else's stack, to which ours is compared. */
    default boolean isPeer() {
        return false;
    }

    /** Whether it is our stack. */
    default boolean isOwn() {
        return false;
    }

    /** Whether it can do this case. */
    boolean does(Case which);

    /**
     * The command that prints nanoseconds an operation, operations, frames an operation.
     *
     * @param warmMs CPU time before the measure
     * @param measureMs CPU time of the measure, about
     */
    List<String> command(Case which, int warmMs, int measureMs);
}
