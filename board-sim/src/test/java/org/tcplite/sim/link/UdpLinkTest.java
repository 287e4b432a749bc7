package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.MacCounter;

/** Datagrams on the loopback. */
@Timeout(120)
class UdpLinkTest {

    private static final int MEGABYTES_10 = 10_000_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void twoBoardsExchangeTenMegabytesBothWays() throws Exception {
        int portA = freePort();
        int portB = freePort();
        try (LinkedBoard a = new LinkedBoard(2, spec(portA, portB));
                LinkedBoard b = new LinkedBoard(3, spec(portB, portA))) {
            LinkedBoard.Exchange one = a.exchangeWith(b.address, MEGABYTES_10);
            LinkedBoard.Exchange other = b.exchangeWith(a.address, MEGABYTES_10);
            assertNull(one.result());
            assertNull(other.result());
        }
    }

    @Test
    void framesAllocateNothing() throws Exception {
        int portA = freePort();
        int portB = freePort();
        try (LinkedBoard a = new LinkedBoard(2, spec(portA, portB));
                LinkedBoard b = new LinkedBoard(3, spec(portB, portA))) {
            assertNull(a.exchangeWith(b.address, MEGABYTES_10).result());
            long before = allocated(b);
            assertNull(a.exchangeWith(b.address, MEGABYTES_10).result());
            long octets = allocated(b) - before;
            long frames = 2 * MEGABYTES_10 / 1460;
            assertTrue(octets < 4 * frames, octets + " octets for " + frames + " frames");
        }
    }

    private static long allocated(LinkedBoard board) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(board.thread.getId());
    }

    @Test
    void anAbsentPeerIsCountedAndMayComeLater() throws Exception {
        int portA = freePort();
        int portB = freePort();
        try (LinkedBoard a = new LinkedBoard(2, spec(portA, portB))) {
            LinkedBoard.Exchange exchange = a.exchangeWith(LinkedBoard.NETWORK + 3, 1_000);
            UdpLink link = (UdpLink) a.link;
            assertTrue(LinkedBoard.eventually(() -> link.refused() > 0));
            try (LinkedBoard b = new LinkedBoard(3, spec(portB, portA))) {
                assertNull(exchange.result());
                assertTrue(((UdpLink) b.link).hasPeer());
            }
        }
    }

    @Test
    void whatIsTooLongIsCountedAndDropped() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            int port = freePort();
            try (LinkedBoard a = new LinkedBoard(2, spec(port, peer.getLocalPort()))) {
                UdpLink link = (UdpLink) a.link;
                peer.send(datagram(1514, port));
                peer.send(datagram(1515, port));
                peer.send(datagram(9000, port));
                peer.send(datagram(13, port));
                assertTrue(
                        LinkedBoard.eventually(
                                () -> link.mac.counter(MacCounter.RX_LENGTH_ERRORS) == 1));
                assertEquals(2, link.oversize());
                assertEquals(1, link.mac.counter(MacCounter.RX_PACKETS));
            }
        }
    }

    @Test
    void othersThanThePeerAreNotHeard() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK);
                DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
            int port = freePort();
            try (LinkedBoard a = new LinkedBoard(2, spec(port, peer.getLocalPort()))) {
                UdpLink link = (UdpLink) a.link;
                stranger.send(datagram(60, port));
                peer.send(datagram(61, port));
                assertTrue(
                        LinkedBoard.eventually(() -> link.mac.counter(MacCounter.RX_PACKETS) == 1));
                assertEquals(61, link.mac.counter(MacCounter.RX_BYTES));
            }
        }
    }

    @Test
    void portZeroIsAFreeOneAndIsSaid() throws IOException {
        LinkSpec spec = LinkSpec.parse("udp:127.0.0.1:0/127.0.0.1:9");
        try (UdpLink link = UdpLink.open(spec, new LinkSettings().boardMac())) {
            assertTrue(link.port() > 0);
            assertEquals("udp:127.0.0.1:" + link.port() + "/127.0.0.1:9", link.describe());
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
            LinkSpec spec = LinkSpec.parse(spec(taken.getLocalPort(), 9));
            String message =
                    assertThrows(LinkException.class, () -> Links.open(spec, new LinkSettings()))
                            .getMessage();
            assertTrue(message.startsWith("--link " + spec + ": "), message);
            assertEquals(1, message.lines().count());
        }
    }

    private static DatagramPacket datagram(int length, int port) {
        byte[] frame = new byte[length];
        java.util.Arrays.fill(frame, 0, 6, (byte) 0xff);
        return new DatagramPacket(frame, length, LOOPBACK, port);
    }

    private static String spec(int local, int remote) {
        return "udp:127.0.0.1:" + local + "/127.0.0.1:" + remote;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
