package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/**
 * A stream cut at random, with overlaps, repetitions and a FIN somewhere: after every segment the
 * acknowledgment is the one of a model that is a set of bits. With delayed acknowledgments off
 * there is exactly one for each segment.
 */
class ReassemblyModelTest {

    private static final int OCTETS = 2_000;
    private static final int RANGES = 8;

    private final BitSet held = new BitSet();
    private boolean finHeld;
    private boolean finTaken;
    private final StringBuilder script = new StringBuilder();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @Tag("SHLD-31")
    @Tag("RFC9293-5")
    @Tag("RFC9293-20")
    void everyCutOfTheStreamIsPutTogether(int seed) {
        Random random = new Random(seed);
        int longest = 1 + random.nextInt(400);
        script.append("config delayedAckMs=0\n").append(PASSIVE);
        for (int i = 0; i < 400; i++) {
            int from = Math.max(0, held.nextClearBit(0) - 100) + random.nextInt(600);
            int to = Math.min(OCTETS, from + 1 + random.nextInt(longest));
            if (from < to) {
                arrives(from, to);
            }
        }
        while (!finTaken) {
            int from = held.nextClearBit(0);
            arrives(from, Math.min(OCTETS, from + longest));
        }
        script.append("+0 read ").append(OCTETS).append("\n+0 read = eof\n");
        Script.run(script.toString());
    }

    /** Octets are counted from 0 here, from 1 in the script. */
    private void arrives(int from, int to) {
        BitSet with = (BitSet) held.clone();
        with.set(from, to);
        if (ranges(with) > RANGES || finTaken) {
            return;
        }
        boolean fin = to == OCTETS;
        held.or(with);
        finHeld |= fin;
        int next = held.nextClearBit(0);
        finTaken = finHeld && next == OCTETS;
        script.append(
                """
                +0 < %s %d:%d(%d) ack 1 win 20000
                +0 > . 1:1(0) ack %d
                """
                        .formatted(
                                fin ? "F." : ".",
                                from + 1,
                                to + 1,
                                to - from,
                                next + 1 + (finTaken ? 1 : 0)));
    }

    /** Ranges that lie ahead of the first hole. */
    private static int ranges(BitSet bits) {
        int count = 0;
        int at = bits.nextSetBit(bits.nextClearBit(0));
        while (at >= 0) {
            count++;
            at = bits.nextSetBit(bits.nextClearBit(at));
        }
        return count;
    }
}
