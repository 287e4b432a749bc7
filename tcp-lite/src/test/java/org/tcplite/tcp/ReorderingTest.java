package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path that never loses anything, but lets some segments be overtaken. */
class ReorderingTest {

    private static final int MBITS = 10;
    private static final long SEGMENT_NS = 1_514 * 8_000L / MBITS;
    private static final int ADAPTED = 1 << 20;

    /** The old estimate is worth nothing: time-outs and echoed timestamps find the new one. */
    @Test
    @Tag("RFC6298-14")
    void aPathThatSuddenlyTakesFiveSecondsIsLearnt() {
        TcpConfig config = new TcpConfig();
        config.connections = 1;
        BulkTransfer transfer =
                new BulkTransfer(
                        config, 40, MBITS, 1_000, 7, (n, random) -> n > 300 ? 5_000_000_000L : 0);
        transfer.run(ADAPTED, 2 * ADAPTED);
        final long timeouts = transfer.counter(TcpCounter.TIMEOUTS);
        transfer.run(2 * ADAPTED, 2 * ADAPTED);
        assertTrue(timeouts > 0 && timeouts < 20, "time-outs: " + timeouts);
        assertEquals(timeouts, transfer.counter(TcpCounter.TIMEOUTS), "then none");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 10, 20})
    @Tag("RFC8985-6")
    @Tag("RFC8985-7")
    @Tag("RFC8985-8")
    void onceAdaptedNothingIsSentAgainForBeingOvertakenBy(int segments) {
        TcpConfig config = new TcpConfig();
        config.connections = 1;
        BulkTransfer transfer =
                new BulkTransfer(
                        config,
                        40,
                        MBITS,
                        1_000,
                        7,
                        (n, random) -> n % 50 == 0 ? segments * SEGMENT_NS : 0);
        transfer.run(ADAPTED, 2 * ADAPTED);
        final long before = transfer.counter(TcpCounter.RETRANS_SEGS);
        transfer.run(2 * ADAPTED, 2 * ADAPTED);
        assertEquals(before, transfer.counter(TcpCounter.RETRANS_SEGS));
        assertEquals(0, transfer.counter(TcpCounter.TIMEOUTS));
        assertTrue(transfer.counter(TcpCounter.SACK_REORDER) > 0, "it was reordered");
    }
}
