package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.PortableOctets;

/**
 * What {@link EthernetFrame#parseUsual} and {@link Ipv4Packet#parseUsual} find usual, {@code parse}
 * lets pass, and reads the same from it.
 */
class UsualHeadersTest {

    private static final int IP = EthernetFrame.HEADER;
    private static final long[] MACS = {
        Frames.OWN_MAC, Frames.PEER_MAC, Frames.OTHER_MAC, Frames.BROADCAST_MAC, 0
    };
    private static final int[] HOSTS = {Frames.OWN, Frames.PEER, Frames.FAR, 0, -1};

    /** The two layers of one board. */
    private static final class Layers {

        final PortableOctets octets = new PortableOctets();
        final Routes routes;
        final EthernetFrame ethernet = new EthernetFrame(octets);
        final Ipv4Packet ip;

        Layers() {
            NetConfig config = new NetConfig();
            config.address = Frames.OWN;
            config.gateway = Frames.GATEWAY;
            routes = new Routes(config);
            ip = new Ipv4Packet(octets, routes);
            ethernet.setOwnAddress((int) (Frames.OWN_MAC >>> 16), (int) Frames.OWN_MAC & 0xffff);
        }

        /** The packet's length, or 0. */
        int usual(byte[] frame, boolean isVerified) {
            return ethernet.parseUsual(frame, 0, frame.length)
                            && ip.parseUsual(frame, IP, frame.length - IP, isVerified)
                    ? ip.totalLength
                    : 0;
        }

        /** Whether both layers let the frame pass as IPv4. */
        boolean parse(byte[] frame, boolean isVerified) {
            return ethernet.parse(frame, 0, frame.length) == EthernetFrame.PASSED
                    && ethernet.type() == EthernetFrame.TYPE_IPV4
                    && ip.parse(frame, IP, frame.length - IP, isVerified, ethernet.isBroadcast)
                            == Ipv4Packet.PASSED;
        }
    }

    @Test
    void nothingIsUsualBeforeTheFirst() {
        byte[] packet = Frames.ip().from(0).to(Frames.OWN).packet();
        byte[] frame = Frames.ethernet(Frames.OWN_MAC, 0, 0, packet);
        assertEquals(0, new Layers().usual(frame, false));
        assertFalse(new Layers().ethernet.parseUsual(frame, 0, frame.length));
    }

    @Test
    void whatIsUsualPassesAndSaysTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        Layers judging = new Layers();
        Layers layers = new Layers();
        int usual = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] frame = frame(random);
            boolean isVerified = random.nextInt(8) == 0;
            boolean passes = judging.parse(frame, isVerified);
            if (layers.ethernet.parseUsual(frame, 0, frame.length)) {
                int fault = judging.ethernet.parse(frame, 0, frame.length);
                assertEquals(EthernetFrame.PASSED, fault);
                assertEquals(EthernetFrame.TYPE_IPV4, judging.ethernet.type());
                assertFalse(judging.ethernet.isBroadcast || layers.ethernet.isBroadcast);
            }
            int total = layers.usual(frame, isVerified);
            if (total == 0) {
                layers.parse(frame, isVerified);
                continue;
            }
            usual++;
            String what = HexFormat.of().formatHex(frame);
            assertTrue(passes, what);
            assertFalse(judging.ethernet.isBroadcast || judging.ip.isFragment(), what);
            assertFalse(layers.ethernet.isBroadcast, what);
            assertEquals(Ipv4Packet.TCP, judging.ip.protocol, what);
            assertEquals(Ipv4Packet.HEADER, judging.ip.headerLength, what);
            assertEquals(Frames.OWN, judging.ip.destination, what);
            assertEquals(judging.ip.totalLength, total, what);
            assertEquals(judging.ip.source, layers.ip.source, what);
            assertEquals(judging.ethernet.sourceHigh(), layers.ethernet.sourceHigh(), what);
            assertEquals(judging.ethernet.sourceLow(), layers.ethernet.sourceLow(), what);
        }
        assertTrue(usual > 50_000, "usual: " + usual);
    }

    /** A segment from one of two peers, most often; sometimes with something else about it. */
    private static byte[] frame(SplittableRandom random) {
        boolean isPeer = random.nextInt(6) != 0;
        Frames.Ip ip = Frames.ip().from(isPeer ? Frames.PEER : Frames.FAR).to(Frames.OWN);
        ip.payload(new byte[random.nextInt(60)]).id(random.nextInt(65536));
        ip.tos(random.nextInt(256)).ttl(random.nextInt(256));
        long to = Frames.OWN_MAC;
        long from = isPeer ? Frames.PEER_MAC : Frames.OTHER_MAC;
        int type = EthernetFrame.TYPE_IPV4;
        switch (random.nextInt(30)) {
            case 0 -> to = MACS[random.nextInt(MACS.length)];
            case 1 -> from = MACS[random.nextInt(MACS.length)];
            case 2 -> type = random.nextBoolean() ? EthernetFrame.TYPE_ARP : 0;
            case 3 -> ip.from(HOSTS[random.nextInt(HOSTS.length)]);
            case 4 -> ip.to(HOSTS[random.nextInt(HOSTS.length)]);
            case 5 -> ip.protocol(random.nextBoolean() ? Ipv4Packet.ICMP : 17);
            case 6 -> ip.fragment(8 * random.nextInt(2), random.nextBoolean());
            case 7 -> ip.version(random.nextInt(16));
            case 8 -> ip.ihl(random.nextInt(16));
            case 9 -> ip.totalLength(random.nextInt(120));
            case 10 -> ip.options(0x01010100);
            default -> {}
        }
        byte[] frame = Frames.ethernet(to, from, type, ip.packet());
        if (random.nextInt(20) == 0) {
            frame[random.nextInt(IP + Ipv4Packet.HEADER)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(20) == 0 ? random.nextInt(frame.length) : frame.length;
        return Arrays.copyOf(frame, length);
    }
}
