package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcplite.hal.MacCounter;

/** Unix sockets and loopback TCP; the peer comes, goes, and speaks nonsense. */
@Timeout(120)
class StreamLinkTest {

    private static final int MEGABYTES_10 = 10_000_000;

    /** More requests than answers fit between the board and a peer that reads none. */
    private static final int ASKED = 20_000;

    @TempDir Path directory;

    @Test
    void twoBoardsExchangeTenMegabytesBothWaysOnAUnixSocket() throws Exception {
        exchange("unix-listen:" + socket(), "unix:" + socket());
        assertFalse(Files.exists(socket()));
    }

    @Test
    void twoBoardsExchangeTenMegabytesBothWaysOnTcp() throws Exception {
        int port = freePort();
        exchange("tcp-listen:127.0.0.1:" + port, "tcp:127.0.0.1:" + port);
    }

    private static void exchange(String listening, String connecting) throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, listening);
                LinkedBoard b = new LinkedBoard(3, connecting)) {
            assertTrue(LinkedBoard.eventually(() -> stream(a).hasPeer()));
            LinkedBoard.Exchange one = a.exchangeWith(b.address, MEGABYTES_10);
            LinkedBoard.Exchange other = b.exchangeWith(a.address, MEGABYTES_10);
            assertNull(one.result());
            assertNull(other.result());
        }
    }

    @Test
    void framesAllocateNothing() throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket());
                LinkedBoard b = new LinkedBoard(3, "unix:" + socket())) {
            assertTrue(LinkedBoard.eventually(() -> stream(a).hasPeer()));
            assertNull(b.exchangeWith(a.address, MEGABYTES_10).result());
            long before = allocated(a);
            assertNull(b.exchangeWith(a.address, MEGABYTES_10).result());
            long octets = allocated(a) - before;
            long frames = 2 * MEGABYTES_10 / 1460;
            assertTrue(octets < 4 * frames, octets + " octets for " + frames + " frames");
        }
    }

    private static long allocated(LinkedBoard board) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(board.thread.getId());
    }

    @Test
    void aPeerThatGoesAndComesBackIsConnectedAgain() throws Exception {
        try (LinkedBoard b = new LinkedBoard(3, "unix:" + socket() + ",reconnect=20ms")) {
            for (int round = 0; round < 3; round++) {
                try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket())) {
                    assertTrue(LinkedBoard.eventually(() -> stream(b).hasPeer()));
                    assertNull(b.exchangeWith(a.address, 100_000).result());
                }
                assertTrue(LinkedBoard.eventually(() -> !stream(b).hasPeer()));
                assertEquals(0, b.link.mac().linkState());
            }
            assertEquals(3, stream(b).peers());
        }
    }

    @Test
    void tcpReconnectsToo() throws Exception {
        int port = freePort();
        try (LinkedBoard b = new LinkedBoard(3, "tcp:127.0.0.1:" + port + ",reconnect=20ms")) {
            assertTrue(LinkedBoard.eventually(() -> !b.news.isEmpty()));
            assertTrue(b.news.get(0).endsWith("; trying again every 20 ms"), b.news.toString());
            try (LinkedBoard a = new LinkedBoard(2, "tcp-listen:127.0.0.1:" + port)) {
                assertNull(b.exchangeWith(a.address, 100_000).result());
            }
        }
    }

    @Test
    void aConnectionOfTheBoardOutlivesAPeerThatComesBack() throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket());
                LinkedBoard b = new LinkedBoard(3, "unix:" + socket() + ",reconnect=20ms")) {
            assertTrue(LinkedBoard.eventually(() -> stream(a).hasPeer()));
            LinkedBoard.Exchange exchange = b.exchangeWith(a.address, MEGABYTES_10);
            assertTrue(LinkedBoard.eventually(() -> exchange.received > 100_000));
            a.onLoop(
                    () -> {
                        stream(a).hangUp();
                        return null;
                    });
            assertNull(exchange.result());
            assertEquals(2, stream(b).peers());
        }
    }

    @Test
    void aListeningLinkTakesTheNextPeerAfterOneThatSpeaksNonsense() throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket())) {
            assertEquals(0, a.link.mac().linkState());
            for (int length : new int[] {0, 69633, -1, 0x47455420}) {
                try (SocketChannel peer = connect()) {
                    peer.write(ByteBuffer.allocate(64).putInt(60).rewind());
                    peer.write(ByteBuffer.allocate(4).putInt(length).flip());
                    ByteBuffer announcement = ByteBuffer.allocate(64);
                    while (announcement.hasRemaining()) {
                        peer.read(announcement);
                    }
                    assertEquals(0x0806, announcement.getShort(16), "ARP");
                    assertEquals(a.address, announcement.getInt(32), "its sender");
                    assertEquals(-1, peer.read(ByteBuffer.allocate(1)), "closed at once");
                }
            }
            assertTrue(LinkedBoard.eventually(() -> stream(a).malformed() == 4));
            assertTrue(
                    a.news.get(1)
                            .endsWith(
                                    "down: the peer sent a length of 0, which no frame has: it does"
                                            + " not speak 4-octet lengths; waiting for the next"),
                    a.news.toString());
            assertEquals(4, stream(a).mac.counter(MacCounter.RX_PACKETS));
            try (LinkedBoard b = new LinkedBoard(3, "unix:" + socket())) {
                assertNull(b.exchangeWith(a.address, 1_000).result());
            }
        }
    }

    @Test
    void aPeerThatEndsWithinAFrameIsSaid() throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket())) {
            try (SocketChannel peer = connect()) {
                peer.write(ByteBuffer.allocate(10).putInt(60).rewind());
                assertTrue(LinkedBoard.eventually(() -> stream(a).hasPeer()));
                peer.shutdownOutput();
                assertTrue(LinkedBoard.eventually(() -> !stream(a).hasPeer()));
            }
            assertEquals("the peer ended within a frame", stream(a).lastReason());
        }
    }

    @Test
    void aPeerThatReadsNothingHoldsTheBoardsFramesBack() throws Exception {
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket());
                SocketChannel peer = connect()) {
            ByteBuffer request = arpRequest(a.address);
            for (int i = 0; i < ASKED; i++) {
                writeAll(peer, request.rewind());
            }
            assertTrue(
                    LinkedBoard.eventually(
                            () -> stream(a).mac.counter(MacCounter.RX_PACKETS) == ASKED));
            assertEquals(0, stream(a).mac.counter(MacCounter.RX_OVER_ERRORS));
            assertTrue(stream(a).mac.counter(MacCounter.TX_BUSY) > 0, "its ring was never full");
            assertTrue(stream(a).hasPeer(), stream(a).lastReason());
            long sent = readAnswersUntilQuiet(peer, true);
            long announcements = 1;
            assertEquals(stream(a).mac.counter(MacCounter.TX_PACKETS) + announcements, sent);
            writeAll(peer, request.rewind());
            assertEquals(1, readAnswersUntilQuiet(peer, false));
        }
    }

    private static void writeAll(SocketChannel peer, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            peer.write(octets);
        }
    }

    /** Frames until none has come for half a second; each but the announcement is an answer. */
    private static long readAnswersUntilQuiet(SocketChannel peer, boolean announced)
            throws Exception {
        peer.configureBlocking(false);
        FrameStream frames = new FrameStream();
        long count = 0;
        for (int quiet = 0; quiet < 50; quiet++) {
            while (frames.readFrom(peer) > 0) {
                quiet = 0;
                while (frames.next() != FrameStream.NONE) {
                    int wanted = count == 0 && announced ? 1 : 2;
                    assertEquals(wanted, frames.array()[frames.offset() + 21], "ARP operation");
                    frames.take();
                    count++;
                }
            }
            Thread.sleep(10);
        }
        assertFalse(frames.isWithinFrame());
        peer.configureBlocking(true);
        return count;
    }

    /** Who has the board's address? With its length before it. */
    private static ByteBuffer arpRequest(int address) {
        byte[] us = {2, 0, 10, 0, 0, 9};
        ByteBuffer frame = ByteBuffer.allocate(46).putInt(42);
        frame.putShort((short) -1).putInt(-1).put(us).putShort((short) 0x0806);
        frame.putShort((short) 1).putShort((short) 0x0800).putShort((short) 0x0604);
        frame.putShort((short) 1).put(us).putInt(LinkedBoard.NETWORK + 9);
        frame.put(new byte[6]).putInt(address);
        return frame.flip();
    }

    @Test
    void aConnectingLinkWithoutAPeerSaysTheWayOut() {
        String message = refusal("unix:" + socket());
        assertTrue(message.startsWith("--link unix:" + socket() + ": "), message);
        assertTrue(message.endsWith(",reconnect=2s"), message);
        assertTrue(refusal("tcp:127.0.0.1:1").contains("start the peer first"));
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(socket(), "precious");
        assertTrue(refusal("unix-listen:" + socket()).contains("is no socket"));
        assertEquals("precious", Files.readString(socket()));
    }

    @Test
    void aSocketFileNobodyListensOnIsTakenOver() throws Exception {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()))
                .close();
        assertTrue(Files.exists(socket()));
        try (LinkedBoard a = new LinkedBoard(2, "unix-listen:" + socket())) {
            assertTrue(refusal("unix-listen:" + socket()).contains("somebody listens there"));
            assertTrue(a.thread.isAlive());
        }
        assertFalse(Files.exists(socket()));
    }

    @ParameterizedTest
    @CsvSource({
        "60, 0x0800, 40, 54",
        "60, 0x0800, 46, 60",
        "60, 0x0800, 47, 60",
        "60, 0x0800, 19, 60",
        "61, 0x0800, 40, 61",
        "60, 0x0806, 40, 60",
        "60, 0x86dd, 40, 60"
    })
    void theStreamCarriesNoPadding(int length, String type, int total, int carried) {
        ByteBuffer frame = ByteBuffer.allocate(2 + 61);
        frame.putShort(2 + 12, (short) (int) Integer.decode(type)).putShort(2 + 16, (short) total);
        assertEquals(carried, StreamLink.unpadded(frame.array(), 2, length));
    }

    @Test
    void portZeroIsAFreeOneAndIsSaid() throws IOException {
        LinkSpec spec = LinkSpec.parse("tcp-listen:127.0.0.1:0");
        try (Link link = Links.open(spec, new LinkSettings())) {
            assertTrue(link.describe().matches("tcp-listen:127\\.0\\.0\\.1:[1-9][0-9]*"));
        }
    }

    private static String refusal(String spec) {
        return assertThrows(
                        LinkException.class,
                        () -> Links.open(LinkSpec.parse(spec), new LinkSettings()))
                .getMessage();
    }

    private static StreamLink stream(LinkedBoard board) {
        return (StreamLink) board.link;
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
