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

    @TempDir Path directory;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("ping", "curl", "nc", "tshark");
    }

    @Test
    void tsharkFindsNothingWrong() throws Exception {
        Path file = directory.resolve("board.pcapng");
        Path body = directory.resolve("body");
        Files.write(body, KernelPeerTest.randomOctets(2 * MIB));
        try (PeerNamespace reader = PeerNamespace.create()) {
            try (TapBoard board = new TapBoard(config -> {}, file, null)) {
                String url = "http://" + TapBoard.BOARD;
                board.peer.run("ping", "-q", "-i0.01", "-c20", TapBoard.BOARD).assertSuccess();
                board.peer.run("curl", "-sS", url + "/bytes/" + 2 * MIB).assertSuccess();
                board.peer
                        .run("curl", "-sS", "-T", body.toString(), url + "/sha256")
                        .assertSuccess();
                board.peer
                        .run(
                                PATIENCE,
                                KernelPeerTest.randomOctets(MIB),
                                "nc",
                                "-N",
                                TapBoard.BOARD,
                                "7")
                        .assertSuccess();
                board.peer.run("nc", "-w1", TapBoard.BOARD, "4");
                board.java(ShortConnections.class, TapBoard.BOARD, "7", "50", "client")
                        .assertSuccess();
            }
            assertTrue(lines(reader, file, "tcp").lines().count() > 3000);
            assertEquals("", lines(reader, file, "_ws.malformed"));
            assertEquals("", lines(reader, file, "_ws.expert.severity == error"));
            // Of the board's frames only: a kernel writes a TCP checksum of 0 as 0xffff now and
            // then.
            assertEquals(
                    "",
                    lines(
                            reader,
                            file,
                            "ip.src == "
                                    + TapBoard.BOARD
                                    + " && (ip.checksum.status == 0 || tcp.checksum.status == 0"
                                    + " || icmp.checksum.status == 0)"));
            assertEquals(
                    "",
                    lines(
                            reader,
                            file,
                            "ip.src == "
                                    + TapBoard.BOARD
                                    + " && (tcp.analysis.retransmission"
                                    + " || tcp.analysis.out_of_order"
                                    + " || tcp.analysis.lost_segment"
                                    + " || tcp.analysis.ack_lost_segment)"));
        }
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
