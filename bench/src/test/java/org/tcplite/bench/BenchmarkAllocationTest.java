package org.tcplite.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A score is worth nothing if rubbish is left behind: the bodies allocate nothing once warm. */
@Tag("allocation")
class BenchmarkAllocationTest {

    private static final int ROUNDS = 5;
    private static final int WARM_UP = 200;
    private static final int INVOCATIONS = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What the last round left, so that the compiler keeps it. */
    static Object sink;

    @Test
    void receivePath() {
        ReceivePathBenchmark benchmark = Warmed.receivePath(1460, "software", 1);
        assertEquals(0, leastAllocated(benchmark::receive));
    }

    @Test
    void receivePathWithOffload() {
        ReceivePathBenchmark benchmark = Warmed.receivePath(64, "hardware", 1);
        assertEquals(0, leastAllocated(benchmark::receive));
    }

    @Test
    void openClose() {
        OpenCloseBenchmark expiring = Warmed.openClose("expire", 6);
        assertEquals(0, leastAllocated(expiring::openAndCloseMany));
        OpenCloseBenchmark recycling = Warmed.openClose("recycle", 7);
        assertEquals(0, leastAllocated(recycling::openAndCloseMany));
    }

    @Test
    void passiveOpen() {
        PassiveOpenBenchmark benchmark = Warmed.passiveOpen(1);
        Runnable cycle =
                () -> {
                    benchmark.prepare();
                    benchmark.openPassively();
                    benchmark.abort();
                };
        assertEquals(0, leastAllocated(cycle));
    }

    @Test
    void receivePathWithTimestamps() {
        ReceivePathBenchmark benchmark = Warmed.receivePath(536, "software", "on", "copied", 2);
        assertEquals(0, leastAllocated(benchmark::receive));
    }

    @Test
    void transmit() {
        TransmitBenchmark benchmark = Warmed.transmit(536, "software");
        assertEquals(0, leastAllocated(benchmark::transmit));
    }

    @Test
    void bulk() {
        BulkBenchmark benchmark = Warmed.bulk(1460, "software", "on", "posted");
        assertEquals(0, leastAllocated(benchmark::transfer));
    }

    @Test
    void requestResponse() {
        RequestResponseBenchmark benchmark = Warmed.requestResponse("on", "posted");
        assertEquals(0, leastAllocated(benchmark::ask));
    }

    @Test
    void synsWithCookiesAndInTheTable() {
        SynBenchmark benchmark = Warmed.syn(64);
        assertEquals(0, leastAllocated(benchmark::cookie));
        assertEquals(0, leastAllocated(benchmark::table));
    }

    @Test
    void aThousandConnectionsAndPollsWithoutWork() {
        ManyConnectionsBenchmark benchmark = Warmed.manyConnections(1000);
        assertEquals(0, leastAllocated(benchmark::receive));
        assertEquals(0, leastAllocated(benchmark::idlePoll));
    }

    @Test
    void theCheckSeesOneSmallObject() {
        assertTrue(leastAllocated(() -> sink = new byte[1]) >= 16L * INVOCATIONS);
    }

    /** Octets allocated by {@link #INVOCATIONS} runs of a warmed body: the least of some rounds. */
    private static long leastAllocated(Runnable body) {
        run(body, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(body, INVOCATIONS);
            long after = THREADS.getCurrentThreadAllocatedBytes();
            least = Math.min(least, after - before);
        }
        return least;
    }

    private static void run(Runnable body, int times) {
        for (int i = 0; i < times; i++) {
            body.run();
        }
    }
}
