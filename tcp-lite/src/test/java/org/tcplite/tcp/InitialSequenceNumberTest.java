package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an observer can learn from our initial sequence numbers: RFC 6528. */
class InitialSequenceNumberTest {

    private static final int PEER = 0x0a000001;
    private static final long SECOND = 1_000_000_000L;

    /** The address we have: it may change. */
    private int ownAddress = 0x0a000002;

    private final byte[] frame = new byte[1500];

    private final InternetLayer network =
            new InternetLayer() {
                @Override
                public int sourceAddressFor(int remoteAddress) {
                    return ownAddress;
                }

                @Override
                public int mtuTo(int remoteAddress) {
                    return 1500;
                }
            };

    private Tcp tcp(long key) {
        return new Tcp(new TcpConfig(), new PortableOctets(), network, key, ~key, true);
    }

    /** The ISN of a connection opened at a time, and aborted before it is answered. */
    private int isn(Tcp tcp, int localPort, long nowNs) {
        int connection = tcp.connect(PEER, 80, localPort, nowNs);
        int length = tcp.emit(tcp.nextOwing(), frame, 0, frame.length, nowNs);
        assertTrue(length > 0 && Fields.has(frame, Segment.SYN));
        tcp.abort(connection, nowNs);
        return Fields.seq(frame);
    }

    @Test
    @Tag("SHLD-1")
    @Tag("RFC6528-1")
    @Tag("RFC6528-4")
    @Tag("MUST-8")
    void forOnePairOfSocketsOnlyTheClockMovesThem() {
        Tcp tcp = tcp(1);
        int first = isn(tcp, 4000, 0);
        for (long seconds = 1; seconds < 20_000; seconds *= 3) {
            int later = isn(tcp, 4000, seconds * SECOND);
            assertEquals((int) (seconds * SECOND >>> 12), later - first, seconds + " s");
        }
    }

    @Test
    @Tag("MUST-9")
    @Tag("SHLD-1")
    void neighbouringPortsTellNothingOfEachOther() {
        Tcp tcp = tcp(1);
        Set<Integer> steps = new HashSet<>();
        int before = isn(tcp, 4000, 0);
        for (int port = 4001; port <= 4200; port++) {
            int isn = isn(tcp, port, 0);
            steps.add(isn - before);
            before = isn;
        }
        assertEquals(200, steps.size(), "no step comes twice");
    }

    @Test
    @Tag("MUST-9")
    void anotherBootMakesThemUnrelated() {
        Tcp tcp = tcp(1);
        Tcp rebooted = tcp(2);
        Set<Integer> differences = new HashSet<>();
        for (int port = 4000; port < 4200; port++) {
            differences.add(isn(tcp, port, 0) - isn(rebooted, port, 0));
        }
        assertEquals(200, differences.size(), "no difference comes twice");
    }

    /** Both are of one hash: its halves tell nothing of each other. */
    @Test
    @Tag("MUST-9")
    void theTimestampOfTheSynTellsNothingOfThem() {
        Octets octets = new PortableOctets();
        Tcp tcp = tcp(1);
        Set<Integer> differences = new HashSet<>();
        for (int port = 4000; port < 4200; port++) {
            int isn = isn(tcp, port, 0);
            assertEquals(SegmentWriter.SACK_PERMITTED_TIMESTAMPS, octets.get32(frame, 28));
            differences.add(isn - octets.get32(frame, 32));
        }
        assertEquals(200, differences.size(), "no difference comes twice");
    }

    @Test
    @Tag("SHLD-1")
    void bothAddressesCount() {
        int first = isn(tcp(1), 4000, 0);
        ownAddress++;
        assertNotEquals(first, isn(tcp(1), 4000, 0));
    }

    @Test
    @Tag("MUST-45")
    void aConnectionKeepsTheAddressItWasOpenedWith() {
        Tcp tcp = tcp(1);
        int connection = tcp.connect(PEER, 80, 4000, 0);
        int flow = tcp.nextOwing();
        int before = ownAddress;
        ownAddress = 0x0a000099;
        for (long nowNs = 0; nowNs < 100 * SECOND; nowNs += SECOND) {
            tcp.fireTimers(nowNs, Integer.MAX_VALUE);
            if (tcp.nextOwing() == flow) {
                int length = tcp.emit(flow, frame, 0, frame.length, nowNs);
                byte[] segment = Arrays.copyOf(frame, length);
                assertEquals(before, tcp.localAddress(flow));
                assertTrue(Fields.isIntact(segment, before, PEER), "the sum is of that address");
            }
        }
        assertEquals(TcpState.SYN_SENT, tcp.state(connection));
    }

    @Test
    @Tag("RFC6056-3")
    void withoutAFreePortConnectingEnds() {
        TcpConfig config = new TcpConfig();
        config.connections = 65_536;
        config.receiveBuffer = 256;
        config.sendBuffer = 256;
        config.sentRecords = 4;
        config.receivedRanges = 0;
        Tcp tcp = new Tcp(config, new PortableOctets(), network, 1, 2, true);
        Set<Integer> ports = new HashSet<>();
        for (int i = 1024; i < 65_536; i++) {
            ports.add(tcp.localPortOf(tcp.connect(PEER, 80, 0, 0)));
        }
        assertEquals(65_536 - 1024, ports.size());
        assertEquals(TcpError.NO_FREE_PORT, tcp.connect(PEER, 80, 0, 0));
        assertTrue(tcp.connect(PEER, 81, 0, 0) > 0, "towards another port there is one");
    }
}
