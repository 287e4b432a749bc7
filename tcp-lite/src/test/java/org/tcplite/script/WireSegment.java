package org.tcplite.script;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A segment as it stands on the wire. Reads and writes headers and checksums itself, with nothing
 * of the stack's code: it is the oracle.
 */
final class WireSegment {

    static final int HEADER = 20;

    int sourcePort;
    int destinationPort;
    int seq;
    int ack;
    int flags;
    int window;
    int urgent;
    byte[] options = {};
    byte[] text = {};

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** SEG.LEN: SYN and FIN count. */
    int length() {
        return text.length + (has(Flags.SYN) ? 1 : 0) + (has(Flags.FIN) ? 1 : 0);
    }

    byte[] encode(int source, int destination) {
        ByteBuffer b = ByteBuffer.allocate(HEADER + options.length + text.length);
        b.putShort((short) sourcePort).putShort((short) destinationPort);
        b.putInt(seq).putInt(ack);
        b.put((byte) ((HEADER + options.length) / 4 << 4)).put((byte) flags);
        b.putShort((short) window).putShort((short) 0).putShort((short) urgent);
        b.put(options).put(text);
        fillChecksum(b.array(), source, destination);
        return b.array();
    }

    static void fillChecksum(byte[] segment, int source, int destination) {
        segment[16] = 0;
        segment[17] = 0;
        int sum = ~onesComplementSum(segment, source, destination) & 0xffff;
        segment[16] = (byte) (sum >> 8);
        segment[17] = (byte) sum;
    }

    /** 0xffff if the segment holds its right checksum. */
    static int onesComplementSum(byte[] segment, int source, int destination) {
        long sum = 6 + segment.length;
        sum += (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff);
        for (int i = 0; i < segment.length; i++) {
            sum += (segment[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum >> 16) + (sum & 0xffff);
        }
        return (int) sum;
    }

    /** Reads a segment the stack has sent; refuses what a strict receiver would. */
    static WireSegment decode(byte[] bytes, int source, int destination) {
        require(bytes.length >= HEADER, "shorter than a TCP header");
        int offset = (bytes[12] >> 4 & 0xf) * 4;
        require(offset >= HEADER && offset <= bytes.length, "data offset " + offset);
        require((bytes[12] & 0xf) == 0, "reserved bits are set (RFC 9293 section 3.1)");
        require(
                onesComplementSum(bytes, source, destination) == 0xffff,
                "wrong checksum (RFC 9293 MUST-2)");
        ByteBuffer b = ByteBuffer.wrap(bytes);
        WireSegment s = new WireSegment();
        s.sourcePort = b.getShort() & 0xffff;
        s.destinationPort = b.getShort() & 0xffff;
        s.seq = b.getInt();
        s.ack = b.getInt();
        s.flags = b.getShort() & 0xff;
        s.window = b.getShort() & 0xffff;
        s.urgent = b.getShort(18) & 0xffff;
        s.options = Arrays.copyOfRange(bytes, HEADER, offset);
        s.text = Arrays.copyOfRange(bytes, offset, bytes.length);
        return s;
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalStateException("the stack sent a bad segment: " + otherwise);
        }
    }
}
