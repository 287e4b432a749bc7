package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.sim.cli.Main;

/** {@code control} as a process, and the Python client against a board. */
@Timeout(60)
class ControlCommandTest {

    @TempDir Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theCommandIsReadyAndEndsOnSigterm() throws Exception {
        Path socket = directory.resolve("b");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "control",
                        "--unix",
                        socket.toString());
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            String ready = said.readLine();
            String expected = "ready unix:" + socket + " board=10.0.0.2 link=control seed=1";
            assertEquals(expected, ready);
            try (StcpClient client = new StcpClient(UnixDomainSocketAddress.of(socket))) {
                assertEquals(1, client.listener(80));
                process.toHandle().destroy();
                assertTrue(client.isCut());
            }
            String counters = said.lines().collect(Collectors.joining("\n"));
            assertTrue(counters.contains("Tcp:"), counters);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), counters);
            assertFalse(Files.exists(socket));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void thePythonExampleRuns() throws Exception {
        Path example = Path.of("..", "docs", "examples", "test_board.py");
        assertTrue(Files.exists(example));
        try (ControlServer server = ControlledBoards.serve(1)) {
            String port = String.valueOf(ControlledBoards.addressOf(server).getPort());
            Process python = python("-B", example.toString(), port);
            assertNotNull(python);
            try (BufferedReader said = python.inputReader()) {
                String all = said.lines().collect(Collectors.joining("\n"));
                assertEquals(0, python.waitFor(), all);
                assertTrue(all.contains("4 passed in 0."), all);
            }
        }
    }

    private static Process python(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("python3").redirectErrorStream(true);
        for (String argument : arguments) {
            builder.command().add(argument);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            return Assumptions.abort("skipped: no 'python3' command");
        }
    }
}
