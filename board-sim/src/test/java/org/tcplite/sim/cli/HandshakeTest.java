package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The drawings of {@code handshake}, without sequence numbers and without what is blank or line;
 * how connections close is in {@link HandshakeCloseTest}.
 */
class HandshakeTest {

    @Test
    void openClose() {
        draws(
                "open-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
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
    void simultaneousOpen() {
        draws(
                "simultaneous-open",
                """
                0.000000 CLOSED||CLOSED 0.000000
                0.000000 connect()||connect() 0.000000
                0.000000 SYN-SENT||SYN-SENT 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -- ...|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |... -- SYN seq (K) --|SYN-SENT 0.000000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |... -- SYN seq (J) -->|SYN-RECEIVED 0.010000
                0.010000 SYN-RECEIVED|<-- SYN seq (K) -- ...|
                0.010000 SYN-RECEIVED|-- SYN ACK seq (J) ack (K+1) -- ...|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                |... -- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                |... -- SYN ACK seq (J) ack (K+1) -->|ESTABLISHED 0.020000
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) -- ...|
                0.020000 connect() returns||connect() returns 0.020000
                0.020000 close()||
                0.020000 FIN-WAIT-1|-- FIN ACK seq (M = J+1) ack (K+1) -->|CLOSE-WAIT 0.030000
                ||read() = 0 0.030000
                0.040000 FIN-WAIT-2|<-- ACK seq (K+1) ack (M+1) --|CLOSE-WAIT 0.030000
                ||close() 0.045000
                0.055000 TIME-WAIT|<-- FIN ACK seq (N = K+1) ack (M+1) --|LAST-ACK 0.045000
                0.055000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|CLOSED 0.065000
                |: 59.990 s|
                60.055000 CLOSED||
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
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
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
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 3 out|
                |: 1.000 s|
                1.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 4 out|
                |: 2.000 s|
                3.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 5 out|
                |: 4.000 s|
                7.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 7 out|
                |: 8.000 s|
                15.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 8 out|
                |: 16.000 s|
                31.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 9 out|
                |: 32.000 s|
                63.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 10 out|
                |: 60.000 s|
                123.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 12 out|
                |: 60.000 s|
                183.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 13 out|
                |: 60.000 s|
                243.000000 CLOSED||
                243.000000 connect() timed out||
                """);
    }

    @Test
    void lostSyn() {
        draws(
                "lost-syn",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) --x|
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                |dropped by wire: frame 3 out|
                |: 1.000 s|
                1.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 1.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                1.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 1.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
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
    void reordered() {
        draws(
                "reordered",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 TCP_NODELAY = 1||accept() returns 0.030000
                0.030000 write() = 5||
                0.030000 ESTABLISHED|-- PSH ACK seq (J+1) 5 octets ack (K+1) -- ...|
                0.035000 write() = 5||
                0.035000 ESTABLISHED|-- PSH ACK seq (J+6) 5 octets ack (K+1) -->|ESTABLISHED 0.045000
                0.055000 ESTABLISHED|<-- ACK seq (K+1) ack (J+1) --|ESTABLISHED 0.045000
                |win 65535 <nop,nop,TS val * ecr *,nop,nop,sack 6:11>|
                0.055000 ESTABLISHED|-- ACK seq (J+1) 5 octets ack (K+1) -->|ESTABLISHED 0.065000
                ||read() = 10 0.065000
                |... -- ACK seq (K+1) ack (J+11) --|ESTABLISHED 0.065000
                |... -- PSH ACK seq (J+1) 5 octets ack (K+1) -->|ESTABLISHED 0.070000
                |... -- ACK seq (K+1) ack (J+11) --|ESTABLISHED 0.070000
                0.075000 ESTABLISHED|<-- ACK seq (K+1) ack (J+11) -- ...|
                0.080000 ESTABLISHED|<-- ACK seq (K+1) ack (J+11) -- ...|
                0.080000 close()||
                0.080000 FIN-WAIT-1|-- FIN ACK seq (M = J+11) ack (K+1) -->|CLOSE-WAIT 0.090000
                ||read() = 0 0.090000
                0.100000 FIN-WAIT-2|<-- ACK seq (K+1) ack (M+1) --|CLOSE-WAIT 0.090000
                ||close() 0.105000
                0.115000 TIME-WAIT|<-- FIN ACK seq (N = K+1) ack (M+1) --|LAST-ACK 0.105000
                0.115000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.125000
                |: 59.990 s|
                60.115000 CLOSED||
                """);
    }

    @Test
    void noFinalAck() {
        draws(
                "no-final-ack",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 4 out|
                |: 0.990 s|
                1.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 1.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                1.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 5 out|
                |: 1.990 s|
                3.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 3.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                3.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 6 out|
                |: 3.990 s|
                7.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 7.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                7.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 7 out|
                |: 7.990 s|
                15.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 15.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                15.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 8 out|
                |: 15.990 s|
                31.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 31.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                31.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) --x|
                |dropped by wire: frame 9 out|
                |: 31.990 s|
                ||LISTEN 63.010000
                63.010000 write() = 5||
                63.010000 ESTABLISHED|-- PSH ACK seq (J+1) 5 octets ack (K+1) -->|LISTEN 63.020000
                63.030000 CLOSED|<-- RST seq (K+1) --|LISTEN 63.020000
                63.030000 read() reset||
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

    @Test
    void theFinWrapsInHalfCloseToo() {
        String drawn = run("--isn", "0xffffff00", "--scenario", "half-close");
        assertTrue(drawn.contains("300 octets  FIN 45 (M = J+301)"), drawn);
    }

    @Test
    void theClientBeginsAtTheGivenNumberAndTheNumbersWrap() {
        String drawn = run("--isn", "0xffffff00");
        assertTrue(drawn.contains("SYN  seq 4294967040 (J)"), drawn);
        assertTrue(drawn.contains("seq 4294967041 (J+1)  300 octets"), drawn);
        assertTrue(drawn.contains("ack 45 (J+301)"), drawn);
        assertTrue(drawn.contains("FIN ACK  seq 45 (M = J+301)"), drawn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-syn", "reordered"})
    void theyWrapWhereverTextIsAcknowledged(String scenario) {
        String drawn = run("--isn", "0xffffff00", "--scenario", scenario);
        assertTrue(drawn.contains(" 45 (J+301) ") || drawn.contains(" 45 (M = J+301) "), drawn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0x1", "1031691955", "4294967295", "0X80000000"})
    void anyNumberWillDo(String isn) {
        String shown = Integer.toUnsignedString(Long.decode(isn).intValue());
        String drawn = run("--isn", isn, "--seed", "7");
        assertTrue(drawn.contains("SYN  seq " + shown + " (J) "), drawn);
    }

    @ParameterizedTest
    @EnumSource(HandshakeScenario.class)
    void everyScenarioEndsWithoutDelayToo(HandshakeScenario scenario) {
        run("--scenario", scenario.text(), "--delay", "0ms", "--isn", "0xffffffff");
    }

    @Test
    void netstatShowsBothEndsWheneverSomethingButATimerChanges() {
        String rows = run("--netstat", "--scenario", "no-final-ack");
        assertEquals(
                """
                0.000000 client SYN_SENT on (1.00/0/0)
                0.000000 server LISTEN off (0.00/0/0)
                0.010000 server LISTEN off (0.00/0/0)
                0.010000 server SYN_RECV on (1.00/0/0)
                0.020000 client ESTABLISHED off (0.00/0/0)
                1.010000 server LISTEN off (0.00/0/0)
                1.010000 server SYN_RECV on (2.00/1/0)
                3.010000 server LISTEN off (0.00/0/0)
                3.010000 server SYN_RECV on (4.00/2/0)
                7.010000 server LISTEN off (0.00/0/0)
                7.010000 server SYN_RECV on (8.00/3/0)
                15.010000 server LISTEN off (0.00/0/0)
                15.010000 server SYN_RECV on (16.00/4/0)
                31.010000 server LISTEN off (0.00/0/0)
                31.010000 server SYN_RECV on (32.00/5/0)
                63.010000 server LISTEN off (0.00/0/0)
                63.010000 client ESTABLISHED on (0.24/0/0)
                63.030000 client CLOSE off (0.00/0/0)
                """,
                rows.lines()
                        .skip(2)
                        .map(row -> row.replaceAll("tcp .{62}", "").replaceAll(" +", " ").strip())
                        .collect(lines()));
        assertTrue(rows.contains("     5 10.0.0.1:40000          10.0.0.2:80 "), rows);
    }

    private static String run(String... options) {
        String[] command = new String[options.length + 2];
        command[0] = "handshake";
        command[1] = "--ascii";
        System.arraycopy(options, 0, command, 2, options.length);
        CliUsageTest.Outcome outcome = CliUsageTest.run(command);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        return outcome.out();
    }

    static void draws(String scenario, String expected) {
        String drawn = run("--scenario", scenario);
        assertEquals(expected, drawn.lines().skip(2).map(HandshakeTest::bare).collect(lines()));
    }

    private static Collector<CharSequence, ?, String> lines() {
        return Collectors.joining("\n", "", "\n");
    }

    private static String bare(String line) {
        return line.replaceAll("(val|ecr) [0-9]{6,}", "$1 *")
                .replaceAll(" [0-9]{6,} ", " ")
                .replaceAll("-{2,}", "--")
                .replaceAll(" +", " ")
                .replaceAll(" *\\| *", "|")
                .strip();
    }
}
