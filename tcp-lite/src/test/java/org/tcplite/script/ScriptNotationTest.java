package org.tcplite.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the notation is, and what is said of a line that is not in it. */
class ScriptNotationTest {

    private static String refusalOf(String line) {
        return assertThrows(ScriptSyntaxException.class, () -> Script.parse("test", line))
                .getMessage();
    }

    @Test
    void aRefusalNamesTheLineAndShowsIt() {
        assertEquals(
                """
                test, line 3: the numbers do not add up; write: 1:1001(1000)
                    +0 < P. 1:1000(1000) ack 1\
                """,
                refusalOf("+0 listen 80\n\n+0 < P. 1:1000(1000) ack 1\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.000 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 | write: +0 listen 80",
                "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0 | leave the line out",
                "+0 bind(3, ..., ...) = 0             | write: +0 listen 80",
                "+0 listen(3, 1) = 0                  | write: +0 listen 80",
                "+0 accept(3, ..., ...) = 4           | write: +0 accept",
                "+0 write(4, ..., 1000) = 1000        | write: +0 write 1000",
                "+0...0.2 read(4, ..., 1000) = 1000   | write: +0 read 1000",
                "+0 setsockopt(4, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0 | write: +0 nodelay",
                "+0 close(4) = 0                      | write: +0 close",
                "+0 `sysctl -q net.ipv4.tcp_sack=0`   | config receiveBuffer=4096",
                "0 socket(AF_INET, SOCK_STREAM, 0) = 3 | write: +0 listen 80",
                "+0 %{ assert tcpi_snd_cwnd == 10 }%  | write: +0 status cwnd = 4380",
                "+0 inject_icmp unreachable           | write: +0 icmp 3 1 1",
                "+0 connect(3, {sockaddr_in}, 16) = 0 | write: +0 connect 10.0.0.9:80",
                "+0 sockaddr_in 10.0.0.9              | write: +0 flow from 10.0.0.9:4000 to 80",
                "+0 mmap(NULL, 4096) = 0              | write: +0 read 1000",
                "`sysctl -q net.ipv4.tcp_sack=0`      | config receiveBuffer=4096",
                "--tolerance_usecs=10000              | config receiveBuffer=4096",
                "%{ assert tcpi_snd_cwnd == 10 }%     | write: +0 status cwnd = 4380",
                "0.1 < S 0:0(0) win 4096              | write +0.1 instead of 0.1",
                "+0 < [ect0] . 1:1(0) ack 1           | there is no ECN",
                "+0~+0.1 > . 1:1(0) ack 1             | tolerance 0.01",
                "+0 < icmp unreachable host_unreachable | write: +0 icmp 3 1 1",
                "/* comment */                        | comments begin with //",
            })
    void packetdrillIsToldWhatToWriteInstead(String line, String advice) {
        String refusal = refusalOf(line);
        assertTrue(refusal.contains(advice), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+0 < X 0:0(0)",
                "+0 < S 0:0",
                "+0 < . 1:1(0) win 10",
                "+0 > S 0:0(0) ack 1",
                "+0 > . 1:1(0) ack 1 window 10",
                "+0 < S 0:0(0) win 10 <...>",
                "+0 <! rotten S 0:0(0) win 10",
                "+0 >! text S 0:0(0) win 10",
                "+x listen 80",
                "+-1 listen 80",
                "* listen 80",
                "+0 hear 80",
                "config nonsense=3",
                "config receiveBuffer=many",
                "isn",
                "+0 listen 80\nconfig receiveBuffer=4096",
            })
    void nonsenseIsRefused(String line) {
        refusalOf(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mss 1460",
                "wscale 7",
                "sackOK",
                "TS val 4294967295 ecr 17",
                "sack 1001:2001 3001:4001",
                "opt 253 00112233",
                "nop",
            })
    void optionsReadBackAsWritten(String option) {
        byte[] octets = OptionText.encode(List.of(option), Script.NEAR_WRAP, 0);
        assertEquals(List.of(option), OptionText.decode(octets, Script.NEAR_WRAP));
    }

    @ParameterizedTest
    @CsvSource({"*, 1000", "*-7, 993", "5, 5"})
    void anEchoIsOfOurLastTimestampOrAnOlderOne(String word, int echo) {
        byte[] octets = OptionText.encode(List.of("TS val 1 ecr " + word), 0, 1000);
        assertEquals(List.of("TS val 1 ecr " + echo), OptionText.decode(octets, 0).subList(0, 1));
    }

    @ParameterizedTest
    @CsvSource({"S", "S.", "FP.", "R.", "P.", "-", "SFRPUEW."})
    void flagsReadBackAsWritten(String letters) {
        String formatted = Flags.format(Flags.parse(letters));
        assertEquals(Flags.parse(letters), Flags.parse(formatted));
        assertEquals(letters.length(), formatted.length());
    }

    @Test
    void aSegmentReadsBackAsSent() {
        WireSegment sent = new WireSegment();
        sent.sourcePort = 65_535;
        sent.destinationPort = 80;
        sent.seq = Script.NEAR_WRAP;
        sent.ack = 7;
        sent.flags = Flags.ACK | Flags.PSH;
        sent.window = 40_000;
        sent.text = Pattern.peerText(1, 333, false);
        byte[] bytes = sent.encode(Flow.REMOTE, Flow.LOCAL);
        WireSegment read = WireSegment.decode(bytes, Flow.REMOTE, Flow.LOCAL);
        assertEquals(sent.seq, read.seq);
        assertEquals(sent.window, read.window);
        assertEquals(333, read.text.length);
        bytes[40] ^= 4;
        assertThrows(
                IllegalStateException.class,
                () -> WireSegment.decode(bytes, Flow.REMOTE, Flow.LOCAL));
    }

    @Test
    void theChecksumIsThatOfRfc1071() {
        byte[] zeros = new byte[20];
        WireSegment.fillChecksum(zeros, 0, 0);
        // pseudo-header: protocol 6 and length 20
        assertEquals(~26 & 0xffff, (zeros[16] & 0xff) << 8 | zeros[17] & 0xff);
    }
}
