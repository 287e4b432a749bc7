package org.tcplite.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * That the benchmarks measure what they say: each body once, with its result counted from outside.
 */
class BenchmarksTest {

    @ParameterizedTest
    @CsvSource({
        "64, software, posted, 1, 512",
        "536, software, posted, 1, 512",
        "1460, software, posted, 1, 512",
        "1460, hardware, posted, 1, 512",
        "1460, software, posted, 2, 512",
        "1460, software, posted, 16, 64",
        "64, software, copied, 1, 512",
        "1460, hardware, copied, 1, 512",
        "1460, software, copied, 16, 64",
    })
    void receivePathDeliversEveryOctetAndAcknowledgesEverySecondSegment(
            int text, String checksums, String reads, int batch, int acks) {
        ReceivePathBenchmark benchmark = Warmed.receivePath(text, checksums, "off", reads, batch);
        long droppedBefore = dropped(benchmark.node());
        int sentBefore = benchmark.node().sent.added();

        long octets = benchmark.receive();

        assertEquals((long) text * ReceivePathBenchmark.SEGMENTS, octets);
        assertEquals(acks, benchmark.node().sent.added() - sentBefore, "frames out");
        assertEquals(0, dropped(benchmark.node()) - droppedBefore, "segments dropped");
        for (int i = 0; i < text * batch; i++) {
            byte expected = Text.octetAt(i % text);
            assertEquals(expected, benchmark.lastRead()[i], "octet " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"posted", "copied"})
    void onlyCopiedReadsComeByTheReceiveRing(String reads) {
        boolean copied = reads.equals("copied");
        Node path = Warmed.receivePath(64, "software", "off", reads, 2).node();
        assertEquals(copied, hasText(path));
        assertEquals(copied, hasText(Warmed.bulk(64, "software", "off", reads).receiver()));
        RequestResponseBenchmark requests = Warmed.requestResponse("off", reads);
        assertEquals(copied, hasText(requests.client()));
        assertEquals(copied, hasText(requests.server()));
    }

    private static boolean hasText(Node node) {
        byte[] rings = node.tcp.readArray();
        return !Arrays.equals(rings, new byte[rings.length]);
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

    @ParameterizedTest
    @CsvSource({"64, 64", "536, 536", "1460, 1448"})
    void timestampsAreInEverySegmentAndEveryAck(int text, int textWithTimestamps) {
        ReceivePathBenchmark benchmark = Warmed.receivePath(text, "software", "on", "posted", 2);
        int sentBefore = benchmark.node().sent.added();

        long octets = benchmark.receive();

        assertEquals((long) textWithTimestamps * ReceivePathBenchmark.SEGMENTS, octets);
        assertEquals(512, benchmark.node().sent.added() - sentBefore, "frames out");
        byte[] sent = benchmark.node().sent.octets;
        int at = benchmark.node().sent.offsetOf(benchmark.node().sent.added() - 1);
        assertEquals(8 << 4, sent[at + 46] & 0xf0, "header length of the last ACK");
    }

    @ParameterizedTest
    @CsvSource({"64, software", "536, software", "1460, software", "1460, hardware"})
    void transmitSendsFullSegmentsWithTheTextInThem(int text, String checksums) {
        TransmitBenchmark benchmark = Warmed.transmit(text, checksums);
        FrameRing sent = benchmark.node().sent;
        int sentBefore = sent.added();

        benchmark.transmit();

        assertEquals(TransmitBenchmark.SEGMENTS, sent.added() - sentBefore, "segments");
        assertEquals(0, benchmark.node().tcp.counter(TcpCounter.RETRANS_SEGS));
        int at = sent.offsetOf(sent.added() - 2) + CraftedPeer.HEADERS;
        for (int i = 0; i < text; i++) {
            assertEquals(benchmark.written()[i], sent.octets[at + i], "octet " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "64, software, off, posted",
        "536, software, off, posted",
        "1460, software, off, copied",
        "1460, hardware, off, posted",
        "64, software, on, copied",
        "1460, software, on, posted",
    })
    void bulkAcknowledgesEverySecondSegmentAndLosesNothing(
            int text, String checksums, String options, String reads) {
        BulkBenchmark benchmark = Warmed.bulk(text, checksums, options, reads);
        int segmentsBefore = benchmark.sender().sent.added();
        int acksBefore = benchmark.receiver().sent.added();

        benchmark.transfer();

        int segments = benchmark.sender().sent.added() - segmentsBefore;
        int acks = benchmark.receiver().sent.added() - acksBefore;
        // a run ends with the ring it has filled, not with the segment
        int ring = 65536 / text + 64;
        assertEquals(BulkBenchmark.SEGMENTS, segments, ring, "segments");
        assertEquals(0.5, (double) acks / segments, 0.02, "ACKs a segment");
        assertEquals(0, benchmark.sender().tcp.counter(TcpCounter.RETRANS_SEGS));
        int expected = Text.octetAt(0);
        assertNotEquals(expected, benchmark.lastRead()[1], "the text is not all the same");
    }

    @ParameterizedTest
    @CsvSource({"off, posted", "off, copied", "on, posted"})
    void requestResponseTakesTwoFrames(String options, String reads) {
        RequestResponseBenchmark benchmark = Warmed.requestResponse(options, reads);
        long answeredBefore = benchmark.answered();
        int requestsBefore = benchmark.client().sent.added();
        int responsesBefore = benchmark.server().sent.added();

        benchmark.ask();

        int trips = RequestResponseBenchmark.ROUND_TRIPS;
        assertEquals(64L * trips, benchmark.answered() - answeredBefore);
        assertEquals(trips, benchmark.client().sent.added() - requestsBefore, "requests");
        assertEquals(trips, benchmark.server().sent.added() - responsesBefore, "responses");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void optionsAreBothInUseOrNeitherIs(boolean on) {
        String options = on ? "on" : "off";
        BulkBenchmark bulk = Warmed.bulk(64, "software", options, "posted");
        RequestResponseBenchmark requests = Warmed.requestResponse(options, "posted");
        Node[] nodes = {bulk.sender(), bulk.receiver(), requests.client(), requests.server()};
        TcpStatus status = new TcpStatus();
        for (Node node : nodes) {
            int open = 0;
            for (int row = 0; row < node.tcp.statusRows(); row++) {
                if (node.tcp.status(row, status, 0) && status.state == TcpState.ESTABLISHED) {
                    open++;
                    assertEquals(on, status.sack, "SACK");
                    assertEquals(on, status.timestamps, "timestamps");
                }
            }
            assertEquals(1, open);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void aFullQueueAnswersEverySynByACookie(int entries) {
        SynBenchmark benchmark = Warmed.syn(entries);
        long cookiesBefore = benchmark.cookies();
        int halfOpen = benchmark.flooded().tcp.halfOpen();

        assertEquals(SynBenchmark.SYNS, benchmark.cookie(), "answers");

        assertEquals(SynBenchmark.SYNS, benchmark.cookies() - cookiesBefore);
        assertEquals(halfOpen, benchmark.flooded().tcp.halfOpen(), "entries");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1024})
    void anEmptyQueueTakesEverySynInAndLetsItGo(int entries) {
        SynBenchmark benchmark = Warmed.syn(entries);
        long receivedBefore = benchmark.calm().tcp.counter(TcpCounter.SYNS_RECEIVED);

        assertEquals(SynBenchmark.SYNS, benchmark.table(), "answers");

        long received = benchmark.calm().tcp.counter(TcpCounter.SYNS_RECEIVED) - receivedBefore;
        assertEquals(SynBenchmark.SYNS, received);
        assertEquals(0, benchmark.calm().tcp.counter(TcpCounter.SYN_COOKIES_SENT));
        assertEquals(0, benchmark.calm().tcp.halfOpen());
    }

    /** The last of the authors' test vectors with 16 octets. */
    @Test
    void theSipHashMeasuredIsSipHash() throws Throwable {
        long key0 = 0x0706050403020100L;
        long key1 = 0x0f0e0d0c0b0a0908L;
        assertEquals(0x3f2acc7f57c29bdbL, SynBenchmark.sipHash(key0, key1, key0, key1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000, 10_000})
    void everyConnectionHasItsTurn(int connections) {
        ManyConnectionsBenchmark benchmark = Warmed.manyConnections(connections);

        long octets = 0;
        for (int i = 0; i < 20; i++) {
            octets += benchmark.receive();
        }

        int segments = 20 * ManyConnectionsBenchmark.OPERATIONS;
        assertEquals((long) ManyConnectionsBenchmark.TEXT * segments, octets);
        assertEquals(connections, openConnections(benchmark.node()));
        assertEquals(0, dropped(benchmark.node()));
        benchmark.settle();
        int sentBefore = benchmark.node().sent.added();
        assertFalse(benchmark.idlePoll(), "nothing to do");
        assertEquals(sentBefore, benchmark.node().sent.added(), "frames out");
    }

    private static int openConnections(Node node) {
        TcpStatus status = new TcpStatus();
        int open = 0;
        for (int row = 0; row < node.tcp.statusRows(); row++) {
            if (node.tcp.status(row, status, 0) && status.state == TcpState.ESTABLISHED) {
                open++;
            }
        }
        return open;
    }

    @Test
    void theFirstThousandAreAllOpenedAndClosed() {
        ColdHandshakesBenchmark benchmark = new ColdHandshakesBenchmark();
        benchmark.start();
        assertEquals(ColdHandshakesBenchmark.CONNECTIONS, benchmark.firstThousand());
        assertEquals(ColdHandshakesBenchmark.CONNECTIONS, benchmark.ends().accepted());
    }

    @ParameterizedTest
    @CsvSource({
        "64, software, posted",
        "536, software, copied",
        "1460, software, copied",
        "1460, hardware, posted"
    })
    void theSkeletonDeliversTheTextAndItsAcksAreGood(int text, String checksums, String reads) {
        ReceiveSkeletonBenchmark benchmark = Warmed.skeleton(text, checksums, reads);
        int acksBefore = benchmark.acks();

        assertEquals((long) text * ReceiveSkeletonBenchmark.SEGMENTS, benchmark.receive());

        assertEquals(512, benchmark.acks() - acksBefore, "ACKs");
        for (int i = 0; i < text; i++) {
            assertEquals(Text.octetAt(i), benchmark.lastRead()[i]);
        }
        ReceiveSkeleton skeleton = benchmark.skeleton();
        byte[] ack = skeleton.ackFrames();
        int tcp = skeleton.lastAckOffset() + 34;
        long pseudo = Node.OCTETS.sum(ack, tcp - 8, 8) + 6 + 20;
        assertEquals(0, Octets.checksum(pseudo + Node.OCTETS.sum(ack, tcp, 20)), "checksum");
    }

    @Test
    void theSkeletonRefusesCorruptText() {
        ReceiveSkeletonBenchmark benchmark = Warmed.skeleton(536, "software", "posted");
        FrameRing wire = benchmark.wire();
        for (int i = 0; i < wire.capacity(); i++) {
            wire.octets[wire.offsetOf(i) + CraftedPeer.HEADERS + 100] ^= 1;
        }
        assertThrows(IllegalStateException.class, benchmark::receive);
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
