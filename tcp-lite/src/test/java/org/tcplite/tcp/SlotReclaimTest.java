package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who gives way when the slots run out, and who never does. */
class SlotReclaimTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int ZOMBIES = 0xc6120000;
    private static final int HONEST = 0xcb007105;

    private final TcpConfig config = new TcpConfig();
    private ManyPeers peers;
    private Tcp tcp;
    private int listener;

    private void start(int slots) {
        config.connections = slots;
        config.receiveBuffer = 1024;
        config.sendBuffer = 1024;
        config.userTimeoutMs = 0;
        peers = new ManyPeers(config, 0, 7);
        tcp = peers.tcp;
        listener = tcp.listen(ManyPeers.PORT, slots);
    }

    /** A handshake; the handle, or {@link Tcp#NONE} if the SYN or the ACK was not answered. */
    private int connect(int from, int port) {
        peers.sent.clear();
        peers.syn(from, port, 100);
        closeEnded();
        peers.sent.removeIf(s -> s.to() != from);
        if (peers.sent.isEmpty()) {
            return Tcp.NONE;
        }
        ManyPeers.Sent answer = peers.only();
        peers.ack(from, port, 101, answer.seq() + 1, 0);
        peers.sent.clear();
        int handle = tcp.accept(listener);
        return handle > 0 ? handle : Tcp.NONE;
    }

    /** As an application does: what has ended is closed. */
    private void closeEnded() {
        int handle;
        while ((handle = tcp.nextReady()) != Tcp.NONE) {
            if ((tcp.takeSignals(handle) & Signals.ENDED) != 0) {
                assertEquals(TcpError.RECLAIMED, tcp.endReason(handle));
                tcp.close(handle, peers.nowNs);
            }
        }
        peers.runFor(0);
    }

    private void text(int from, int port, int handle) {
        Tcb tcb = tcp.connections.tcbs[tcp.slotOf(handle)];
        peers.ack(from, port, tcb.rcvNxt, tcb.sndNxt, 5);
        tcp.read(handle, new byte[5], 0, 5, peers.nowNs);
    }

    private long reclaimed() {
        return tcp.counter(TcpCounter.SLOTS_RECLAIMED);
    }

    @Test
    void whoNeverSpokeGivesWayAfter30Seconds() {
        start(8);
        for (int i = 0; i < 8; i++) {
            assertTrue(connect(ZOMBIES + i, 1024) > 0);
        }
        peers.runFor(29 * SECOND);
        assertEquals(Tcp.NONE, connect(HONEST, 5000), "29 s");
        peers.runFor(2 * SECOND);
        assertTrue(connect(HONEST, 5001) > 0, "31 s");
        assertEquals(1, reclaimed());
    }

    @Test
    void whoHasSpokenStays() {
        start(8);
        for (int i = 0; i < 8; i++) {
            text(ZOMBIES + i, 1024, connect(ZOMBIES + i, 1024));
        }
        for (int i = 0; i < 100; i++) {
            peers.runFor(60 * SECOND);
            assertEquals(Tcp.NONE, connect(HONEST, 5000 + i));
        }
        assertEquals(0, reclaimed());
    }

    @Test
    void whileSlotsAreFreeNobodyGivesWay() {
        start(16);
        for (int i = 0; i < 14; i++) {
            assertTrue(connect(ZOMBIES + i, 1024) > 0);
        }
        peers.runFor(600 * SECOND);
        assertTrue(connect(HONEST, 5000) > 0);
        assertEquals(0, reclaimed());
    }

    @Test
    void theHeavierASourceTheSoonerItGivesWayToALighterOne() {
        start(8);
        for (int i = 0; i < 6; i++) {
            assertTrue(connect(ZOMBIES, 1024 + i) > 0);
        }
        int honest = connect(HONEST, 5000);
        int other = connect(HONEST + 1, 5000);
        assertTrue(honest > 0 && other > 0);
        peers.runFor(4 * SECOND);
        assertEquals(Tcp.NONE, connect(HONEST + 2, 5000), "30 s / 6 have not passed");
        peers.runFor(2 * SECOND);
        assertTrue(connect(HONEST + 2, 5001) > 0);
        assertEquals(TcpState.ESTABLISHED, tcp.state(honest));
        assertEquals(TcpState.ESTABLISHED, tcp.state(other));
        assertEquals(5, tcp.connections.sources.slotsOf(ZOMBIES));
    }

    @Test
    void theLastEighthIsKeptFromWhoHoldsHalf() {
        start(16);
        int[] handles = new int[16];
        for (int i = 0; i < 16; i++) {
            handles[i] = connect(ZOMBIES, 1024 + i);
            assertTrue(handles[i] > 0, "nobody else wants them");
            text(ZOMBIES, 1024 + i, handles[i]);
        }
        assertEquals(Tcp.NONE, connect(HONEST, 5000));
        tcp.abort(handles[3], peers.nowNs);
        peers.runFor(SECOND);
        assertEquals(Tcp.NONE, connect(ZOMBIES, 2000), "kept for whom there was none");
        assertEquals(1, tcp.counter(TcpCounter.DROP_SOURCE_LIMIT));
        assertTrue(connect(HONEST, 5000) > 0);
    }

    @Test
    void aMinuteLaterNothingIsKept() {
        start(16);
        int handle = Tcp.NONE;
        for (int i = 0; i < 16; i++) {
            handle = connect(ZOMBIES, 1024 + i);
            text(ZOMBIES, 1024 + i, handle);
        }
        assertEquals(Tcp.NONE, connect(HONEST, 5000));
        tcp.abort(handle, peers.nowNs);
        peers.runFor(60 * SECOND);
        assertTrue(connect(ZOMBIES, 2000) > 0);
    }

    @Test
    void anOrphanInFinWait2GoesFirst() {
        start(8);
        int orphan = connect(ZOMBIES, 1024);
        text(ZOMBIES, 1024, orphan);
        Tcb tcb = tcp.connections.tcbs[tcp.slotOf(orphan)];
        for (int i = 1; i < 8; i++) {
            assertTrue(connect(ZOMBIES + i, 1024) > 0);
        }
        peers.runFor(40 * SECOND); // the others may be taken, too
        tcp.close(orphan, peers.nowNs);
        peers.runFor(0);
        peers.ack(ZOMBIES, 1024, tcb.rcvNxt, tcb.sndNxt, 0);
        assertEquals(TcpState.FIN_WAIT_2, tcb.state);
        peers.runFor(2 * SECOND);
        assertTrue(connect(HONEST, 5000) > 0);
        assertEquals(1, reclaimed());
        assertEquals(HONEST, tcb.remoteAddress, "its slot");
    }

    @Test
    void whoKeepsTheWindowShutGivesWayInTheEnd() {
        start(8);
        int[] handles = new int[8];
        for (int i = 0; i < 8; i++) {
            handles[i] = connect(ZOMBIES + i, 1024);
            text(ZOMBIES + i, 1024, handles[i]);
        }
        Tcb tcb = tcp.connections.tcbs[tcp.slotOf(handles[3])];
        tcp.write(handles[3], new byte[900], 0, 900, peers.nowNs);
        peers.runFor(0);
        shut(tcb);
        tcp.write(handles[3], new byte[900], 0, 900, peers.nowNs);
        for (int i = 0; i < 100; i++) {
            peers.runFor(SECOND);
            shut(tcb); // every probe is answered
        }
        assertEquals(Tcp.NONE, connect(HONEST, 5000), "100 s");
        for (int i = 0; i < 200; i++) {
            peers.runFor(SECOND);
            shut(tcb);
        }
        assertTrue(connect(HONEST, 5001) > 0, "300 s");
        assertEquals(HONEST, tcb.remoteAddress);
    }

    /** Eight that have spoken; text waits for the one of index 3 at a time. */
    private Tcb waitedFor() {
        start(8);
        int[] handles = new int[8];
        for (int i = 0; i < 8; i++) {
            handles[i] = connect(ZOMBIES + i, 1024);
            text(ZOMBIES + i, 1024, handles[i]);
        }
        waiting = handles[3];
        return tcp.connections.tcbs[tcp.slotOf(waiting)];
    }

    /** The peer takes so many octets each second while others ask for a slot; for how long. */
    private int secondsOf(Tcb tcb, int octetsEach, int seconds) {
        for (int second = 1; second <= seconds; second++) {
            tcp.write(waiting, new byte[1024], 0, 1024, peers.nowNs);
            peers.runFor(SECOND / 2);
            answer(tcb, Math.min(octetsEach, tcb.sndNxt - tcb.sndUna), octetsEach);
            peers.runFor(SECOND / 2);
            if (connect(HONEST, 4000 + second) > 0) {
                return second;
            }
        }
        return seconds;
    }

    private int waiting;

    @Test
    void whoTakesAnOctetForEachProbeGivesWayAfterTwoMinutes() {
        Tcb tcb = waitedFor();
        int seconds = secondsOf(tcb, 1, 300);
        assertEquals(120, seconds, 3);
        assertEquals(HONEST, tcb.remoteAddress);
    }

    @Test
    void whoTakesMoreThanSixtyFourOctetsASecondStays() {
        Tcb tcb = waitedFor();
        assertEquals(3600, secondsOf(tcb, 70, 3600));
        assertEquals(TcpState.ESTABLISHED, tcp.state(waiting));
        assertEquals(0, reclaimed());
    }

    @Test
    void whatWasBeforeAPauseOfSearchesDoesNotCount() {
        Tcb tcb = waitedFor();
        for (int i = 0; i < 10; i++) {
            assertEquals(100, secondsOf(tcb, 1, 100));
            peers.runFor(31 * SECOND);
        }
        assertEquals(0, reclaimed());
    }

    private void shut(Tcb tcb) {
        answer(tcb, 0, 0);
    }

    /** The peer acknowledges so many octets more and offers a window. */
    private void answer(Tcb tcb, int octets, int window) {
        int ack = tcb.sndUna + octets;
        byte[] s = Fields.segment(0, 1024, ManyPeers.PORT, tcb.rcvNxt, ack, Segment.ACK, window);
        tcp.segmentArrives(
                s,
                0,
                s.length,
                tcb.remoteAddress,
                ManyPeers.SELF,
                Tcp.CHECKSUM_VERIFIED,
                peers.nowNs);
        peers.runFor(0);
    }

    @Test
    void switchedOffNobodyGivesWay() {
        config.reclaimSlots = false;
        start(8);
        for (int i = 0; i < 8; i++) {
            assertTrue(connect(ZOMBIES, 1024 + i) > 0, "no share either");
        }
        peers.runFor(600 * SECOND);
        assertEquals(Tcp.NONE, connect(HONEST, 5000));
    }
}
