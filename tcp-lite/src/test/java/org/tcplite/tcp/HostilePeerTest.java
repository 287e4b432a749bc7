package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that no honest peer sends, from one that knows all numbers. */
class HostilePeerTest {

    private static final int CLIENT = 10_000;
    private static final int SERVER = 80;
    private static final int US = TwoHosts.ADDRESS[0];
    private static final int PEER = TwoHosts.ADDRESS[1];
    private static final byte[] NONE = {};

    private final TcpConfig config = new TcpConfig();
    private final List<byte[]> sent = new ArrayList<>();
    private TwoHosts hosts;
    private Tcp tcp;

    private void start(int iss) {
        config.connections = 2;
        config.synQueue = 8;
        config.timeWait = 4;
        config.receiveBuffer = 256;
        config.sendBuffer = 256;
        long hash = new SipHash(42, ~42L).hash(US, PEER, SERVER << 16 | CLIENT, 1);
        long startNs = (iss - (int) hash & 0xffffffffL) << 12;
        hosts = new TwoHosts(config, config, startNs, 42, (on, from, s) -> sent.add(s));
        tcp = hosts.tcp[0];
    }

    /** A segment of the peer's, and what we send in answer. */
    private List<byte[]> peerSends(int seq, int ack, int flags, byte[] options, byte[] text) {
        sent.clear();
        byte[] s = Fields.segment(1, SERVER, CLIENT, seq, ack, flags, 1000, options, text);
        hosts.arriveAt(0, hosts.nowNs, s);
        hosts.runUntil(hosts.nowNs);
        return List.copyOf(sent);
    }

    /** An open connection with the numbers IRS 5000 and our ISS. */
    private int open(int iss, int irs) {
        start(iss);
        int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
        hosts.transmit(0);
        assertEquals(iss, Fields.seq(sent.get(0)));
        peerSends(irs, iss + 1, Segment.SYN | Segment.ACK, NONE, NONE);
        assertEquals(TcpState.ESTABLISHED, tcp.state(handle));
        return handle;
    }

    @Test
    @Tag("st_synRcvd_01")
    void aSynAckWithMoreTextThanTheWindowDoesNotReachTheNextSlotsRing() {
        start(7);
        byte[] before = tcp.readArray().clone();
        int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
        assertEquals(0, tcp.slotOf(handle));
        hosts.transmit(0);
        peerSends(5000, 0, Segment.SYN, NONE, NONE);
        assertEquals(TcpState.SYN_RECEIVED, tcp.state(handle));
        byte[] text = new byte[500];
        Arrays.fill(text, (byte) 1);
        peerSends(5000, 8, Segment.SYN | Segment.ACK, NONE, text);
        assertEquals(TcpState.ESTABLISHED, tcp.state(handle));
        assertArrayEquals(
                Arrays.copyOfRange(before, 256, 512),
                Arrays.copyOfRange(tcp.readArray(), 256, 512),
                "the ring of the other slot");
        assertEquals(256, tcp.readable(handle));
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 0x7fffffff, 0xffffffff, 0xfffffffe})
    @Tag("st_c_05")
    @Tag("st_c_03")
    void aResetThatBeginsBeforeWhatIsNextIsNotExact(int irs) {
        int handle = open(7, irs);
        int next = irs + 1;
        List<byte[]> answer = peerSends(next - 5, 8, Segment.RST | Segment.ACK, NONE, new byte[10]);
        assertEquals(TcpState.ESTABLISHED, tcp.state(handle), "RFC 5961 section 3.2: SEG.SEQ");
        assertEquals(1, answer.size(), "a challenge");
        assertEquals(Segment.ACK, Fields.flags(answer.get(0)));
        peerSends(next, 8, Segment.RST, NONE, NONE);
        assertEquals(TcpError.RESET, tcp.endReason(handle));
    }

    /** The window goes with the newest acknowledgment, whatever segment brings it. */
    @Test
    @Tag("st_c_11")
    void aRepeatedSegmentThatAcknowledgesMoreBringsItsWindow() {
        int handle = open(7, 5000);
        tcp.write(handle, new byte[256], 0, 256, hosts.nowNs);
        hosts.runUntil(hosts.nowNs);
        // the peer's text arrives in the second half first
        peerSends(5011, 8, Segment.ACK, NONE, new byte[10]);
        byte[] first =
                Fields.segment(1, SERVER, CLIENT, 5001, 264, Segment.ACK, 0, NONE, new byte[10]);
        hosts.arriveAt(0, hosts.nowNs, first);
        hosts.runUntil(hosts.nowNs);
        sent.clear();
        tcp.write(handle, new byte[100], 0, 100, hosts.nowNs);
        hosts.runUntil(hosts.nowNs);
        assertEquals(0, sent.stream().filter(s -> Fields.textLength(s) > 1).count(), "win 0");
    }

    /** Random segments round the numbers that matter, in every state a peer can lead us to. */
    @ParameterizedTest
    @ValueSource(ints = {7, 0x7fffff00, 0xffffff00})
    void randomSegmentsBreakNoInvariant(int iss) {
        SplittableRandom random = new SplittableRandom(iss);
        for (int run = 0; run < 400; run++) {
            String what = "iss " + iss + " run " + run;
            try {
                randomSegments(random.split(), iss);
            } catch (AssertionError | RuntimeException e) {
                String trace = "\n  " + String.join("\n  ", hosts.trace);
                throw new AssertionError(what + ": " + e + trace, e);
            }
        }
    }

    private void randomSegments(SplittableRandom random, int iss) {
        start(iss);
        hosts.tracing = true;
        int irs = iss ^ random.nextInt(2) << 31;
        if (random.nextBoolean()) {
            tcp.listen(CLIENT, 2);
        } else {
            int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
            tcp.write(handle, new byte[200], 0, random.nextInt(200), hosts.nowNs);
        }
        hosts.transmit(0);
        TcpStatus row = new TcpStatus();
        for (int i = 0; i < 60; i++) {
            int rcv = irs;
            int una = iss;
            int nxt = iss + 1;
            for (int r = 0; r < tcp.statusRows(); r++) {
                if (tcp.status(r, row, hosts.nowNs)
                        && row.kind != TcpStatus.LISTENER
                        && row.remotePort == SERVER) {
                    una = row.sndUna;
                    nxt = row.sndNxt;
                    rcv = row.rcvNxt == 0 ? irs : row.rcvNxt;
                    callSomething(random, row);
                }
            }
            int[] near = {0, 0, 0, 1, -1, 2, 100, 255, 256, 257, -256, 0x7fffffff, 0x80000000};
            int seq = rcv + near[random.nextInt(near.length)];
            int ack = (random.nextBoolean() ? una : nxt) + near[random.nextInt(near.length)];
            int flags = random.nextInt(3) == 0 ? random.nextInt(64) : usual(random);
            byte[] text = new byte[random.nextInt(2) == 0 ? 0 : random.nextInt(600)];
            byte[] options = new byte[random.nextInt(3) * 4];
            random.nextBytes(options);
            peerSends(seq, ack, flags, options, text);
            if (random.nextInt(4) == 0) {
                hosts.runFor(random.nextLong(20_000_000_000L));
            }
        }
        hosts.runOut(4_000_000_000_000L);
    }

    private void callSomething(SplittableRandom random, TcpStatus row) {
        if (row.handle == 0) {
            return;
        }
        byte[] buffer = new byte[300];
        switch (random.nextInt(12)) {
            case 0:
                tcp.shutdownWrite(row.handle, hosts.nowNs);
                break;
            case 1:
                tcp.read(row.handle, buffer, 0, random.nextInt(300), hosts.nowNs);
                break;
            case 2:
                tcp.write(row.handle, buffer, 0, random.nextInt(300), hosts.nowNs);
                break;
            case 3:
                if (random.nextInt(10) == 0) {
                    tcp.close(row.handle, hosts.nowNs);
                }
                break;
            default:
                break;
        }
        Inspector.check(tcp);
        hosts.transmit(0);
    }

    private static int usual(SplittableRandom random) {
        int[] flags = {
            Segment.ACK,
            Segment.ACK,
            Segment.ACK,
            Segment.ACK | Segment.PSH,
            Segment.SYN,
            Segment.SYN | Segment.ACK,
            Segment.FIN | Segment.ACK,
            Segment.RST
        };
        return flags[random.nextInt(flags.length)];
    }
}
