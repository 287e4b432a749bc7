package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams longer than the sequence space, and windows of every scale (RFC 7323 section 2), between
 * two stacks that hand each other segments directly: no wire, no checks between events.
 */
class LongStreamTest {

    private static final long MS = 1_000_000;
    private static final int PORT = 80;
    private static final int PERIOD = 251;
    private static final byte[] PATTERN = new byte[(1 << 16) + PERIOD];

    static {
        for (int i = 0; i < PATTERN.length; i++) {
            PATTERN[i] = (byte) (i % PERIOD);
        }
    }

    private final int[] address = {0x0a000001, 0x0a000002};
    private final TcpConfig[] config = {new TcpConfig(), new TcpConfig()};
    private final Tcp[] tcp = new Tcp[2];
    private final byte[] frame = new byte[2_000];
    private final byte[] buffer = new byte[1 << 16];
    private long nowNs;
    private int client;
    private int server;
    private long written;
    private long read;

    private void open(long startNs) {
        nowNs = startNs;
        for (int host = 0; host < 2; host++) {
            int own = address[host];
            config[host].connections = 1;
            InternetLayer ip =
                    new InternetLayer() {
                        @Override
                        public int sourceAddressFor(int remoteAddress) {
                            return own;
                        }

                        @Override
                        public int mtuTo(int remoteAddress) {
                            return 1500;
                        }
                    };
            tcp[host] = new Tcp(config[host], new PortableOctets(), ip, host, 7, true);
            tcp[host].setChecksumOffload(true); // the sums are not what is tested here
        }
        int listener = tcp[1].listen(PORT, 1);
        client = tcp[0].connect(address[1], PORT, 10_000, nowNs);
        exchange();
        server = tcp[1].accept(listener);
        assertTrue(server > 0, TcpError.text(server));
    }

    /** Until neither has anything to send; then a millisecond passes. */
    private void exchange() {
        while (transmit(0) | transmit(1)) {
            assertTrue(tcp[0].counter(TcpCounter.OUT_RSTS) == 0, "a reset");
        }
        nowNs += MS;
        tcp[0].fireTimers(nowNs, Integer.MAX_VALUE);
        tcp[1].fireTimers(nowNs, Integer.MAX_VALUE);
    }

    private boolean transmit(int from) {
        boolean any = false;
        int flow;
        while ((flow = tcp[from].nextOwing()) != Tcp.NONE) {
            int length = tcp[from].emit(flow, frame, 0, frame.length, nowNs);
            if (length > 0) {
                any = true;
                arrive(1 - from, length);
            }
        }
        return any;
    }

    private void arrive(int to, int length) {
        int from = address[1 - to];
        int flags = Tcp.CHECKSUM_VERIFIED;
        int result = tcp[to].segmentArrives(frame, 0, length, from, address[to], flags, nowNs);
        if ((result & Tcp.REPLY) != 0) {
            arrive(1 - to, tcp[to].emitReply(frame, 0, nowNs));
        }
    }

    private void write(long limit) {
        int count = 1;
        while (count > 0 && written < limit) {
            int more = (int) Math.min(1 << 16, limit - written);
            count = tcp[0].write(client, PATTERN, (int) (written % PERIOD), more, nowNs);
            written += Math.max(0, count);
        }
    }

    private void readAll() {
        int count;
        while ((count = tcp[1].read(server, buffer, 0, buffer.length, nowNs)) > 0) {
            int from = (int) (read % PERIOD);
            if (!Arrays.equals(buffer, 0, count, PATTERN, from, from + count)) {
                throw new AssertionError("not what was written, from octet " + read + " on");
            }
            read += count;
        }
    }

    private void transfer(long octets) {
        for (long idle = 0; read < octets; idle++) {
            long before = read;
            write(octets);
            exchange();
            readAll();
            idle = read == before ? idle : 0;
            assertTrue(idle < 100_000, "it does not go on after octet " + read);
        }
        assertEquals(octets, read);
    }

    /** Sequence numbers wrap, and so does the clock of timestamps; no segment is taken for old. */
    @Test
    void fourAndAHalfGibibytesInOneStream() {
        for (TcpConfig each : config) {
            each.receiveBuffer = 1 << 20;
            each.sendBuffer = 1 << 20;
            each.sentRecords = 1024;
        }
        open((1L << 52) - (1L << 32)); // the clock of timestamps wraps at 2^52 ns
        transfer(9L << 29);
        assertEquals(0, tcp[0].counter(TcpCounter.RETRANS_SEGS));
        assertEquals(0, tcp[1].counter(TcpCounter.DROP_PAWS));
    }

    /**
     * The ring of 64 KiB times two to the shift is full before the sender has to wait, but for the
     * sixteenth that a scaled window keeps back.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("RFC7323-6")
    void aWindowOfEveryShiftWeOfferCanBeFilled(int shift) {
        int ring = 1 << 16 + shift;
        config[0].sendBuffer = ring;
        config[0].sentRecords = 1024;
        config[1].receiveBuffer = ring;
        open(0);
        assertEquals(shift, tcp[0].connections.tcbs[0].sndWndShift);
        for (int i = 0; i < 1_000; i++) {
            write(Long.MAX_VALUE);
            exchange();
        }
        int held = tcp[1].readable(server);
        int least = (shift == 0 ? ring : ring - (ring >> 4)) - 1_460;
        assertTrue(held > least && held <= ring, held + " of " + ring);
        transfer(written);
    }

    /** A peer's shift above 14 counts as 14 (RFC 7323 section 2.3). */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255})
    @Tag("RFC7323-5")
    @Tag("RFC7323-6")
    void aWindowOfEveryShiftAPeerOffersIsTaken(int shift) {
        ManyPeers peers = new ManyPeers(new TcpConfig(), 0, 7);
        int listener = peers.tcp.listen(ManyPeers.PORT, 1);
        int peer = 0xcb007105;
        peers.syn(
                peer,
                5000,
                100,
                (byte) 2,
                (byte) 4,
                (byte) 5,
                (byte) 180,
                (byte) 3,
                (byte) 3,
                (byte) shift,
                (byte) 1);
        peers.ack(peer, 5000, 101, peers.only().seq() + 1, 0);
        assertTrue(peers.tcp.accept(listener) > 0);
        Tcb tcb = peers.tcp.connections.tcbs[0];
        assertEquals(4096 << Math.min(shift, 14), tcb.sndWnd);
    }

    /** RFC 7323 section 2.3: whatever is no SYN carries a scaled window. */
    @Test
    @Tag("RFC7323-6")
    void theChallengeOfAHalfOpenEntryCarriesAScaledWindow() {
        TcpConfig scaling = new TcpConfig();
        scaling.receiveBuffer = 1 << 18;
        ManyPeers peers = new ManyPeers(scaling, 0, 7);
        peers.tcp.listen(ManyPeers.PORT, 1);
        int peer = 0xcb007105;
        peers.syn(peer, 5000, 100, (byte) 3, (byte) 3, (byte) 7, (byte) 1);
        peers.only();
        peers.send(peer, 5000, 200, 0, Segment.RST, new byte[0], 0);
        ManyPeers.Sent challenge = peers.only();
        assertEquals(Segment.ACK, challenge.flags());
        assertEquals(65535 >> 2, Fields.window(challenge.segment()));
    }
}
