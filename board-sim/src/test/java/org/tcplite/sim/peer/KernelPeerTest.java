package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The board as a server, a Linux kernel with everyday programs as its clients. */
@Tag("tap")
@Timeout(180)
class KernelPeerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofSeconds(150);
    private static final int MIB = 1 << 20;
    private static final int BIG = 64 * MIB;

    @TempDir Path directory;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("ping", "curl", "nc", "sha256sum");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 56, 1472})
    void everyPingIsAnswered(int size) throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            String text =
                    board.peer
                            .run("ping", "-q", "-i0.002", "-c300", "-s" + size, TapBoard.BOARD)
                            .assertSuccess()
                            .text();
            assertTrue(text.contains(" 0% packet loss"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1459, 1460, 65_536, 2 * MIB})
    void curlGetsTheRightOctets(int count) throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            byte[] got =
                    board.peer
                            .run("curl", "-sS", "--fail", url("/bytes/" + count))
                            .assertSuccess()
                            .stdout();
            assertArrayEquals(pattern(count), got);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1461, 100_000, 2 * MIB})
    void curlPutsAndTheHashIsRight(int count) throws Exception {
        byte[] body = randomOctets(count);
        Path file = Files.write(directory.resolve("body"), body);
        try (TapBoard board = TapBoard.serving()) {
            String answer =
                    board.peer
                            .run("curl", "-sS", "--fail", "-T", file.toString(), url("/sha256"))
                            .assertSuccess()
                            .text();
            assertTrue(answer.startsWith(sha256(body)), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void sixtyFourMebibytesBothWaysAtOnce(int ofEach) throws Exception {
        Path file = directory.resolve("body");
        String putHash = writeRandom(file, BIG);
        String get = "curl -sS --fail " + url("/bytes/" + BIG) + " | sha256sum";
        List<Process> running = new ArrayList<>();
        try (TapBoard board = TapBoard.serving()) {
            for (int i = 0; i < ofEach; i++) {
                running.add(board.peer.start("sh", "-c", get));
                running.add(
                        board.peer.start(
                                "curl", "-sS", "--fail", "-T", file.toString(), url("/sha256")));
            }
            String getHash = patternHash(BIG);
            for (int i = 0; i < running.size(); i++) {
                PeerNamespace.Result result =
                        PeerNamespace.finish(running.get(i), LONG, new byte[0], List.of("curl"))
                                .assertSuccess();
                String expected = i % 2 == 0 ? getHash : putHash;
                assertTrue(result.text().startsWith(expected), result.text() + result.stderr());
            }
        }
    }

    @Test
    void tenThousandShortConnectionsInARow() throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            board.java(ShortConnections.class, TapBoard.BOARD, "7", "10000", "client")
                    .assertSuccess();
        }
    }

    @Test
    void tenThousandMoreThatTheBoardClosesFirstFromAThousandPorts() throws Exception {
        try (TapBoard board =
                new TapBoard(config -> {}, null, made -> made.add(new OneLineEcho(made.tcp())))) {
            board.peer
                    .run("sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40999")
                    .assertSuccess();
            board.java(ShortConnections.class, TapBoard.BOARD, "7", "10000", "server")
                    .assertSuccess();
        }
    }

    @Test
    void ncEndsItsSideAndReadsOn() throws Exception {
        byte[] sent = randomOctets(3 * MIB);
        try (TapBoard board = TapBoard.serving()) {
            byte[] echoed =
                    board.peer
                            .run(PATIENCE, sent, "nc", "-N", TapBoard.BOARD, "7")
                            .assertSuccess()
                            .stdout();
            assertArrayEquals(sent, echoed);
            String hash =
                    board.peer
                            .run(PATIENCE, sent, "nc", "-N", TapBoard.BOARD, "5001")
                            .assertSuccess()
                            .text();
            assertEquals(sha256(sent), hash.strip());
        }
    }

    @Test
    void aPortNobodyListensAtIsRefusedAtOnce() throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            long start = System.nanoTime();
            PeerNamespace.Result result = board.peer.run("nc", "-v", "-w5", TapBoard.BOARD, "4");
            assertEquals(1, result.status());
            assertTrue(result.stderr().contains("refused"), result.stderr());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
        }
    }

    private static String url(String path) {
        return "http://" + TapBoard.BOARD + path;
    }

    private static byte[] pattern(int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (i % 251);
        }
        return octets;
    }

    private static String patternHash(int count) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] octets = pattern(251 * 1024);
        for (int left = count; left > 0; left -= octets.length) {
            digest.update(octets, 0, Math.min(left, octets.length));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes a file of whole mebibytes, and answers its hash. */
    private static String writeRandom(Path file, int count) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] octets = new byte[MIB];
        Random random = new Random(count);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int left = count; left > 0; left -= octets.length) {
                random.nextBytes(octets);
                digest.update(octets);
                out.write(octets);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static byte[] randomOctets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }
}
