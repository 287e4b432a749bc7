package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sent records as a scoreboard, against a model that keeps a bit for each octet. */
class SackScoreboardTest {

    private static final int FLIGHT = 4_000;

    private final Octets octets = new PortableOctets();
    private final Counters counters = new Counters();
    private final Rack rack = new Rack(counters);
    private final SackScoreboard scoreboard = new SackScoreboard(octets, rack, counters);
    private final Segment seg = new Segment(octets);
    private final byte[] option = new byte[32];

    private Tcb tcb(int records, int una) {
        Tcb tcb = new Tcb(0, records, 0);
        tcb.iss = una - 1;
        tcb.sndUna = una;
        tcb.sndNxt = una;
        tcb.sendMss = 100;
        tcb.maxSndWnd = 60_000;
        tcb.sackPermitted = true;
        rack.start(tcb);
        return tcb;
    }

    private static void send(Tcb tcb, int length, long nowNs) {
        tcb.sentRecords.sent(tcb.sndNxt, tcb.sndNxt + length, nowNs);
        tcb.sndNxt += length;
    }

    private void take(Tcb tcb, int... edges) {
        for (int i = 0; i < edges.length; i++) {
            octets.put32(option, 4 * i, edges[i]);
        }
        seg.array = option;
        seg.sackOffset = 0;
        seg.sackLength = 4 * edges.length;
        seg.ack = tcb.sndUna;
        rack.begin(tcb, seg, 1_000);
        scoreboard.take(tcb, seg, 1_000);
    }

    /** Which octets from {@code una} on have the flag. */
    private static BitSet with(Tcb tcb, int flag, int una) {
        BitSet bits = new BitSet();
        SentRecords records = tcb.sentRecords;
        for (int i = 0; i < records.count(); i++) {
            if (records.is(i, flag)) {
                bits.set(records.start(i) - una, records.endSeq(i) - una);
            }
        }
        return bits;
    }

    /** The rings of small boards: a report is worth more than each segment's own time. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    @Tag("RFC6675-11")
    void aFullRingMakesRoomForTheEdgesOfABlock(int size) {
        Tcb tcb = tcb(size, 1);
        for (int i = 0; i < size; i++) {
            send(tcb, 100, 10 + i);
        }
        assertEquals(0, tcb.sentRecords.room());
        take(tcb, 151, 251);
        BitSet reported = new BitSet();
        reported.set(150, 250);
        assertEquals(reported, with(tcb, SentRecords.SACKED, 1));
        assertEquals(100, tcb.sentRecords.sackedOctets());
    }

    @Test
    @Tag("RFC6675-11")
    void whereNothingCanBeJoinedTheEdgeCountsAsNotReported() {
        Tcb tcb = tcb(4, 1);
        for (int i = 0; i < 4; i++) {
            send(tcb, 100, 10);
        }
        take(tcb, 101, 201, 301, 401);
        take(tcb, 201, 251);
        BitSet reported = new BitSet();
        reported.set(100, 200);
        reported.set(300, 400);
        assertEquals(reported, with(tcb, SentRecords.SACKED, 1));
        take(tcb, 1, 101, 101, 301);
        reported.set(200, 300);
        assertEquals(reported, with(tcb, SentRecords.SACKED, 1), "a whole one needs no room");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x7fffffff - 2000, 0xffffffff - 2000})
    @Tag("RFC2018-11")
    @Tag("RFC6675-3")
    void withRoomEveryOctetReportedIsCountedOnce(int una) {
        SplittableRandom random = new SplittableRandom(una);
        for (int round = 0; round < 50; round++) {
            Tcb tcb = tcb(1024, una);
            BitSet model = new BitSet();
            while (tcb.sndNxt - una < FLIGHT) {
                send(tcb, random.nextInt(1, 101), 10);
            }
            int length = tcb.sndNxt - una;
            for (int i = 0; i < 100; i++) {
                int left = random.nextInt(1, length);
                int right = random.nextInt(left + 1, length + 1);
                take(tcb, una + left, una + right);
                if (left > tcb.sndUna - una) {
                    model.set(left, right);
                }
                if (random.nextInt(4) == 0) {
                    int cut = Math.min(length - 1, tcb.sndUna - una + random.nextInt(60));
                    tcb.sentRecords.acknowledged(una + cut);
                    tcb.sndUna = una + cut;
                    model.clear(0, cut);
                }
                model.clear(0, tcb.sndUna - una);
                assertTrue(model.equals(with(tcb, SentRecords.SACKED, una)), "octets reported");
                assertEquals(model.cardinality(), tcb.sentRecords.sackedOctets());
                assertEquals(tcb.sndNxt - tcb.sndUna - model.cardinality(), tcb.pipe());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    @Tag("RFC6675-11")
    void withoutRoomNothingIsCountedThatWasNotReported(int capacity) {
        SplittableRandom random = new SplittableRandom(capacity);
        for (int round = 0; round < 200; round++) {
            int una = random.nextInt();
            Tcb tcb = tcb(capacity, una);
            BitSet reported = new BitSet();
            for (int i = 0; i < 100; i++) {
                if (random.nextInt(3) == 0) {
                    send(tcb, random.nextInt(1, 101), i);
                }
                int length = tcb.sndNxt - una;
                if (length < 3) {
                    continue;
                }
                int left = random.nextInt(1, length - 1);
                int right = random.nextInt(left + 1, length);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        take(tcb, una + left, una + right);
                        reported.set(left, right);
                    }
                    case 1 -> {
                        tcb.sentRecords.isolate(una + left, una + right);
                        tcb.sentRecords.resent(una + left, una + right, i);
                    }
                    case 2 -> tcb.sentRecords.allLost();
                    default -> {}
                }
                checkAgainst(tcb, una, reported);
            }
        }
    }

    private static void checkAgainst(Tcb tcb, int una, BitSet reported) {
        SentRecords records = tcb.sentRecords;
        BitSet sacked = with(tcb, SentRecords.SACKED, una);
        BitSet lost = with(tcb, SentRecords.LOST, una);
        assertEquals(sacked.cardinality(), records.sackedOctets());
        assertEquals(lost.cardinality(), records.lostOctets());
        assertFalse(sacked.intersects(lost));
        sacked.andNot(reported);
        assertTrue(sacked.isEmpty(), "counted, but not reported");
        int first = records.firstLost();
        assertEquals(lost.nextSetBit(0), first < 0 ? -1 : records.start(first) - una);
        assertEquals(tcb.sndNxt, records.endSeq(records.count() - 1));
    }

    @Test
    @Tag("RFC2883-4")
    @Tag("RFC2883-5")
    void aDuplicateIsToldByTheAckAndTheSecondBlock() {
        Tcb tcb = tcb(16, 1000);
        for (int i = 0; i < 10; i++) {
            send(tcb, 100, i);
        }
        tcb.sndUna = 1300;
        tcb.sentRecords.acknowledged(1300);
        take(tcb, 1100, 1200);
        assertTrue(scoreboard.hasDuplicate, "below the ACK");
        take(tcb, 1500, 1600, 1400, 1800);
        assertTrue(scoreboard.hasDuplicate, "inside the second block");
        assertEquals(400, tcb.sentRecords.sackedOctets());
        take(tcb, 1500, 1600);
        assertFalse(scoreboard.hasDuplicate, "an ordinary block");
        take(tcb, 1400, 1800, 1500, 1600);
        assertFalse(scoreboard.hasDuplicate, "the first block holds the second");
        take(tcb, 1200, 1350);
        assertFalse(scoreboard.hasDuplicate, "across the ACK");
        take(tcb, 999, 1100);
        assertFalse(scoreboard.hasDuplicate, "our SYN");
    }

    @Test
    @Tag("RFC2018-9")
    @Tag("RFC8985-10")
    void aTimeOutForgetsWhatWasReportedAndFindsTheOldLost() {
        Tcb tcb = tcb(16, 1);
        for (int i = 0; i < 6; i++) {
            send(tcb, 100, i < 4 ? 10 : 5_000);
        }
        take(tcb, 101, 201);
        assertEquals(990, tcb.rackRttNs);
        rack.timedOut(tcb, 5_100);
        assertEquals(0, tcb.sentRecords.sackedOctets());
        assertEquals(400, tcb.sentRecords.lostOctets(), "what was just sent is not lost");
    }

    @Test
    @Tag("RFC8985-2")
    @Tag("RFC8985-3")
    void sendingAgainStampsTheTimeAndEndsTheLoss() {
        Tcb tcb = tcb(16, 1);
        send(tcb, 100, 10);
        send(tcb, 100, 11);
        SentRecords records = tcb.sentRecords;
        records.lost(0);
        assertEquals(100, tcb.pipe());
        records.resent(1, 101, 77);
        assertFalse(records.is(0, SentRecords.LOST));
        assertTrue(records.is(0, SentRecords.RETRANSMITTED));
        assertEquals(77, records.sentAtNs(0));
        assertEquals(11, records.sentAtNs(1));
        assertEquals(200, tcb.pipe());
    }

    @Test
    @Tag("RFC8985-4")
    void theLeastRoundTripFollowsAPathThatGrowsLonger() {
        Tcb tcb = tcb(4, 1);
        long second = 1_000_000_000L;
        for (int i = 0; i < 10; i++) {
            rack.measured(tcb, 20 + i, i * second);
        }
        assertEquals(20, tcb.minRttNs);
        for (int i = 10; i < 31; i++) {
            rack.measured(tcb, 100, i * second);
        }
        assertEquals(100, tcb.minRttNs);
        rack.measured(tcb, 50, 31 * second);
        assertEquals(50, tcb.minRttNs);
    }

    @Test
    @Tag("RFC8985-5")
    void anAnswerTooSoonIsThatOfAnEarlierCopy() {
        Tcb tcb = tcb(16, 1);
        send(tcb, 100, 10);
        send(tcb, 100, 20);
        tcb.minRttNs = 500;
        tcb.sentRecords.resent(1, 101, 800);
        rack.begin(tcb, seg, 1_000);
        rack.delivered(tcb, 0, 1_000);
        assertFalse(tcb.rackValid, "200 ns after it was sent again");
        rack.delivered(tcb, 1, 1_000);
        assertEquals(980, tcb.rackRttNs);
        rack.delivered(tcb, 0, 1_400);
        assertEquals(600, tcb.rackRttNs);
        assertEquals(101, tcb.rackEndSeq);
    }
}
