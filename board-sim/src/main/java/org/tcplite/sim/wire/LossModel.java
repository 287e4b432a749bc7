package org.tcplite.sim.wire;

/**
 * How frames are lost at random: each with probability {@code p}, or by {@link GilbertElliott}.
 *
 * @param bursty whether there is a good and a bad state
 * @param p the loss; if bursty, the probability that the good state becomes bad, a frame
 * @param r the probability that the bad state becomes good
 * @param lossInBad the loss in the bad state; netem's 1-h
 * @param lossInGood the loss in the good state; netem's 1-k
 */
record LossModel(boolean bursty, double p, double r, double lossInBad, double lossInGood) {

    private static final String BURSTY = "gemodel:";
    private static final int FEWEST = 2;
    private static final int MOST = 4;

    /**
     * {@code 3%} or {@code gemodel:p,r[,1-h[,1-k]]}.
     *
     * @throws IllegalArgumentException in one line
     */
    static LossModel parse(String text) {
        if (!text.startsWith(BURSTY)) {
            return new LossModel(false, Quantity.probability(text), 0, 0, 0);
        }
        String[] values = text.substring(BURSTY.length()).split(",", -1);
        if (values.length < FEWEST || values.length > MOST) {
            throw new IllegalArgumentException(
                    "'" + text + "' needs p and r: say gemodel:1%,30% or gemodel:1%,30%,100%,0%");
        }
        double p = Quantity.probability(values[0]);
        double r = Quantity.probability(values[1]);
        double lossInBad = values.length > 2 ? Quantity.probability(values[2]) : 1;
        double lossInGood = values.length > 3 ? Quantity.probability(values[3]) : 0;
        return new LossModel(true, p, r, lossInBad, lossInGood);
    }

    /** Something that loses so, and draws from streams of this seed. */
    Impairment make(long seed, long toldSeed) {
        return bursty
                ? new GilbertElliott(this, seed, toldSeed)
                : new RandomLoss(p, seed, toldSeed);
    }

    @Override
    public String toString() {
        if (!bursty) {
            return Quantity.percent(p);
        }
        return "gemodel p "
                + Quantity.percent(p)
                + " r "
                + Quantity.percent(r)
                + " 1-h "
                + Quantity.percent(lossInBad)
                + " 1-k "
                + Quantity.percent(lossInGood);
    }
}
