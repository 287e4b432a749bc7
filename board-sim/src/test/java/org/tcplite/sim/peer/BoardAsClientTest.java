package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.Board;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** The board connects to a server of the kernel, and both sides send until both have ended. */
@Tag("tap")
@Timeout(120)
class BoardAsClientTest {

    private static final int PORT = 9000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("nc", "ss");
    }

    @Test
    void bothSidesSendMegabytesAndEndInTheirOwnTime() throws Exception {
        byte[] up = KernelPeerTest.randomOctets(5_000_000);
        byte[] down = KernelPeerTest.randomOctets(3_000_000);
        Client client = new Client(up);
        try (TapBoard board = new TapBoard(config -> {}, null, client::install)) {
            Process server = board.peer.start("nc", "-N", "-l", Integer.toString(PORT));
            waitForListener(board.peer);
            board.onLoop(() -> client.connect(board.loop.nowNs()));
            PeerNamespace.Result result =
                    PeerNamespace.finish(server, PATIENCE, down, List.of("nc -N -l"))
                            .assertSuccess();
            assertArrayEquals(up, result.stdout());
            assertEquals(TcpError.END_OF_STREAM, client.outcome.get(30, TimeUnit.SECONDS));
            assertArrayEquals(down, client.received.toByteArray());
        }
    }

    @Test
    void aPortNobodyListensAtIsRefused() throws Exception {
        Client client = new Client(new byte[1]);
        try (TapBoard board = new TapBoard(config -> {}, null, client::install)) {
            board.onLoop(() -> client.connect(board.loop.nowNs()));
            assertEquals(TcpError.REFUSED, client.outcome.get(30, TimeUnit.SECONDS));
        }
    }

    private static void waitForListener(PeerNamespace peer) throws Exception {
        for (int i = 0; i < 500; i++) {
            if (peer.run("ss", "-tln").text().contains(":" + PORT)) {
                return;
            }
            Thread.sleep(10);
        }
        assertTrue(false, "nc does not listen");
    }

    /** Sends all it has, ends its side, reads to the end of the other. */
    private static final class Client implements Application {
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final CompletableFuture<Integer> outcome = new CompletableFuture<>();
        private final byte[] octets;
        private Tcp tcp;
        private int connection;
        private int sent;

        Client(byte[] octets) {
            this.octets = octets;
        }

        void install(Board board) {
            tcp = board.tcp();
            board.add(this);
        }

        int connect(long nowNs) {
            connection = tcp.connect(TapBoard.PEER, PORT, 0, nowNs);
            return connection;
        }

        @Override
        public boolean turn(long nowNs) {
            boolean any = false;
            while (tcp.nextReady() != Tcp.NONE) {
                tcp.takeSignals(connection);
                any = true;
            }
            if (any && !outcome.isDone()) {
                send(nowNs);
                receive(nowNs);
            }
            return any;
        }

        private void send(long nowNs) {
            while (sent < octets.length) {
                int taken = tcp.write(connection, octets, sent, octets.length - sent, nowNs);
                if (taken <= 0) {
                    return;
                }
                sent += taken;
                if (sent == octets.length) {
                    tcp.shutdownWrite(connection, nowNs);
                }
            }
        }

        private void receive(long nowNs) {
            int text;
            while ((text = tcp.peek(connection)) > 0) {
                received.write(tcp.readArray(), tcp.readOffset(connection), text);
                tcp.consume(connection, text, nowNs);
            }
            boolean over = text != TcpError.WOULD_BLOCK && text != TcpError.NOT_CONNECTED;
            if (over && (text != TcpError.END_OF_STREAM || sent == octets.length)) {
                tcp.close(connection, nowNs);
                outcome.complete(text);
            }
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(long nowNs) {
            tcp.close(connection, nowNs);
        }
    }
}
