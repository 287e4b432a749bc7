package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The desktop's programs, through passt, to {@code serve --link unix:}. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "passt is a Linux program")
class PasstLinkTest {

    private static final int OCTETS = 10_000_000;
    private static final int PIECE = 20_000;
    private static final int ECHO = 7;
    private static final int HTTP = 80;
    private static final int PATIENCE_S = 60;

    @TempDir Path directory;

    private int webPort;
    private int echoPort;
    private Program passt;
    private Program serve;

    @BeforeEach
    void startPasstAndBoard() throws Exception {
        // Started as root, passt goes on as nobody.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<Integer> ports = Content.freePorts(2);
        webPort = ports.get(0);
        echoPort = ports.get(1);
        Path socket = directory.resolve("s");
        String[] board = {
            "-a", "10.0.0.2", "-n", "24", "-g", "10.0.0.1", "-M", "02:00:0a:00:00:01"
        };
        passt =
                Program.of("passt", "-f", "-e", "-4", "-s", socket.toString())
                        .arguments(board)
                        .arguments("-t", "127.0.0.1/" + webPort + ":" + HTTP)
                        .arguments("-t", "127.0.0.1/" + echoPort + ":" + ECHO)
                        .start();
        passt.requireFile(socket);
        serve =
                Program.java(Program.BOARD_SIM, "serve", "--link", "unix:" + socket)
                        .runtimeDirectory(directory)
                        .start();
        serve.line("ready ", PATIENCE_S);
    }

    @AfterEach
    void end() {
        for (Program program : new Program[] {serve, passt}) {
            if (program != null) {
                program.close();
            }
        }
    }

    @Test
    void curlHasTenMegabytesFromTheBoard() throws Exception {
        Path file = directory.resolve("got");
        curl("-o", file.toString(), url("/bytes/" + OCTETS));
        assertEquals(
                Content.sha256(Content.pattern(OCTETS)), Content.sha256(Files.readAllBytes(file)));
    }

    @Test
    void curlSendsTheBoardTenMegabytes() throws Exception {
        Path file = Files.write(directory.resolve("sent"), Content.pattern(OCTETS));
        String said = curl("-T", file.toString(), url("/sha256"));
        assertEquals(Content.sha256(Content.pattern(OCTETS)), said.strip());
    }

    @Test
    void aSocketAndTheBoardsEchoTakeTurns() throws Exception {
        byte[] wanted = Content.pattern(OCTETS / 10);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), echoPort)) {
            client.setSoTimeout(PATIENCE_S * 1_000);
            // In turns: full both ways at once meets a fault of passt's, see docs/links.md.
            for (int at = 0; at < wanted.length; at += PIECE) {
                byte[] piece = Arrays.copyOfRange(wanted, at, at + PIECE);
                client.getOutputStream().write(piece);
                assertArrayEquals(piece, client.getInputStream().readNBytes(PIECE));
            }
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + webPort + path;
    }

    private static String curl(String... arguments) throws Exception {
        Program curl = Program.of("curl", "-sS", "--fail").arguments(arguments).start();
        assertEquals(0, curl.waitFor(PATIENCE_S), curl::said);
        return curl.said();
    }
}
