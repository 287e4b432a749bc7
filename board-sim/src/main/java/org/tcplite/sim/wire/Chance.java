package org.tcplite.sim.wire;

import org.tcplite.sim.time.SeededEntropy;

/** Something that happens with a probability, and draws from a stream of its own. */
final class Chance {

    private static final int SCALE_BITS = 30;

    private final int threshold;
    private final SeededEntropy random;

    /**
     * The same seed gives the same answers.
     *
     * @param probability 0 to 1
     */
    Chance(double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, this is " + probability);
        }
        threshold = (int) Math.round(probability * (1L << SCALE_BITS));
        random = new SeededEntropy(seed);
    }

    /** Draws once. */
    boolean happens() {
        return random.next() >>> Integer.SIZE - SCALE_BITS < threshold;
    }

    /** Draws once more: a number from 0 up to {@code bound}, all about equally likely. */
    int below(int bound) {
        return (int) ((random.next() & 0xffffffffL) * bound >>> Integer.SIZE);
    }
}
