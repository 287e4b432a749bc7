package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.tcp.TcpStatus;

/** The board as a relay between two programs of the kernel's, as {@code serve --proxy} makes it. */
@Tag("tap")
@Timeout(180)
class ProxyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RELAY = 6001;
    private static final int SERVER = 9001;
    private static final int IPERF = 5201;
    private static final long OCTETS = 64L << 20;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("iperf3", "nc", "ss");
    }

    /** iperf3's own control connection goes through the relay as well. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--reverse", "--bidir", "--parallel 4"})
    void iperf3MeasuresThroughTheBoard(String option) throws Exception {
        try (TapBoard board = relaying()) {
            Process server = board.peer.start("iperf3", "-s", "-1", "-p", "" + SERVER);
            awaitListener(board.peer, SERVER);
            List<String> line = new ArrayList<>();
            line.addAll(List.of("iperf3", "-J", "-c", TapBoard.BOARD, "-p", "" + IPERF));
            line.addAll(List.of("-n", "" + OCTETS));
            if (!option.isEmpty()) {
                line.addAll(Arrays.asList(option.split(" ")));
            }
            String json =
                    board.peer
                            .run(PATIENCE, new byte[0], line.toArray(new String[0]))
                            .assertSuccess()
                            .text();
            assertFalse(json.contains("\"error\""), json);
            // iperf3 stops when one direction has sent all: what is on its way is not counted
            long received = received(json);
            assertTrue(received >= OCTETS / 4, () -> received + " octets\n" + json);
            assertEquals(0, PeerNamespace.finish(server, PATIENCE, new byte[0], line).status());
            assertNothingIsLeft(board);
        }
    }

    @Test
    void anEndOfStreamPassesAndTheOtherDirectionGoesOn() throws Exception {
        byte[] sent = KernelPeerTest.randomOctets(5_000_000);
        int more = 3_000_000;
        try (TapBoard board = relaying()) {
            String[] line =
                    TapBoard.javaLine(AnswerAfterEnd.class, "" + SERVER, Integer.toString(more));
            Process server = board.peer.start(line);
            awaitListener(board.peer, SERVER);
            byte[] answer =
                    board.peer
                            .run(PATIENCE, sent, "nc", "-N", TapBoard.BOARD, "" + RELAY)
                            .assertSuccess()
                            .stdout();
            String hash = new String(answer, 0, 64, StandardCharsets.US_ASCII);
            assertEquals(KernelPeerTest.sha256(sent), hash);
            assertEquals(64 + 1 + more, answer.length);
            PeerNamespace.finish(server, PATIENCE, new byte[0], List.of(line)).assertSuccess();
            assertNothingIsLeft(board);
        }
    }

    @Test
    void whereNobodyListensTheClientGetsNothing() throws Exception {
        try (TapBoard board = relaying()) {
            byte[] octets = KernelPeerTest.randomOctets(1_000_000);
            PeerNamespace.Result result =
                    board.peer.run(PATIENCE, octets, "nc", "-N", TapBoard.BOARD, "" + RELAY);
            assertEquals(0, result.stdout().length);
            assertNothingIsLeft(board);
        }
    }

    private static TapBoard relaying() throws Exception {
        return new TapBoard(config -> {}, null, ProxyTest::install);
    }

    private static void install(Board board) {
        ServicesConfig config = new ServicesConfig();
        config.relays.add(new ServicesConfig.Relay(IPERF, TapBoard.PEER, SERVER));
        config.relays.add(new ServicesConfig.Relay(RELAY, TapBoard.PEER, SERVER));
        BoardServices.install(board, config, new BoardFacts(board, "tap"), 1);
    }

    private static void awaitListener(PeerNamespace peer, int port) throws Exception {
        for (int i = 0; i < 500; i++) {
            if (peer.run("ss", "-tln").text().contains(":" + port + " ")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("nobody listens on " + port);
    }

    /** The least of what the receiving ends say they got. */
    private static long received(String json) {
        Matcher sums =
                Pattern.compile(
                                "\"sum_received(?:_bidir_reverse)?\":\\s*\\{[^}]*?\"bytes\":\\s*(\\d+)")
                        .matcher(json);
        long least = -1;
        while (sums.find()) {
            long octets = Long.parseLong(sums.group(1));
            least = least < 0 ? octets : Math.min(least, octets);
        }
        return least;
    }

    /** But for TIME-WAIT, which takes no slot. */
    private static void assertNothingIsLeft(TapBoard board) throws Exception {
        int left = connections(board);
        for (int i = 0; i < 50 && left > 0; i++) {
            Thread.sleep(100);
            left = connections(board);
        }
        assertEquals(0, left);
    }

    private static int connections(TapBoard board) throws Exception {
        return board.onLoop(
                () -> {
                    int count = 0;
                    TcpStatus row = new TcpStatus();
                    for (int i = 0; i < board.board.tcp().statusRows(); i++) {
                        if (board.board.tcp().status(i, row, board.loop.nowNs())
                                && (row.kind == TcpStatus.CONNECTION
                                        || row.kind == TcpStatus.HALF_OPEN)) {
                            count++;
                        }
                    }
                    return count;
                });
    }
}
