package org.tcplite.sim.wire;

/** Loses each frame with the same probability, independent of the others; seeded. */
public final class RandomLoss implements Impairment {

    private final Chance chance;
    private final String reason;

    /**
     * The same seed loses the same frames.
     *
     * @param probability 0 to 1
     */
    public RandomLoss(double probability, long seed) {
        this(probability, seed, seed);
    }

    /** As above, but people are told another seed, that of the whole run. */
    RandomLoss(double probability, long seed, long toldSeed) {
        chance = new Chance(probability, seed);
        reason = "loss " + Quantity.percent(probability) + ", seed " + toldSeed;
    }

    @Override
    public void decide(Fate fate) {
        if (chance.happens()) {
            fate.drop(reason);
        }
    }
}
