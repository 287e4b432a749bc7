package org.tcplite.sim.time;

import org.tcplite.hal.Entropy;

/**
 * Reproducible bits for simulated runs (SplitMix64): whoever knows the seed knows every sequence
 * number. Never for a link that reaches outside the process.
 *
 * <p>It passes for a hardware generator, because that is what it stands for in a simulated board;
 * the boards of a simulation are to listen without being told that weak entropy is welcome.
 */
public final class SeededEntropy implements Entropy {

    private long state;

    /** The same seed gives the same bits. */
    public SeededEntropy(long seed) {
        state = seed;
    }

    @Override
    public int next() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public boolean hardware() {
        return true;
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
