package org.tcplite.tcp;

/**
 * Writes headers of segments (RFC 9293 section 3.1): for connections, and for the replies that
 * belong to none. The header's 20 octets, then options, then text that is already in place; the
 * checksum last. A header is summed as it is written, not read back.
 */
final class SegmentWriter {

    static final int MSS_OPTION = 0x02040000;
    static final int NOP_WINDOW_SCALE = 0x01030300;
    static final int NOP_NOP_SACK_PERMITTED = 0x01010402;
    static final int SACK_PERMITTED_TIMESTAMPS = 0x0402080a;

    /** The usual beginning of the timestamps option; its two values follow. */
    static final int NOP_NOP_TIMESTAMPS = 0x0101080a;

    /** The length of the option without blocks stands in the last octet. */
    private static final int NOP_NOP_SACK = 0x01010502;

    private final Octets octets;
    private boolean hardwareFillsChecksum;

    /** The sum of the header written last, less its checksum field. */
    private long headerSum;

    /** Octets of the header written so far. */
    private int length;

    SegmentWriter(Octets octets) {
        this.octets = octets;
    }

    void setChecksumOffload(boolean hardwareFills) {
        hardwareFillsChecksum = hardwareFills;
    }

    /**
     * Writes the fixed header. Options may follow, ended by {@link #endOfOptions}; then the
     * checksum.
     */
    void header(byte[] frame, int at, int ports, int seq, int ack, int flags, int window) {
        length = Segment.HEADER;
        long portsAndSeq = Octets.pair(ports, seq);
        long ackAndWord12 = Octets.pair(ack, Segment.HEADER << 26 | flags << 16 | window);
        octets.put64(frame, at, portsAndSeq);
        octets.put64(frame, at + 8, ackAndWord12);
        headerSum = Octets.sumOfWords(portsAndSeq) + Octets.sumOfWords(ackAndWord12);
    }

    /**
     * Writes the options of a SYN or SYN-ACK behind the fixed header.
     *
     * @param options which, beside the MSS: bits of {@link SynQueue}
     * @param windowShift the shift to offer
     * @return the length of the header with them
     */
    int synOptions(
            byte[] frame, int at, int options, int mss, int windowShift, int tsVal, int tsEcr) {
        if ((options & SynQueue.WINDOW_SCALE) != 0) {
            options(frame, at, MSS_OPTION | mss, NOP_WINDOW_SCALE | windowShift);
        } else {
            option(frame, at, MSS_OPTION | mss);
        }
        boolean sack = (options & SynQueue.SACK_PERMITTED) != 0;
        if ((options & SynQueue.TIMESTAMPS) != 0) {
            option(frame, at, sack ? SACK_PERMITTED_TIMESTAMPS : NOP_NOP_TIMESTAMPS);
            options(frame, at, tsVal, tsEcr);
        } else if (sack) {
            option(frame, at, NOP_NOP_SACK_PERMITTED);
        }
        return endOfOptions(frame, at);
    }

    /** Adds the timestamps option. */
    void timestamps(byte[] frame, int at, int tsVal, int tsEcr) {
        option(frame, at, NOP_NOP_TIMESTAMPS);
        options(frame, at, tsVal, tsEcr);
    }

    /** Begins a SACK option of so many blocks, which {@link #block} adds. */
    void sack(byte[] frame, int at, int blocks) {
        option(frame, at, NOP_NOP_SACK + 8 * blocks);
    }

    void block(byte[] frame, int at, int left, int right) {
        options(frame, at, left, right);
    }

    /** All options are written: the data offset follows. Answers the header's length. */
    int endOfOptions(byte[] frame, int at) {
        frame[at + 12] = (byte) (length << 2);
        headerSum += length - Segment.HEADER << 10; // the data offset, in the word's high octet
        return length;
    }

    private void option(byte[] frame, int at, int word) {
        octets.put32(frame, at + length, word);
        headerSum += Octets.sumOfWords(word);
        length += 4;
    }

    private void options(byte[] frame, int at, int first, int second) {
        long words = Octets.pair(first, second);
        octets.put64(frame, at + length, words);
        headerSum += Octets.sumOfWords(words);
        length += 8;
    }

    /**
     * Puts the checksum in, or leaves it 0 for the hardware.
     *
     * @param pseudoHeaderSum {@link Segment#pseudoHeaderSum} of the addresses, and the segment's
     *     length
     * @param textSum the sum of the text, which begins at an even distance from the header
     */
    void checksum(byte[] frame, int at, long pseudoHeaderSum, long textSum) {
        int checksum = 0;
        if (!hardwareFillsChecksum) {
            checksum = Octets.checksum(pseudoHeaderSum + headerSum + textSum);
        }
        octets.put32(frame, at + 16, checksum << 16); // with no urgent pointer
    }

    /** Ports as the peer's segment carries them, turned round for ours. */
    static int turned(int ports) {
        return ports << 16 | ports >>> 16;
    }
}
