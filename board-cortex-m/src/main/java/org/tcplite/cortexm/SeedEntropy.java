package org.tcplite.cortexm;

import org.tcplite.hal.Entropy;

/**
 * 128 bits from the loader, handed out once. The emulated boards have no generator of their own, so
 * this says that it is weak: whoever can read the boot options knows every sequence number.
 */
final class SeedEntropy implements Entropy {

    /** The octets of a seed. */
    static final int OCTETS = 16;

    private final byte[] seed;
    private int at;

    SeedEntropy(byte[] seed) {
        this.seed = seed;
    }

    @Override
    public int next() {
        int from = at;
        at = from + 4 & OCTETS - 1;
        return seed[from] << 24
                | (seed[from + 1] & 0xff) << 16
                | (seed[from + 2] & 0xff) << 8
                | seed[from + 3] & 0xff;
    }

    @Override
    public boolean hardware() {
        return false;
    }
}
