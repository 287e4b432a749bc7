package org.tcplite.tcp;

/**
 * Writes headers of segments (RFC 9293 section 3.1): for connections, and for the replies that
 * belong to none. The header's 20 octets, then options, then text that is already in place; the
 * checksum last. A header is summed as it is written, not read back.
 */
final class SegmentWriter {

    private static final int MSS_OPTION = 0x02040000;
    private static final int NOP_WINDOW_SCALE = 0x01030300;

    private final Octets octets;
    private boolean hardwareFillsChecksum;

    /** The sum of the header written last, less its checksum field. */
    private int headerSum;

    SegmentWriter(Octets octets) {
        this.octets = octets;
    }

    void setChecksumOffload(boolean hardwareFills) {
        hardwareFillsChecksum = hardwareFills;
    }

    /** Writes the fixed header; the data offset and the checksum are put in by the calls below. */
    void header(byte[] frame, int at, int ports, int seq, int ack, int flags, int window) {
        octets.put32(frame, at, ports);
        octets.put32(frame, at + 4, seq);
        octets.put32(frame, at + 8, ack);
        int word12 = Segment.HEADER << 26 | flags << 16 | window;
        octets.put32(frame, at + 12, word12);
        octets.put32(frame, at + 16, 0);
        headerSum =
                Octets.sumOfWords(ports)
                        + Octets.sumOfWords(seq)
                        + Octets.sumOfWords(ack)
                        + Octets.sumOfWords(word12);
    }

    /**
     * Writes the options of a SYN or SYN-ACK behind the fixed header.
     *
     * @param windowShift the shift to offer, or {@link Segment#ABSENT}
     * @return the length of the header with them
     */
    int synOptions(byte[] frame, int at, int mss, int windowShift) {
        int length = option(frame, at, Segment.HEADER, MSS_OPTION | mss);
        if (windowShift != Segment.ABSENT) {
            length = option(frame, at, length, NOP_WINDOW_SCALE | windowShift);
        }
        frame[at + 12] = (byte) (length << 2);
        headerSum += length - Segment.HEADER << 10; // the data offset, in the word's high octet
        return length;
    }

    private int option(byte[] frame, int at, int length, int word) {
        octets.put32(frame, at + length, word);
        headerSum += Octets.sumOfWords(word);
        return length + 4;
    }

    /**
     * Puts the checksum in, or leaves it 0 for the hardware.
     *
     * @param pseudoHeaderSum {@link Segment#pseudoHeaderSum} of the addresses
     * @param textSum the sum of the text, which begins at an even distance from the header
     */
    void checksum(
            byte[] frame,
            int at,
            int headerLength,
            int textLength,
            long pseudoHeaderSum,
            long textSum) {
        if (hardwareFillsChecksum) {
            return;
        }
        long sum = pseudoHeaderSum + headerLength + textLength + headerSum + textSum;
        octets.put16(frame, at + 16, Octets.checksum(sum));
    }

    /** Ports as the peer's segment carries them, turned round for ours. */
    static int turned(int ports) {
        return ports << 16 | ports >>> 16;
    }
}
