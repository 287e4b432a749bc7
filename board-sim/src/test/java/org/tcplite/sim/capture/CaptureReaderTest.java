package org.tcplite.sim.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of both formats, in both orders of octets, whole and broken. */
class CaptureReaderTest {

    private static final long EPOCH_NS = 1_700_000_000_000_000_000L;
    private static final int ETHERNET = 1;
    private static final int IEEE802_11 = 105;

    /** A file being made. */
    private static final class File {
        private final ByteBuffer octets;

        File(boolean bigEndian) {
            ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            octets = ByteBuffer.allocate(1 << 16).order(order);
        }

        File pcap(int magic, int network) {
            octets.putInt(magic).putShort((short) 2).putShort((short) 4);
            octets.putInt(0).putInt(0).putInt(65_535).putInt(network);
            return this;
        }

        File record(int seconds, int fraction, byte[] frame, int original) {
            octets.putInt(seconds).putInt(fraction).putInt(frame.length).putInt(original);
            octets.put(frame);
            return this;
        }

        File block(int type, ByteBuffer body) {
            int length = body.position();
            int total = 12 + (length + 3 & ~3);
            octets.putInt(type).putInt(total);
            octets.put(body.array(), 0, total - 12).putInt(total);
            return this;
        }

        File section() {
            return block(
                    0x0a0d0d0a,
                    body().putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1));
        }

        File point(int linkType, int snapLength, int... options) {
            ByteBuffer body = body().putShort((short) linkType).putShort((short) 0);
            body.putInt(snapLength);
            for (int i = 0; i < options.length; i += 2) { // code, an octet
                body.putShort((short) options[i]).putShort((short) 1);
                body.put(new byte[] {(byte) options[i + 1], 0, 0, 0});
            }
            return block(1, body.putInt(0));
        }

        File packet(int point, long units, byte[] frame, int original) {
            ByteBuffer body = body().putInt(point).putInt((int) (units >>> 32)).putInt((int) units);
            return block(6, body.putInt(frame.length).putInt(original).put(frame));
        }

        File simple(byte[] frame, int original) {
            return block(3, body().putInt(original).put(frame));
        }

        ByteBuffer body() {
            return ByteBuffer.allocate(4_096).order(octets.order());
        }

        byte[] array() {
            return Arrays.copyOf(octets.array(), octets.position());
        }
    }

    /** What a file holds: the frames, their times, and what was left out. */
    private static final class Content {
        private final List<byte[]> frames = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private long cut;
        private long foreign;
    }

    private static Content read(byte[] file) throws IOException {
        Content content = new Content();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file))) {
            while (reader.next()) {
                content.frames.add(Arrays.copyOf(reader.array(), reader.length()));
                content.times.add(reader.timeNs());
            }
            content.cut = reader.cut();
            content.foreign = reader.foreign();
        }
        return content;
    }

    private static byte[] frame(int length) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (i * 7 + length);
        }
        return frame;
    }

    @ParameterizedTest
    @CsvSource({"true, 1000", "false, 1000", "true, 1", "false, 1"})
    void readsTheClassicFormat(boolean bigEndian, int nsPerUnit) throws IOException {
        int magic = nsPerUnit == 1 ? 0xa1b23c4d : 0xa1b2c3d4;
        File file = new File(bigEndian).pcap(magic, ETHERNET);
        file.record(5, 999_999, frame(60), 60).record(0xf000_0000, 1, frame(1_514), 1_514);
        Content content = read(file.array());
        assertEquals(2, content.frames.size());
        assertArrayEquals(frame(60), content.frames.get(0));
        assertArrayEquals(frame(1_514), content.frames.get(1));
        assertEquals(5_000_000_000L + 999_999L * nsPerUnit, content.times.get(0));
        assertEquals(0xf000_0000L * 1_000_000_000L + nsPerUnit, content.times.get(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsTheFramesOfSeveralInterfacesAndSections(boolean bigEndian) throws IOException {
        File file = new File(bigEndian).section().point(ETHERNET, 0).point(ETHERNET, 0, 9, 9);
        file.point(IEEE802_11, 0).block(4, file.body().putLong(1)); // names, passed over
        file.packet(0, 1_000_000, frame(61), 61).packet(1, 2_000_000_000L, frame(62), 62);
        file.packet(2, 3, frame(63), 63).simple(frame(64), 64);
        file.section().point(ETHERNET, 0).packet(0, 4_000_000, frame(65), 65);
        Content content = read(file.array());
        assertEquals(
                List.of(61, 62, 64, 65), content.frames.stream().map(each -> each.length).toList());
        assertArrayEquals(frame(64), content.frames.get(2));
        assertEquals(
                List.of(1_000_000_000L, 2_000_000_000L, 2_000_000_000L, 4_000_000_000L),
                content.times);
        assertEquals(1, content.foreign);
    }

    /** Options of an interface: code 9 is its resolution, decimal or, with 0x80, binary. */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 3000000000",
        "3, 1500, 1500000000",
        "6, 1500000, 1500000000",
        "9, 7, 7",
        "12, 7999, 7",
        "128, 3, 3000000000",
        "138, 1536, 1500000000",
        "160, 6442450944, 1500000000",
        "191, 4611686018427387904, 500000000"
    })
    void timesHaveTheInterfacesResolution(int resolution, long units, long ns) throws IOException {
        File file = new File(false).section().point(ETHERNET, 0, 9, resolution);
        assertEquals(List.of(ns), read(file.packet(0, units, frame(60), 60).array()).times);
    }

    @Test
    void timesHaveTheInterfacesOffset() throws IOException {
        File file = new File(false).section();
        ByteBuffer body = file.body().putShort((short) ETHERNET).putShort((short) 0).putInt(0);
        body.putShort((short) 14).putShort((short) 8).putLong(-10).putInt(0);
        file.block(1, body).packet(0, 11_000_000, frame(60), 60);
        assertEquals(List.of(1_000_000_000L), read(file.array()).times);
    }

    @Test
    void framesCutByTheSnapLengthAreLeftOutAndCounted() throws IOException {
        File classic = new File(false).pcap(0xa1b2c3d4, ETHERNET);
        classic.record(0, 0, frame(96), 1_514).record(0, 0, frame(60), 60);
        File next = new File(false).section().point(ETHERNET, 96);
        next.packet(0, 0, frame(96), 1_514).simple(frame(96), 1_514).simple(frame(60), 60);
        assertEquals(1, read(classic.array()).cut);
        assertEquals(1, read(classic.array()).frames.size());
        assertEquals(2, read(next.array()).cut);
        assertArrayEquals(frame(60), read(next.array()).frames.get(0));
    }

    @Test
    void theCheckSequenceIsNotPartOfTheFrame() throws IOException {
        int twoWords = 2 << 28 | 1 << 26 | ETHERNET;
        File classic = new File(true).pcap(0xa1b2c3d4, twoWords);
        classic.record(0, 0, frame(64), 64).record(0, 0, frame(60), 64);
        File next = new File(true).section().point(ETHERNET, 0, 13, 4);
        for (byte[] file : List.of(classic.array(), next.packet(0, 0, frame(64), 64).array())) {
            Content content = read(file);
            assertArrayEquals(Arrays.copyOf(frame(64), 60), content.frames.get(0));
            assertEquals(0, content.cut);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsWhatTheWritersWrite(boolean classic) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureFile file = writer(classic, out)) {
            FrameTap board = file.tap("board");
            FrameTap peer = file.tap("peer");
            board.frame(FrameTap.OUT, 1, frame(60), 0, 60, "said of it");
            peer.frame(FrameTap.IN, 1_000_000_007, frame(1_514), 0, 1_514, null);
        }
        Content content = read(out.toByteArray());
        assertArrayEquals(frame(60), content.frames.get(0));
        assertArrayEquals(frame(1_514), content.frames.get(1));
        assertEquals(List.of(EPOCH_NS + 1, EPOCH_NS + 1_000_000_007), content.times);
    }

    private static CaptureFile writer(boolean classic, OutputStream out) {
        return classic ? new PcapWriter(out, EPOCH_NS) : new PcapngWriter(out, EPOCH_NS);
    }

    @Test
    void aFileCutAnywhereIsReadUpToThereAndSaysWhere() throws IOException {
        File classic = new File(false).pcap(0xa1b2c3d4, ETHERNET);
        byte[] one = classic.record(0, 0, frame(60), 60).array();
        File next = new File(true).section().point(ETHERNET, 0, 9, 9);
        int[] good = {next.array().length - 24 - 4 - 4, next.array().length};
        byte[] other = next.packet(0, 0, frame(60), 60).array();
        for (int length = 1; length < one.length; length++) {
            if (length != 24) {
                assertEndsWithin(Arrays.copyOf(one, length));
            }
        }
        for (int length = 1; length < other.length; length++) {
            if (length != 28 && length != good[1]) {
                assertEndsWithin(Arrays.copyOf(other, length));
            }
        }
    }

    private static void assertEndsWithin(byte[] file) {
        CaptureFormatException e = assertThrows(CaptureFormatException.class, () -> read(file));
        assertEquals("the file ends within a record, at octet " + file.length, e.getMessage());
    }

    @Test
    void whatIsNoCaptureOfEthernetIsRefused() {
        assertRefused("the file is empty", new byte[0]);
        assertRefused("it is neither pcap nor pcapng", "GIF89a".getBytes());
        assertRefused(
                "its link type is 105, not Ethernet (1)",
                new File(false).pcap(0xa1b2c3d4, IEEE802_11).array());
        byte[] version3 = new File(true).pcap(0xa1b2c3d4, ETHERNET).array();
        version3[5] = 3;
        assertRefused("it is pcap of version 3, not 2", version3);
    }

    @Test
    void nonsenseWithinAFileIsRefusedWithItsPlace() {
        File longRecord = new File(false).pcap(0xa1b2c3d4, ETHERNET);
        longRecord.octets.putInt(0).putInt(0).putInt(-1).putInt(-1);
        assertRefused("a frame of 4294967295 octets before octet 40", longRecord.array());
        File noPoint = new File(false).section().packet(0, 0, frame(60), 60);
        assertRefused("a frame of interface 0, which is not there before octet", noPoint.array());
        File zero = new File(false).section();
        zero.octets.putInt(6).putInt(0);
        assertRefused("a block of 0 octets before octet 36", zero.array());
        byte[] otherEnd = new File(false).section().array();
        otherEnd[otherEnd.length - 4]++;
        assertRefused("a block of 28 octets that ends as one of 29 before octet 28", otherEnd);
        File liar = new File(false).section().point(ETHERNET, 0);
        ByteBuffer body = liar.body().putInt(0).putLong(0).putInt(61).putInt(61).put(frame(60));
        assertRefused("a frame longer than its block before octet", liar.block(6, body).array());
    }

    private static void assertRefused(String start, byte[] file) {
        CaptureFormatException e = assertThrows(CaptureFormatException.class, () -> read(file));
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void readingAllocatesNothingPerFrame() throws IOException {
        File file = new File(false).section().point(ETHERNET, 0);
        for (int i = 0; i < 500; i++) {
            file.packet(0, i, frame(60), 60);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file.array()))) {
                assertTrue(reader.next());
                long before = threads.getCurrentThreadAllocatedBytes();
                int frames = 1;
                while (reader.next()) {
                    frames++;
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                assertEquals(500, frames);
            }
        }
        assertTrue(least < 500, least + " octets for 500 frames");
    }
}
