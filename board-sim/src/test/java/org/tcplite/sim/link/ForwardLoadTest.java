package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.RandomLoss;
import org.tcplite.tcp.TcpError;

/** The forward link over many connections, over a bad wire, and what it allocates. */
@Timeout(120)
class ForwardLoadTest {

    private static final byte[] LINE = "a line\n".getBytes();

    @Test
    void thousandsOfConnectionsInARowInwards() throws Exception {
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            for (int i = 0; i < 3000; i++) {
                try (Socket socket = board.connect(ForwardedBoard.ECHO)) {
                    socket.getOutputStream().write(LINE);
                    if (i % 2 == 0) {
                        socket.shutdownOutput();
                    }
                    assertArrayEquals(LINE, socket.getInputStream().readNBytes(LINE.length));
                }
            }
        }
    }

    @Test
    void thousandsOfConnectionsInARowOutwards() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        int count = 2000;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ForwardedBoard board = new ForwardedBoard(8, 16)) {
            server.setSoTimeout(30_000);
            for (int i = 0; i < count; i++) {
                board.onLoop(
                        () ->
                                board.program.connect(
                                        ForwardedBoard.GATEWAY,
                                        server.getLocalPort(),
                                        untilEnd(ended),
                                        board.loop.nowNs()));
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(LINE);
                }
            }
            for (int i = 0; i < 500 && ended.get() < count; i++) {
                Thread.sleep(10);
            }
            assertEquals(count, ended.get());
            assertEquals(0, board.link.overflows());
        }
    }

    @Test
    void morePortsOfTheDesktopOneAfterTheOtherThanThereAreListeners() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            for (int i = 0; i < 150; i++) {
                try (ServerSocket server =
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                    server.setSoTimeout(10_000);
                    board.onLoop(
                            () ->
                                    board.program.connect(
                                            ForwardedBoard.GATEWAY,
                                            server.getLocalPort(),
                                            untilEnd(ended),
                                            board.loop.nowNs()));
                    server.accept().close();
                }
            }
        }
    }

    /** Reads to the end and closes; counts the good ends. */
    private static BoardProgram.Conduct untilEnd(AtomicInteger ended) {
        return (tcp, connection, signals, nowNs) -> {
            int text;
            while ((text = tcp.peek(connection)) > 0) {
                tcp.consume(connection, text, nowNs);
            }
            if (text == TcpError.END_OF_STREAM) {
                tcp.close(connection, nowNs);
                ended.incrementAndGet();
            }
        };
    }

    @Test
    void nothingIsLostOverAWireThatLosesFrames() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(5).nextBytes(sent);
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            board.onLoop(
                    () -> {
                        InProcessWire wire = board.link.wire();
                        wire.impair(InProcessWire.LEFT, new RandomLoss(0.01, 1));
                        wire.impair(InProcessWire.RIGHT, new RandomLoss(0.01, 2));
                        return null;
                    });
            try (Socket socket = board.connect(ForwardedBoard.ECHO)) {
                Thread writer = new Thread(() -> writeAll(socket, sent));
                writer.start();
                assertArrayEquals(sent, socket.getInputStream().readAllBytes());
                writer.join();
            }
            long lost =
                    board.onLoop(
                            () ->
                                    board.link.wire().lost(InProcessWire.LEFT)
                                            + board.link.wire().lost(InProcessWire.RIGHT));
            assertTrue(lost > 0);
        }
    }

    private static void writeAll(Socket socket, byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Tag("allocation")
    void theOctetsOfAConnectionAllocateNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] block = new byte[8192];
        try (ForwardedBoard board = new ForwardedBoard(8, 16);
                Socket socket = board.connect(ForwardedBoard.ECHO)) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 8; round++) {
                long before = threads.getThreadAllocatedBytes(board.thread.getId());
                for (int i = 0; i < 1000; i++) {
                    out.write(block);
                    assertEquals(block.length, in.readNBytes(block, 0, block.length));
                }
                long allocated = threads.getThreadAllocatedBytes(board.thread.getId()) - before;
                least = Math.min(least, allocated);
            }
            assertEquals(0, least, "octets allocated on the loop's thread in 1000 exchanges");
        }
    }

    @Test
    void anIdleConnectionCostsNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ForwardedBoard board = new ForwardedBoard(8, 16);
                Socket socket = board.connect(ForwardedBoard.ECHO)) {
            socket.getOutputStream().write(LINE);
            assertArrayEquals(LINE, socket.getInputStream().readNBytes(LINE.length));
            TimeUnit.MILLISECONDS.sleep(500);
            long before = threads.getThreadCpuTime(board.thread.getId());
            TimeUnit.SECONDS.sleep(1);
            long spentNs = threads.getThreadCpuTime(board.thread.getId()) - before;
            assertTrue(spentNs < TimeUnit.MILLISECONDS.toNanos(20), spentNs + " ns in a second");
        }
    }
}
