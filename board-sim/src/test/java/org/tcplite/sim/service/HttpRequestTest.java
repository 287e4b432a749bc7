package org.tcplite.sim.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request heads, as tables; each of them whole and octet by octet. */
class HttpRequestTest {

    private static final String HOST = "Host: b\r\n";

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "GET / HTTP/1.1|Host: b|, 0",
        "GET / HTTP/1.0|, 0",
        "GET http://b/netstat HTTP/1.1|Host: b|, 0",
        "OPTIONS * HTTP/1.1|Host: b|, 0",
        "GET / HTTP/1.1|, 400",
        "GET / HTTP/1.1|Host: a|Host: b|, 400",
        "GET /|, 400",
        "GET  / HTTP/1.1|Host: b|, 400",
        "GET b HTTP/1.1|Host: b|, 400",
        "GET /%zz HTTP/1.1|Host: b|, 400",
        "GET /#x HTTP/1.1|Host: b|, 400",
        "GET / HTTP/2.0|Host: b|, 505",
        "GET / HTTP/1|Host: b|, 400",
        "GET / http/1.1|Host: b|, 400",
        "G(T / HTTP/1.1|Host: b|, 400",
        "ABCDEFGHIJKLMNOPQ / HTTP/1.1|Host: b|, 501",
        "GET / HTTP/1.1|Host : b|, 400",
        "GET / HTTP/1.1|Host: b| folded: x|, 400",
        "GET / HTTP/1.1|Host: b|: x|, 400",
        "PUT / HTTP/1.1|Host: b|Content-Length: 5|Content-Length: 5|, 400",
        "PUT / HTTP/1.1|Host: b|Content-Length: +5|, 400",
        "PUT / HTTP/1.1|Host: b|Content-Length: |, 400",
        "PUT / HTTP/1.1|Host: b|Content-Length: 5|Transfer-Encoding: chunked|, 400",
        "PUT / HTTP/1.1|Host: b|Transfer-Encoding: gzip|, 501",
        "PUT / HTTP/1.0|Transfer-Encoding: chunked|, 400",
        "PUT / HTTP/1.1|Host: b|Transfer-Encoding: Chunked |, 0",
        "PUT / HTTP/1.1|Host: b|Expect: 100-Continue|, 0",
        "PUT / HTTP/1.1|Host: b|Expect: tea|, 417",
    })
    void headsAreAcceptedOrRefused(String lines, int status) {
        String head = lines.replace("|", "\r\n") + "\r\n";
        assertEquals(status, parse(head, Integer.MAX_VALUE).status(), "whole");
        assertEquals(status, parse(head, 1).status(), "octet by octet");
        assertEquals(status, parse(head.replace("\r", ""), 1).status(), "with bare LF");
    }

    @Test
    void limitsHaveTheirStatus() {
        String longTarget = "GET /" + "x".repeat(HttpRequest.TARGET_LIMIT) + " HTTP/1.1\r\n";
        assertEquals(414, parse(longTarget + HOST + "\r\n", 7).status());
        String longField = "X: " + "y".repeat(HttpRequest.HEAD_LIMIT) + "\r\n";
        assertEquals(431, parse("GET / HTTP/1.1\r\n" + HOST + longField + "\r\n", 100).status());
        String manyFields = "X: y\r\n".repeat(101);
        assertEquals(431, parse("GET / HTTP/1.1\r\n" + HOST + manyFields + "\r\n", 100).status());
        assertEquals(400, parse("GET / HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n", 1).status());
        assertEquals(400, parse("GET / HTTP/1.1\r\n" + HOST + "X: a\0b\r\n\r\n", 1).status());
    }

    @ParameterizedTest
    @CsvSource({
        "/netstat, /netstat, ''",
        "/%6eetstat?live, /netstat, live",
        "/a%2Fb?x=%20, /a%2Fb, x=%20",
        "HTTP://board, /, ''",
        "http://board:80?q, /, q",
        "http://board/bytes/3, /bytes/3, ''",
    })
    void targetsAreSplit(String target, String path, String query) {
        HttpRequest request = parse("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n", 3);
        assertEquals(path, request.path.toString());
        assertEquals(query, request.query.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, '', true",
        "1.1, close, false",
        "1.1, 'x, CLOSE ,y', false",
        "1.1, closed, true",
        "1.0, '', false",
        "1.0, Keep-Alive, true",
        "1.0, 'keep-alive, close', false",
    })
    void connectionsPersistAsTheFieldSays(String version, String connection, boolean persists) {
        String field = connection.isEmpty() ? "" : "Connection: " + connection + "\r\n";
        HttpRequest request = parse("GET / HTTP/" + version + "\r\n" + HOST + field + "\r\n", 5);
        assertTrue(request.isDone());
        assertEquals(persists, request.isPersistent());
    }

    @Test
    void whatFollowsAHeadIsLeftAlone() {
        byte[] two = ("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\nGET /x").getBytes();
        HttpRequest request = new HttpRequest();
        assertEquals(two.length - "GET /x".length(), request.take(two, 0, two.length));
        assertTrue(request.isDone());
    }

    private static HttpRequest parse(String head, int step) {
        HttpRequest request = new HttpRequest();
        byte[] octets = head.getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (at < octets.length && !request.isDone() && !request.isFailed()) {
            at += request.take(octets, at, Math.min(step, octets.length - at));
        }
        return request;
    }
}
