package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.TcpCounter;

/**
 * Random and nearly right frames, a million in every build: nothing escapes, the invariants hold,
 * every pool is whole again at the end. {@code -Dtcplite.fuzz.frames=10000000} for more, {@code
 * -Dtcplite.fuzz.seed=N} for others.
 */
class FrameFuzzTest {

    private static final long FRAMES = Long.getLong("tcplite.fuzz.frames", 1_000_000);
    private static final long FRAMES_A_BOARD = 100_000;
    private static final int FIRST_SEED = 20_000;

    @Test
    @Tag("SEC-8")
    @Tag("SEC-5")
    void nothingEscapesAndNothingLeaks() {
        Long seed = Long.getLong("tcplite.fuzz.seed");
        if (seed != null) {
            new FrameFuzzer(seed).run(FRAMES);
            return;
        }
        long[] reached = new long[4];
        for (long done = 0; done < FRAMES; done += FRAMES_A_BOARD) {
            FrameFuzzer fuzzer = new FrameFuzzer(FIRST_SEED + done / FRAMES_A_BOARD);
            fuzzer.run(Math.min(FRAMES_A_BOARD, FRAMES - done));
            reached[0] += fuzzer.tcpCount(TcpCounter.PASSIVE_OPENS);
            reached[1] += fuzzer.tcpCount(TcpCounter.TIME_WAITED);
            reached[2] += fuzzer.tcpCount(TcpCounter.OFO_QUEUE);
            reached[3] += fuzzer.count(NetCounter.REASM_OKS);
        }
        String what =
                "of peers, in TIME-WAIT, out of order, put together: " + Arrays.toString(reached);
        for (long each : reached) {
            assertTrue(each > FRAMES / 20_000, what);
        }
        System.out.println(FRAMES + " frames; " + what);
    }
}
