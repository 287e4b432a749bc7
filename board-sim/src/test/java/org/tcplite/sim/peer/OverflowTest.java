package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.NetstatText;
import org.tcplite.sim.service.Sections;
import org.tcplite.sim.service.Text;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** Two hundred clients of the kernel's at once, for sixteen connection slots. */
@Tag("tap")
@Timeout(180)
class OverflowTest {

    private static final int SLOTS = 16;
    private static final int MSL_MS = 1_000;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable();
    }

    @Test
    void allAreServedTheOverflowsAreShownNothingIsLeft() throws Exception {
        try (TapBoard board = new TapBoard(OverflowTest::small, null, null)) {
            String[] line =
                    TapBoard.javaLine(ParallelClients.class, TapBoard.BOARD, "200", "100000");
            PeerNamespace.Result result =
                    board.peer.run(Duration.ofSeconds(100), new byte[0], line).assertSuccess();
            assertTrue(result.text().startsWith("200 of 200 served"), result.text());

            long listen = board.counter(TcpCounter.DROP_LISTEN_OVERFLOW);
            long accept = board.counter(TcpCounter.DROP_ACCEPT_OVERFLOW);
            long queue = board.counter(TcpCounter.DROP_SYN_QUEUE_FULL);
            long cookies = board.counter(TcpCounter.SYN_COOKIES_SENT);
            assertTrue(
                    listen + accept + queue + cookies > 0, "two hundred fitted into sixteen slots");
            String shown = board.onLoop(() -> statistics(board));
            assertShown(shown, "ListenOverflows", listen);
            assertShown(shown, "AcceptOverflows", accept);
            assertShown(shown, "TCPReqQFullDrop", queue);
            assertShown(shown, "SyncookiesSent", cookies);
            assertTrue(board.counter(TcpCounter.PASSIVE_OPENS) >= 200);

            Thread.sleep(2 * MSL_MS + 500);
            List<String> left = left(board);
            for (int i = 0; i < 20 && !left.isEmpty(); i++) {
                Thread.sleep(500); // a last ACK that was lost is sent again
                left = left(board);
            }
            assertEquals(List.of(), left);
            PeerNamespace.Result again =
                    board.java(
                                    ParallelClients.class,
                                    TapBoard.BOARD,
                                    Integer.toString(SLOTS),
                                    "1000")
                            .assertSuccess();
            assertTrue(again.text().startsWith("16 of 16 served"), again.text());
        }
    }

    private static void small(NetConfig config) {
        config.tcp.connections = SLOTS;
        config.tcp.mslMs = MSL_MS;
    }

    /** What {@code netstat -s} prints. */
    private static String statistics(TapBoard board) {
        BoardFacts facts = new BoardFacts(board.board, board.link.describe());
        Sections document = new NetstatText(facts, "").show(NetstatText.STATISTICS);
        StringBuilder all = new StringBuilder();
        Text text = new Text(Sections.LIMIT);
        int cursor = 0;
        while (cursor != Sections.END) {
            cursor = document.section(cursor, text.clear(), 0, board.loop.nowNs());
            all.append(new String(text.array(), 0, text.length(), StandardCharsets.US_ASCII));
        }
        return all.toString();
    }

    /** Counters that have not moved are not shown. */
    private static void assertShown(String text, String name, long value) {
        String line = "(?s).*\n +" + name + " +" + value + "\n.*";
        assertTrue(value == 0 ? !text.contains(name) : text.matches(line), text);
    }

    private static List<String> left(TapBoard board) throws Exception {
        return board.onLoop(
                () -> {
                    List<String> rows = new ArrayList<>();
                    TcpStatus row = new TcpStatus();
                    for (int i = 0; i < board.board.tcp().statusRows(); i++) {
                        if (board.board.tcp().status(i, row, board.loop.nowNs())
                                && row.kind != TcpStatus.LISTENER) {
                            rows.add(TcpState.name(row.state) + " to " + row.remotePort);
                        }
                    }
                    return rows;
                });
    }
}
