package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.time.VirtualClock;

/** {@code serve --link pcap:} as people run it: it ends with the file. */
@Timeout(120)
class ReplayTest {

    private static final String STATION = "02:00:00:00:00:07";

    /** An ARP request for 10.0.0.2, to {@link #STATION} alone. */
    private static final byte[] REQUEST =
            HexFormat.of()
                    .parseHex(
                            "020000000007"
                                    + "0200000000010806"
                                    + "0001080006040001"
                                    + "0200000000010a000001"
                                    + "0000000000000a000002"
                                    + "00".repeat(18));

    @TempDir Path directory;

    private Path capture;

    @BeforeEach
    void write() throws Exception {
        capture = directory.resolve("c.pcapng");
        try (CaptureFile file = CaptureFile.open(capture.toString(), new VirtualClock())) {
            FrameTap tap = file.tap("eth0");
            tap.frame(FrameTap.IN, 0, REQUEST, 0, REQUEST.length, null);
            tap.frame(FrameTap.IN, 1_000_000, REQUEST, 0, REQUEST.length, null);
        }
    }

    @Test
    void theCommandEndsWithTheFileAndCountsWhatCame() throws Exception {
        Program serve = serve("--mac", STATION);
        assertEquals(0, serve.waitFor(60), serve::said);
        assertTrue(serve.said().contains(": the end: 2 frames in "), serve::said);
        assertTrue(serve.said().matches("(?s).* ArpOutReplies +2\n.*"), serve::said);
    }

    @Test
    void withoutTheCapturesStationAddressNothingReachesTheBoard() throws Exception {
        Program serve = serve();
        assertEquals(0, serve.waitFor(60), serve::said);
        assertTrue(serve.said().contains("none of them for the board: say --mac"), serve::said);
        assertTrue(!serve.said().contains("ArpOutReplies"), serve::said);
    }

    @Test
    void aFileCutOffFailsAfterWhatItHas() throws Exception {
        byte[] octets = Files.readAllBytes(capture);
        Files.write(capture, Arrays.copyOf(octets, octets.length - 1));
        Program serve = serve("--mac", STATION);
        assertEquals(1, serve.waitFor(60), serve::said);
        assertTrue(serve.said().matches("(?s).* ArpOutReplies +1\n.*"), serve::said);
        String why = ": the file ends within a record, at octet " + (octets.length - 1);
        assertTrue(serve.said().contains(why), serve::said);
    }

    private Program serve(String... more) throws Exception {
        return Program.java(
                        Program.BOARD_SIM, "serve", "--link", "pcap:" + capture + ",linger=10ms")
                .arguments(more)
                .runtimeDirectory(directory)
                .start();
    }
}
