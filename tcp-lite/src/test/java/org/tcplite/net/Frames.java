package org.tcplite.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames for tests, built and read independently of the code under test. */
public final class Frames {

    static final long OWN_MAC = 0x020000000001L;
    static final long PEER_MAC = 0x020000000099L;
    static final long OTHER_MAC = 0x0200000000eeL;
    static final long BROADCAST_MAC = 0xffffffffffffL;

    static final int OWN = address("192.0.2.1");
    static final int PEER = address("192.0.2.10");
    static final int GATEWAY = address("192.0.2.254");
    static final int FAR = address("198.51.100.7");

    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private Frames() {}

    static int address(String dotted) {
        int address = 0;
        for (String each : dotted.split("\\.")) {
            address = address << 8 | Integer.parseInt(each);
        }
        return address;
    }

    public static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        return padded(
                ByteBuffer.allocate(14 + payload.length)
                        .putShort((short) (destination >>> 32))
                        .putInt((int) destination)
                        .putShort((short) (source >>> 32))
                        .putInt((int) source)
                        .putShort((short) type)
                        .put(payload)
                        .array());
    }

    /** Padded to 60 octets with something that is not zero. */
    private static byte[] padded(byte[] frame) {
        if (frame.length >= 60) {
            return frame;
        }
        byte[] padded = Arrays.copyOf(frame, 60);
        Arrays.fill(padded, frame.length, 60, (byte) 0xbb);
        return padded;
    }

    static byte[] fromPeer(byte[] ipPacket) {
        return ethernet(OWN_MAC, PEER_MAC, 0x0800, ipPacket);
    }

    // ---- ARP

    public static byte[] arpBody(int kind, long senderMac, int sender, long targetMac, int target) {
        return ByteBuffer.allocate(28)
                .putInt(0x00010800)
                .putInt(0x06040000 | kind)
                .putShort((short) (senderMac >>> 32))
                .putInt((int) senderMac)
                .putInt(sender)
                .putShort((short) (targetMac >>> 32))
                .putInt((int) targetMac)
                .putInt(target)
                .array();
    }

    static byte[] arpRequest(long mac, int sender, int target) {
        return ethernet(BROADCAST_MAC, mac, 0x0806, arpBody(1, mac, sender, 0, target));
    }

    static byte[] arpReply(long mac, int sender) {
        return ethernet(OWN_MAC, mac, 0x0806, arpBody(2, mac, sender, OWN_MAC, OWN));
    }

    // ---- IPv4

    /** A packet's header in pieces, to be bent by tests. */
    public static final class Ip {
        int version = 4;
        int ihl = -1;
        int tos;
        int totalLength = -1;
        int id = 0x1234;
        int flagsAndOffset;
        int ttl = 64;
        int protocol = 6;
        int source = PEER;
        int destination = OWN;
        byte[] options = {};
        byte[] payload = {};

        public Ip protocol(int value) {
            protocol = value;
            return this;
        }

        public Ip from(int value) {
            source = value;
            return this;
        }

        public Ip to(int value) {
            destination = value;
            return this;
        }

        public Ip id(int value) {
            id = value;
            return this;
        }

        public Ip tos(int value) {
            tos = value;
            return this;
        }

        public Ip ttl(int value) {
            ttl = value;
            return this;
        }

        public Ip options(int... values) {
            options = new byte[values.length + 3 & ~3];
            for (int i = 0; i < values.length; i++) {
                options[i] = (byte) values[i];
            }
            return this;
        }

        public Ip payload(byte[] value) {
            payload = value;
            return this;
        }

        public Ip fragment(int offset, boolean more) {
            flagsAndOffset = offset >>> 3 | (more ? 0x2000 : 0);
            return this;
        }

        public Ip ihl(int value) {
            ihl = value;
            return this;
        }

        public Ip version(int value) {
            version = value;
            return this;
        }

        public Ip totalLength(int value) {
            totalLength = value;
            return this;
        }

        public byte[] packet() {
            int header = 20 + options.length;
            int words = ihl < 0 ? header / 4 : ihl;
            int total = totalLength < 0 ? header + payload.length : totalLength;
            byte[] packet =
                    ByteBuffer.allocate(header + payload.length)
                            .put((byte) (version << 4 | words))
                            .put((byte) tos)
                            .putShort((short) total)
                            .putShort((short) id)
                            .putShort((short) flagsAndOffset)
                            .put((byte) ttl)
                            .put((byte) protocol)
                            .putShort((short) 0)
                            .putInt(source)
                            .putInt(destination)
                            .put(options)
                            .put(payload)
                            .array();
            int summed = Math.min(Math.max(words * 4, 20), packet.length);
            put16(packet, 10, checksum(packet, 0, summed));
            return packet;
        }

        byte[] frame() {
            return fromPeer(packet());
        }
    }

    public static Ip ip() {
        return new Ip();
    }

    // ---- ICMP

    public static byte[] icmp(int type, int code, int rest, byte[] data) {
        byte[] message =
                ByteBuffer.allocate(8 + data.length)
                        .put((byte) type)
                        .put((byte) code)
                        .putShort((short) 0)
                        .putInt(rest)
                        .put(data)
                        .array();
        put16(message, 2, checksum(message, 0, message.length));
        return message;
    }

    static byte[] ping(byte[] data) {
        return ip().protocol(1).payload(icmp(8, 0, 0xcafe0001, data)).frame();
    }

    // ---- TCP

    static byte[] segment(
            int source,
            int destination,
            int sourcePort,
            int destinationPort,
            int seq,
            int ack,
            int flags) {
        byte[] segment =
                ByteBuffer.allocate(20)
                        .putShort((short) sourcePort)
                        .putShort((short) destinationPort)
                        .putInt(seq)
                        .putInt(ack)
                        .put((byte) 0x50)
                        .put((byte) flags)
                        .putShort((short) 4096)
                        .array();
        put16(segment, 16, tcpChecksum(segment, source, destination));
        return segment;
    }

    static byte[] tcp(
            int source, int sourcePort, int destinationPort, int seq, int ack, int flags) {
        return ip().from(source)
                .payload(segment(source, OWN, sourcePort, destinationPort, seq, ack, flags))
                .frame();
    }

    static int tcpChecksum(byte[] segment, int source, int destination) {
        byte[] pseudo =
                ByteBuffer.allocate(12 + segment.length)
                        .putInt(source)
                        .putInt(destination)
                        .putShort((short) 6)
                        .putShort((short) segment.length)
                        .put(segment)
                        .array();
        return checksum(pseudo, 0, pseudo.length);
    }

    // ---- reading what was sent

    public static int checksum(byte[] data, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = data[offset + i] & 0xff;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    public static int get16(byte[] data, int at) {
        return ByteBuffer.wrap(data).getShort(at) & 0xffff;
    }

    public static int get32(byte[] data, int at) {
        return ByteBuffer.wrap(data).getInt(at);
    }

    public static long mac(byte[] data, int at) {
        return (long) get16(data, at) << 32 | get32(data, at + 2) & 0xffffffffL;
    }

    static void put16(byte[] data, int at, int value) {
        ByteBuffer.wrap(data).putShort(at, (short) value);
    }

    static int type(byte[] frame) {
        return get16(frame, 12);
    }

    /** The IPv4 packet of a frame that was sent, its header verified. */
    static byte[] packet(byte[] frame) {
        byte[] packet = Arrays.copyOfRange(frame, 14, 14 + get16(frame, 16));
        if (packet[0] != 0x45 || checksum(packet, 0, 20) != 0 || get32(packet, 12) != OWN) {
            throw new AssertionError("bad IPv4 header");
        }
        for (int i = 14 + packet.length; i < frame.length; i++) {
            if (frame[i] != 0) {
                throw new AssertionError("padding is not zero");
            }
        }
        return packet;
    }

    /** What the IPv4 packet of a frame that was sent carries, its checksum verified. */
    static byte[] payload(byte[] frame) {
        byte[] packet = packet(frame);
        byte[] payload = Arrays.copyOfRange(packet, 20, packet.length);
        boolean intact =
                packet[9] == 1
                        ? checksum(payload, 0, payload.length) == 0
                        : tcpChecksum(payload, OWN, get32(packet, 16)) == 0;
        if (!intact) {
            throw new AssertionError("bad checksum");
        }
        return payload;
    }
}
