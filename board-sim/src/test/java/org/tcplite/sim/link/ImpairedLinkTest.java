package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.TestFrames;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.LaneCounters;

/** A bad cable before a real link, in real time. */
@Timeout(120)
class ImpairedLinkTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long MS = 1_000_000;
    private static final int OCTETS = 300_000;

    /** A {@code udp:} link to a socket of the test, on a cable of its own. */
    private static final class Fixture implements AutoCloseable {
        final DatagramSocket peer = new DatagramSocket(0, LOOPBACK);
        final UdpLink udp;
        final ImpairedLink link;
        final EventLoop loop;

        Fixture(String impairments) throws Exception {
            LinkSettings settings = new LinkSettings();
            String spec = "udp:127.0.0.1:0/127.0.0.1:" + peer.getLocalPort();
            udp = (UdpLink) Links.open(LinkSpec.parse(spec), settings);
            link = new ImpairedLink(udp, settings, Impairments.parse(impairments), 7);
            loop = link.newLoop();
            assertEquals(0, link.mac().start(loop.wakeup()));
            loop.add(link);
        }

        void send(int number) {
            EthernetMac mac = link.mac();
            assertTrue(mac.txClaim(60));
            System.arraycopy(
                    TestFrames.numbered(60, number), 0, mac.txBuffer(), mac.txOffset(), 60);
            mac.txCommit(60, 0);
        }

        void sendFromPeer(int number) throws Exception {
            byte[] frame = TestFrames.numbered(60, number);
            peer.send(new DatagramPacket(frame, frame.length, LOOPBACK, udp.port()));
        }

        LaneCounters counters(int side) {
            return link.wire().counters(side);
        }

        @Override
        public void close() {
            link.close();
            peer.close();
        }
    }

    @Test
    void framesAreLostEachWayByNumberAndTheTapSeesThem() throws Exception {
        try (Fixture f = new Fixture("--drop 2@out --drop 1@in")) {
            List<String> seen = new ArrayList<>();
            f.link.tap(
                    (direction, timeNs, frame, offset, length, comment) ->
                            seen.add(direction + " " + comment));
            f.send(1);
            f.send(2);
            f.send(3);
            long limitNs = f.loop.nowNs() + 30_000 * MS;
            assertTrue(
                    f.loop.runUntil(() -> f.counters(InProcessWire.LEFT).frames() == 3, limitNs));
            f.sendFromPeer(1);
            f.sendFromPeer(2);
            assertTrue(f.loop.runUntil(() -> f.link.mac().rxPoll() > 0, limitNs));
            assertEquals(2, f.link.mac().rxBuffer()[f.link.mac().rxOffset() + 17]);
            assertEquals(
                    List.of(
                            "1 null",
                            "1 dropped by wire: frame 2 out",
                            "1 null",
                            "0 dropped by wire: frame 1 in",
                            "0 null"),
                    seen);
            DatagramPacket got = new DatagramPacket(new byte[100], 100);
            f.peer.receive(got);
            assertEquals(1, got.getData()[17]);
            f.peer.receive(got);
            assertEquals(3, got.getData()[17]);
        }
    }

    @Test
    void aDelayIsKeptByTheLoopsDeadline() throws Exception {
        try (Fixture f = new Fixture("--delay 50ms")) {
            f.send(1);
            long sentNs = f.loop.nowNs();
            f.loop.runUntil(
                    () -> f.counters(InProcessWire.LEFT).frames() == 1, sentNs + 10_000 * MS);
            long deadlineNs = f.link.nextDeadlineNs();
            assertTrue(deadlineNs - sentNs >= 50 * MS, "the loop may sleep until then");
            assertTrue(deadlineNs - f.loop.nowNs() <= 50 * MS, "and no longer");
            assertTrue(
                    f.loop.runUntil(
                            () -> f.counters(InProcessWire.LEFT).deliveredFrames() == 1,
                            sentNs + 30_000 * MS));
            assertTrue(f.loop.nowNs() - sentNs >= 50 * MS);
        }
    }

    @Test
    void whatIsOnItsWayLeavesAlsoAfterTheBoardHasStopped() throws Exception {
        try (Fixture f = new Fixture("--delay 20ms")) {
            f.send(1);
            f.loop.runFor(MS);
            f.link.mac().stop();
            f.loop.runUntil(
                    () -> f.counters(InProcessWire.LEFT).onTheWay() == 0,
                    f.loop.nowNs() + 30_000 * MS);
            f.loop.runFor(0);
            DatagramPacket got = new DatagramPacket(new byte[100], 100);
            f.peer.setSoTimeout(10_000);
            f.peer.receive(got);
            assertEquals(1, got.getData()[17]);
        }
    }

    @Test
    void theBoardSeesTheCarrierOfTheLinkAndOfTheCable() throws Exception {
        try (Fixture f = new Fixture("--delay 10s")) {
            assertTrue(f.link.mac().linkState() != 0);
            f.send(1);
            f.loop.runFor(MS);
            f.link.setCable(false);
            assertEquals(0, f.link.mac().linkState());
            assertEquals(1, f.counters(InProcessWire.LEFT).notTaken());
            f.link.setCable(true);
            assertTrue(f.link.mac().linkState() != 0);
            f.udp.setCable(false);
            f.loop.runFor(MS);
            assertEquals(0, f.link.mac().linkState());
        }
    }

    @Test
    void twoBoardsExchangeTextOverABadCable() throws Exception {
        int portA = freePort();
        int portB = freePort();
        String bad = "--loss 1% --dup 2% --reorder 5% --delay 2ms,1ms --rate 50mbit";
        try (LinkedBoard a = new LinkedBoard(2, spec(portA, portB), bad);
                LinkedBoard b = new LinkedBoard(3, spec(portB, portA))) {
            LinkedBoard.Exchange one = a.exchangeWith(b.address, OCTETS);
            LinkedBoard.Exchange other = b.exchangeWith(a.address, OCTETS);
            assertNull(one.result());
            assertNull(other.result());
            ImpairedLink link = (ImpairedLink) a.link;
            for (int side = InProcessWire.LEFT; side <= InProcessWire.RIGHT; side++) {
                int way = side;
                assertTrue(a.onLoop(() -> isBad(link.wire().counters(way))));
            }
        }
    }

    private static boolean isBad(LaneCounters lane) {
        return lane.lost() > 0 && lane.duplicated() > 0 && lane.reordered() > 0;
    }

    private static String spec(int local, int remote) {
        return "udp:127.0.0.1:" + local + "/127.0.0.1:" + remote;
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
