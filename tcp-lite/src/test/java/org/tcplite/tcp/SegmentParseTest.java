package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers and options as they arrive, sound and unsound. */
class SegmentParseTest {

    private static final int FROM = TwoHosts.ADDRESS[0];
    private static final int TO = TwoHosts.ADDRESS[1];
    private static final int BEFORE = 37;

    private final Segment seg = new Segment(new PortableOctets());

    /** Parses within an array full of something else, so that reading too far shows. */
    private int parse(byte[] s, int poison, boolean verified) {
        byte[] packet = new byte[BEFORE + s.length + 50];
        Arrays.fill(packet, (byte) poison);
        System.arraycopy(s, 0, packet, BEFORE, s.length);
        return seg.parse(packet, BEFORE, s.length, FROM, TO, verified);
    }

    private static byte[] with(int flags, int... options) {
        byte[] octets = new byte[options.length + 3 & ~3];
        for (int i = 0; i < options.length; i++) {
            octets[i] = (byte) options[i];
        }
        return Fields.segment(0, 1000, 80, 1, 2, flags, 3, octets, new byte[] {9, 9});
    }

    private String options() {
        return seg.mss
                + " "
                + seg.windowShift
                + " "
                + seg.sackPermitted
                + " "
                + seg.hasTimestamps
                + (seg.hasTimestamps ? " " + seg.tsVal + " " + seg.tsEcr : "")
                + " "
                + seg.badOptions;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0xffffffff",
        "0x7fffffff, 0x80000000",
        "0x80000000, 0x7fffffff",
        "0xffffffff, 1"
    })
    void everyFieldIsRead(String first, String second) {
        int seq = Long.decode(first).intValue();
        int ack = Long.decode(second).intValue();
        for (int flags = 0; flags < 64; flags++) {
            byte[] s =
                    Fields.segment(
                            0, 65535, 1, seq, ack, flags, 65535, new byte[0], new byte[] {1, 2, 3});
            s[18] = 0x12;
            s[19] = 0x34;
            assertEquals(0, parse(s, 0x55, true));
            assertEquals(65535, seg.remotePort());
            assertEquals(1, seg.localPort());
            assertEquals(seq, seg.seq);
            assertEquals(ack, seg.ack);
            assertEquals(flags, seg.flags);
            assertEquals(65535, seg.wnd);
            assertEquals(3, seg.textLength);
            assertEquals(BEFORE + 20, seg.textOffset);
            boolean syn = (flags & Segment.SYN) != 0;
            boolean fin = (flags & Segment.FIN) != 0;
            assertEquals(3 + (syn ? 1 : 0) + (fin ? 1 : 0), seg.len);
            assertEquals((flags & Segment.URG) != 0 ? 0x1234 : 0, seg.urgentPointer);
        }
    }

    /** Data offset 0..15 at every length: too short, or beyond the end, is no segment. */
    @Test
    @Tag("RFC9293-9")
    void aHeaderThatDoesNotFitIsNoSegment() {
        for (int offset = 0; offset < 16; offset++) {
            for (int length = 0; length <= 64; length++) {
                byte[] s = new byte[length];
                if (length > 12) {
                    s[12] = (byte) (offset << 4);
                }
                boolean sound = length >= 20 && offset >= 5 && offset * 4 <= length;
                assertEquals(sound ? 0 : TcpCounter.DROP_LENGTH, parse(s, 0xaa, true));
            }
        }
    }

    @Test
    @Tag("MUST-3")
    void everyFlippedBitIsNoticedUnlessTheHardwareHasLooked() {
        byte[] s = with(Segment.ACK, 1, 1, 1, 1);
        assertEquals(0, parse(s, 0, false));
        for (int bit = 0; bit < s.length * 8; bit++) {
            byte[] broken = s.clone();
            broken[bit / 8] ^= (byte) (1 << bit % 8);
            if (bit / 8 != 12) { // the data offset has a check of its own
                assertEquals(TcpCounter.DROP_CHECKSUM, parse(broken, 0, false));
                assertEquals(0, parse(broken, 0, true));
            }
        }
    }

    @Test
    @Tag("MUST-4")
    void theOptionsOfASynAreRead() {
        int syn = Segment.SYN;
        parse(with(syn, 2, 4, 0x05, 0xb4, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2), 0, false);
        assertEquals("1460 7 true true 1 2 false", options());
        parse(with(syn, 1, 1, 1, 2, 4, 0xff, 0xff, 0, 3, 3, 1), 0, false);
        assertEquals("65535 -1 false false false", options());
        parse(with(syn, 3, 3, 15), 0, false);
        assertEquals("0 14 false false false", options());
        parse(with(syn, 3, 3, 255), 0, false);
        assertEquals("0 14 false false false", options());
        parse(with(syn, 2, 4, 1, 0, 2, 4, 2, 0), 0, false);
        assertEquals("256 -1 false false false", options(), "the first counts");
    }

    @Test
    @Tag("MUST-6")
    void unknownOptionsAreSkipped() {
        for (int kind = 5; kind < 256; kind++) {
            if (kind == 8) {
                continue;
            }
            parse(with(Segment.SYN, kind, 2, kind, 5, 0, 0, 0, 2, 4, 1, 2), 0, false);
            assertEquals("258 -1 false false false", options(), "kind " + kind);
        }
    }

    @Test
    @Tag("RFC2018-1")
    void theOptionsOfASynCountOnASynOnly() {
        parse(with(Segment.SYN), 0, false);
        parse(with(Segment.ACK, 2, 4, 5, 6, 3, 3, 7, 4, 2), 0, false);
        assertEquals("0 -1 false false false", options());
        parse(with(Segment.ACK, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2), 0, false);
        assertTrue(seg.hasTimestamps);
        parse(with(Segment.ACK), 0, false);
        assertFalse(seg.hasTimestamps, "nothing stays of the segment before");
    }

    @Test
    @Tag("RFC2018-11")
    void blocksAreFoundIfTheirLengthCanBe() {
        for (int length = 2; length <= 38; length++) {
            int[] option = new int[40];
            Arrays.fill(option, 1);
            option[1] = 5;
            option[2] = length;
            parse(with(Segment.ACK, option), 0, false);
            assertEquals(length % 8 == 2 ? length - 2 : 0, seg.sackLength, "length " + length);
            if (seg.sackLength > 0) {
                assertEquals(BEFORE + 20 + 3, seg.sackOffset);
            }
            parse(with(Segment.SYN, option), 0, false);
            assertEquals(0, seg.sackLength, "not of a SYN");
        }
        parse(with(Segment.ACK, 5, 10, 0, 0, 0, 1, 0, 0, 0, 2), 0, false);
        parse(with(Segment.ACK), 0, false);
        assertEquals(0, seg.sackLength, "nothing stays of the segment before");
    }

    @Test
    void theUsualLayoutOfTimestampsReadsAsAnyOther() {
        int[][] layouts = {
            {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8},
            {8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1},
            {1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 0},
            {1, 1, 1, 1, 1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8},
            {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 1, 1}
        };
        for (int[] layout : layouts) {
            for (int flags : new int[] {Segment.ACK, Segment.SYN}) {
                parse(with(Segment.SYN), 0, false);
                parse(with(flags, layout), 0, false);
                assertEquals("0 -1 false true 16909060 84281096 false", options());
            }
        }
    }

    /** Options in whole words read as they do where a word of NOPs has all read octet by octet. */
    @Test
    void theUsualWordsOfASynReadAsAnyOther() {
        int[][] words = {
            {2, 4, 5, 180},
            {2, 4, 0, 0},
            {1, 3, 3, 7},
            {1, 3, 3, 99},
            {1, 1, 4, 2},
            {4, 2, 8, 10},
            {1, 1, 8, 10},
            {0, 0, 0, 1},
            {0, 0, 1, 2},
            {3, 3, 2, 0}
        };
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50_000; i++) {
            int[] usual = new int[4 * random.nextInt(10)];
            for (int at = 0; at < usual.length; at += 4) {
                System.arraycopy(words[random.nextInt(words.length)], 0, usual, at, 4);
            }
            int[] behindNops = new int[usual.length + 4];
            Arrays.fill(behindNops, 0, 4, 1);
            System.arraycopy(usual, 0, behindNops, 4, usual.length);
            parse(with(Segment.SYN, behindNops), 0, false);
            String expected = options();
            parse(with(Segment.SYN, usual), 0, false);
            assertEquals(expected, options(), Arrays.toString(usual));
        }
    }

    /**
     * D2: any option with a length that cannot be, wherever it stands, ends the options and no
     * more.
     */
    @Test
    @Tag("MUST-7")
    void aLengthThatCannotBeEndsTheOptionsAndNothingElse() {
        for (int at = 0; at < 39; at++) {
            for (int kind = 2; kind < 256; kind++) {
                for (int length : new int[] {0, 1, 40 - at + 1, 255}) {
                    int[] options = new int[40];
                    Arrays.fill(options, 1);
                    options[at] = kind;
                    options[at + 1] = length;
                    byte[] s = with(Segment.SYN, options);
                    assertEquals(0, parse(s, 0x55, false), kind + "," + length + " at " + at);
                    assertEquals(2, seg.textLength);
                    assertEquals("0 -1 false false true", options());
                }
            }
        }
    }

    /** D3: every tail of one to three octets, the same whatever follows the segment. */
    @Test
    void whatLiesBehindTheOptionsIsNeverRead() {
        for (int a = 0; a < 256; a++) {
            for (int b : new int[] {0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 40, 255}) {
                for (int c : new int[] {0, 1, 2, 3, 4, 8, 10, 255}) {
                    for (int tail = 1; tail <= 3; tail++) {
                        int[] options = {1, 1, 1, 1, 1, 1, 1, 1};
                        options[7] = tail == 1 ? a : tail == 2 ? b : c;
                        options[6] = tail == 1 ? 1 : tail == 2 ? a : b;
                        options[5] = tail == 3 ? a : 1;
                        byte[] s = with(Segment.SYN, options);
                        s = Arrays.copyOf(s, s.length - 2); // the options end the segment
                        assertEquals(0, parse(s, 0x55, true));
                        String once = options();
                        assertEquals(0, parse(s, 0xaa, true));
                        assertEquals(once, options(), a + "," + b + "," + c);
                    }
                }
            }
        }
    }

    @Test
    void aKnownOptionOfAnotherLengthIsIgnored() {
        int[][] wrong = {
            {2, 3, 1}, {2, 5, 1, 1, 1}, {3, 2}, {3, 4, 1, 1}, {4, 3, 1}, {8, 9}, {8, 11}
        };
        for (int[] option : wrong) {
            int[] options = new int[20];
            System.arraycopy(option, 0, options, 0, option.length);
            for (int i = option.length; i < option[1]; i++) {
                options[i] = 7;
            }
            System.arraycopy(new int[] {2, 4, 1, 2}, 0, options, option[1], 4);
            parse(with(Segment.SYN, options), 0, false);
            assertEquals("258 -1 false false false", options(), Arrays.toString(option));
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "0x7fffffff", "0xffffffff", "0xfffffffe"})
    void trimmingKeepsNumbersAndLengthsTogether(String first) {
        int seq = Long.decode(first).intValue();
        int flags = Segment.ACK | Segment.FIN;
        byte[] s = Fields.segment(0, 1, 2, seq, 0, flags, 0, new byte[0], new byte[10]);
        parse(s, 0, false);
        assertEquals(11, seg.len);
        seg.trimFront(3);
        assertEquals(seq + 3, seg.seq);
        assertEquals(7, seg.textLength);
        assertEquals(8, seg.len);
        assertEquals(BEFORE + 23, seg.textOffset);
        seg.trimEnd(7);
        assertFalse(seg.has(Segment.FIN), "the FIN lies behind the end");
        assertEquals(7, seg.len);
        seg.trimEnd(2);
        assertEquals(2, seg.textLength);
        assertEquals(2, seg.len);
        byte[] syn = Fields.segment(0, 1, 2, seq, 0, Segment.SYN, 0, new byte[0], new byte[4]);
        parse(syn, 0, false);
        seg.dropSyn();
        assertEquals(seq + 1, seg.seq);
        assertEquals(4, seg.len);
        assertFalse(seg.has(Segment.SYN));
    }
}
