package org.tcplite.sim.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tcplite.sim.capture.FrameTap.IN;
import static org.tcplite.sim.capture.FrameTap.OUT;
import static org.tcplite.sim.mac.TestFrames.ACK;
import static org.tcplite.sim.mac.TestFrames.BOARD;
import static org.tcplite.sim.mac.TestFrames.FIN;
import static org.tcplite.sim.mac.TestFrames.PEER;
import static org.tcplite.sim.mac.TestFrames.PSH;
import static org.tcplite.sim.mac.TestFrames.RST;
import static org.tcplite.sim.mac.TestFrames.SYN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcplite.sim.mac.TestFrames;

class TraceWriterTest {

    private static final byte[] NO_OPTIONS = {};
    private static final byte[] MSS_AND_SCALE = {2, 4, 5, (byte) 0xb4, 1, 3, 3, 7};
    private static final byte[] SACK = {
        1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 5, 4, 2, 5, 10, 0, 0, 7, (byte) 0xd0, 0, 0, 7, (byte) 0xda
    };
    private static final String IN_ENDS = " // 10.0.0.1:40000 > 10.0.0.2:80";
    private static final String OUT_ENDS = " // 10.0.0.2:80 > 10.0.0.1:40000";

    private final List<String> lines = new ArrayList<>();
    private final TraceWriter trace = new TraceWriter(lines::add);

    private void in(long us, int flags, long seq, long ack, byte[] options, int text) {
        show(IN, us, TestFrames.tcp(PEER, 40000, BOARD, 80, flags, seq, ack, options, text), null);
    }

    private void out(long us, int flags, long seq, long ack, byte[] options, int text) {
        show(OUT, us, TestFrames.tcp(BOARD, 80, PEER, 40000, flags, seq, ack, options, text), null);
    }

    private void show(int direction, long us, byte[] frame, String comment) {
        trace.frame(direction, us * 1000, frame, 0, frame.length, comment);
    }

    private static String line(String segment, String ends) {
        return String.format("%-56s%s", segment, ends);
    }

    @Test
    void aConnectionReadsAsAScript() {
        in(5_000_000, SYN, 0xffffffffL, 0, MSS_AND_SCALE, 0);
        out(5_001_203, SYN | ACK, 7000, 0, MSS_AND_SCALE, 0);
        in(5_001_203, ACK, 0, 7001, NO_OPTIONS, 0);
        in(6_001_203, PSH | ACK, 0, 7001, NO_OPTIONS, 10);
        out(6_001_204, FIN | ACK, 7001, 10, NO_OPTIONS, 0);
        in(6_001_204, RST, 10, 0, NO_OPTIONS, 0);
        assertEquals(
                List.of(
                        line("+0.000000 < S 0:0(0) win 65535 <mss 1460,nop,wscale 7>", IN_ENDS),
                        line(
                                "+0.001203 > S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 7>",
                                OUT_ENDS),
                        line("+0.000000 < . 1:1(0) ack 1 win 65535", IN_ENDS),
                        line("+1.000000 < P. 1:11(10) ack 1 win 65535", IN_ENDS),
                        line("+0.000001 > F. 1:1(0) ack 11 win 65535", OUT_ENDS),
                        line("+0.000000 < R 11:11(0) win 65535", IN_ENDS)),
                lines);
    }

    @Test
    void aTraceThatBeginsInTheMiddleCountsFromOne() {
        in(0, ACK, 5000, 1990, SACK, 0);
        out(1, ACK, 1990, 5000, NO_OPTIONS, 3);
        assertEquals(
                List.of(
                        line(
                                "+0.000000 < . 1:1(0) ack 1 win 65535"
                                        + " <nop,nop,TS val 9 ecr 5,sackOK,sack 11:21>",
                                IN_ENDS),
                        line("+0.000001 > . 1:4(3) ack 1 win 65535", OUT_ENDS)),
                lines);
    }

    @Test
    void aResetWithoutAConnectionCountsFromNothing() {
        in(0, SYN, 900, 0, NO_OPTIONS, 0);
        out(0, RST | ACK, 0, 901, NO_OPTIONS, 0);
        assertEquals(line("+0.000000 > R. 0:0(0) ack 1 win 65535", OUT_ENDS), lines.get(1));
    }

    @Test
    void malformedOptionsAreSaidToBe() {
        in(0, SYN, 900, 0, new byte[] {2, 4, 5, (byte) 0xb4, 8, 10, 0, 0}, 0);
        in(0, SYN, 900, 0, new byte[] {77, 3, 9, 0}, 0);
        assertEquals(
                List.of(
                        line("+0.000000 < S 0:0(0) win 65535 <mss 1460,malformed>", IN_ENDS),
                        line("+0.000000 < S 0:0(0) win 65535 <option 77 of 3,eol>", IN_ENDS)),
                lines);
    }

    @Test
    void lostFramesAreShownWithTheReason() {
        byte[] syn = TestFrames.tcp(PEER, 40000, BOARD, 80, SYN, 1, 0, NO_OPTIONS, 0);
        show(IN, 0, syn, "dropped by wire: frame 1 in");
        assertEquals(
                line("+0.000000 < S 0:0(0) win 65535", IN_ENDS + "; dropped by wire: frame 1 in"),
                lines.get(0));
    }

    @Test
    void arpIcmpAndOthersAreReadable() {
        show(IN, 0, TestFrames.arp(1, PEER, BOARD), null);
        show(OUT, 0, TestFrames.arp(2, BOARD, PEER), null);
        show(IN, 0, TestFrames.icmp(PEER, BOARD, 8, 0, 5, 6), null);
        show(OUT, 0, TestFrames.icmp(BOARD, PEER, 3, 3, 0, 0), null);
        show(IN, 0, TestFrames.ip(PEER, BOARD, 17, new byte[12]), null);
        show(IN, 0, TestFrames.ip(PEER, BOARD, 47, new byte[12]), null);
        show(IN, 0, TestFrames.numbered(60, 1), "dropped");
        assertEquals(
                List.of(
                        "+0.000000 < arp who-has 10.0.0.2 tell 10.0.0.1",
                        "+0.000000 > arp 10.0.0.2 is-at 02:00:00:00:00:09",
                        "+0.000000 < icmp echo request id 5 seq 6 (8) 10.0.0.1 > 10.0.0.2",
                        "+0.000000 > icmp unreachable: port 10.0.0.2 > 10.0.0.1",
                        "+0.000000 < udp (4) 10.0.0.1:0 > 10.0.0.2:0",
                        "+0.000000 < ip protocol 47 (12) 10.0.0.1 > 10.0.0.2",
                        "+0.000000 < ethertype 0x88b5, 60 octets // dropped"),
                lines);
    }

    @Test
    void damagedFramesDoNotBreakIt() {
        byte[] whole = TestFrames.tcp(PEER, 40000, BOARD, 80, SYN, 1, 0, MSS_AND_SCALE, 3);
        for (int length = 0; length <= whole.length; length++) {
            trace.frame(IN, 0, Arrays.copyOf(whole, length), 0, length, null);
        }
        for (int at = 12; at < whole.length; at++) {
            for (int value = 0; value < 256; value += 5) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) value;
                trace.frame(IN, 0, damaged, 0, damaged.length, null);
            }
        }
    }
}
