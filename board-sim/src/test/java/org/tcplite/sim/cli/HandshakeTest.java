package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The drawings of {@code handshake}, without their numbers and blanks. */
class HandshakeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
                    refused # SYN J > CLOSED; CLOSED < RST ACK ack J+1
                    timeout # SYN J x; SYN J x; SYN J x; SYN J x; SYN J x; SYN J x; SYN J x; SYN J x; SYN J x
                    """)
    void segments(String scenario, String expected) {
        String drawn =
                CliUsageTest.run("handshake", "--ascii", "--scenario", scenario)
                        .out()
                        .lines()
                        .filter(line -> line.contains("seq "))
                        .map(HandshakeTest::bare)
                        .collect(Collectors.joining("; "));
        assertEquals(expected, drawn);
    }

    private static String bare(String line) {
        return line;
    }
}
