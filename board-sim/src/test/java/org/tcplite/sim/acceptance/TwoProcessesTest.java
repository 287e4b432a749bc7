package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two boards in two processes, {@code serve} and {@code nc}, as docs/links.md has people type. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class TwoProcessesTest {

    private static final int OCTETS = 10_000_000;
    private static final int START_S = 60;
    private static final int TRANSFER_S = 60;
    private static final long SEED = 7;

    @TempDir Path directory;

    @Test
    void tenMegabytesByDatagramsArriveIntactEachWayAndBothWaysAtOnce() throws Exception {
        int here = freePort();
        int there = freePort();
        String serving = "udp:127.0.0.1:" + here + "/127.0.0.1:" + there;
        exchangeAll(serving, "udp:127.0.0.1:" + there + "/127.0.0.1:" + here);
    }

    @Test
    void tenMegabytesByAStreamArriveIntactEachWayAndBothWaysAtOnce() throws Exception {
        Path socket = directory.resolve("s");
        exchangeAll("unix-listen:" + socket, "unix:" + socket);
    }

    private void exchangeAll(String serving, String asking) throws Exception {
        byte[] octets = new byte[OCTETS];
        new Random(SEED).nextBytes(octets);
        try (Program serve =
                Program.java(
                                Program.BOARD_SIM,
                                "serve",
                                "--address",
                                "10.0.0.2/24",
                                "--link",
                                serving)
                        .runtimeDirectory(directory)
                        .start()) {
            String ready = serve.line("ready ", START_S);
            assertEquals("ready http://10.0.0.2/ board=10.0.0.2 link=" + serving, ready);

            assertEquals(
                    Content.sha256(octets) + "\n",
                    new String(nc(asking, 5001, octets), "US-ASCII"));
            assertArrayEquals(octets, nc(asking, 7, octets));

            byte[] request = ("GET /bytes/" + OCTETS + " HTTP/1.0\r\n\r\n").getBytes("US-ASCII");
            byte[] answer = nc(asking, 80, request);
            int head = answer.length - OCTETS;
            assertTrue(new String(answer, 0, head, "US-ASCII").startsWith("HTTP/1.1 200 "));
            assertEquals(
                    Content.sha256(Content.pattern(OCTETS)),
                    Content.sha256(Arrays.copyOfRange(answer, head, answer.length)));

            serve.signal("TERM");
            assertEquals(0, serve.waitFor(30), serve::said);
        }
    }

    /** What a board in a process of its own is sent back by 10.0.0.2. */
    private byte[] nc(String link, int port, byte[] octets) throws Exception {
        Path input = Files.write(directory.resolve("in"), octets);
        Path output = directory.resolve("out");
        String to = "" + port;
        Program nc =
                Program.java(
                                Program.BOARD_SIM,
                                "nc",
                                "10.0.0.2",
                                to,
                                "--address",
                                "10.0.0.3/24",
                                "--link",
                                link)
                        .input(input)
                        .output(output)
                        .start();
        assertEquals(0, nc.waitFor(TRANSFER_S), nc::said);
        return Files.readAllBytes(output);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
