package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tcplite.tcp.Tcp;

/** What every board does for the Linux kernel at the other end of a TAP device. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BoardContract {

    private static final String URL = "http://10.0.0.2";

    private final String name;
    private final int connections;
    private PeerSpace peer;
    private EmulatedBoard board;

    /**
     * The contract of one board.
     *
     * @param connections of the test that counts the Java heap, a multiple of 100; the property
     *     tcplite.board.connections overrides it
     */
    BoardContract(String name, int connections) {
        this.name = name;
        this.connections = Integer.getInteger("tcplite.board.connections", connections);
    }

    @BeforeAll
    void boot() throws IOException {
        Toolchain.assumeBoardsAndKernel();
        peer = PeerSpace.open();
        board = EmulatedBoard.boot(peer, name);
    }

    @AfterAll
    void end() {
        if (board != null) {
            board.close();
        }
        if (peer != null) {
            peer.close();
        }
    }

    @Test
    void itRunsTheJarOfTheDesktop()
            throws IOException, URISyntaxException, NoSuchAlgorithmException {
        Path jar = Path.of(Tcp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertTrue(jar.toString().endsWith(".jar"), "this JVM runs the core from " + jar);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));

        String uart = board.uart();

        assertTrue(uart.contains("sha256 " + HexFormat.of().formatHex(digest)), uart);
        assertTrue(uart.contains("weak"), "the seed is said to be weak");
    }

    @Test
    void itAnswersPing() throws IOException, InterruptedException {
        String text =
                peer.run("ping", "-q", "-c", "100", "-i", "0.002", "10.0.0.2")
                        .assertStatus(0)
                        .text();
        assertTrue(text.contains(" 0% packet loss"), text);
        peer.run("ping", "-q", "-c", "3", "-s", "1472", "-i", "0.01", "10.0.0.2").assertStatus(0);
    }

    @Test
    void fiveMillionOctetsArriveAsTheyAre() throws IOException, InterruptedException {
        assertArrayEquals(pattern(5_000_000), get("/bytes/5000000"));
    }

    @Test
    void fourAtOnceAreServed() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<byte[]>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int length = 1_000_000 + i;
                clients.add(() -> get("/bytes/" + length));
            }
            int i = 0;
            for (Future<byte[]> body : pool.invokeAll(clients)) {
                assertArrayEquals(pattern(1_000_000 + i++), body.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aClosedPortIsRefused() throws IOException, InterruptedException {
        int couldNotConnect = 7;
        peer.run("curl", "-s", "-m", "5", URL + ":81/").assertStatus(couldNotConnect);
    }

    @Test
    void whatIsSentToEchoComesBack() throws IOException, InterruptedException {
        Path sent = Files.createTempFile("tcplite", ".bin");
        Files.write(sent, pattern(300_000));

        byte[] echoed =
                peer.run("sh", "-c", "nc -N -w 20 10.0.0.2 7 <" + sent).assertStatus(0).stdout();

        Files.delete(sent);
        assertArrayEquals(pattern(300_000), echoed);
    }

    @Test
    void httpSaysWhatItHasAndWhatNot() throws IOException, InterruptedException {
        assertEquals("404", status("/nothing"));
        assertEquals("200", status("/"));
        assertEquals("405", status("-X", "PUT", "/"));
        assertEquals("431", status("/" + "x".repeat(200)));
        assertEquals("400", status("-d", "a body", "-X", "GET", "/"));
        String twice =
                peer.run("curl", "-sv", URL + "/bytes/1", URL + "/bytes/2")
                        .assertStatus(0)
                        .stderr();
        assertTrue(twice.contains("Re-using existing connection"), twice);
        assertEquals(
                0, peer.run("curl", "-sI", URL + "/bytes/7").assertStatus(0).stderr().length());
    }

    @Test
    void nothingIsAllocatedForThousandsOfConnections() throws IOException, InterruptedException {
        long before = figure("java_heap_used");

        // the fragment is never sent: it only makes curl fetch each of the hundred again
        String each = URL + "/bytes/20[00-99]#[1-" + connections / 100 + "]";
        peer.run("curl", "-sf", "-o", "/dev/null", "-H", "Connection: close", each).assertStatus(0);

        assertEquals(before, figure("java_heap_used"), "octets of the Java heap");
        assertTrue(figure("PassiveOpens") >= connections, "connections");
        assertTrue(figure("stack_used") < 2048, "octets of stack");
    }

    @Test
    void aWrongOptionIsOneLine() throws IOException, InterruptedException {
        Command refused = Command.run("./run", name, "--syn-queue", "9");
        assertTrue(
                refused.assertStatus(2).text().startsWith("the boot option syn-queue"),
                refused.text());
        assertFalse(Command.run("./run", name, "--nonsense").assertStatus(2).stderr().isEmpty());
        assertEquals(1, Command.run("./run", "no-board").assertStatus(2).stderr().lines().count());
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        return peer.run("curl", "-sf", "-m", "60", URL + path).assertStatus(0).stdout();
    }

    private String status(String... words) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
        all.addAll(List.of(words).subList(0, words.length - 1));
        all.add(URL + words[words.length - 1]);
        return peer.run(all.toArray(String[]::new)).assertStatus(0).text();
    }

    /** A line of /netstat. */
    private long figure(String name) throws IOException, InterruptedException {
        String text = new String(get("/netstat"), StandardCharsets.US_ASCII);
        Matcher line = Pattern.compile("^" + name + " +([0-9]+)$", Pattern.MULTILINE).matcher(text);
        assertTrue(line.find(), () -> "no " + name + " in\n" + text);
        return Long.parseLong(line.group(1));
    }

    /** Octet i is i mod 251. */
    static byte[] pattern(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i % 251);
        }
        return octets;
    }
}
