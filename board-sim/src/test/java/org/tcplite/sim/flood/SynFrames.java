package org.tcplite.sim.flood;

import org.tcplite.sim.link.LinkSettings;

/** The frames of an attacker, for a sender in real time. They are for 10.0.0.2, port 7. */
public final class SynFrames {

    private static final int MTU = 1500;
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;

    private final Attacker attacker;

    /** SYNs from random addresses. */
    public SynFrames(long seed) {
        FloodConfig config = new FloodConfig();
        config.seed = seed;
        attacker =
                new Attacker(
                        config, Router.MAC, LinkSettings.derivedMac(Addresses.VICTIM, MTU).address);
        attacker.start(0, FOR_EVER_NS);
    }

    /** Another SYN, from index 0 on to the end of the array, which is used again. */
    public byte[] next() {
        byte[] frame = attacker.frame();
        attacker.sent();
        return frame;
    }
}
