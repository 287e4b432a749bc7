package org.tcplite.sim.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.sim.mac.TestFrames;
import org.tcplite.sim.time.VirtualClock;

class CaptureFileTest {

    private static final long TIME_NS = 1_234_567_890_123L;

    private final byte[] frame = TestFrames.numbered(61, 1);

    /** One block of the file, its body without types and lengths. */
    private static final class Block {
        int type;
        ByteBuffer body;
    }

    private static List<Block> blocks(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Block> blocks = new ArrayList<>();
        while (in.hasRemaining()) {
            Block block = new Block();
            block.type = in.getInt();
            int length = in.getInt();
            assertEquals(0, length % 4);
            byte[] body = new byte[length - 12];
            in.get(body);
            block.body = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(length, in.getInt(), "both lengths of a block are the same");
            blocks.add(block);
        }
        return blocks;
    }

    /** Reads options up to their end, as {@code code=hex}. */
    private static List<String> options(ByteBuffer body) {
        List<String> options = new ArrayList<>();
        while (true) {
            int code = body.getShort();
            byte[] value = new byte[body.getShort()];
            if (code == 0) {
                assertEquals(0, body.remaining());
                return options;
            }
            body.get(value);
            body.position((body.position() + 3) / 4 * 4);
            boolean isText = code != 9 && (code != 2 || value.length != 4);
            options.add(
                    code
                            + "="
                            + (isText ? new String(value, StandardCharsets.UTF_8) : "" + value[0]));
        }
    }

    @Test
    void pcapngReadsBackOctetForOctet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, CaptureFile.VIRTUAL_EPOCH_NS);
        FrameTap left = writer.tap("client side");
        FrameTap right = writer.tap("server");
        byte[] inside = new byte[100];
        System.arraycopy(frame, 0, inside, 9, frame.length);
        left.frame(FrameTap.OUT, TIME_NS, inside, 9, frame.length, null);
        right.frame(FrameTap.IN, TIME_NS, frame, 0, frame.length, "dropped \u2717");

        List<Block> blocks = blocks(out.toByteArray());
        assertEquals(List.of(0x0a0d0d0a, 1, 1, 6, 6), blocks.stream().map(b -> b.type).toList());
        ByteBuffer section = blocks.get(0).body;
        assertEquals(0x1a2b3c4d, section.getInt());
        assertEquals(1, section.getInt()); // version 1.0
        assertEquals(-1, section.getLong());
        assertEquals(List.of("4=tcp-lite board-sim"), options(section));
        checkInterface(blocks.get(1).body, "client side");
        checkInterface(blocks.get(2).body, "server");
        checkPacket(blocks.get(3).body, 0, List.of("2=2"));
        checkPacket(blocks.get(4).body, 1, List.of("1=dropped \u2717", "2=1"));
    }

    private static void checkInterface(ByteBuffer body, String name) {
        assertEquals(1, body.getInt()); // Ethernet
        assertEquals(0, body.getInt());
        assertEquals(List.of("2=" + name, "9=9"), options(body));
    }

    private void checkPacket(ByteBuffer body, int tap, List<String> options) {
        assertEquals(tap, body.getInt());
        long high = body.getInt() & 0xffffffffL;
        long low = body.getInt() & 0xffffffffL;
        assertEquals(CaptureFile.VIRTUAL_EPOCH_NS + TIME_NS, high << 32 | low);
        assertEquals(frame.length, body.getInt());
        assertEquals(frame.length, body.getInt());
        byte[] octets = new byte[frame.length];
        body.get(octets);
        assertArrayEquals(frame, octets);
        body.position((body.position() + 3) / 4 * 4);
        assertEquals(options, options(body));
    }

    @Test
    void aNameInPcapWritesTheClassicFormat(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.pcap");
        try (CaptureFile capture = CaptureFile.open(file.toString(), new VirtualClock())) {
            capture.tap("x").frame(FrameTap.IN, TIME_NS, frame, 0, frame.length, "a comment");
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)); // before it is closed
            in.order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(0xa1b23c4d, in.getInt());
            assertEquals(1, in.getInt(20));
            assertEquals(946_684_800 + 1234, in.getInt(24));
            assertEquals(567_890_123, in.getInt(28));
            assertEquals(frame.length, in.getInt(32));
            assertEquals(24 + 16 + frame.length, in.capacity());
        }
    }

    @Test
    void anyOtherNameWritesPcapng(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.pcapng");
        try (CaptureFile capture = CaptureFile.open(file.toString(), System::nanoTime)) {
            capture.tap("x").frame(FrameTap.IN, System.nanoTime(), frame, 0, frame.length, null);
            List<Block> blocks = blocks(Files.readAllBytes(file));
            ByteBuffer body = blocks.get(2).body;
            long timeNs = (long) body.getInt(4) << 32 | body.getInt(8) & 0xffffffffL;
            long offMs = timeNs / 1_000_000 - System.currentTimeMillis();
            assertEquals(0, offMs / 60_000, "real time is the time of day");
        }
    }

    @Test
    void aFailureToWriteEndsTheCaptureNotTheRun() {
        int[] writes = new int[1];
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        if (writes[0]++ > 300) {
                            throw new IOException("no space");
                        }
                    }
                };
        PcapngWriter writer = new PcapngWriter(broken, 0);
        FrameTap tap = writer.tap("x");
        assertNull(writer.failure());
        for (int i = 0; i < 10; i++) {
            tap.frame(FrameTap.IN, i, frame, 0, frame.length, null);
        }
        assertNotNull(writer.failure());
        assertEquals(302, writes[0]);
    }
}
