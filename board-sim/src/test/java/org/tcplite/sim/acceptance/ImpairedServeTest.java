package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code serve} on a bad cable, as people run it. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class ImpairedServeTest {

    private static final String MAIN = "org.tcplite.sim.cli.Main";
    private static final int START_S = 60;
    private static final int END_S = 30;

    @Test
    void servesOverABadCableAndCountsWhatItDid() throws Exception {
        try (Program serve =
                Program.java(
                                MAIN,
                                "serve",
                                "--forward",
                                "0:80",
                                "--dup",
                                "100%",
                                "--delay",
                                "2ms",
                                "--seed",
                                "7")
                        .start()) {
            String ready = serve.line("ready http://127.0.0.1:", START_S);
            assertTrue(ready.endsWith(" link=forward seed=7"), ready);
            String model = "impairments: both ways duplicate 100%, delay 2ms, limit 1000";
            assertTrue(serve.said().startsWith("seed=7\n" + model + "\n"), serve::said);
            URI uri = URI.create(ready.split(" ")[1]);
            try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
                String request = "GET /bytes/1 HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n";
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = client.getInputStream().readAllBytes();
                String text = new String(answer, StandardCharsets.ISO_8859_1);
                assertTrue(text.startsWith("HTTP/1.1 200 OK"), text);
            }
            serve.signal("TERM");
            assertEquals(0, serve.waitFor(END_S), serve::said);
            String report = serve.line("out board to link: ", 1);
            assertTrue(report.matches("out board to link: [1-9][0-9]* frames, .*"), report);
        }
    }
}
