package org.tcplite.sim.wire;

/**
 * Decides the fate of each frame of one direction of a wire. This is the seat of everything that
 * can go wrong on the way: what an impairment wants, it says to the {@link Fate}, and the wire does
 * it.
 */
public interface Impairment {

    /**
     * Called once a frame, in the order the frames were sent. Allocates nothing.
     *
     * @param fate the frame, as yet to be delivered; of the wire, not to be kept
     */
    void decide(Fate fate);

    /**
     * One impairment after the other. Each sees every frame, also those that another has dropped,
     * so that what one of them draws does not depend on the others.
     */
    static Impairment all(Impairment... impairments) {
        Impairment[] list = impairments.clone();
        return fate -> {
            for (Impairment each : list) {
                each.decide(fate);
            }
        };
    }
}
