package org.tcplite.net;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.tcplite.hal.EthernetMac;

/**
 * What somebody on the link may send to a board and to no effect on its connections: frames that
 * are malformed, for others, forged or merely useless, at least one kind for each reason there is
 * to drop a frame ({@link NetCounter}), and requests that are answered.
 */
public final class FrameNoise {

    private static final int KINDS = 12;

    private static final long STRANGER_MAC = 0x0200000000eeL;
    private static final int FLOOD = 40;

    private final long ownMac;
    private final int own;
    private final long peerMac;
    private final int peer;
    private final BiConsumer<byte[], Integer> link;
    private SplittableRandom random;

    /**
     * Noise for one board.
     *
     * @param ownMac the board's link address
     * @param own its address
     * @param peerMac the link address of its honest peer
     * @param peer the peer's address, in the same network of prefix 24
     * @param link takes each frame, and what the hardware says of it ({@code RX_} bits)
     */
    public FrameNoise(
            long ownMac, int own, long peerMac, int peer, BiConsumer<byte[], Integer> link) {
        this.ownMac = ownMac;
        this.own = own;
        this.peerMac = peerMac;
        this.peer = peer;
        this.link = link;
    }

    /** Sends one frame, or a few that belong together. */
    public void make(SplittableRandom dice) {
        random = dice;
        switch (random.nextInt(KINDS)) {
            case 0 -> frame(badFrame());
            case 1 -> link.accept(ping(8, peer), hardwareFault());
            case 2, 3 -> frame(badArp());
            case 4, 5 -> frame(badHeader());
            case 6 -> frame(foreignAddress());
            case 7 -> frame(badFragment());
            case 8 -> pieces();
            case 9 -> frame(badIcmp());
            case 10 -> answered();
            default -> neverComplete();
        }
    }

    private void frame(byte[] frame) {
        link.accept(frame, 0);
    }

    private int any(int... values) {
        return values[random.nextInt(values.length)];
    }

    private int stranger() {
        return peer & 0xffffff00 | random.nextInt(100, 250);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    // ---- Ethernet

    private byte[] badFrame() {
        byte[] data = octets(random.nextInt(46, 400));
        return switch (random.nextInt(7)) {
            case 0 -> octets(random.nextInt(1, 14));
            case 1 -> Frames.ethernet(ownMac ^ 0xff00, STRANGER_MAC, 0x0800, data);
            case 2 -> Frames.ethernet(0x0180c2000001L, STRANGER_MAC, 0x8808, data);
            case 3 -> Frames.ethernet(ownMac, 0x010000000000L, 0x0800, data);
            case 4 -> Frames.ethernet(ownMac, ownMac, 0x0800, data);
            case 5 -> Frames.ethernet(ownMac, STRANGER_MAC, random.nextInt(1501), data);
            default -> Frames.ethernet(ownMac, STRANGER_MAC, any(0x86dd, 0x88cc, 0x8100), data);
        };
    }

    private int hardwareFault() {
        return random.nextBoolean()
                ? EthernetMac.RX_TRUNCATED
                : EthernetMac.RX_CSUM_CHECKED | EthernetMac.RX_CSUM_BAD;
    }

    // ---- ARP

    private byte[] badArp() {
        int kind = 1 + random.nextInt(2);
        byte[] body = Frames.arpBody(kind, STRANGER_MAC, stranger(), ownMac, own);
        switch (random.nextInt(6)) {
            case 0 -> {
                body[random.nextInt(8)] ^= 0x10;
                return arp(STRANGER_MAC, body);
            }
            case 1 -> {
                return arp(peerMac, body);
            }
            case 2 -> {
                return arp(STRANGER_MAC, Frames.arpBody(kind, STRANGER_MAC, own, 0, own));
            }
            case 3 -> {
                return arp(STRANGER_MAC, Frames.arpBody(1, STRANGER_MAC, peer, 0, stranger()));
            }
            case 4 -> {
                int claimed = random.nextBoolean() ? peer : stranger();
                return arp(STRANGER_MAC, Frames.arpBody(2, STRANGER_MAC, claimed, ownMac, own));
            }
            default -> {
                int sender = any(0x7f000001, 0xffffffff, 0xe0000001, 0);
                return arp(STRANGER_MAC, Frames.arpBody(kind, STRANGER_MAC, sender, 0, own));
            }
        }
    }

    private byte[] arp(long from, byte[] body) {
        return Frames.ethernet(random.nextBoolean() ? ownMac : -1L >>> 16, from, 0x0806, body);
    }

    // ---- IPv4

    private Frames.Ip ip(int source) {
        return Frames.ip().from(source).to(own);
    }

    private byte[] inFrame(byte[] packet) {
        return Frames.ethernet(ownMac, STRANGER_MAC, 0x0800, packet);
    }

    private byte[] badHeader() {
        Frames.Ip ip = ip(stranger()).payload(octets(random.nextInt(60)));
        switch (random.nextInt(7)) {
            case 0 -> ip.totalLength(any(1400, 65_535));
            case 1 -> ip.version(any(0, 6, 15));
            case 2 -> ip.ihl(random.nextInt(5));
            case 3 -> ip.totalLength(random.nextInt(20));
            case 4 -> ip.options(any(68, 7, 148), any(0, 1, 60), 5, 0);
            case 5 -> ip.options(any(131, 137), 7, 4, 10, 0, 0, 9, 0);
            default -> {
                byte[] packet = ip.packet();
                packet[10] ^= 1;
                return inFrame(packet);
            }
        }
        return inFrame(ip.packet());
    }

    private byte[] foreignAddress() {
        byte[] data = octets(20);
        switch (random.nextInt(7)) {
            case 0 -> {
                return inFrame(ip(any(0x7f000001, -1, 0xe0000005, peer | 0xff)).packet());
            }
            case 1 -> {
                return inFrame(ip(own).payload(data).packet());
            }
            case 2 -> {
                return inFrame(ip(stranger()).to(stranger()).payload(data).packet());
            }
            case 3 -> {
                return inFrame(ip(stranger()).to(any(-1, own | 0xff)).packet());
            }
            case 4 -> {
                return inFrame(ip(stranger()).to(0xe0000001).packet());
            }
            case 5 -> {
                byte[] packet = ip(stranger()).payload(data).packet();
                return Frames.ethernet(-1L >>> 16, STRANGER_MAC, 0x0800, packet);
            }
            default -> {
                return inFrame(ip(stranger()).protocol(any(17, 47, 99)).payload(data).packet());
            }
        }
    }

    // ---- fragments: of strangers, so that none meets one of the peer's

    private byte[] badFragment() {
        return switch (random.nextInt(3)) {
            case 0 -> piece(1, any(0, 65_528), octets(13), true);
            case 1 -> piece(1, 60_000, octets(16), true);
            default -> piece(1, 0, octets(8), true);
        };
    }

    private byte[] piece(int id, int offset, byte[] data, boolean more) {
        int source = peer & 0xffffff00 | 99;
        return inFrame(ip(source).id(id).fragment(offset, more).payload(data).packet());
    }

    /** A datagram in pieces that overlap, contradict one another or come twice. */
    private void pieces() {
        int id = random.nextInt(65_536);
        byte[] first = octets(64);
        first[12] = 0x50;
        frame(piece(id, 0, first, true));
        switch (random.nextInt(4)) {
            case 0 -> frame(piece(id, 0, first, true));
            case 1 -> frame(piece(id, 32, octets(64), true));
            case 2 -> frame(piece(id, 8, octets(8), false));
            default -> frame(piece(id, 64, octets(20), false));
        }
    }

    private void neverComplete() {
        byte[] first = octets(48);
        first[12] = 0x50;
        frame(piece(random.nextInt(65_536), 0, first, true));
    }

    // ---- ICMP

    private byte[] badIcmp() {
        byte[] message = Frames.icmp(any(8, 3), 0, random.nextInt(), octets(28));
        switch (random.nextInt(5)) {
            case 0 -> message = Arrays.copyOf(message, random.nextInt(8));
            case 1 -> message[2] ^= 1;
            case 2 -> message = Frames.icmp(any(4, 5), 0, 0, octets(28));
            case 3 -> message = Frames.icmp(any(0, 9, 13, 17, 30), 0, 0, octets(20));
            default -> message = Frames.icmp(any(3, 11, 12), any(0, 1, 3), 0, octets(28));
        }
        return inFrame(ip(stranger()).protocol(1).payload(message).packet());
    }

    private byte[] ping(int length, int source) {
        byte[] echo = Frames.icmp(8, 0, random.nextInt(), octets(length));
        return inFrame(ip(source).protocol(1).payload(echo).packet());
    }

    /** Pings, alone or too many of them, and an ARP request: who is asked has to answer. */
    private void answered() {
        int many = random.nextInt(4) == 0 ? FLOOD : 1;
        for (int i = 0; i < many; i++) {
            frame(ping(random.nextInt(1_400), stranger()));
        }
        if (random.nextBoolean()) {
            int asks = random.nextInt(3) == 0 ? peer : stranger();
            long from = asks == peer && random.nextBoolean() ? peerMac : STRANGER_MAC;
            frame(arp(from, Frames.arpBody(1, from, asks, 0, own)));
        }
    }
}
