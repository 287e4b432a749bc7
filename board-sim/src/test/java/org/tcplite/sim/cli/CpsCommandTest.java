package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cps} as it is typed. */
class CpsCommandTest {

    @TempDir private Path directory;

    @Test
    void aFloodStandsBesideTheRunWithoutIt() throws IOException {
        Path json = directory.resolve("cps.json");
        CliUsageTest.Outcome outcome =
                CliUsageTest.run(
                        "cps",
                        "--mode",
                        "crr",
                        "--connections-per-second",
                        "100",
                        "--duration",
                        "1s",
                        "--syn-rate",
                        "5000",
                        "--json",
                        json.toString());

        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(
                outcome.out().startsWith("seed=1\ncps: crr, 100 connections/s for 1s"),
                outcome.out());
        assertTrue(
                outcome.out().matches("(?s).*without a flood +flood, cookies\n.*"), outcome.out());
        assertTrue(outcome.out().matches("(?s).*succeeded +100 +100\n.*"), outcome.out());
        String document = Files.readString(json);
        assertTrue(document.contains("\"flood, cookies\""), document);
        assertTrue(document.contains("\"p99.9\""), document);
        assertTrue(document.contains("\"command\": \"board-sim/run cps --mode crr"), document);
    }

    @Test
    void nothingThatSucceedsIsAFailure() {
        CliUsageTest.Outcome outcome =
                CliUsageTest.run(
                        "cps",
                        "--connections-per-second",
                        "1000",
                        "--duration",
                        "20ms",
                        "--patience",
                        "100us");
        assertEquals(1, outcome.code(), outcome.out());
        assertTrue(outcome.out().contains("failed: no answer in time"), outcome.out());
    }

    /** The default link: the gateway's address is this desktop. In real time, for a moment. */
    @Test
    void aServerOnThisDesktopIsReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> echoUntilClosed(server), "echo");
            echo.setDaemon(true);
            echo.start();
            CliUsageTest.Outcome outcome =
                    CliUsageTest.run(
                            "cps",
                            "10.0.0.1",
                            Integer.toString(server.getLocalPort()),
                            "--mode",
                            "crr",
                            "--duration",
                            "300ms",
                            "--clients",
                            "2");
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.out().matches("(?s).*succeeded +[1-9].*"), outcome.out());
            assertFalse(outcome.out().contains("failed:"), outcome.out());
        }
    }

    private static void echoUntilClosed(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
