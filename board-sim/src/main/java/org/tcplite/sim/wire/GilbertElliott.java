package org.tcplite.sim.wire;

/**
 * Loses frames in bursts: a channel that is good or bad (E. N. Gilbert 1960, E. O. Elliott 1963;
 * netem's {@code loss gemodel}). A frame is lost with the probability of the present state, then
 * the state may change. The mean loss is {@code (p lossInBad + r lossInGood) / (p + r)}, a bad
 * spell lasts {@code 1 / r} frames on average.
 */
final class GilbertElliott implements Impairment {

    private final Chance becomesBad;
    private final Chance becomesGood;
    private final Chance lostInBad;
    private final Chance lostInGood;
    private final String reason;
    private boolean bad;

    /**
     * Begins in the good state.
     *
     * @param model its probabilities
     * @param seed of the two streams that it draws from, one number each for every frame
     * @param toldSeed that of the whole run, for people
     */
    GilbertElliott(LossModel model, long seed, long toldSeed) {
        becomesBad = new Chance(model.p(), seed);
        becomesGood = new Chance(model.r(), seed + 1);
        lostInBad = new Chance(model.lossInBad(), seed + 2);
        lostInGood = new Chance(model.lossInGood(), seed + 3);
        reason = "loss " + model + ", seed " + toldSeed;
    }

    @Override
    public void decide(Fate fate) {
        Chance lost = bad ? lostInBad : lostInGood;
        Chance changes = bad ? becomesGood : becomesBad;
        if (lost.happens()) {
            fate.drop(reason);
        }
        bad ^= changes.happens();
    }
}
