package org.tcplite.sim.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Ethernet frames on a stream of octets, each after its length in four octets, big-endian: what
 * passt, QEMU's {@code -netdev stream} and gvproxy speak.
 *
 * <p>Octets come and go as the channel has them, in any pieces; frames come out whole. A length of
 * zero or beyond {@link #MAX_LENGTH} means that the peer speaks something else, and nothing after
 * it can be understood. Nothing allocates after construction.
 */
final class FrameStream {

    /** The octets of a length. */
    static final int PREFIX = 4;

    /** The greatest length that is one: QEMU's NET_BUFSIZE. */
    static final int MAX_LENGTH = 4096 + 65536;

    /** {@link #next}: no whole frame is there yet. */
    static final int NONE = 0;

    /** {@link #next}: {@link #length} is no length. */
    static final int MALFORMED = -1;

    private static final int CAPACITY = 2 * (PREFIX + MAX_LENGTH);

    private final ByteBuffer in = ByteBuffer.allocate(CAPACITY);
    private final ByteBuffer out = ByteBuffer.allocate(CAPACITY);
    private int length;

    FrameStream() {
        reset();
    }

    /** Forgets what was under way, for another peer. */
    void reset() {
        in.clear().limit(0);
        out.clear().limit(0);
        length = 0;
    }

    // ---- from the channel

    /**
     * Reads what the channel has, once, and no more than fits.
     *
     * @return octets read, or -1 at the end of the stream
     */
    int readFrom(ReadableByteChannel channel) throws IOException {
        in.compact();
        try {
            return channel.read(in);
        } finally {
            in.flip();
        }
    }

    /**
     * The length of the next frame, which stands in {@link #array} at {@link #offset} until {@link
     * #take}; or {@link #NONE}, or {@link #MALFORMED}.
     */
    int next() {
        if (in.remaining() < PREFIX) {
            return NONE;
        }
        length = in.getInt(in.position());
        if (length <= 0 || length > MAX_LENGTH) {
            return MALFORMED;
        }
        return in.remaining() < PREFIX + length ? NONE : length;
    }

    /** The length {@link #next} found, which may be none; as it stands on the stream. */
    long length() {
        return length & 0xffff_ffffL;
    }

    /** Holds the frame that is {@link #next}. */
    byte[] array() {
        return in.array();
    }

    /** Where in {@link #array} it begins. */
    int offset() {
        return in.position() + PREFIX;
    }

    /** Goes past the frame that was {@link #next}. */
    void take() {
        in.position(in.position() + PREFIX + length);
    }

    /** True if the stream has ended, or was cut, within a frame. */
    boolean isWithinFrame() {
        return in.hasRemaining();
    }

    // ---- to the channel

    /** True if a frame of that length can be {@link #put}. */
    boolean hasRoom(int frameLength) {
        return CAPACITY - out.remaining() >= PREFIX + frameLength;
    }

    /** Adds a frame to what is to be written; there has to be room. */
    void put(byte[] frame, int offset, int frameLength) {
        out.compact();
        out.putInt(frameLength).put(frame, offset, frameLength);
        out.flip();
    }

    /**
     * Writes what the channel takes, once.
     *
     * @return true if nothing is left to be written
     */
    boolean writeTo(WritableByteChannel channel) throws IOException {
        if (out.hasRemaining()) {
            channel.write(out);
        }
        return !out.hasRemaining();
    }

    /** True if something is left to be written. */
    boolean hasUnwritten() {
        return out.hasRemaining();
    }
}
