package org.tcplite.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpState;

/**
 * That the benchmarks measure what they say: each body once, with its result counted from outside.
 */
class BenchmarksTest {

    @ParameterizedTest
    @CsvSource({
        "64, software, 1, 512",
        "536, software, 1, 512",
        "1460, software, 1, 512",
        "1460, hardware, 1, 512",
        "1460, software, 2, 512",
        "1460, software, 16, 64",
    })
    void receivePathDeliversEveryOctetAndAcknowledgesEverySecondSegment(
            int text, String checksums, int batch, int acks) {
        ReceivePathBenchmark benchmark = Warmed.receivePath(text, checksums, batch);
        long droppedBefore = dropped(benchmark.node());
        int sentBefore = benchmark.node().sent.added();

        long octets = benchmark.receive();

        assertEquals((long) text * ReceivePathBenchmark.SEGMENTS, octets);
        assertEquals(acks, benchmark.node().sent.added() - sentBefore, "frames out");
        assertEquals(0, dropped(benchmark.node()) - droppedBefore, "segments dropped");
        for (int i = 0; i < text * batch; i++) {
            byte expected = ReceivePathBenchmark.octetOfText(i % text);
            assertEquals(expected, benchmark.lastRead()[i], "octet " + i);
        }
    }

    @Test
    void receivePathVerifiesChecksumsInSoftwareOnly() {
        assertEquals(0, deliveredOfCorruptText("software"));
        assertNotEquals(0, deliveredOfCorruptText("hardware"));
    }

    /** Every frame's text is changed, but not its checksum. */
    private static long deliveredOfCorruptText(String checksums) {
        ReceivePathBenchmark benchmark = Warmed.receivePath(536, checksums, 1);
        FrameRing wire = benchmark.node().received;
        for (int i = 0; i < wire.capacity(); i++) {
            wire.octets[wire.offsetOf(i) + CraftedPeer.HEADERS + 100] ^= 1;
        }
        return benchmark.receive();
    }

    @ParameterizedTest
    @CsvSource({"expire, 6", "expire, 7", "recycle, 6", "recycle, 7"})
    void openCloseOpensAndClosesBothEnds(String timeWait, int frames) {
        OpenCloseBenchmark benchmark = Warmed.openClose(timeWait, frames);
        int framesBefore = framesOf(benchmark);
        int openedBefore = benchmark.opened();
        int acceptedBefore = benchmark.accepted();
        int closedBefore = benchmark.closed();
        long waitedBefore = benchmark.client().tcp.counter(TcpCounter.TIME_WAITED);
        long recycledBefore = benchmark.client().tcp.counter(TcpCounter.TIME_WAIT_RECYCLED);

        benchmark.openAndCloseMany();

        int many = OpenCloseBenchmark.CONNECTIONS;
        assertEquals(many, benchmark.opened() - openedBefore, "opened");
        assertEquals(many, benchmark.accepted() - acceptedBefore, "accepted");
        assertEquals(many, benchmark.closed() - closedBefore, "closed");
        assertEquals(many * frames, framesOf(benchmark) - framesBefore, "frames");
        assertEquals(
                many,
                benchmark.client().tcp.counter(TcpCounter.TIME_WAITED) - waitedBefore,
                "records of TIME-WAIT");
        assertEquals(
                timeWait.equals("recycle") ? many : 0,
                benchmark.client().tcp.counter(TcpCounter.TIME_WAIT_RECYCLED) - recycledBefore,
                "records recycled");
        assertEquals(0, benchmark.server().tcp.counter(TcpCounter.RETRANS_SEGS));
        assertEquals(0, benchmark.client().tcp.counter(TcpCounter.RETRANS_SEGS));
        if (timeWait.equals("expire")) {
            assertEquals(Long.MAX_VALUE, benchmark.client().tcp.nextDeadlineNs(), "all expired");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void passiveOpenAcceptsTheWholeBatch(int batches) {
        PassiveOpenBenchmark benchmark = Warmed.passiveOpen(batches);
        benchmark.prepare();
        int sentBefore = benchmark.node().sent.added();

        int accepted = benchmark.openPassively();

        assertEquals(PassiveOpenBenchmark.BATCH, accepted);
        assertEquals(PassiveOpenBenchmark.BATCH, benchmark.node().sent.added() - sentBefore);
        for (int connection : benchmark.connections()) {
            assertEquals(TcpState.ESTABLISHED, benchmark.node().tcp.state(connection));
        }
        benchmark.abort();
        for (int connection : benchmark.connections()) {
            assertEquals(TcpState.CLOSED, benchmark.node().tcp.state(connection));
        }
    }

    private static int framesOf(OpenCloseBenchmark benchmark) {
        return benchmark.client().sent.added() + benchmark.server().sent.added();
    }

    private static long dropped(Node node) {
        return node.tcp.counter(TcpCounter.DROP_CHECKSUM)
                + node.tcp.counter(TcpCounter.DROP_OUT_OF_WINDOW)
                + node.tcp.counter(TcpCounter.OFO_QUEUE);
    }
}
