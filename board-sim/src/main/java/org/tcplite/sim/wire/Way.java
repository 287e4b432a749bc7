package org.tcplite.sim.wire;

import java.util.ArrayList;
import java.util.List;
import org.tcplite.sim.time.SeededEntropy;

/** The impairments of one direction, as they were asked for. */
final class Way {

    /** Which stream an impairment draws from: each has its own, whatever else is asked for. */
    private static final int LOSS = 1;

    private static final int DUPLICATION = 2;
    private static final int REORDERING = 3;
    private static final int CORRUPTION = 4;
    private static final int JITTER = 5;

    private static final int STREAMS = 8;
    private static final int JITTER_STEPS = 1 << 30;

    /** As they were written, and what they mean. */
    private final List<String> dropWords = new ArrayList<>();

    private final List<DropList> drops = new ArrayList<>();

    /** Null: nothing was said. */
    LossModel lossBothWays;

    /** Null: as both ways. */
    LossModel lossThisWay;

    double duplicate;
    double reorder;
    int gap = 1;
    double corrupt;
    long delayNs;
    long jitterNs;
    long bitsPerSecond;
    int limit = WireConfig.DEFAULT_LIMIT;

    void drop(String numbers) {
        drops.add(DropList.parse(numbers));
        dropWords.add(numbers);
    }

    /** Null if nothing is lost at random. */
    private LossModel loss() {
        return lossThisWay == null ? lossBothWays : lossThisWay;
    }

    /** What the wire itself is to be like. */
    WireConfig config() {
        WireConfig config = new WireConfig().withDelay(delayNs).withRate(bitsPerSecond);
        config.limit = limit;
        return config;
    }

    /**
     * What is to happen to the frames, or null if nothing.
     *
     * @param direction 0 or 1, whose random numbers have nothing to do with each other
     */
    Impairment chain(int direction, long seed) {
        List<Impairment> chain = new ArrayList<>(drops);
        if (loss() != null) {
            chain.add(loss().make(stream(seed, direction, LOSS), seed));
        }
        if (duplicate > 0) {
            Chance chance = new Chance(duplicate, stream(seed, direction, DUPLICATION));
            chain.add(
                    fate -> {
                        if (chance.happens()) {
                            fate.duplicate();
                        }
                    });
        }
        if (corrupt > 0) {
            Chance chance = new Chance(corrupt, stream(seed, direction, CORRUPTION));
            chain.add(
                    fate -> {
                        if (chance.happens()) {
                            fate.flip(chance.below(fate.length() * Byte.SIZE));
                        }
                    });
        }
        if (jitterNs > 0) {
            Chance chance = new Chance(1, stream(seed, direction, JITTER));
            chain.add(fate -> fate.delayBy(jitter(chance)));
        }
        if (reorder > 0) {
            chain.add(new Reordering(reorder, gap, stream(seed, direction, REORDERING)));
        }
        return chain.isEmpty() ? null : Impairment.all(chain.toArray(new Impairment[0]));
    }

    /** Evenly from -jitter to +jitter, in 2^30 steps. */
    private long jitter(Chance chance) {
        double portion = chance.below(JITTER_STEPS) / (double) JITTER_STEPS;
        return (long) (2 * portion * jitterNs) - jitterNs;
    }

    /** Hashed, so that neighbouring seeds are no neighbours here. */
    private static long stream(long seed, int direction, int which) {
        long start = new SeededEntropy(seed).nextLong();
        return new SeededEntropy(start + (long) direction * STREAMS + which).nextLong();
    }

    /** In netem's words, or {@code nothing}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (!dropWords.isEmpty()) {
            words.add("drop " + String.join(",", dropWords));
        }
        if (loss() != null) {
            words.add("loss " + loss());
        }
        if (duplicate > 0) {
            words.add("duplicate " + Quantity.percent(duplicate));
        }
        if (reorder > 0) {
            words.add("reorder " + Quantity.percent(reorder) + (gap > 1 ? " gap " + gap : ""));
        }
        if (corrupt > 0) {
            words.add("corrupt " + Quantity.percent(corrupt));
        }
        if (delayNs > 0) {
            String jitter = jitterNs > 0 ? " +-" + Quantity.duration(jitterNs) : "";
            words.add("delay " + Quantity.duration(delayNs) + jitter);
        }
        if (bitsPerSecond > 0) {
            words.add("rate " + Quantity.rate(bitsPerSecond));
        }
        if (config().takesTime()) {
            words.add("limit " + limit);
        }
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
