package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an independent reader, tshark, finds in a capture of everyday traffic: nothing. */
@Tag("tap")
@Timeout(180)
class CaptureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    private static final String FROM_BOARD = "ip.src == " + TapBoard.BOARD + " && ";

    @TempDir Path directory;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("ping", "curl", "nc", "tshark");
    }

    @Test
    void tsharkFindsNothingWrong() throws Exception {
        Path body = directory.resolve("body");
        Files.write(body, KernelPeerTest.randomOctets(2 * MIB));
        try (PeerNamespace reader = PeerNamespace.create()) {
            try (TapBoard board = new TapBoard(config -> {}, directory, null)) {
                everydayTraffic(board, body);
            }
            Path cable = directory.resolve(TapBoard.CABLE);
            Path stack = directory.resolve(TapBoard.STACK);
            assertTrue(lines(reader, cable, "tcp").lines().count() > 3000);
            assertTrue(lines(reader, stack, "tcp").lines().count() > 3000);
            assertEquals("", lines(reader, cable, "_ws.malformed"));
            assertEquals("", lines(reader, cable, "_ws.expert.severity == error"));
            // Of the board's frames only: a kernel writes a TCP checksum of 0 as 0xffff now and
            // then.
            assertEquals(
                    "",
                    lines(
                            reader,
                            cable,
                            FROM_BOARD
                                    + "(ip.checksum.status == 0 || tcp.checksum.status == 0"
                                    + " || icmp.checksum.status == 0)"));
            assertEquals(
                    "",
                    lines(
                            reader,
                            cable,
                            FROM_BOARD
                                    + "(tcp.analysis.out_of_order"
                                    + " || tcp.analysis.lost_segment"
                                    + " || tcp.analysis.ack_lost_segment)"));
            assertNothingSentAgainButProbes(reader, stack);
        }
    }

    private static void everydayTraffic(TapBoard board, Path body) throws Exception {
        PeerNamespace peer = board.peer;
        String url = "http://" + TapBoard.BOARD;
        peer.run("ping", "-q", "-i0.01", "-c20", TapBoard.BOARD).assertSuccess();
        peer.run("curl", "-sS", url + "/bytes/" + 2 * MIB).assertSuccess();
        peer.run("curl", "-sS", "-T", body.toString(), url + "/sha256").assertSuccess();
        byte[] sent = KernelPeerTest.randomOctets(MIB);
        peer.run(PATIENCE, sent, "nc", "-N", TapBoard.BOARD, "7").assertSuccess();
        peer.run("nc", "-w1", TapBoard.BOARD, "4");
        board.java(ShortConnections.class, TapBoard.BOARD, "7", "50", "client").assertSuccess();
    }

    /**
     * Nothing is lost on this cable, so nothing needs to be sent again. But a machine with other
     * things to do may keep the peer, the reader of the device or the board waiting for longer than
     * a tail loss probe waits, and then the probe is right to go. A segment sent again is let pass
     * if, by what the stack had seen and by the stack's time, it was not acknowledged and had gone
     * out for as long as a probe waits at least: 10 ms, and 200 more if one segment was in flight,
     * whose acknowledgment may be delayed. And the peer must report it as a duplicate, unless it is
     * a FIN, which may find the peer's end gone: the answer was late, not missing.
     */
    private static void assertNothingSentAgainButProbes(PeerNamespace reader, Path stack) {
        String tooSoon =
                "(tcp.analysis.rto < 0.01"
                        + " || (tcp.analysis.rto < 0.21 && !(tcp.analysis.bytes_in_flight > 1448)))";
        assertEquals(
                "",
                lines(
                        reader,
                        stack,
                        FROM_BOARD
                                + "(tcp.analysis.spurious_retransmission"
                                + " || tcp.analysis.fast_retransmission"
                                + " || (tcp.analysis.retransmission && "
                                + tooSoon
                                + "))"));
        String again =
                lines(
                        reader,
                        stack,
                        FROM_BOARD + "tcp.analysis.retransmission && tcp.flags.fin == 0");
        String duplicates =
                lines(reader, stack, "tcp.options.sack.dsack_le && ip.src != " + TapBoard.BOARD);
        assertTrue(
                again.lines().count() <= duplicates.lines().count(),
                () -> "sent again\n" + again + "reported as duplicates\n" + duplicates);
    }

    /** The frames that a display filter shows, one a line. */
    private static String lines(PeerNamespace reader, Path file, String filter) {
        return reader.run(
                        "tshark",
                        "-r",
                        file.toString(),
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-o",
                        "ip.check_checksum:TRUE",
                        "-Y",
                        filter)
                .assertSuccess()
                .text();
    }
}
