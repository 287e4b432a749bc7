package org.tcplite.tcp;

/** Octets of a fuzzer, taken for a segment: whatever it says, it lies within its octets. */
public final class SegmentTarget {

    private final Segment segment = new Segment(new PortableOctets());

    /** Parses {@code data} at the end of an array, so that reading on is an exception. */
    public void parse(byte[] data) {
        int dropped = segment.parse(data, 0, data.length, 1, 2, true);
        if (dropped != 0) {
            return;
        }
        require(segment.textLength >= 0, "text has a length");
        require(segment.textOffset >= Segment.HEADER, "text is behind the header");
        require(
                segment.textOffset + segment.textLength == data.length,
                "and ends with the segment");
        require(segment.windowShift <= 14, "a window shift is at most 14");
        int sackEnd = segment.sackOffset + segment.sackLength;
        require(segment.sackLength == 0 || sackEnd <= segment.textOffset, "SACK is in the header");
        require((segment.sackLength & 7) == 0, "SACK blocks are whole");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
