package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.TcpError;

/** Whole connections between desktop sockets and a board, through the forward link. */
@Timeout(120)
class ForwardLinkTest {

    private static final int MIB = 1 << 20;

    // ---- inwards

    @Test
    void tenMegabytesGoThereAndBack() throws Exception {
        byte[] sent = randomOctets(10 * MIB);
        try (ForwardedBoard board = new ForwardedBoard(8, 16);
                Socket socket = board.connect(ForwardedBoard.ECHO)) {
            assertArrayEquals(sent, exchange(socket, sent));
        }
    }

    @Test
    void anEndOfStreamCrossesAndTheOtherDirectionGoesOn() throws Exception {
        BlockingQueue<Integer> counted = new ArrayBlockingQueue<>(1);
        try (ForwardedBoard board =
                        new ForwardedBoard(
                                8,
                                16,
                                program ->
                                        program.listen(
                                                ForwardedBoard.OTHER, 8, speaksFirst(counted)));
                Socket socket = board.connect(ForwardedBoard.OTHER)) {
            assertEquals("hello", new String(socket.getInputStream().readAllBytes(), "US-ASCII"));
            socket.getOutputStream().write(randomOctets(300_000));
            socket.shutdownOutput();
            assertEquals(300_000, counted.poll(30, TimeUnit.SECONDS));
            assertIdle(board);
        }
    }

    /** Says hello, ends its own side, then counts what comes until the peer ends. */
    private static BoardProgram.Conduct speaksFirst(BlockingQueue<Integer> counted) {
        AtomicInteger octets = new AtomicInteger(-1);
        return (tcp, connection, signals, nowNs) -> {
            if (octets.compareAndSet(-1, 0)) {
                tcp.write(connection, "hello".getBytes(), 0, 5, nowNs);
                tcp.shutdownWrite(connection, nowNs);
            }
            int text;
            while ((text = tcp.peek(connection)) > 0) {
                tcp.consume(connection, text, nowNs);
                octets.addAndGet(text);
            }
            if (text == TcpError.END_OF_STREAM) {
                tcp.close(connection, nowNs);
                counted.add(octets.get());
            }
        };
    }

    @Test
    void fiftySocketsShareEightSlots() throws Exception {
        try (ForwardedBoard board = new ForwardedBoard(8, 256)) {
            allSucceed(50, number -> echoes(board, 20_000 + number));
            assertIdle(board);
        }
    }

    @Test
    void withoutASlotOfTheGatewaySocketsWaitAndNoneIsLost() throws Exception {
        try (ForwardedBoard board = new ForwardedBoard(8, 2)) {
            allSucceed(20, number -> echoes(board, 1000 + number));
            assertIdle(board);
        }
    }

    @Test
    void aPortTheBoardRefusesIsResetAfterTheConnect() throws Exception {
        try (ForwardedBoard board = new ForwardedBoard(8, 16);
                Socket socket = board.connect(ForwardedBoard.NOBODY)) {
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            assertIdle(board);
        }
    }

    @Test
    void aResetOfTheDesktopReachesTheBoard() throws Exception {
        BlockingQueue<Integer> reasons = new ArrayBlockingQueue<>(1);
        try (ForwardedBoard board =
                new ForwardedBoard(
                        8,
                        16,
                        program -> program.listen(ForwardedBoard.OTHER, 8, untilEnd(reasons)))) {
            Socket socket = board.connect(ForwardedBoard.OTHER);
            socket.getOutputStream().write(1);
            Thread.sleep(50);
            socket.setSoLinger(true, 0);
            socket.close();
            assertEquals(TcpError.RESET, reasons.poll(30, TimeUnit.SECONDS));
            assertIdle(board);
        }
    }

    /** Reads until the connection is over, and reports why. */
    private static BoardProgram.Conduct untilEnd(BlockingQueue<Integer> reasons) {
        return (tcp, connection, signals, nowNs) -> {
            int text;
            while ((text = tcp.peek(connection)) > 0) {
                tcp.consume(connection, text, nowNs);
            }
            if (text != TcpError.WOULD_BLOCK && text != TcpError.NOT_CONNECTED) {
                tcp.close(connection, nowNs);
                reasons.add(text);
            }
        };
    }

    @Test
    void aResetOfTheBoardReachesTheDesktop() throws Exception {
        try (ForwardedBoard board =
                        new ForwardedBoard(
                                8,
                                16,
                                program ->
                                        program.listen(
                                                ForwardedBoard.OTHER,
                                                8,
                                                (tcp, connection, signals, nowNs) -> {
                                                    if (tcp.peek(connection) > 0) {
                                                        tcp.abort(connection, nowNs);
                                                    }
                                                }));
                Socket socket = board.connect(ForwardedBoard.OTHER)) {
            socket.getOutputStream().write(1);
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            assertIdle(board);
        }
    }

    @Test
    void aDesktopThatDoesNotReadStopsTheBoardAndLosesNothing() throws Exception {
        byte[] sent = randomOctets(4 * MIB);
        try (ForwardedBoard board = new ForwardedBoard(8, 16);
                Socket socket = board.connect(ForwardedBoard.ECHO)) {
            CompletableFuture<Void> writer = write(socket, sent);
            Thread.sleep(500);
            byte[] received = socket.getInputStream().readNBytes(sent.length);
            writer.get(30, TimeUnit.SECONDS);
            assertArrayEquals(sent, received);
        }
    }

    // ---- outwards

    @Test
    void theBoardReachesTheDesktopsLoopbackByTheGatewaysAddress() throws Exception {
        byte[] sent = randomOctets(MIB);
        try (ServerSocket server = serverSocket();
                ForwardedBoard board = new ForwardedBoard(8, 16)) {
            connectFromBoard(board, server.getLocalPort(), BoardProgram::echo);
            try (Socket socket = accept(server)) {
                assertArrayEquals(sent, exchange(socket, sent));
            }
            assertIdle(board);
        }
    }

    @Test
    void manyConnectionsOfTheBoardToSeveralPortsAtOnce() throws Exception {
        try (ServerSocket first = serverSocket();
                ServerSocket second = serverSocket();
                ForwardedBoard board = new ForwardedBoard(64, 64)) {
            for (int i = 0; i < 20; i++) {
                connectFromBoard(board, first.getLocalPort(), BoardProgram::echo);
                connectFromBoard(board, second.getLocalPort(), BoardProgram::echo);
            }
            for (int i = 0; i < 20; i++) {
                for (ServerSocket server : List.of(first, second)) {
                    try (Socket socket = accept(server)) {
                        byte[] sent = randomOctets(5000);
                        assertArrayEquals(sent, exchange(socket, sent));
                    }
                }
            }
            assertIdle(board);
        }
    }

    @Test
    void aPortOfTheDesktopThatRefusesIsRefusedToTheBoard() throws Exception {
        int port;
        try (ServerSocket gone = serverSocket()) {
            port = gone.getLocalPort();
        }
        BlockingQueue<Integer> reasons = new ArrayBlockingQueue<>(1);
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            connectFromBoard(board, port, endReason(reasons));
            assertEquals(TcpError.REFUSED, reasons.poll(10, TimeUnit.SECONDS));
            assertIdle(board);
        }
    }

    private static BoardProgram.Conduct endReason(BlockingQueue<Integer> reasons) {
        return (tcp, connection, signals, nowNs) -> {
            if ((signals & Signals.ENDED) != 0) {
                reasons.add(tcp.endReason(connection));
                tcp.close(connection, nowNs);
            }
        };
    }

    @Test
    void aPortWhoseServerHasGoneIsClosedAgain() throws Exception {
        BlockingQueue<Integer> reasons = new ArrayBlockingQueue<>(1);
        int port;
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            try (ServerSocket server = serverSocket()) {
                port = server.getLocalPort();
                connectFromBoard(board, port, BoardProgram::echo);
                accept(server).close();
                assertIdle(board);
            }
            connectFromBoard(board, port, endReason(reasons));
            assertEquals(TcpError.REFUSED, reasons.poll(10, TimeUnit.SECONDS));
        }
    }

    // ---- opening

    @Test
    void aPortInUseIsSaidInOneLine() throws Exception {
        try (ServerSocket taken = serverSocket()) {
            LinkSettings settings = new LinkSettings();
            settings.forwards.add(new ForwardRule("127.0.0.1", taken.getLocalPort(), 80));
            LinkException e = assertThrows(LinkException.class, () -> ForwardLink.open(settings));
            assertTrue(e.getMessage().contains("cannot listen on 127.0.0.1"), e.getMessage());
            assertTrue(e.getMessage().endsWith("take another port, or 0 for a free one"));
        }
    }

    @Test
    void closingGivesThePortsBack() throws Exception {
        int port;
        try (ForwardedBoard board = new ForwardedBoard(8, 16)) {
            port = board.port(ForwardedBoard.ECHO);
        }
        new ServerSocket(port, 50, InetAddress.getLoopbackAddress()).close();
    }

    // ---- help

    private interface Numbered {
        boolean run(int number) throws Exception;
    }

    private static void allSucceed(int count, Numbered work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> work.run(number));
            }
            for (Future<Boolean> result : pool.invokeAll(tasks, 100, TimeUnit.SECONDS)) {
                assertTrue(result.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean echoes(ForwardedBoard board, int octets) throws Exception {
        byte[] sent = randomOctets(octets);
        try (Socket socket = board.connect(ForwardedBoard.ECHO)) {
            return Arrays.equals(sent, exchange(socket, sent));
        }
    }

    /** Sends all, ends its side, reads to the end of the other. */
    private static byte[] exchange(Socket socket, byte[] octets) throws Exception {
        CompletableFuture<Void> writer = write(socket, octets);
        byte[] received = socket.getInputStream().readAllBytes();
        writer.get(30, TimeUnit.SECONDS);
        return received;
    }

    private static CompletableFuture<Void> write(Socket socket, byte[] octets) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                OutputStream out = socket.getOutputStream();
                                out.write(octets);
                                socket.shutdownOutput();
                                done.complete(null);
                            } catch (IOException e) {
                                done.completeExceptionally(e);
                            }
                        });
        writer.setDaemon(true);
        writer.start();
        return done;
    }

    private static void connectFromBoard(
            ForwardedBoard board, int port, BoardProgram.Conduct conduct) throws Exception {
        board.onLoop(
                () ->
                        board.program.connect(
                                ForwardedBoard.GATEWAY, port, conduct, board.loop.nowNs()));
    }

    private static ServerSocket serverSocket() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static Socket accept(ServerSocket server) throws IOException {
        server.setSoTimeout(30_000);
        Socket socket = server.accept();
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Every pair is gone, and every slot of the board. */
    private static void assertIdle(ForwardedBoard board) throws Exception {
        waitUntil(() -> board.onLoop(() -> board.link.connections() == 0));
        waitUntil(() -> board.onLoop(board.board::isQuiet));
    }

    private static void waitUntil(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (condition.call()) {
                return;
            }
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    private static byte[] randomOctets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }
}
