package org.tcplite.tcp;

import org.tcplite.net.Frames;

/**
 * What every frame a board sends must be, whatever the stack thinks of it: of a legal length, from
 * our addresses to a single station, padded with zeros, with an IPv4 header that is right and
 * whole; only an ARP request goes to everybody.
 */
final class FrameOracle {

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;
    static final int HEADERS = 34;

    private static final long BROADCAST = 0xffffffffffffL;
    private static final long GROUP_BIT = 1L << 40;
    private static final int LEAST = 60;
    private static final int GREATEST = 1514;
    private static final int ARP_LENGTH = 42;

    private FrameOracle() {}

    /** The frame is one that the board of an address may send. */
    static void sent(int own, byte[] frame) {
        check(frame.length >= LEAST && frame.length <= GREATEST, "a legal length", frame);
        check(Frames.mac(frame, 6) == macOf(own), "our link address", frame);
        long to = Frames.mac(frame, 0);
        int type = Frames.get16(frame, 12);
        int used;
        if (type == TYPE_ARP) {
            used = arp(own, to, frame);
        } else {
            check(type == TYPE_IPV4, "IPv4 or ARP", frame);
            check((to & GROUP_BIT) == 0, "to one station", frame);
            used = 14 + packet(own, frame);
        }
        for (int i = used; i < frame.length; i++) {
            check(frame[i] == 0, "padded with zeros", frame);
        }
    }

    private static int arp(int own, long to, byte[] frame) {
        check(Frames.get32(frame, 14) == 0x00010800, "Ethernet and IPv4", frame);
        int kind = Frames.get32(frame, 18) & 0xffff;
        boolean asks = kind == 1;
        check(asks || kind == 2, "a request or a reply", frame);
        check(Frames.mac(frame, 22) == macOf(own), "the sender's link address is ours", frame);
        check(Frames.get32(frame, 28) == own, "the sender's address is ours", frame);
        check(asks && to == BROADCAST || (to & GROUP_BIT) == 0, "requests to everybody", frame);
        check(Frames.get32(frame, 38) != own, "we do not ask for ourselves", frame);
        return ARP_LENGTH;
    }

    private static int packet(int own, byte[] frame) {
        int total = Frames.get16(frame, 16);
        check(frame[14] == 0x45 && total >= 28 && 14 + total <= frame.length, "lengths", frame);
        check(Frames.checksum(frame, 14, 20) == 0, "the header's checksum", frame);
        check((Frames.get16(frame, 20) & 0xbfff) == 0, "no fragment", frame);
        check(frame[22] != 0, "a time to live", frame);
        check(Frames.get32(frame, 26) == own, "our address", frame);
        int to = Frames.get32(frame, 30);
        check(to >>> 28 < 0xe && (to & 0xff) != 0xff && to != own, "to one host", frame);
        if (frame[23] == 1) {
            check(Frames.checksum(frame, HEADERS, total - 20) == 0, "the ICMP checksum", frame);
        } else {
            check(frame[23] == 6, "TCP or ICMP", frame);
        }
        return total;
    }

    /** The link address of the station with an address. */
    static long macOf(int address) {
        return 0x020000000000L | address & 0xffffffffL;
    }

    private static void check(boolean holds, String what, byte[] frame) {
        if (!holds) {
            throw new AssertionError("in a frame sent: " + what + ": " + describe(frame));
        }
    }

    /** A frame in a line. */
    static String describe(byte[] frame) {
        if (frame.length < HEADERS) {
            return "frame of " + frame.length;
        }
        String ends = String.format("%012x > %012x", Frames.mac(frame, 6), Frames.mac(frame, 0));
        int type = Frames.get16(frame, 12);
        if (type == TYPE_ARP) {
            int kind = Frames.get32(frame, 18) & 0xffff;
            int sender = Frames.get32(frame, 28);
            return String.format("%s ARP %d of %08x", ends, kind, sender);
        }
        int fragment = Frames.get16(frame, 20) & 0x3fff;
        return String.format(
                "%s type %04x, %08x > %08x protocol %d, fragment %04x, %d octets",
                ends,
                type,
                Frames.get32(frame, 26),
                Frames.get32(frame, 30),
                frame[23] & 0xff,
                fragment,
                frame.length);
    }
}
