package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drawings of {@code handshake}, without sequence numbers and without what is blank or line.
 */
class HandshakeTest {

    @Test
    void openClose() {
        draws(
                "open-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 write() = 5||accept() returns 0.030000
                0.030000 ESTABLISHED|-- PSH ACK seq (J+1) 5 octets ack (K+1) -->|ESTABLISHED 0.040000
                ||read() = 5 0.040000
                ||write() = 5 0.040000
                0.050000 ESTABLISHED|<-- PSH ACK seq (K+1) 5 octets ack (J+6) --|ESTABLISHED 0.040000
                0.050000 read() = 5||
                0.050000 close()||
                0.050000 FIN-WAIT-1|-- FIN ACK seq (M = J+6) ack (K+6) -->|CLOSE-WAIT 0.060000
                ||read() = 0 0.060000
                0.070000 FIN-WAIT-2|<-- ACK seq (K+6) ack (M+1) --|CLOSE-WAIT 0.060000
                ||close() 0.075000
                0.085000 TIME-WAIT|<-- FIN ACK seq (N = K+6) ack (M+1) --|LAST-ACK 0.075000
                0.085000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.095000
                |: 59.990 s|
                60.085000 CLOSED||
                """);
    }

    @Test
    void halfClose() {
        draws(
                "half-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 write() = 7||accept() returns 0.030000
                0.030000 shutdown(WR)||
                0.030000 FIN-WAIT-1|-- FIN PSH ACK seq (J+1) 7 octets FIN (M = J+8) ack (K+1) -->|CLOSE-WAIT 0.040000
                ||read() = 7 0.040000
                ||read() = 0 0.040000
                0.050000 FIN-WAIT-2|<-- ACK seq (K+1) ack (M+1) --|CLOSE-WAIT 0.040000
                ||write() = 16 0.055000
                0.065000 FIN-WAIT-2|<-- PSH ACK seq (K+1) 16 octets ack (M+1) --|CLOSE-WAIT 0.055000
                0.065000 read() = 16||close() 0.065000
                0.075000 TIME-WAIT|<-- FIN ACK seq (N = K+17) ack (M+1) --|LAST-ACK 0.065000
                0.075000 read() = 0||
                0.075000 close()||
                0.075000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.085000
                |: 59.990 s|
                60.075000 CLOSED||
                """);
    }

    @Test
    void refused() {
        draws(
                "refused",
                """
                0.000000 CLOSED||CLOSED 0.000000
                0.000000 connect()||
                0.000000 SYN-SENT|-- SYN seq (J) -->|CLOSED 0.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                0.020000 CLOSED|<-- RST ACK seq 0 ack (J+1) --|CLOSED 0.010000
                0.020000 connect() refused||
                """);
    }

    @Test
    void timeout() {
        draws(
                "timeout",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||
                0.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 3 out|
                |: 1.000 s|
                1.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 4 out|
                |: 2.000 s|
                3.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 5 out|
                |: 4.000 s|
                7.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 7 out|
                |: 8.000 s|
                15.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 8 out|
                |: 16.000 s|
                31.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 9 out|
                |: 32.000 s|
                63.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 10 out|
                |: 60.000 s|
                123.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 12 out|
                |: 60.000 s|
                183.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 13 out|
                |: 60.000 s|
                243.000000 CLOSED||
                243.010000 connect() timed out||
                """);
    }

    @Test
    void lostSyn() {
        draws(
                "lost-syn",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||
                0.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0>|
                |dropped by wire: frame 3 out|
                |: 1.000 s|
                1.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 1.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                1.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 1.010000
                |win 65535 <mss 1460,nop,wscale 0>|
                1.020000 connect() returns||
                1.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 1.030000
                1.030000 write() = 5||accept() returns 1.030000
                1.030000 ESTABLISHED|-- PSH ACK seq (J+1) 5 octets ack (K+1) -->|ESTABLISHED 1.040000
                ||read() = 5 1.040000
                ||write() = 5 1.040000
                1.050000 ESTABLISHED|<-- PSH ACK seq (K+1) 5 octets ack (J+6) --|ESTABLISHED 1.040000
                1.050000 read() = 5||
                1.050000 close()||
                1.050000 FIN-WAIT-1|-- FIN ACK seq (M = J+6) ack (K+6) -->|CLOSE-WAIT 1.060000
                ||read() = 0 1.060000
                1.070000 FIN-WAIT-2|<-- ACK seq (K+6) ack (M+1) --|CLOSE-WAIT 1.060000
                ||close() 1.075000
                1.085000 TIME-WAIT|<-- FIN ACK seq (N = K+6) ack (M+1) --|LAST-ACK 1.075000
                1.085000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 1.095000
                |: 59.990 s|
                61.085000 CLOSED||
                """);
    }

    @Test
    void aCaptureIsWrittenAndTheSameEveryTime(@TempDir Path directory) throws Exception {
        Path first = directory.resolve("a.pcapng");
        Path second = directory.resolve("b.pcapng");
        String drawn = CliUsageTest.run("handshake", "--pcap", first.toString()).out();
        assertEquals(drawn, CliUsageTest.run("handshake", "--pcap", second.toString()).out());
        assertEquals(-1, Files.mismatch(first, second));
    }

    private static void draws(String scenario, String expected) {
        CliUsageTest.Outcome outcome =
                CliUsageTest.run("handshake", "--ascii", "--scenario", scenario);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        assertEquals(
                expected, outcome.out().lines().skip(2).map(HandshakeTest::bare).collect(lines()));
    }

    private static Collector<CharSequence, ?, String> lines() {
        return Collectors.joining("\n", "", "\n");
    }

    private static String bare(String line) {
        return line.replaceAll(" [0-9]{6,} ", " ")
                .replaceAll("-{2,}", "--")
                .replaceAll(" +", " ")
                .replaceAll(" *\\| *", "|")
                .strip();
    }
}
