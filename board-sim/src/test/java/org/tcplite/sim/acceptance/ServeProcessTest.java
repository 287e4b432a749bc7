package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve} as people run it: a process, a browser's request, {@code netstat}, a signal. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class ServeProcessTest {

    private static final int START_S = 60;
    private static final int END_S = 30;
    private static final int OCTETS = 10_000_000;

    @TempDir Path runtime;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void servesUntilASignalAndSaysWhatItDid(String signal) throws Exception {
        try (Program serve = serve()) {
            String ready = serve.line("ready http://127.0.0.1:", START_S);
            assertTrue(ready.endsWith("/ board=10.0.0.2 link=forward"), ready);
            assertEquals(ready, lastLine(serve.said()));
            String url = ready.split(" ")[1];

            Path file = runtime.resolve("got");
            Program curl =
                    Program.of(
                                    "curl",
                                    "-sS",
                                    "--fail",
                                    "-o",
                                    file.toString(),
                                    url + "bytes/" + OCTETS)
                            .start();
            assertEquals(0, curl.waitFor(60), curl::said);
            assertEquals(
                    Content.sha256(Content.pattern(OCTETS)),
                    Content.sha256(Files.readAllBytes(file)));

            URI uri = URI.create(url);
            try (Socket kept = new Socket(uri.getHost(), uri.getPort())) {
                kept.getOutputStream().write(ascii("GET /bytes/1 HTTP/1.1\r\nHost: b\r\n\r\n"));
                assertEquals('H', kept.getInputStream().read());
                String table = netstat("-a");
                assertTrue(table.contains(" 0.0.0.0:80 "), table);
                assertTrue(table.matches("(?s).* 10\\.0\\.0\\.2:80 +\\S+ +ESTABLISHED .*"), table);
                assertEquals(2, counter(netstat("-s"), "PassiveOpens"));
            }

            String before = serve.said();
            serve.signal(signal);
            assertEquals(0, serve.waitFor(END_S), serve::said);
            String after = serve.said().substring(before.length());
            assertTrue(counter(after, "OutSegs") > OCTETS / 1460, after);
            assertFalse(after.contains("Exception"), after);
            try (Stream<Path> left = Files.walk(runtime)) {
                assertEquals(0, left.filter(each -> each.toString().endsWith(".sock")).count());
            }
        }
    }

    @Test
    void aSecondSignalWhileItClosesQuitsAtOnce() throws Exception {
        try (Program serve = serve()) {
            String ready = serve.line("ready http://127.0.0.1:", START_S);
            URI uri = URI.create(ready.split(" ")[1]);
            try (Socket slow = new Socket(uri.getHost(), uri.getPort())) {
                slow.getOutputStream().write(ascii("GET /bytes/1000000000 HTTP/1.1\r\n\r\n"));
                assertEquals(
                        'H',
                        slow.getInputStream()
                                .read()); // and no more: the answer does not come to its end
                serve.signal("INT");
                serve.signal("TERM");
                assertEquals(130, serve.waitFor(END_S), serve::said);
            }
        }
    }

    @Test
    void aConnectionInTheMiddleOfSomethingDoesNotKeepItFromEnding() throws Exception {
        try (Program serve = serve()) {
            String ready = serve.line("ready http://127.0.0.1:", START_S);
            URI uri = URI.create(ready.split(" ")[1]);
            try (Socket slow = new Socket(uri.getHost(), uri.getPort())) {
                slow.getOutputStream().write(ascii("GET /bytes/1000000000 HTTP/1.1\r\n\r\n"));
                assertEquals('H', slow.getInputStream().read());
                serve.signal("TERM");
                assertEquals(0, serve.waitFor(END_S), serve::said);
                assertTrue(counter(serve.said(), "PassiveOpens") == 1, serve::said);
            }
        }
    }

    private Program serve() throws IOException {
        return Program.java(Program.BOARD_SIM, "serve", "--forward", "0:80")
                .runtimeDirectory(runtime)
                .start();
    }

    /** What {@code netstat} says of the only board in this test's place for control sockets. */
    private String netstat(String option) throws Exception {
        Program netstat =
                Program.java(Program.BOARD_SIM, "netstat", option)
                        .runtimeDirectory(runtime)
                        .start();
        assertEquals(0, netstat.waitFor(60), netstat::said);
        return netstat.said();
    }

    private static String lastLine(String text) {
        return text.substring(text.strip().lastIndexOf('\n') + 1).strip();
    }

    private static long counter(String text, String name) {
        for (String line : text.split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2 && words[0].equals(name)) {
                return Long.parseLong(words[1]);
            }
        }
        throw new AssertionError("no " + name + " in:\n" + text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
