package org.tcplite.sim.transfer;

import java.util.SplittableRandom;

/** An exchange that writes random octets and ends its side after the last. */
abstract class RandomExchange extends Exchange {

    private final SplittableRandom random;
    private final long total;

    /** So many octets, drawn from a seed. */
    RandomExchange(long total, long seed) {
        this.total = total;
        random = new SplittableRandom(seed);
    }

    @Override
    final int next(byte[] octets, boolean stopped) {
        int length = (int) Math.min(octets.length, total - sent());
        if (stopped || length == 0) {
            return END;
        }
        random.nextBytes(octets);
        countSent(octets, length);
        return length;
    }

    @Override
    final String ourDigest() {
        return sentDigest();
    }
}
