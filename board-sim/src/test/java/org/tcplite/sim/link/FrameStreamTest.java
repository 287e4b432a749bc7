package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths and frames, in whatever pieces they come and go. */
class FrameStreamTest {

    private final FrameStream stream = new FrameStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 59, 60, 61, 64, 65, 1000, 1 << 20})
    void framesComeOutWholeInAnyPieces(int piece) throws IOException {
        List<byte[]> frames = List.of(frame(60), frame(1), frame(1514), frame(60), frame(69632));
        byte[] octets = encoded(frames);
        List<byte[]> got = new ArrayList<>();
        for (int at = 0; at < octets.length; at += piece) {
            byte[] some = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + piece));
            ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(some));
            while (stream.readFrom(channel) > 0) {
                drain(got);
            }
        }
        assertEquals(frames.size(), got.size());
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(frames.get(i), got.get(i));
        }
        assertFalse(stream.isWithinFrame());
    }

    @Test
    void twoFramesInOneRead() throws IOException {
        read(encoded(List.of(frame(60), frame(61))));
        assertEquals(60, stream.next());
        assertEquals(60, stream.next(), "the same one until it is taken");
        stream.take();
        assertEquals(61, stream.next());
        stream.take();
        assertEquals(FrameStream.NONE, stream.next());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "69633, 69633",
        "0x7fffffff, 2147483647",
        "0x80000000, 2147483648",
        "0xffffffff, 4294967295",
        "0x47455420, 1195725856"
    })
    void lengthsThatAreNone(String length, long shown) throws IOException {
        read(encoded(List.of(frame(60))));
        read(ByteBuffer.allocate(4).putInt((int) (long) Long.decode(length)).array());
        assertEquals(60, stream.next(), "what came before it still counts");
        stream.take();
        assertEquals(FrameStream.MALFORMED, stream.next());
        assertEquals(shown, stream.length());
        assertEquals(FrameStream.MALFORMED, stream.next(), "there is no way past it");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "4, true", "5, true", "63, true", "64, false"})
    void knowsWhetherItWasCutWithinAFrame(int octets, boolean within) throws IOException {
        byte[] all = encoded(List.of(frame(60)));
        read(Arrays.copyOf(all, octets));
        List<byte[]> got = new ArrayList<>();
        drain(got);
        assertEquals(within, stream.isWithinFrame());
    }

    @Test
    void anotherPeerBeginsAnew() throws IOException {
        read(new byte[] {0, 0, 0});
        stream.put(frame(60), 0, 60);
        stream.reset();
        assertFalse(stream.hasUnwritten());
        read(encoded(List.of(frame(60))));
        assertEquals(60, stream.next());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100_000})
    void writesInThePiecesTheChannelTakes(int piece) throws IOException {
        List<byte[]> frames = List.of(frame(60), frame(1514), frame(14));
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        WritableByteChannel channel = slow(wire, piece);
        for (byte[] frame : frames) {
            byte[] shifted = new byte[frame.length + 2];
            System.arraycopy(frame, 0, shifted, 2, frame.length);
            stream.put(shifted, 2, frame.length);
        }
        int writes = 1;
        while (!stream.writeTo(channel)) {
            assertTrue(stream.hasUnwritten());
            writes++;
        }
        byte[] expected = encoded(frames);
        assertArrayEquals(expected, wire.toByteArray());
        assertEquals((expected.length + piece - 1) / piece, writes);
    }

    @Test
    void aPeerThatTakesNothingFillsItAndNoMore() throws IOException {
        byte[] frame = frame(1514);
        int count = 0;
        while (stream.hasRoom(frame.length)) {
            stream.put(frame, 0, frame.length);
            count++;
        }
        assertEquals(2 * (4 + FrameStream.MAX_LENGTH) / (4 + 1514), count);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        assertFalse(stream.writeTo(slow(wire, 1518)));
        assertTrue(stream.hasRoom(frame.length));
    }

    private void drain(List<byte[]> got) {
        int length;
        while ((length = stream.next()) > 0) {
            got.add(Arrays.copyOfRange(stream.array(), stream.offset(), stream.offset() + length));
            stream.take();
        }
        assertEquals(FrameStream.NONE, length);
    }

    private void read(byte[] octets) throws IOException {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(octets));
        assertEquals(octets.length, stream.readFrom(channel));
    }

    private static WritableByteChannel slow(ByteArrayOutputStream wire, int piece) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int count = Math.min(piece, source.remaining());
                for (int i = 0; i < count; i++) {
                    wire.write(source.get());
                }
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] encoded(List<byte[]> frames) {
        ByteBuffer octets = ByteBuffer.allocate(1 << 18);
        for (byte[] frame : frames) {
            octets.putInt(frame.length).put(frame);
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private static byte[] frame(int length) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (i % 251 + length);
        }
        return frame;
    }
}
