package org.tcplite.tcp;

/**
 * A segment that has arrived, parsed once (RFC 9293 section 3.1). One instance is reused; nobody
 * keeps it after the call.
 *
 * <pre>
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    +-------------------------------+-------------------------------+
 *  0 |          Source Port          |       Destination Port        |
 *    +-------------------------------+-------------------------------+
 *  4 |                        Sequence Number                        |
 *    +---------------------------------------------------------------+
 *  8 |                    Acknowledgment Number                      |
 *    +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 *    | Data  |       |C|E|U|A|P|R|S|F|                               |
 * 12 | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *    |       |       |R|E|G|K|H|T|N|N|                               |
 *    +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * 16 |           Checksum            |         Urgent Pointer        |
 *    +-------------------------------+-------------------------------+
 * 20 |                           [Options]                           |
 *    +---------------------------------------------------------------+
 * </pre>
 */
final class Segment {

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;

    /** Octets of a header without options. */
    static final int HEADER = 20;

    /** {@link #windowShift}: the option was absent. */
    static final int ABSENT = -1;

    private static final int PROTOCOL = 6;
    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;
    private static final int MAX_WINDOW_SHIFT = 14;

    private final Octets octets;

    int sourceAddress;
    int destinationAddress;

    /** Source port above destination port, as on the wire: {@code remote << 16 | local}. */
    int ports;

    int seq;
    int ack;
    int flags;

    /** SEG.WND as in the header, not scaled. */
    int wnd;

    int urgentPointer;

    /** Holds the text, from {@link #textOffset} on. */
    byte[] array;

    int textOffset;
    int textLength;

    /** SEG.LEN: octets of text, plus one each for SYN and FIN. */
    int len;

    /** The MSS option of a SYN, or 0. */
    int mss;

    /** The window-scale option of a SYN, at most 14, or {@link #ABSENT}. */
    int windowShift;

    /** The SACK-permitted option of a SYN. */
    boolean sackPermitted;

    /** Whether the timestamps option is there, and its two values. */
    boolean hasTimestamps;

    int tsVal;
    int tsEcr;

    /** Octets of SACK blocks, a multiple of 8, and where they stand in {@link #array}; or 0. */
    int sackLength;

    int sackOffset;

    /** SEG.SEQ before trimming; set if the connection has timestamps. */
    int firstSeq;

    /** An option's length could not be: the options after it were not read. */
    boolean badOptions;

    Segment(Octets octets) {
        this.octets = octets;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int remotePort() {
        return ports >>> 16;
    }

    int localPort() {
        return ports & 0xffff;
    }

    /**
     * Reads header and options. Text is not touched, but for the sum.
     *
     * @return 0, or the counter of {@link TcpCounter} under which the segment is to be dropped
     */
    int parse(
            byte[] packet, int offset, int length, int source, int destination, boolean verified) {
        if (length < HEADER) {
            return TcpCounter.DROP_LENGTH;
        }
        long ackAndWord12 = octets.get64(packet, offset + 8);
        int word12 = (int) ackAndWord12;
        int headerLength = word12 >>> 28 << 2;
        if (headerLength < HEADER || headerLength > length) {
            return TcpCounter.DROP_LENGTH;
        }
        long portsAndSeq = octets.get64(packet, offset);
        int word16 = octets.get32(packet, offset + 16);
        if (!verified) {
            long sum =
                    pseudoHeaderSum(source, destination)
                            + length
                            + Octets.sumOfWords(portsAndSeq)
                            + Octets.sumOfWords(ackAndWord12)
                            + Octets.sumOfWords(word16)
                            + octets.sum(packet, offset + HEADER, length - HEADER);
            if (!Octets.isIntact(sum)) {
                return TcpCounter.DROP_CHECKSUM;
            }
        }
        sourceAddress = source;
        destinationAddress = destination;
        ports = (int) (portsAndSeq >>> 32);
        seq = (int) portsAndSeq;
        ack = (int) (ackAndWord12 >>> 32);
        flags = word12 >>> 16 & 0x3f;
        wnd = word12 & 0xffff;
        array = packet;
        textOffset = offset + headerLength;
        textLength = length - headerLength;
        len = textLength + (flags >>> 1 & 1) + (flags & 1);
        urgentPointer = has(URG) ? word16 & 0xffff : 0;
        hasTimestamps = false;
        sackLength = 0;
        badOptions = false;
        if (headerLength > HEADER || has(SYN)) {
            readOptions(packet, offset + HEADER, headerLength - HEADER);
        }
        return 0;
    }

    /** The sum of the pseudo-header less the length (RFC 9293 section 3.1). */
    static long pseudoHeaderSum(int source, int destination) {
        return Octets.sumOfWords(source) + Octets.sumOfWords(destination) + PROTOCOL;
    }

    /** The usual 12 octets, or whatever else there is. */
    private void readOptions(byte[] packet, int from, int length) {
        boolean usual = length == Timestamps.OCTETS && !has(SYN);
        if (usual && octets.get32(packet, from) == SegmentWriter.NOP_NOP_TIMESTAMPS) {
            hasTimestamps = true;
            tsVal = octets.get32(packet, from + 4);
            tsEcr = octets.get32(packet, from + 8);
        } else {
            parseOptions(packet, from, from + length);
        }
    }

    /** Section 3.2. The first option of a kind counts; those of a SYN are read on a SYN only. */
    private void parseOptions(byte[] packet, int from, int end) {
        mss = 0;
        windowShift = ABSENT;
        sackPermitted = false;
        int at = has(SYN) ? readSynWords(packet, from, end) : from;
        while (at < end) {
            int kind = packet[at] & 0xff;
            if (kind == END_OF_LIST) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? packet[at + 1] & 0xff : 0;
            if (length < 2 || length > end - at) {
                badOptions = true; // MUST-7: no harm, and no further reading
                return;
            }
            if (kind == TIMESTAMPS && length == 10 && !hasTimestamps) {
                hasTimestamps = true;
                tsVal = octets.get32(packet, at + 2);
                tsEcr = octets.get32(packet, at + 6);
            } else if (kind == SACK && !has(SYN) && (length & 7) == 2) {
                sackLength = length - 2;
                sackOffset = at + 2;
            } else if (has(SYN)) {
                parseSynOption(packet, at, kind, length);
            }
            at += length;
        }
    }

    /**
     * Of a SYN's options the words that most stacks write, in their order: MSS, window scale,
     * timestamps or SACK permitted, and window scale where it was not before. Answers where
     * something else begins.
     */
    private int readSynWords(byte[] packet, int from, int end) {
        int at = from;
        int word = wordAt(packet, at, end);
        if ((word & 0xffff0000) == SegmentWriter.MSS_OPTION) {
            mss = word & 0xffff;
            at += 4;
            word = wordAt(packet, at, end);
        }
        if (isWindowScale(word)) {
            setWindowShift(word & 0xff);
            at += 4;
            word = wordAt(packet, at, end);
        }
        boolean withSack = word == SegmentWriter.SACK_PERMITTED_TIMESTAMPS;
        boolean stamped = withSack || word == SegmentWriter.NOP_NOP_TIMESTAMPS;
        if (stamped && end - at >= Timestamps.OCTETS) {
            hasTimestamps = true;
            tsVal = octets.get32(packet, at + 4);
            tsEcr = octets.get32(packet, at + 8);
            sackPermitted = withSack;
            at += Timestamps.OCTETS;
            word = wordAt(packet, at, end);
        } else if (word == SegmentWriter.NOP_NOP_SACK_PERMITTED) {
            sackPermitted = true;
            at += 4;
            word = wordAt(packet, at, end);
        }
        if (windowShift == ABSENT && isWindowScale(word)) {
            setWindowShift(word & 0xff);
            at += 4;
        }
        return at;
    }

    private void setWindowShift(int shift) {
        windowShift = Math.min(shift, MAX_WINDOW_SHIFT); // RFC 7323 section 2.3
    }

    private static boolean isWindowScale(int word) {
        return (word & 0xffffff00) == SegmentWriter.NOP_WINDOW_SCALE;
    }

    /** A word of options, or 0, the end of the list, behind the last. */
    private int wordAt(byte[] packet, int at, int end) {
        return at < end ? octets.get32(packet, at) : 0; // both at a multiple of four octets
    }

    private void parseSynOption(byte[] packet, int at, int kind, int length) {
        if (kind == MAXIMUM_SEGMENT_SIZE && length == 4 && mss == 0) {
            mss = octets.get16(packet, at + 2);
        } else if (kind == WINDOW_SCALE && length == 3 && windowShift == ABSENT) {
            setWindowShift(packet[at + 2] & 0xff);
        } else if (kind == SACK_PERMITTED && length == 2) {
            sackPermitted = true;
        }
    }

    /** Which options a SYN carries: bits of {@link SynQueue}. */
    int synOptions() {
        return (windowShift != ABSENT ? SynQueue.WINDOW_SCALE : 0)
                | (sackPermitted ? SynQueue.SACK_PERMITTED : 0)
                | (hasTimestamps ? SynQueue.TIMESTAMPS : 0);
    }

    /** Cuts {@code count} octets off the front of the text: they are had already. */
    void trimFront(int count) {
        seq += count;
        textOffset += count;
        textLength -= count;
        len -= count;
        urgentPointer = Math.max(0, urgentPointer - count);
    }

    /** Cuts the text to {@code length} octets, and the FIN with what is cut. */
    void trimEnd(int length) {
        textLength = length;
        flags &= ~FIN;
        len = length;
    }

    /** A SYN that has done its work: the rest of the segment begins after it. */
    void dropSyn() {
        flags &= ~SYN;
        seq++;
        len--;
    }
}
