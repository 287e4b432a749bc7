package org.tcplite.sim.wire;

/**
 * Sends some frames without the delay that the others have, so that they overtake them. As in
 * netem: after {@code gap - 1} delayed frames each one is sent ahead with the given probability,
 * until one was; then the count begins anew.
 */
final class Reordering implements Impairment {

    private final Chance chance;
    private final int gap;
    private int delayed;

    Reordering(double probability, int gap, long seed) {
        chance = new Chance(probability, seed);
        this.gap = gap;
    }

    @Override
    public void decide(Fate fate) {
        boolean mayGoAhead = chance.happens();
        if (mayGoAhead && delayed >= gap - 1) {
            fate.overtake();
            delayed = 0;
        } else {
            delayed = Math.min(delayed + 1, gap);
        }
    }
}
