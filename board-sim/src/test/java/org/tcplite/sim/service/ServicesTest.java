package org.tcplite.sim.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services, asked by another board. */
class ServicesTest {

    private static final String END = " HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {256, 1024, 65536})
    void bytesAreThePattern(int ring) {
        ServedBoard board = new ServedBoard(ring, new ServicesConfig());
        String answer = board.talk(80, "GET /bytes/70000" + END);
        int body = answer.indexOf("\r\n\r\n") + 4;
        assertTrue(answer.contains("Content-Length: 70000\r\n"), answer.substring(0, body));
        assertEquals(70000, answer.length() - body);
        for (int i = 0; i < 70000; i++) {
            assertEquals(i % 251, answer.charAt(body + i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 65536})
    void everyDocumentIsWholeAndFitsItsSections(int ring) {
        ServedBoard board = new ServedBoard(ring, new ServicesConfig());
        assertTrue(body(board.talk(80, "GET /" + END)).endsWith("</html>\n"));
        assertTrue(body(board.talk(80, "GET /?live" + END)).contains("http-equiv=\"refresh\""));
        String text = body(board.talk(80, "GET /netstat" + END));
        assertTrue(text.contains("0.0.0.0:80              0.0.0.0:*               LISTEN"), text);
        assertTrue(text.contains("10.0.0.2:80             10.0.0.1:"), text);
        String json = body(board.talk(80, "GET /netstat.json" + END));
        assertTrue(json.startsWith("{\n\"schema\":1,") && json.endsWith("}}\n}\n"), json);
        assertTrue(json.contains("\"state\":\"ESTABLISHED\"") || json.contains("CLOSE-WAIT"), json);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "'GET /nope', 404",
        "'GET /bytes/', 404",
        "'GET /bytes/-1', 404",
        "'GET /bytes/1099511627777', 404",
        "'DELETE /', 405",
        "'GET /sha256', 405",
        "'PUT /', 405",
        "'PUT /sha256', 411",
        "'BREW /', 501",
        "'OPTIONS /sha256', 204",
        "'OPTIONS *', 204",
        "'HEAD /bytes/1000', 200",
        "'HEAD /', 200",
    })
    void resourcesAndMethods(String request, int status) {
        String answer = new ServedBoard().talk(80, request + END);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertEquals(status == 405 || status == 204, answer.contains("\r\nAllow: "), answer);
        assertTrue(answer.contains("\r\n\r\n"), answer);
        if (request.startsWith("HEAD")) {
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurnHoweverTheyCome() {
        String requests =
                "GET /bytes/3 HTTP/1.1\r\nHost: b\r\n\r\n"
                        + "PUT /sha256 HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\nabc"
                        + "POST /sha256 HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\na\r\n2;x\r\nbc\r\n0\r\nT: x\r\n\r\n"
                        + "HEAD /netstat HTTP/1.1\r\nHost: b\r\n\r\n"
                        + "GET /bytes/2"
                        + END;
        String abc = hash("abc".getBytes(StandardCharsets.US_ASCII));
        for (int step : new int[] {1, 7, 10_000}) {
            ServedBoard board = new ServedBoard();
            int connection = board.connect(80);
            board.send(connection, requests.getBytes(StandardCharsets.US_ASCII), step);
            String[] answers =
                    ServedBoard.ascii(board.readAll(connection)).split("HTTP/1.1 200 OK");
            assertEquals(6, answers.length);
            assertTrue(answers[1].endsWith("\r\n\r\n\0\1\2"));
            assertTrue(answers[2].endsWith(abc + "\n"));
            assertTrue(answers[3].endsWith(abc + "\n"));
            assertTrue(answers[4].endsWith("\r\n\r\n"));
            assertTrue(answers[5].endsWith("\r\n\r\n\0\1"));
        }
    }

    @Test
    void expectationsAreMetBeforeTheBodyIsRead() {
        ServedBoard board = new ServedBoard();
        int connection = board.connect(80);
        String head = "PUT /sha256 HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\n";
        board.send(connection, head + "Content-Length: 3\r\nConnection: close\r\n\r\n");
        board.until(() -> board.tcp.readable(connection) > 0);
        int n = board.tcp.read(connection, board.buffer, 0, 100, board.loop.nowNs());
        assertEquals(
                "HTTP/1.1 100 Continue\r\n\r\n", ServedBoard.ascii(Arrays.copyOf(board.buffer, n)));
        board.send(connection, "abc");
        assertTrue(ServedBoard.ascii(board.readAll(connection)).contains("ba7816bf"));
    }

    @Test
    void aRefusedBodyIsDiscardedSoThatTheRefusalArrives() {
        ServedBoard board = new ServedBoard();
        int connection = board.connect(80);
        board.send(connection, "PUT /nope HTTP/1.1\r\nHost: b\r\nContent-Length: 300000\r\n\r\n");
        board.send(connection, new byte[300_000], 10_000);
        assertTrue(ServedBoard.ascii(board.readAll(connection)).startsWith("HTTP/1.1 404 "));
    }

    @Test
    void halfARequestIsABadOne() {
        assertTrue(new ServedBoard().talk(80, "GET / HT").startsWith("HTTP/1.1 400 "));
        String half = "PUT /sha256 HTTP/1.1\r\nHost: b\r\nContent-Length: 10\r\n\r\nabc";
        assertTrue(new ServedBoard().talk(80, half).startsWith("HTTP/1.1 400 "));
    }

    @Test
    void quietConnectionsGiveTheirSlotsBack() {
        ServedBoard board = new ServedBoard();
        int idle = board.connect(80);
        long start = board.loop.nowNs();
        assertEquals("", ServedBoard.ascii(board.readAll(idle)));
        assertTrue(board.loop.nowNs() - start >= 60 * ServedBoard.SECOND);
        int slow = board.connect(80);
        board.send(slow, "GET / HTTP/1.1\r\n");
        assertTrue(ServedBoard.ascii(board.readAll(slow)).startsWith("HTTP/1.1 408 "));
        int deaf = board.connect(80);
        board.send(deaf, "GET /bytes/10000000 HTTP/1.1\r\nHost: b\r\n\r\n");
        long asked = board.loop.nowNs();
        board.until(board.server::isQuiet);
        assertTrue(board.loop.nowNs() - asked >= 60 * ServedBoard.SECOND);
    }

    @Test
    void echoDiscardAndDigest() {
        byte[] octets = new byte[200_000];
        Patterns.MODULO_251.copy(7, octets, 0, octets.length);
        for (int ring : new int[] {256, 65536}) {
            ServedBoard board = new ServedBoard(ring, new ServicesConfig());
            assertEquals("hello", board.talk(EchoService.PORT, "hello"));
            assertEquals("", board.talk(DiscardService.PORT, "hello"));
            int digest = board.connect(Sha256Service.PORT);
            board.send(digest, octets, 9_999);
            board.endSending(digest);
            assertEquals(hash(octets) + "\n", ServedBoard.ascii(board.readAll(digest)));
            assertEquals(hash(new byte[0]) + "\n", board.talk(Sha256Service.PORT, ""));
            board.until(board.server::isQuiet);
        }
    }

    @Test
    void chargenGoesOnAfterAHalfClose() {
        ServedBoard board = new ServedBoard();
        int connection = board.connect(ChargenService.PORT);
        board.endSending(connection);
        byte[] expected = new byte[20_000];
        Patterns.CHARGEN.copy(0, expected, 0, expected.length);
        byte[] got = new byte[expected.length];
        int[] read = {0};
        board.until(
                () -> {
                    int left = got.length - read[0];
                    long now = board.loop.nowNs();
                    read[0] += Math.max(0, board.tcp.read(connection, got, read[0], left, now));
                    return read[0] == got.length;
                });
        assertArrayEquals(expected, got);
        board.tcp.abort(connection, board.loop.nowNs());
        board.until(board.server::isQuiet);
    }

    @Test
    void aRelayCarriesHalfClosesAndRefusals() {
        ServicesConfig config = new ServicesConfig();
        config.relays.add(new ServicesConfig.Relay(81, ServedBoard.CLIENT, 9000));
        ServedBoard board = new ServedBoard(1024, config);
        assertEquals("!connection reset", board.talk(81, "hello"));
        int listener = board.tcp.listen(9000, 1);
        int near = board.connect(81);
        board.send(near, "question");
        board.endSending(near);
        int[] far = {0};
        board.until(() -> (far[0] = board.tcp.accept(listener)) > 0);
        board.until(() -> board.tcp.readable(far[0]) == "question".length());
        int n = board.tcp.read(far[0], board.buffer, 0, 100, board.loop.nowNs());
        assertEquals("question", ServedBoard.ascii(Arrays.copyOf(board.buffer, n)));
        board.send(far[0], new byte[50_000], 5_000);
        board.tcp.close(far[0], board.loop.nowNs());
        assertEquals(50_000, board.readAll(near).length);
        board.until(board.server::isQuiet);
    }

    @Test
    void closingLetsAnAnswerFinish() {
        ServedBoard board = new ServedBoard();
        int idle = board.connect(80);
        int busy = board.connect(80);
        board.send(busy, "GET /bytes/1000000 HTTP/1.1\r\nHost: b\r\n\r\n");
        board.until(() -> board.tcp.readable(busy) > 0);
        board.server.shutDown(5 * ServedBoard.SECOND);
        assertTrue(board.readAll(busy).length > 1_000_000);
        assertEquals("", ServedBoard.ascii(board.readAll(idle)));
        board.until(board.server::isDown);
        assertFalse(board.server.turn(board.loop.nowNs()));
    }

    private static String body(String answer) {
        int at = answer.indexOf("\r\n\r\n") + 4;
        StringBuilder body = new StringBuilder();
        int length = chunk(answer, at);
        while (length > 0) {
            int begin = answer.indexOf("\r\n", at) + 2;
            body.append(answer, begin, begin + length);
            at = begin + length + 2;
            length = chunk(answer, at);
        }
        assertEquals("0\r\n\r\n", answer.substring(at));
        return body.toString();
    }

    private static int chunk(String answer, int at) {
        return Integer.parseInt(answer.substring(at, answer.indexOf("\r\n", at)), 16);
    }

    private static String hash(byte[] octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
