package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardRuleTest {

    private static final String FORM = "; the form is [HOST:]PORT:BOARDPORT, as in 8080:80";

    @ParameterizedTest
    @CsvSource({
        "8080:80,           127.0.0.1, 8080, 80",
        "0:7,               127.0.0.1, 0,    7",
        "0.0.0.0:8080:80,   0.0.0.0,   8080, 80",
        "localhost:1:65535, localhost, 1,    65535",
        "[::1]:8080:80,     ::1,       8080, 80",
    })
    void readsEveryForm(String text, String host, int port, int boardPort) {
        assertEquals(new ForwardRule(host, port, boardPort), ForwardRule.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "8080,        the board's port is missing",
        "8080:,       the board's port '' is not in 1..65535",
        "8080:0,      the board's port '0' is not in 1..65535",
        "8080:http,   the board's port 'http' is not in 1..65535",
        ":80,         the port '' is not in 0..65535",
        "65536:80,    the port '65536' is not in 0..65535",
        "-1:80,       the port '-1' is not in 0..65535",
        "h:x:80,      the port 'x' is not in 0..65535",
        ":1:80,       the host is empty",
        "::1:8080:80, an IPv6 address stands in brackets",
    })
    void saysWhatIsWrongAndTheWayOut(String text, String expected) {
        assertEquals(
                "--forward " + text + ": " + expected + FORM,
                assertThrows(IllegalArgumentException.class, () -> ForwardRule.parse(text))
                        .getMessage());
    }

    @Test
    void writesTheHostAlways() {
        assertEquals("127.0.0.1:8080:80", ForwardRule.parse("8080:80").toString());
        assertEquals("[::1]:8080:80", ForwardRule.parse("[::1]:8080:80").toString());
    }
}
