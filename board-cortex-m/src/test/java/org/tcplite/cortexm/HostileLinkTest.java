package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A board on a bad wire, and on one where somebody sends what no stack would. */
@Tag("board")
class HostileLinkTest {

    private static final int FRAMES = 100_000;
    private static final int BETWEEN_ECHOES = 32;
    private static final int[] PORTS = {7, 9, 80, 81};

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385"})
    void aDownloadSurvivesLossReorderingAndDuplication(String name) throws Exception {
        int length = 60_000;
        String boardEnd = "127.0.0.1:" + CraftedPeer.freePort();
        String peerEnd = "127.0.0.1:" + CraftedPeer.freePort();
        String link = "udp:" + boardEnd + "/" + peerEnd;
        String[] words = {"./run", name, "--link", link, "--send-buffer", "4096"};
        try (EmulatedBoard board = EmulatedBoard.boot(name, List.of(words))) {
            String get = "GET /bytes/" + length + " HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n";
            String client =
                    "../board-sim/run nc --address 10.0.0.1/24 --loss 5% --reorder 5% --dup 5%"
                            + " --delay 2ms --seed 7 --link udp:";
            String command = client + peerEnd + "/" + boardEnd + " 10.0.0.2 80";
            Command done = Command.run("sh", "-c", "printf '" + get + "' | " + command);

            byte[] answer = done.assertStatus(0).stdout();
            int body = answer.length - length;
            assertTrue(body > 0, () -> answer.length + " octets, " + done.stderr());
            String head = new String(answer, 0, body, StandardCharsets.US_ASCII);
            assertTrue(head.endsWith("\r\n\r\n"), head);
            assertArrayEquals(
                    BoardContract.pattern(length), Arrays.copyOfRange(answer, body, answer.length));
            assertTrue(board.uart().contains("ready"), "the board runs");
        }
    }

    @Test
    void aHundredThousandWrongFramesDoNoHarm() throws IOException {
        Random random = new Random(20_261_122);
        try (CraftedPeer peer = CraftedPeer.open()) {
            String[] words = {"./run", "lm3s6965evb", "--link", peer.link()};
            try (EmulatedBoard board = EmulatedBoard.boot("hostile", List.of(words))) {
                sendWrongFrames(random, peer, board);
            }
        }
    }

    private static void sendWrongFrames(Random random, CraftedPeer peer, EmulatedBoard board)
            throws IOException {
        try {
            for (int i = 0; i < FRAMES; i++) {
                peer.raw(wrongFrame(random, i));
                if (i % BETWEEN_ECHOES == 0) {
                    assertAnswers(peer, board, i / BETWEEN_ECHOES);
                }
            }
            assertAnswers(peer, board, FRAMES);
        } catch (PortUnreachableException e) {
            throw new AssertionError("the board has ended:\n" + board.uart(), e);
        }
    }

    /** An echo is answered; the wire may lose some when the board is busy. */
    private static void assertAnswers(CraftedPeer peer, EmulatedBoard board, int sequence)
            throws IOException {
        boolean answered = false;
        for (int tries = 0; tries < 20 && !answered; tries++) {
            peer.echoRequest(sequence, 8);
            answered = peer.awaitEchoReply(sequence);
        }
        assertTrue(answered, board.uart());
    }

    /** Octets by chance; a segment with a true checksum and nothing else true; a mutated one. */
    private static byte[] wrongFrame(Random random, int number) {
        byte[] text = new byte[random.nextInt(64)];
        random.nextBytes(text);
        byte[] segment =
                CraftedPeer.segmentFrame(
                        30_000 + random.nextInt(16),
                        PORTS[random.nextInt(PORTS.length)],
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(64),
                        text);
        if (number % 3 == 0) {
            byte[] frame = new byte[60 + random.nextInt(1_454)];
            random.nextBytes(frame);
            System.arraycopy(segment, 0, frame, 0, 14);
            return frame;
        }
        for (int i = random.nextInt(4); number % 3 == 1 && i >= 0; i--) {
            segment[6 + random.nextInt(segment.length - 6)] = (byte) random.nextInt();
        }
        return segment;
    }
}
