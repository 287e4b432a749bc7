package org.tcplite.tcp;

import java.util.BitSet;

/**
 * A program of its own: {@code simulate} without its command line, for classes with a seeded bug
 * that stand before the true ones on the class path. It takes {@code --seed N --runs N [--without
 * RANGES]} and prints what {@code simulate} prints of a failure.
 */
public final class SimulationSearch {

    /** Begins the line that says what did not hold. */
    public static final String FAILED = "FAILED ";

    /** Begins the line with the options that have it again. */
    public static final String REPLAY = "replay: board-sim/run simulate ";

    private static final int SHRINKING_RUNS = 200;

    private SimulationSearch() {}

    /** Ends at the first failure, or after all runs; without a word if there was none. */
    public static void main(String[] arguments) {
        long seed = 0;
        int runs = 0;
        BitSet without = new BitSet();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--runs" -> runs = Integer.parseInt(value);
                case "--without" -> without = SimulationFailure.numbers(value);
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        SimulationFailure failure = null;
        for (int i = 0; i < runs && failure == null; i++) {
            failure = SimulationFailure.of(new Simulation(seed + i, without), without);
        }
        if (failure == null) {
            return;
        }
        SimulationFailure small = without.isEmpty() ? failure.shrunk(SHRINKING_RUNS) : failure;
        System.out.println(FAILED + "seed=" + small.seed() + ": " + small.summary());
        System.out.println(REPLAY + small.replay());
    }
}
