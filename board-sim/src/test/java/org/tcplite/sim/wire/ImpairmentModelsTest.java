package org.tcplite.sim.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.sim.capture.FrameTap.IN;
import static org.tcplite.sim.capture.FrameTap.OUT;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each model's statistics for a fixed seed, and what its random numbers depend on. */
class ImpairmentModelsTest {

    private static final int FRAMES = 200_000;
    private static final int LENGTH = 100;
    private static final long SEED = 7;
    private static final double MS = 1e6;

    /** What was decided about each of many frames. */
    private static final class Fates {
        final BitSet lost = new BitSet();
        final BitSet duplicated = new BitSet();
        final BitSet overtaking = new BitSet();
        final BitSet corrupted = new BitSet();
        final List<Integer> bits = new ArrayList<>();
        final List<Long> delays = new ArrayList<>();

        Fates(String options, int direction, long seed) {
            Fate fate = new Fate();
            Impairment chain = Impairments.parse(options).way(direction).chain(direction, seed);
            byte[] frame = new byte[LENGTH];
            for (int i = 0; i < FRAMES; i++) {
                fate.begin(i + 1, frame, 0, frame.length);
                chain.decide(fate);
                lost.set(i, fate.isDropped());
                duplicated.set(i, fate.isDuplicated());
                overtaking.set(i, fate.isOvertaking());
                corrupted.set(i, fate.isCorrupted());
                if (fate.isCorrupted()) {
                    bits.add(fate.flippedBit());
                }
                delays.add(fate.extraDelayNs());
            }
        }
    }

    private static Fates out(String options) {
        return new Fates(options, OUT, SEED);
    }

    /** Within five standard deviations of what independent frames would have. */
    private static void assertShare(double probability, BitSet chosen) {
        double mean = FRAMES * probability;
        double deviation = Math.sqrt(mean * (1 - probability));
        assertEquals(mean, chosen.cardinality(), 5 * deviation);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 3, 50})
    void independentLossHasItsMeanAndNoMemory(double percent) {
        BitSet lost = out("--loss " + percent + "%").lost;
        assertShare(percent / 100, lost);
        BitSet afterALoss = new BitSet();
        for (int i = 1; i < FRAMES; i++) {
            afterALoss.set(i, lost.get(i - 1) && lost.get(i));
        }
        assertShare(percent * percent / 10_000, afterALoss);
    }

    /** Bursts are dependent, hence wider bounds: 3 % of the figure. */
    @Test
    void gilbertElliottHasItsMeanLossAndBurstLength() {
        BitSet lost = out("--loss gemodel:1%,25%").lost;
        double mean = 0.01 / (0.01 + 0.25);
        assertEquals(mean, lost.cardinality() / (double) FRAMES, 0.03 * mean);
        int bursts = 0;
        for (int i = lost.nextSetBit(0); i >= 0; i = lost.nextSetBit(lost.nextClearBit(i))) {
            bursts++;
        }
        assertEquals(1 / 0.25, lost.cardinality() / (double) bursts, 0.03 * 4);
    }

    @Test
    void gilbertElliottLosesInEachStateAsItIsTold() {
        double lost = out("--loss gemodel:2%,20%,60%,1%").lost.cardinality();
        double mean = (0.02 * 0.6 + 0.2 * 0.01) / (0.02 + 0.2);
        assertEquals(mean, lost / FRAMES, 0.04 * mean);
    }

    @Test
    void duplicationAndCorruptionHaveTheirShares() {
        Fates fates = out("--dup 1% --corrupt 2%");
        assertShare(0.01, fates.duplicated);
        assertShare(0.02, fates.corrupted);
        assertEquals(0, fates.lost.cardinality());
    }

    @Test
    void everyBitOfAFrameMayBeChanged() {
        List<Integer> bits = out("--corrupt 50%").bits;
        int[] count = new int[LENGTH * 8];
        bits.forEach(bit -> count[bit]++);
        double mean = bits.size() / (double) count.length;
        for (int bit : count) {
            assertEquals(mean, bit, 6 * Math.sqrt(mean));
        }
    }

    @Test
    void jitterSpreadsEvenlyRoundTheDelay() {
        List<Long> delays = out("--delay 20ms,5ms").delays;
        double sum = 0;
        double squares = 0;
        for (long delay : delays) {
            assertTrue(delay >= -5 * MS && delay <= 5 * MS, delay + " ns");
            sum += delay;
            squares += delay * (delay / MS);
        }
        double standardDeviation = 5 / Math.sqrt(3);
        assertEquals(0, sum / MS / FRAMES, 5 * standardDeviation / Math.sqrt(FRAMES));
        assertEquals(25 / 3.0, squares / MS / FRAMES, 0.1);
    }

    @Test
    void reorderingSendsItsShareAhead() {
        assertShare(0.05, out("--delay 1ms --reorder 5%").overtaking);
    }

    @Test
    void withAGapAtMostEveryNthFrameGoesAhead() {
        BitSet ahead = out("--delay 1ms --reorder 100%,gap=5").overtaking;
        assertEquals(FRAMES / 5, ahead.cardinality());
        ahead.stream().forEach(i -> assertEquals(4, i % 5));
        BitSet some = out("--delay 1ms --reorder 50%,gap=5").overtaking;
        int last = -5;
        for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
            assertTrue(i - last >= 5, last + ", " + i);
            last = i;
        }
        assertEquals(FRAMES / 6.0, some.cardinality(), 500); // 4 delayed, then 2 on average
    }

    @Test
    void listedFramesAreLost() {
        BitSet expected = new BitSet();
        expected.set(6);
        expected.set(11, 14);
        assertEquals(expected, out("--drop 7,12-14").lost);
        assertEquals(expected, out("--drop 7@out --drop 12-14 --drop 3@in").lost);
    }

    private static final String ALL =
            "--loss 3% --dup 1% --corrupt 2% --delay 20ms,5ms --reorder 5%";

    @Test
    void theSameSeedHasTheSameFates() {
        Fates one = out(ALL);
        Fates other = out(ALL);
        assertEquals(one.lost, other.lost);
        assertEquals(one.duplicated, other.duplicated);
        assertEquals(one.bits, other.bits);
        assertEquals(one.delays, other.delays);
        assertEquals(one.overtaking, other.overtaking);
        assertNotEquals(one.lost, new Fates(ALL, OUT, SEED + 1).lost);
    }

    @Test
    void theDirectionsAreIndependent() {
        Fates out = out(ALL);
        Fates in = new Fates(ALL, IN, SEED);
        BitSet both = (BitSet) out.lost.clone();
        both.and(in.lost);
        assertShare(0.03 * 0.03, both);
        assertNotEquals(out.delays, in.delays);
    }

    @Test
    void noImpairmentChangesWhatAnotherDraws() {
        Fates all = out(ALL + " --drop 1-1000");
        BitSet lost = out("--loss 3%").lost;
        lost.set(0, 1000);
        assertEquals(lost, all.lost);
        assertEquals(out("--dup 1%").duplicated, all.duplicated);
        assertEquals(out("--corrupt 2%").bits, all.bits);
        assertEquals(out("--delay 20ms,5ms").delays, all.delays);
        assertEquals(out("--delay 1ms --reorder 5%").overtaking, all.overtaking);
    }

    @Test
    void theModelsOfOneDirectionAreIndependent() {
        Fates all = out("--loss 50% --dup 50%");
        BitSet both = (BitSet) all.lost.clone();
        both.and(all.duplicated);
        assertShare(0.25, both);
    }
}
