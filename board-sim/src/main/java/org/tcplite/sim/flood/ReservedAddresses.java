package org.tcplite.sim.flood;

/**
 * The networks that are set aside for documentation and for measuring, where nobody lives: RFC 5737
 * and RFC 2544. A flood on a link of the outside world takes its sources from them alone.
 */
public final class ReservedAddresses {

    /** Their names, for people. */
    public static final String WORDS =
            "192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and 198.18.0.0/15";

    private static final int BENCHMARK = 0xc6120000;
    private static final int BENCHMARK_SIZE = 1 << 17;
    private static final int[] DOCUMENTATION = {0xc0000200, 0xc6336400, 0xcb007100};
    private static final int DOCUMENTATION_SIZE = 1 << 8;
    private static final int SIZE = BENCHMARK_SIZE + 3 * DOCUMENTATION_SIZE;

    private ReservedAddresses() {}

    static boolean contains(int address) {
        if ((address & -BENCHMARK_SIZE) == BENCHMARK) {
            return true;
        }
        for (int network : DOCUMENTATION) {
            if ((address & -DOCUMENTATION_SIZE) == network) {
                return true;
            }
        }
        return false;
    }

    /** One of them, all alike; from 32 random bits. */
    static int of(int random) {
        int index = (int) ((random & 0xffffffffL) * SIZE >>> 32);
        if (index < BENCHMARK_SIZE) {
            return BENCHMARK + index;
        }
        int rest = index - BENCHMARK_SIZE;
        return DOCUMENTATION[rest / DOCUMENTATION_SIZE] + rest % DOCUMENTATION_SIZE;
    }
}
