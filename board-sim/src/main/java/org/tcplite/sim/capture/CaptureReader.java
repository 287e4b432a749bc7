package org.tcplite.sim.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the Ethernet frames of a capture, one at a time: the classic format in micro- and
 * nanoseconds and pcapng, each in both orders of octets.
 *
 * <p>The file is read as it is needed and may be of any size; nothing allocates per frame. Frames
 * cut by the snap length, and those of interfaces that are no Ethernet, are left out and counted.
 */
public abstract class CaptureReader implements AutoCloseable {

    /** The longest frame a capture holds: libpcap's MAXIMUM_SNAPLEN. */
    public static final int MAX_FRAME = 262_144;

    static final int LINKTYPE_ETHERNET = 1;
    static final long NS_PER_S = 1_000_000_000L;

    final OctetInput in;
    private final byte[] frame = new byte[MAX_FRAME];
    private int length;
    private long timeNs;
    private long cut;
    private long foreign;

    CaptureReader(OctetInput in) {
        this.in = in;
    }

    /**
     * Opens a file; its first octets say which format it is.
     *
     * @throws CaptureFormatException in one line, if it is none or not of Ethernet
     */
    public static CaptureReader open(Path file) throws IOException {
        OctetInput in = new OctetInput(Files.newInputStream(file));
        boolean good = false;
        try {
            CaptureReader reader = of(in);
            good = true;
            return reader;
        } finally {
            if (!good) {
                in.close();
            }
        }
    }

    /** As {@link #open}, from a stream that is closed with the reader. */
    static CaptureReader of(InputStream in) throws IOException {
        return of(new OctetInput(in));
    }

    private static CaptureReader of(OctetInput in) throws IOException {
        if (in.isAtEnd()) {
            throw new CaptureFormatException("the file is empty");
        }
        int magic = in.u32();
        return magic == PcapngReader.SECTION_HEADER_BLOCK
                ? new PcapngReader(in)
                : PcapReader.of(magic, in);
    }

    /**
     * Reads on to the next whole Ethernet frame.
     *
     * @return false at the end of the file
     * @throws CaptureFormatException in one line: what is wrong, at which octet of the file
     */
    public abstract boolean next() throws IOException;

    /** The frame begins at its octet 0; until {@link #next}. */
    public final byte[] array() {
        return frame;
    }

    /** The frame's length, without its check sequence. */
    public final int length() {
        return length;
    }

    /** When it was captured, in nanoseconds since 1970. */
    public final long timeNs() {
        return timeNs;
    }

    /** Frames left out because the snap length had cut them. */
    public final long cut() {
        return cut;
    }

    /** Frames left out because they are of another link type than Ethernet. */
    public final long foreign() {
        return foreign;
    }

    /**
     * Reads a frame's octets.
     *
     * @param captured octets in the file
     * @param original octets on the wire, of which the last {@code fcs} are the check sequence
     * @return true if it is whole
     */
    final boolean take(long atNs, int captured, int original, int fcs) throws IOException {
        if (captured < 0 || captured > MAX_FRAME) {
            throw malformed("a frame of " + (captured & 0xffff_ffffL) + " octets");
        }
        in.read(frame, captured);
        if (captured < original - fcs || original < 0) {
            cut++;
            return false;
        }
        length = Math.max(0, Math.min(captured, original - fcs));
        timeNs = atNs;
        return true;
    }

    /** Passes over a frame of another link type. */
    final void leaveOut(long captured) throws IOException {
        in.skip(captured);
        foreign++;
    }

    final CaptureFormatException malformed(String what) {
        return new CaptureFormatException(what + " before octet " + in.position());
    }

    @Override
    public final void close() throws IOException {
        in.close();
    }
}
