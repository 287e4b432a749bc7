package org.tcplite.tcp;

import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/** A run of a {@link Simulation} that failed: what did not hold, and how to have it again. */
public final class SimulationFailure {

    /** So many at a time are tried again as long as that helps. */
    private static final int FINE = 4;

    private final long seed;
    private final BitSet without;
    private final Throwable cause;
    private final String parameters;
    private final int disturbances;

    private SimulationFailure(Simulation simulation, BitSet without, Throwable cause) {
        seed = simulation.world.seed;
        this.without = without;
        this.cause = cause;
        parameters = simulation.parameters();
        disturbances = simulation.disturbances();
    }

    /** Runs a simulation to its end; null if all held. */
    public static SimulationFailure of(Simulation simulation, BitSet without) {
        try {
            simulation.run();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return new SimulationFailure(simulation, without, e);
        }
    }

    /** Makes a simulation of a seed and the disturbances to leave out. */
    interface Maker {
        Simulation make(long seed, BitSet without);
    }

    /**
     * The same failure with fewer disturbances: halves, quarters and so on are left out as long as
     * it still fails in the same words.
     *
     * @param most the most runs to spend on it
     */
    public SimulationFailure shrunk(int most) {
        return shrunk(most, Simulation::new);
    }

    SimulationFailure shrunk(int most, Maker maker) {
        SimulationFailure best = this;
        int tries = most;
        int size = Integer.highestOneBit(Math.max(1, disturbances)) << 1;
        while (size > 0 && tries > 0) {
            boolean smaller = false;
            for (int from = 0; from < best.disturbances && tries > 0; from += size) {
                BitSet less = (BitSet) best.without.clone();
                less.set(from, Math.min(from + size, best.disturbances));
                if (less.equals(best.without)) {
                    continue;
                }
                tries--;
                SimulationFailure tried = of(maker.make(seed, less), less);
                if (tried != null && tried.isLike(this) && tried.remaining() < best.remaining()) {
                    best = tried;
                    smaller = true;
                }
            }
            size = smaller && size <= FINE ? size : size >> 1;
        }
        return best;
    }

    private boolean isLike(SimulationFailure other) {
        return kind().equals(other.kind());
    }

    /** The first line of what is said, without its numbers. */
    private String kind() {
        return summary().replaceAll("[-0-9a-f]+", "").replaceAll("\\[.*", "");
    }

    /** What did not hold, in a line. */
    public String summary() {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause instanceof AssertionError
                ? message
                : cause.getClass().getName() + ": " + message;
    }

    public Throwable cause() {
        return cause;
    }

    public long seed() {
        return seed;
    }

    /** All that the seed has drawn, in a line. */
    public String parameters() {
        return parameters;
    }

    /** How many disturbances are left. */
    public int remaining() {
        return disturbances - without.get(0, disturbances).cardinality();
    }

    /** The run once more, from its beginning. */
    public Simulation again() {
        return new Simulation(seed, without);
    }

    /** The last lines of the wire. */
    public List<String> trace() {
        Simulation again = again();
        again.keepTrace();
        of(again, without);
        return again.trace();
    }

    /** The options of {@code simulate} that have it again. */
    public String replay() {
        String ranges = leftOut();
        String run = "--seed " + seed + " --runs 1";
        return ranges.isEmpty() ? run : run + " --without " + ranges;
    }

    /** The numbers of the disturbances left out, as {@code 0-15,20}; empty if none is. */
    public String leftOut() {
        StringJoiner ranges = new StringJoiner(",");
        for (int from = without.nextSetBit(0); from >= 0; ) {
            int to = without.nextClearBit(from) - 1;
            ranges.add(from == to ? Integer.toString(from) : from + "-" + to);
            from = without.nextSetBit(to + 1);
        }
        return ranges.toString();
    }

    /**
     * What {@link #leftOut} has written.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static BitSet numbers(String ranges) {
        BitSet numbers = new BitSet();
        for (String range : ranges.split(",")) {
            if (!range.matches("\\d{1,9}(-\\d{1,9})?")) {
                throw new IllegalArgumentException("'" + range + "' is no range: say 0-15,20");
            }
            String[] ends = range.split("-");
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[ends.length - 1]);
            if (to < from || to > 10_000_000) {
                throw new IllegalArgumentException("'" + range + "' is no range: say 0-15,20");
            }
            numbers.set(from, to + 1);
        }
        return numbers;
    }
}
