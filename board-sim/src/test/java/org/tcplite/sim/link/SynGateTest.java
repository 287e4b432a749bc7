package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.tcp.Octets;

class SynGateTest {

    private static final int BOARD = 0x0a000002;
    private static final int GATEWAY = 0x0a000001;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int ISS = 0xfffffffe;

    private final Octets octets = new VarHandleOctets();
    private final SimulatedDmaMac mac = new SimulatedDmaMac(new MacConfig());
    private boolean alive;
    private SynGate gate;

    @BeforeEach
    void start() {
        gate = new SynGate(mac, GATEWAY, octets, (address, remote, local) -> alive, 2);
        gate.start(() -> {});
    }

    @Test
    void aSynIsHeldAndPassedOnRequest() {
        arrive(segment(SYN, 5000, 80, 0));
        assertEquals(0, gate.rxPoll());
        assertEquals(SynGate.ARRIVED, gate.state(0));
        assertEquals(80, gate.localPort(0));
        gate.ask(0);
        assertEquals(0, gate.rxPoll());
        gate.pass(0);
        assertEquals(60, gate.rxPoll());
        assertEquals(60, gate.rxPoll());
        assertEquals(5000, octets.get16(gate.rxBuffer(), gate.rxOffset() + 34));
        gate.rxRelease();
        assertEquals(SynGate.PASSED, gate.state(0));
        assertEquals(0, gate.rxPoll());
        assertEquals(0, gate.find(BOARD, 5000, 80));
        gate.release(0);
        assertEquals(-1, gate.find(BOARD, 5000, 80));
    }

    @Test
    void repetitionsOfAHeldSynAreDroppedThoseOfAPassedOneArePassed() {
        arrive(segment(SYN, 5000, 80, 0));
        arrive(segment(SYN, 5000, 80, 0));
        assertEquals(0, gate.rxPoll());
        assertEquals(SynGate.FREE, gate.state(1));
        gate.ask(0);
        gate.pass(0);
        gate.rxPoll();
        gate.rxRelease();
        arrive(segment(SYN, 5000, 80, 0));
        assertEquals(60, gate.rxPoll());
    }

    @Test
    void aPeekedFrameStaysTheSameWhenASynBecomesReady() {
        arrive(segment(SYN, 5000, 80, 0));
        arrive(segment(ACK, 6000, 80, 0));
        assertEquals(60, gate.rxPoll());
        gate.ask(0);
        gate.pass(0);
        assertEquals(60, gate.rxPoll());
        assertEquals(6000, octets.get16(gate.rxBuffer(), gate.rxOffset() + 34));
        gate.rxRelease();
        assertEquals(60, gate.rxPoll());
        assertEquals(5000, octets.get16(gate.rxBuffer(), gate.rxOffset() + 34));
    }

    @Test
    void aRefusedSynIsAnsweredByTheResetOfTheStandard() {
        arrive(segment(SYN, 5000, 80, 3));
        gate.rxPoll();
        gate.ask(0);
        assertTrue(gate.refuse(0));
        assertEquals(SynGate.FREE, gate.state(0));
        Frame frame = mac.pollTransmitted();
        byte[] b = frame.octets;
        int ip = frame.offset + 14;
        int tcp = ip + 20;
        assertEquals(60, frame.length);
        assertEquals(0x0b, b[frame.offset + 5]);
        assertTrue(Octets.isIntact(octets.sum(b, ip, 20)));
        assertTrue(Octets.isIntact(octets.sum(b, ip + 12, 8) + 6 + 20 + octets.sum(b, tcp, 20)));
        assertEquals(GATEWAY, octets.get32(b, ip + 12));
        assertEquals(BOARD, octets.get32(b, ip + 16));
        assertEquals(80, octets.get16(b, tcp));
        assertEquals(5000, octets.get16(b, tcp + 2));
        assertEquals(0, octets.get32(b, tcp + 4));
        assertEquals(ISS + 1 + 3, octets.get32(b, tcp + 8));
        assertEquals(RST | ACK, b[tcp + 13]);
    }

    @Test
    void withoutADescriptorTheResetIsLeftForLater() {
        arrive(segment(SYN, 5000, 80, 0));
        gate.rxPoll();
        gate.ask(0);
        for (int i = mac.txDepth(); i > 0; i--) {
            assertTrue(mac.txClaim(60));
            mac.txCommit(60, 0);
        }
        assertFalse(gate.refuse(0));
        assertEquals(SynGate.ASKED, gate.state(0));
    }

    @Test
    void aResetOfTheBoardCancelsAPassedSyn() {
        arrive(segment(SYN, 5000, 80, 0));
        gate.rxPoll();
        gate.ask(0);
        gate.pass(0);
        gate.rxPoll();
        gate.rxRelease();
        arrive(segment(RST, 5000, 80, 0));
        assertEquals(60, gate.rxPoll());
        assertEquals(SynGate.CANCELLED, gate.state(0));
        gate.release(0);
        assertEquals(SynGate.FREE, gate.state(0));
    }

    @Test
    void whenEveryEntryIsTakenTheNextSynIsDroppedAndCounted() {
        arrive(segment(SYN, 5000, 80, 0));
        arrive(segment(SYN, 5001, 80, 0));
        arrive(segment(SYN, 5002, 80, 0));
        assertEquals(0, gate.rxPoll());
        assertEquals(1, gate.overflows());
        assertEquals(-1, gate.find(BOARD, 5002, 80));
    }

    @Test
    void everythingElseIsPassed() {
        alive = false;
        passes(segment(SYN | ACK, 80, 5000, 0));
        passes(segment(SYN | FIN, 5000, 80, 0));
        passes(segment(ACK, 5000, 80, 6));
        passes(segment(SYN, 5000, 0, 0));
        byte[] elsewhere = segment(SYN, 5000, 80, 0);
        elsewhere[33] = 9;
        passes(elsewhere);
        byte[] broken = segment(SYN, 5000, 80, 0);
        broken[40] ^= 1;
        passes(broken);
        byte[] fragment = segment(SYN, 5000, 80, 0);
        fragment[20] = 0x20;
        passes(fragment);
        byte[] arp = segment(SYN, 5000, 80, 0);
        arp[13] = 6;
        passes(arp);
        alive = true;
        passes(segment(SYN, 5000, 80, 0));
    }

    private void passes(byte[] frame) {
        arrive(frame);
        assertEquals(60, gate.rxPoll());
        gate.rxRelease();
        assertEquals(SynGate.FREE, gate.state(0));
    }

    private void arrive(byte[] frame) {
        assertTrue(mac.receiveFromWire(frame, 0, frame.length));
    }

    /** A frame of 60 octets with {@code text} octets of text, 0 to 6. */
    private byte[] segment(int flags, int from, int to, int text) {
        byte[] b = new byte[60];
        octets.put32(b, 8, 0x0000000b); // source 02:00:00:00:00:0b
        b[6] = 2;
        octets.put16(b, 12, 0x0800);
        b[14] = 0x45;
        octets.put16(b, 16, 40 + text);
        b[22] = 64;
        b[23] = 6;
        octets.put32(b, 26, BOARD);
        octets.put32(b, 30, GATEWAY);
        octets.put16(b, 24, Octets.checksum(octets.sum(b, 14, 20)));
        octets.put16(b, 34, from);
        octets.put16(b, 36, to);
        octets.put32(b, 38, ISS);
        b[46] = 5 << 4;
        b[47] = (byte) flags;
        long sum = octets.sum(b, 26, 8) + 6 + 20 + text + octets.sum(b, 34, 20 + text);
        octets.put16(b, 50, Octets.checksum(sum));
        return b;
    }
}
