package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Two boards in two processes: one serves, the other asks by {@code nc}. */
final class BoardPair {

    private static final int OCTETS = 10_000_000;
    private static final int START_S = 60;
    private static final int TRANSFER_S = 60;
    private static final long SEED = 7;

    private final Path directory;

    /** Control sockets and files stand in {@code directory}. */
    BoardPair(Path directory) {
        this.directory = directory;
    }

    /** The board at 10.0.0.2; it is ready, and says that its link is the one asked for. */
    Program serve(String link) throws Exception {
        Program serve =
                Program.java(Program.BOARD_SIM, "serve", "--address", "10.0.0.2/24", "--link", link)
                        .runtimeDirectory(directory)
                        .start();
        String ready = serve.line("ready ", START_S);
        assertEquals("ready http://10.0.0.2/ board=10.0.0.2 link=" + link, ready);
        return serve;
    }

    /** Ten megabytes to the board, from it, and both ways at once, each intact. */
    void exchange(String link) throws Exception {
        byte[] octets = new byte[OCTETS];
        new Random(SEED).nextBytes(octets);
        assertEquals(Content.sha256(octets) + "\n", ascii(nc(link, 5001, octets), -1));
        assertArrayEquals(octets, nc(link, 7, octets));

        String request = "GET /bytes/" + OCTETS + " HTTP/1.0\r\n\r\n";
        byte[] answer = nc(link, 80, request.getBytes(StandardCharsets.US_ASCII));
        int head = Math.max(0, answer.length - OCTETS);
        assertTrue(ascii(answer, head).startsWith("HTTP/1.1 200 "), ascii(answer, head));
        byte[] body = Arrays.copyOfRange(answer, head, answer.length);
        assertEquals(Content.sha256(Content.pattern(OCTETS)), Content.sha256(body));
    }

    /** What 10.0.0.3, in a process of its own, is sent back by 10.0.0.2. */
    private byte[] nc(String link, int port, byte[] octets) throws Exception {
        Path input = Files.write(directory.resolve("in"), octets);
        Path output = directory.resolve("out");
        Program nc =
                Program.java(Program.BOARD_SIM, "nc", "10.0.0.2", "" + port, "--link", link)
                        .arguments("--address", "10.0.0.3/24")
                        .input(input)
                        .output(output)
                        .start();
        assertEquals(0, nc.waitFor(TRANSFER_S), nc::said);
        return Files.readAllBytes(output);
    }

    /** Ends the board in good order. */
    static void end(Program serve) throws Exception {
        serve.signal("TERM");
        assertEquals(0, serve.waitFor(30), serve::said);
    }

    private static String ascii(byte[] octets, int length) throws IOException {
        return new String(
                octets, 0, length < 0 ? octets.length : length, StandardCharsets.US_ASCII);
    }
}
