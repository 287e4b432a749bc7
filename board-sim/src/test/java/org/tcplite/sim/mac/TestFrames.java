package org.tcplite.sim.mac;

import java.nio.ByteBuffer;

/** Builds frames for tests with plain arithmetic of its own: nothing of the product is in it. */
public final class TestFrames {

    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;

    public static final int BOARD = 0x0a000002;
    public static final int PEER = 0x0a000001;

    private static final int ETHERNET = 14;
    private static final int IP = 20;

    private TestFrames() {}

    /** A frame of {@code length} octets that carries a number, for a protocol nobody knows. */
    public static byte[] numbered(int length, int number) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) 0x88b5);
        for (int i = frame.position(); i < length; i++) {
            frame.put(i, (byte) (number * 31 + i));
        }
        frame.putInt(number);
        return frame.array();
    }

    /** A TCP segment with good checksums, padded to 60 octets. */
    public static byte[] tcp(
            int source,
            int sourcePort,
            int destination,
            int destinationPort,
            int flags,
            long seq,
            long ack,
            byte[] options,
            int textLength) {
        ByteBuffer segment = ByteBuffer.allocate(20 + options.length + textLength);
        segment.putShort((short) sourcePort).putShort((short) destinationPort);
        segment.putInt((int) seq).putInt((int) ack);
        segment.put((byte) ((20 + options.length) / 4 << 4)).put((byte) flags);
        segment.putShort((short) 65535).putShort((short) 0).putShort((short) 0);
        segment.put(options);
        byte[] frame = ip(source, destination, 6, segment.array());
        putChecksum(frame, ETHERNET + IP, segment.capacity(), 16, pseudo(frame, 6));
        return frame;
    }

    /** An ICMP message with good checksums, padded to 60 octets. */
    public static byte[] icmp(int source, int destination, int type, int code, int id, int seq) {
        ByteBuffer message = ByteBuffer.allocate(16);
        message.put((byte) type).put((byte) code).putShort((short) 0);
        message.putShort((short) id).putShort((short) seq);
        byte[] frame = ip(source, destination, 1, message.array());
        putChecksum(frame, ETHERNET + IP, message.capacity(), 2, 0);
        return frame;
    }

    /** An ARP request or reply, padded to 60 octets. */
    public static byte[] arp(int operation, int sender, int target) {
        ByteBuffer frame = ByteBuffer.allocate(60);
        frame.put(new byte[] {-1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 9}).putShort((short) 0x0806);
        frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
        frame.putShort((short) operation);
        frame.put(new byte[] {2, 0, 0, 0, 0, 9}).putInt(sender).put(new byte[6]).putInt(target);
        return frame.array();
    }

    /** An IPv4 packet with a good header checksum. */
    public static byte[] ip(int source, int destination, int protocol, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(60, ETHERNET + IP + payload.length));
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (IP + payload.length));
        frame.putShort((short) 7).putShort((short) 0).put((byte) 64).put((byte) protocol);
        frame.putShort((short) 0).putInt(source).putInt(destination).put(payload);
        putChecksum(frame.array(), ETHERNET, IP, 10, 0);
        return frame.array();
    }

    private static long pseudo(byte[] frame, int protocol) {
        int length = (get8(frame, 16) << 8 | get8(frame, 17)) - IP;
        return words(frame, ETHERNET + 12, 8) + protocol + length;
    }

    private static void putChecksum(byte[] frame, int at, int length, int field, long start) {
        frame[at + field] = 0;
        frame[at + field + 1] = 0;
        int checksum = (int) (0xffff - (start + words(frame, at, length)) % 0xffff);
        frame[at + field] = (byte) (checksum >> 8);
        frame[at + field + 1] = (byte) checksum;
    }

    private static long words(byte[] octets, int at, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (long) get8(octets, at + i) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int get8(byte[] octets, int at) {
        return octets[at] & 0xff;
    }
}
