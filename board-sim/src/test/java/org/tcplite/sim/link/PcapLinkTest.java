package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcplite.hal.Idle;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetCounter;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;

/** Captures played to a board, in virtual time. */
@Timeout(60)
class PcapLinkTest {

    private static final long MS = 1_000_000;
    private static final int BOARD = 0x0a000002;

    @TempDir Path directory;

    private final VirtualClock clock = new VirtualClock();
    private final List<String> news = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private Path file;

    /** ARP requests for the board at 5 ms, 20 ms and 1 h. */
    @BeforeEach
    void capture() throws Exception {
        file = directory.resolve("a,b.pcapng");
        try (CaptureFile out = CaptureFile.open(file.toString(), clock)) {
            FrameTap tap = out.tap("eth0");
            for (long atMs : new long[] {5, 20, 3_600_000}) {
                tap.frame(FrameTap.IN, atMs * MS, arpRequest(), 0, 60, null);
            }
        }
    }

    private static byte[] arpRequest() {
        byte[] frame = new byte[60];
        for (int i = 0; i < 6; i++) {
            frame[i] = -1;
            frame[6 + i] = (byte) (i == 0 ? 2 : 9);
            frame[22 + i] = frame[6 + i];
        }
        byte[] head = {8, 6, 0, 1, 8, 0, 6, 4, 0, 1};
        System.arraycopy(head, 0, frame, 12, head.length);
        System.arraycopy(new byte[] {10, 0, 0, 1}, 0, frame, 28, 4);
        System.arraycopy(new byte[] {10, 0, 0, 2}, 0, frame, 38, 4);
        return frame;
    }

    /** Plays a file to its end; the board that heard it. */
    private Board play(String options) throws IOException {
        LinkSettings settings = new LinkSettings();
        settings.board = BOARD;
        settings.news = news::add;
        EventLoop loop = EventLoop.virtual(clock);
        settings.ended =
                failure -> {
                    ends.add(clock.nanos() / MS + " " + failure);
                    loop.stop();
                };
        NetConfig config = new NetConfig();
        config.address = BOARD;
        try (Link link = Links.open(LinkSpec.parse("pcap:" + file + options), settings)) {
            link.tap(
                    (direction, timeNs, frame, offset, length, comment) ->
                            shown.add((direction == FrameTap.IN ? "in " : "out ") + timeNs / MS));
            Board board = new Board("board", config, link.mac(), new SeededEntropy(1), loop);
            board.start();
            loop.add(link);
            loop.runUntil(() -> !ends.isEmpty(), Idle.FOREVER);
            return board;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "''                    | 0 15 3599995 | 3601995",
                ",speed=2              | 0 7 1799997  | 1801997",
                ",linger=10ms,speed=15 | 0 1 239999   | 240009",
                ",speed=max            | 0 0 0        | 2000",
            })
    void framesComeAtTheSpacingOfTheFile(String options, String atMs, String endMs)
            throws Exception {
        Board board = play(options);
        List<String> in = shown.stream().filter(each -> each.startsWith("in ")).toList();
        assertEquals(atMs, String.join(" ", in).replace("in ", ""));
        assertEquals(List.of(endMs + " null"), ends);
        assertEquals(3, shown.stream().filter(each -> each.startsWith("out ")).count());
        assertEquals(3, board.stack().counter(NetCounter.ARP_OUT_REPLIES));
        assertTrue(news.get(0).contains(": the end: 3 frames in "), news.get(0));
        assertEquals(1, news.size());
    }

    @Test
    void moreFramesThanDescriptorsWaitAndAllArrive() throws Exception {
        try (CaptureFile out = CaptureFile.open(file.toString(), clock)) {
            FrameTap tap = out.tap("eth0");
            for (int i = 0; i < 1_000; i++) {
                tap.frame(FrameTap.IN, 0, arpRequest(), 0, 60, null);
            }
        }
        Board board = play(",speed=max");
        assertEquals(1_000, board.mac().counter(MacCounter.RX_PACKETS));
    }

    @Test
    void aFileThatIsCutIsPlayedUpToThereAndFails() throws Exception {
        byte[] octets = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(octets, octets.length - 1));
        play("");
        assertEquals(2, shown.stream().filter(each -> each.startsWith("in ")).count());
        assertTrue(news.get(0).endsWith(": broken off: 2 frames in 0.015 s"), news.get(0));
        assertEquals(1, ends.size());
        String why = ": the file ends within a record, at octet " + (octets.length - 1);
        assertEquals("2015 --link pcap:" + file + why, ends.get(0));
    }

    @Test
    void aCaptureForSomebodyElseIsSaid() throws Exception {
        byte[] frame = arpRequest();
        frame[0] = 2;
        try (CaptureFile out = CaptureFile.open(file.toString(), clock)) {
            out.tap("eth0").frame(FrameTap.IN, 0, frame, 0, 60, null);
        }
        play("");
        String said = "none of them for the board: say --mac and --address of the capture";
        assertTrue(news.get(0).endsWith(said), news.get(0));
    }

    @Test
    void aFileWithoutFramesEndsAtOnce() throws Exception {
        Files.write(file, new byte[] {});
        assertEquals(
                "--link pcap:"
                        + file
                        + ": the file is empty; say a capture of Ethernet, pcap or"
                        + " pcapng",
                refusal());
        CaptureFile.open(file.toString(), clock).close();
        play(",linger=10ms");
        assertEquals(List.of("10 null"), ends);
    }

    @Test
    void whatCannotBeReadIsRefusedInOneLine() throws Exception {
        Files.write(file, "no capture".getBytes(StandardCharsets.US_ASCII));
        assertTrue(refusal().contains("neither pcap nor pcapng; say "), refusal());
        Files.delete(file);
        assertTrue(refusal().endsWith(": there is no such file"), refusal());
        Files.createDirectory(file);
        assertTrue(refusal().contains("it is no ordinary file; say "), refusal());
    }

    private String refusal() {
        LinkSpec spec = LinkSpec.parse("pcap:" + file);
        String line =
                assertThrows(LinkException.class, () -> Links.open(spec, new LinkSettings()))
                        .getMessage();
        assertEquals(1, line.lines().count());
        return line;
    }
}
