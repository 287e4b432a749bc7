package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After start, nothing is allocated: the minimum of five rounds of a thousand cycles is exactly 0
 * octets. A minimum, because the machine itself may allocate in a thread now and then (compilation,
 * profiling).
 */
@Tag("allocation")
class ZeroAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 5;
    private static final int CYCLES = 1_000;
    private static final long MS = 1_000_000;
    private static final int SERVER = 80;

    /**
     * Sees that a measurement would notice an allocation, and keeps it from being optimized away.
     */
    private Object sink;

    private interface Cycle {
        void run();
    }

    private static long leastOctets(Cycle cycle) {
        long least = Long.MAX_VALUE;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CYCLES; i++) {
                cycle.run();
            }
            long octets = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (round >= 0) {
                least = Math.min(least, octets);
            }
        }
        return least;
    }

    /** Two stacks whose segments pass at once, by two arrays made at start; every nth is lost. */
    private static final class Wire implements InternetLayer {
        final Tcp[] tcp = new Tcp[2];
        final byte[] frame = new byte[2_000];
        final byte[] answer = new byte[2_000];
        final byte[] text = new byte[5_000];
        final TcpStatus row = new TcpStatus();
        long nowNs = 1;
        int loseEvery;
        int sent;
        int lost;

        Wire() {
            TcpConfig config = new TcpConfig();
            config.connections = 8;
            config.receiveBuffer = 4096;
            config.sendBuffer = 4096;
            config.synQueue = 64;
            config.timeWait = 16;
            tcp[0] = new Tcp(config, new PortableOctets(), this, 1, 2, true);
            tcp[1] = new Tcp(config, new PortableOctets(), this, 3, 4, true);
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) i;
            }
        }

        @Override
        public int sourceAddressFor(int remoteAddress) {
            return remoteAddress ^ 3;
        }

        @Override
        public int mtuTo(int remoteAddress) {
            return 1500;
        }

        /** Exchanges segments until neither has anything to send. */
        void exchange() {
            boolean any = true;
            while (any) {
                any = false;
                for (int from = 0; from < 2; from++) {
                    int flow;
                    while ((flow = tcp[from].nextOwing()) != Tcp.NONE) {
                        int length = tcp[from].emit(flow, frame, 0, frame.length, nowNs);
                        if (length > 0) {
                            any = true;
                            carry(from, frame, length, answer);
                        }
                    }
                }
                nowNs += 10_000;
            }
        }

        private void carry(int from, byte[] segment, int length, byte[] spare) {
            int to = 1 - from;
            if (loseEvery != 0 && ++sent % loseEvery == 0) {
                lost++;
                return;
            }
            int result =
                    tcp[to].segmentArrives(
                            segment, 0, length, 0x0a000001 + from, 0x0a000001 + to, 0, nowNs);
            if ((result & Tcp.REPLY) != 0) {
                int replied = tcp[to].emitReply(spare, 0, nowNs);
                carry(to, spare, replied, segment);
            }
        }

        void pass(long ns) {
            nowNs += ns;
            tcp[0].fireTimers(nowNs, Integer.MAX_VALUE);
            tcp[1].fireTimers(nowNs, Integer.MAX_VALUE);
            exchange();
        }

        int drainNews(int host) {
            int news = 0;
            int handle;
            while ((handle = tcp[host].nextReady()) != Tcp.NONE) {
                news |= tcp[host].takeSignals(handle);
            }
            return news;
        }
    }

    /** Opens, sends both ways with both kinds of calls, asks for the status, closes. */
    private static void cycle(Wire wire, int listener, boolean patient) {
        Tcp client = wire.tcp[0];
        final Tcp server = wire.tcp[1];
        int connection = client.connect(0x0a000002, SERVER, 0, wire.nowNs);
        int accepted;
        wire.exchange();
        while ((accepted = server.accept(listener)) < 0) {
            wire.pass(500 * MS);
        }
        int written = 0;
        int read = 0;
        while (read < wire.text.length) {
            int taken =
                    client.write(
                            connection, wire.text, written, wire.text.length - written, wire.nowNs);
            written += Math.max(0, taken);
            wire.exchange();
            int got = server.peek(accepted);
            if (got > 0) {
                server.consume(accepted, got, wire.nowNs);
                read += got;
            } else if (patient) {
                wire.pass(300 * MS);
            } else {
                wire.pass(MS);
            }
        }
        server.write(accepted, wire.text, 0, 100, wire.nowNs);
        while (client.read(connection, wire.text, 0, 100, wire.nowNs) < 0) {
            wire.pass(300 * MS);
        }
        for (int i = 0; i < client.statusRows(); i++) {
            client.status(i, wire.row, wire.nowNs);
        }
        client.shutdownWrite(connection, wire.nowNs);
        while (server.peek(accepted) != TcpError.END_OF_STREAM) {
            wire.pass(300 * MS);
        }
        server.close(accepted, wire.nowNs);
        while (client.peek(connection) != TcpError.END_OF_STREAM) {
            wire.pass(300 * MS);
        }
        client.close(connection, wire.nowNs);
        wire.drainNews(0);
        wire.drainNews(1);
        client.nextDeadlineNs();
        wire.pass(130_000 * MS);
    }

    @Test
    void connectionsAllocateNothing() {
        Wire wire = new Wire();
        int listener = wire.tcp[1].listen(SERVER, 4);
        assertEquals(0, leastOctets(() -> cycle(wire, listener, false)));
        assertTrue(wire.tcp[1].counter(TcpCounter.PASSIVE_OPENS) >= CYCLES * ROUNDS);
    }

    @Test
    void aStormOfLossesAllocatesNothing() {
        Wire wire = new Wire();
        int listener = wire.tcp[1].listen(SERVER, 4);
        wire.loseEvery = 7; // 5 would hit the same segments of each cycle
        assertEquals(0, leastOctets(() -> cycle(wire, listener, true)));
        assertTrue(wire.lost > CYCLES * ROUNDS);
        assertTrue(wire.tcp[0].counter(TcpCounter.RETRANS_SEGS) > CYCLES);
    }

    /** Random sources, ports, flags, lengths and options, half of them with a wrong checksum. */
    @Test
    void aFloodOfSegmentsFromRandomSourcesAllocatesNothing() {
        Wire wire = new Wire();
        wire.tcp[1].listen(SERVER, 4);
        byte[] packet = new byte[60];
        long[] random = {88172645463325252L};
        assertEquals(0, leastOctets(() -> flood(wire, packet, random)));
        assertTrue(wire.tcp[1].counter(TcpCounter.SYN_COOKIES_SENT) > 0);
        assertTrue(wire.tcp[1].counter(TcpCounter.SYN_EXPIRED) > 0);
    }

    private static void flood(Wire wire, byte[] packet, long[] random) {
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) next(random);
        }
        packet[2] = 0;
        packet[3] = SERVER;
        packet[12] = (byte) (5 + (next(random) & 7) << 4);
        boolean syn = (next(random) & 3) != 0;
        if (syn) {
            packet[13] = Segment.SYN;
        }
        int source = (int) next(random);
        int verified = (next(random) & 1) == 0 ? Tcp.CHECKSUM_VERIFIED : 0;
        int result =
                wire.tcp[1].segmentArrives(
                        packet, 0, packet.length, source, 0x0a000002, verified, wire.nowNs);
        if ((result & Tcp.REPLY) != 0) {
            if (syn) {
                wire.tcp[1].emitReply(wire.frame, 0, wire.nowNs);
            } else {
                wire.tcp[1].dropReply();
            }
        }
        wire.nowNs += MS;
        wire.tcp[1].fireTimers(wire.nowNs, 10);
        int flow;
        while ((flow = wire.tcp[1].nextOwing()) != Tcp.NONE) {
            wire.tcp[1].emit(flow, wire.frame, 0, wire.frame.length, wire.nowNs);
        }
    }

    /** Acknowledgments of nothing new, with four blocks somewhere in the flight or near it. */
    @Test
    @Tag("RFC2018-11")
    @Tag("RFC6675-11")
    void aFloodOfSelectiveAcknowledgmentsAllocatesNothing() {
        Wire wire = new Wire();
        int listener = wire.tcp[1].listen(SERVER, 4);
        Tcp client = wire.tcp[0];
        int connection = client.connect(0x0a000002, SERVER, 0, wire.nowNs);
        wire.exchange();
        assertTrue(wire.tcp[1].accept(listener) > 0);
        client.setUserTimeout(connection, 0, wire.nowNs);
        wire.loseEvery = 1;
        client.write(connection, wire.text, 0, 4096, wire.nowNs);
        wire.pass(MS);
        for (int i = 0; i < client.statusRows(); i++) {
            if (client.status(i, wire.row, wire.nowNs) && wire.row.handle == connection) {
                break;
            }
        }
        byte[] packet = new byte[20 + 12 + 4 + 24];
        long[] random = {88172645463325252L};
        PortableOctets octets = new PortableOctets();
        assertEquals(
                0,
                leastOctets(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                acknowledge(wire, octets, packet, random);
                            }
                        }));
        assertEquals(TcpState.ESTABLISHED, client.state(connection));
        assertTrue(client.counter(TcpCounter.SACK_DISCARD) > 0);
        assertTrue(client.counter(TcpCounter.SACK_RECOVERY) > 0);
    }

    private static void acknowledge(Wire wire, Octets octets, byte[] packet, long[] random) {
        TcpStatus row = wire.row;
        octets.put32(packet, 0, row.remotePort << 16 | row.localPort);
        octets.put32(packet, 4, row.rcvNxt);
        octets.put32(packet, 8, row.sndUna);
        octets.put32(packet, 12, 15 << 28 | Segment.ACK << 16 | 4096);
        octets.put32(packet, 20, 0x0101080a);
        octets.put32(packet, 24, wire.tcp[0].connections.tcbs[row.slot].tsRecent);
        octets.put32(packet, 32, 0x01010502 + 3 * 8);
        for (int i = 0; i < 3; i++) {
            int left = row.sndUna + (int) (next(random) & 4095);
            octets.put32(packet, 36 + 8 * i, left);
            octets.put32(packet, 40 + 8 * i, left + (int) (next(random) & 1023));
        }
        int verified = Tcp.CHECKSUM_VERIFIED;
        int length = packet.length;
        wire.tcp[0].segmentArrives(
                packet, 0, length, row.remoteAddress, row.localAddress, verified, wire.nowNs);
        wire.nowNs += MS;
        wire.tcp[0].fireTimers(wire.nowNs, 10);
        int flow;
        while ((flow = wire.tcp[0].nextOwing()) != Tcp.NONE) {
            wire.tcp[0].emit(flow, wire.frame, 0, wire.frame.length, wire.nowNs);
        }
    }

    private static long next(long[] state) {
        long x = state[0];
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        state[0] = x;
        return x * 0x2545F4914F6CDD1DL >>> 32;
    }

    @Test
    void theMeasurementNoticesAnAllocation() {
        assertTrue(leastOctets(() -> sink = new byte[1]) >= CYCLES * 16);
        assertTrue(sink instanceof byte[]);
    }
}
