package org.tcplite.sim.flood;

/**
 * Who is who: the victim on a link of its own with a router, everybody honest behind the router.
 */
final class Addresses {

    /** The victim, 10.0.0.2, with a prefix of {@link #LINK_PREFIX}. */
    static final int VICTIM = 0x0a000002;

    /** The victim's router, 10.0.0.1. */
    static final int ROUTER = 0x0a000001;

    static final int LINK_PREFIX = 16;

    /** Hosts of a link, its own address and broadcast left out, from this on. */
    static final int LINK_FIRST_FREE = 0x0a000100;

    static final int LINK_FREE = 0xfe00;

    /** Honest hosts: 203.0.113.1 and on. */
    static final int HONEST = 0xcb007100;

    private static final int HONEST_MASK = 0xffffff00;

    /** Where {@link Spoof#SINGLE} seems to come from: 198.51.100.7. */
    static final int SINGLE = 0xc6336407;

    /** The network whose hosts {@link Spoof#LIVE} abuses: 198.18.0.0/16. */
    static final int LIVE = 0xc6120000;

    private Addresses() {}

    static boolean isHonest(int address) {
        return (address & HONEST_MASK) == HONEST;
    }

    static int honest(int index) {
        return HONEST + 1 + index;
    }

    /** Unicast, not of the networks above, and nothing a stack takes for a mistake. */
    static boolean isPlausible(int address) {
        int first = address >>> 24;
        return first > 0 && first < 224 && first != 10 && first != 127 && !isHonest(address);
    }
}
