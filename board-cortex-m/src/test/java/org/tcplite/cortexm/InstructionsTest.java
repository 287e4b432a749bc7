package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instructions, from the interrupt that ends the sleep to the next sleep: driver, stack, service
 * and main loop. QEMU takes one nanosecond an instruction ({@code -icount shift=0}); these are not
 * cycles. They stand in docs/cortex-m.md, true to a tenth.
 */
@Tag("board")
class InstructionsTest {

    private static final int ROUNDS = 200;
    private static final int DISCARD = 9;
    private static final int FIRST_PORT = 30_000;
    private static final int TEXT = 536;
    private static final Pattern METER = Pattern.compile("meter (\\d+) (\\d+)\r?\n");

    private EmulatedBoard board;
    private CraftedPeer peer;
    private int frames;
    private long awake;

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385"})
    void aWakeUpTakesNoMoreThanTheTableSays(String name) throws IOException {
        try (CraftedPeer opened = CraftedPeer.open()) {
            peer = opened;
            String[] words = {"./run", name, "--link", peer.link(), "--icount", "0", "--meter"};
            try (EmulatedBoard booted = EmulatedBoard.boot(name, List.of(words))) {
                board = booted;
                frames = -1;
                spent(); // the start
                long echoes = echoes();
                long syns = syns();
                long handshakes = handshakes();
                long texts = texts();
                System.out.printf(
                        "%s, instructions: ICMP echo of 56 octets %d, SYN %d, handshake %d,"
                                + " segment of 536 octets %d%n",
                        name, echoes, syns, handshakes, texts);
                assertWithin(name, "ICMP echo", echoes);
                assertWithin(name, "SYN, answered", syns);
                assertWithin(name, "handshake", handshakes);
                assertWithin(name, "segment of 536 octets", texts);
            }
        }
    }

    private static void assertWithin(String board, String row, long measured) throws IOException {
        int table = Documented.figure(row, board);
        assertTrue(
                Math.abs(measured - table) <= table / 10,
                row + ": " + measured + " instructions, in docs/cortex-m.md " + table);
    }

    private long echoes() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            peer.echoRequest(i, 56);
            each[i] = spent();
        }
        return median(each);
    }

    private long syns() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            peer.segment(FIRST_PORT + i, DISCARD, i, 0, CraftedPeer.SYN, new byte[0]);
            each[i] = spent();
            peer.awaitSequence();
            peer.segment(FIRST_PORT + i, DISCARD, i + 1, 0, CraftedPeer.RST, new byte[0]);
            spent();
        }
        return median(each);
    }

    private long handshakes() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            int port = FIRST_PORT + ROUNDS + i;
            peer.segment(port, DISCARD, i, 0, CraftedPeer.SYN, new byte[0]);
            each[i] = spent();
            int ack = peer.awaitSequence() + 1;
            peer.segment(port, DISCARD, i + 1, ack, CraftedPeer.ACK, new byte[0]);
            each[i] += spent();
            peer.segment(port, DISCARD, i + 1, ack, CraftedPeer.RST | CraftedPeer.ACK, new byte[0]);
            spent();
        }
        return median(each);
    }

    private long texts() throws IOException {
        int port = FIRST_PORT + 2 * ROUNDS;
        peer.segment(port, DISCARD, 0, 0, CraftedPeer.SYN, new byte[0]);
        spent();
        int ack = peer.awaitSequence() + 1;
        peer.segment(port, DISCARD, 1, ack, CraftedPeer.ACK, new byte[0]);
        spent();
        long[] pairs = new long[ROUNDS / 2]; // one of two is acknowledged
        for (int i = 0; i < ROUNDS; i++) {
            peer.segment(port, DISCARD, 1 + i * TEXT, ack, CraftedPeer.ACK, new byte[TEXT]);
            pairs[i / 2] += spent();
        }
        return median(pairs) / 2;
    }

    /** A timer may fall into one round or other. */
    private static long median(long[] each) {
        Arrays.sort(each);
        return each[each.length / 2];
    }

    /**
     * Waits until the board sleeps again after one more frame; the instructions it was awake for.
     */
    private long spent() throws IOException {
        frames++;
        board.await("meter " + frames + " ");
        board.await("\n");
        Matcher line = METER.matcher(board.uart());
        long last = awake;
        while (line.find()) {
            if (Integer.parseInt(line.group(1)) <= frames) {
                awake = Long.parseLong(line.group(2));
            }
        }
        return awake - last;
    }
}
