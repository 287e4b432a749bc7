package org.tcplite.tcp;

import java.util.BitSet;

/**
 * Numbers what is done to a run on purpose: a segment lost, doubled or damaged, a cable pulled, an
 * attack. Those whose number is in a set are left out, so that a failing run can be made small.
 */
final class Disturbances {

    private final BitSet without;
    private int count;

    Disturbances(BitSet without) {
        this.without = without;
    }

    /** True if what is wanted now is to be done; a wish is a disturbance and takes a number. */
    boolean happens(boolean wanted) {
        return wanted && !without.get(count++);
    }

    /** How many there were, those left out too. */
    int count() {
        return count;
    }
}
