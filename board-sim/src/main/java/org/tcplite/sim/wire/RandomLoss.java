package org.tcplite.sim.wire;

import java.math.BigDecimal;
import org.tcplite.sim.time.SeededEntropy;

/** Loses each frame with the same probability, independent of the others; seeded. */
public final class RandomLoss implements Impairment {

    private final int threshold;
    private final SeededEntropy random;
    private final String reason;

    /**
     * The same seed loses the same frames.
     *
     * @param probability 0 to 1
     */
    public RandomLoss(double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, this is " + probability);
        }
        threshold = (int) Math.round(probability * (1L << 30));
        random = new SeededEntropy(seed);
        reason = "loss " + percent(probability) + ", seed " + seed;
    }

    private static String percent(double probability) {
        long millionths = Math.round(probability * 1_000_000);
        return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
    }

    @Override
    public void decide(Fate fate) {
        if (random.next() >>> 2 < threshold) {
            fate.drop(reason);
        }
    }
}
