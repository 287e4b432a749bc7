package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in rings: where an octet stands, what is held ahead, and that the first copy wins. */
class RingsAndRangesTest {

    private final Octets octets = new PortableOctets();

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 0x7fffffff - 100, 0xffffffff - 100, 0x80000000})
    void whatIsPutCanBeGotAndNothingElseIsTouched(int firstSeq) {
        SplittableRandom random = new SplittableRandom(firstSeq);
        ByteRings rings = new ByteRings(3, 256);
        assertEquals(256, rings.octets());
        for (int i = 0; i < 500; i++) {
            Arrays.fill(rings.array, (byte) 0x55);
            int seq = firstSeq + random.nextInt(400);
            int length = random.nextInt(257);
            byte[] text = new byte[length + 9];
            random.nextBytes(text);
            rings.put(1, seq, text, 4, length);
            byte[] expected = new byte[768];
            Arrays.fill(expected, (byte) 0x55);
            for (int k = 0; k < length; k++) {
                expected[256 + (seq + k & 255)] = text[4 + k];
            }
            assertArrayEquals(expected, rings.array);
            byte[] got = new byte[length + 7];
            rings.get(1, seq, got, 3, length);
            assertArrayEquals(
                    Arrays.copyOfRange(text, 4, 4 + length),
                    Arrays.copyOfRange(got, 3, 3 + length));
            byte[] summed = new byte[length + 7];
            long sum = rings.getAndSum(octets, 1, seq, summed, 3, length);
            assertArrayEquals(got, summed);
            assertEquals(
                    Octets.fold(octets.sum(got, 3, length)), Octets.fold(sum), "length " + length);
            assertEquals(256 - (seq & 255), rings.run(seq));
            assertEquals(256 + (seq & 255), rings.index(1, seq));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7fffffff - 300, 0xffffffff - 300, 0x80000000 - 50})
    void rangesAgreeWithABitSet(int origin) {
        for (int capacity = 0; capacity <= 8; capacity++) {
            for (int seed = 0; seed < 60; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                ReceivedRanges ranges = new ReceivedRanges(capacity);
                BitSet held = new BitSet();
                int rcvNxt = 0;
                for (int step = 0; step < 60; step++) {
                    int from = rcvNxt + 1 + random.nextInt(200);
                    int to = from + 1 + random.nextInt(40);
                    boolean joins = held.get(from - 1, to + 1).cardinality() > 0;
                    boolean room = ranges.hasRoomFor(origin + from, origin + to);
                    assertEquals(joins || pieces(held) < capacity, room);
                    if (random.nextInt(6) == 0) {
                        rcvNxt += random.nextInt(120);
                        int reached = held.get(rcvNxt) ? held.nextClearBit(rcvNxt) : rcvNxt;
                        assertEquals(origin + reached, ranges.advance(origin + rcvNxt));
                        rcvNxt = reached;
                        held.clear(0, rcvNxt);
                    } else if (room) {
                        ranges.add(origin + from, origin + to);
                        held.set(from, to);
                        newestHas(ranges, origin + from);
                    }
                    agree(held, ranges, origin);
                    gapsAgree(held, ranges, origin, random.nextInt(400), random.nextInt(400));
                }
                ranges.clear();
                assertEquals(0, ranges.count());
            }
        }
    }

    private static int pieces(BitSet held) {
        int count = 0;
        for (int at = held.nextSetBit(0); at >= 0; at = held.nextSetBit(held.nextClearBit(at))) {
            count++;
        }
        return count;
    }

    private static void newestHas(ReceivedRanges ranges, int seq) {
        int newest = 0;
        for (int i = 1; i < ranges.count(); i++) {
            newest = ranges.stamp(i) - ranges.stamp(newest) > 0 ? i : newest;
        }
        assertTrue(ranges.left(newest) - seq <= 0 && ranges.right(newest) - seq > 0);
        int before = ranges.clock() + 1;
        for (int i = 0; i < ranges.count(); i++) {
            int next = ranges.newestBefore(before);
            assertEquals(i == 0, next == newest, "the newest comes first, and once");
            assertTrue(ranges.stamp(next) - before < 0, "each older than the one before");
            before = ranges.stamp(next);
        }
        assertEquals(-1, ranges.newestBefore(before), "and no more");
    }

    private static void agree(BitSet held, ReceivedRanges ranges, int origin) {
        int at = held.nextSetBit(0);
        for (int i = 0; i < ranges.count(); i++) {
            assertEquals(origin + at, ranges.left(i));
            int end = held.nextClearBit(at);
            assertEquals(origin + end, ranges.right(i));
            at = held.nextSetBit(end);
        }
        assertEquals(-1, at, "more is held");
    }

    private static void gapsAgree(BitSet held, ReceivedRanges ranges, int origin, int a, int b) {
        int from = Math.min(a, b);
        int to = Math.max(a, b) + 1;
        int end = from;
        while (end < to && !held.get(end)) {
            end++;
        }
        assertEquals(origin + end, ranges.endOfGap(origin + from, origin + to));
        int heldTo = held.get(from) ? held.nextClearBit(from) : from;
        assertEquals(origin + heldTo, ranges.endOfHeld(origin + from));
    }

    /** Segments of a stream in random order, each repetition with other octets. */
    @ParameterizedTest
    @ValueSource(ints = {5000, 0x7fffffff - 100, 0xffffffff - 100})
    void theFirstCopyOfAnOctetWins(int irs) {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TcpConfig config = new TcpConfig();
            config.connections = 2;
            config.receiveBuffer = 256;
            config.receivedRanges = random.nextInt(9);
            Connections connections =
                    new Connections(config, null, new SipHash(1, 2), new Counters());
            ReceivedText receivedText = new ReceivedText(connections);
            Tcb tcb = connections.tcbs[1];
            tcb.rcvNxt = irs + 1;
            int[] first = new int[256];
            Arrays.fill(first, -1);
            for (int step = 0; step < 40; step++) {
                Segment seg = new Segment(octets);
                int done = tcb.rcvNxt - irs - 1;
                if (done == 256) {
                    break;
                }
                int from = random.nextInt(3) == 0 ? done : done + random.nextInt(256 - done);
                seg.array = new byte[300];
                random.nextBytes(seg.array);
                seg.textOffset = random.nextInt(40);
                seg.textLength = random.nextInt(257 - from);
                seg.seq = irs + 1 + from;
                boolean kept = seg.textLength > 0;
                if (seg.textLength == 0) {
                    continue;
                } else if (from == done) {
                    receivedText.takeInOrder(tcb, seg);
                } else {
                    kept = receivedText.keepAhead(tcb, seg);
                }
                for (int i = 0; kept && i < seg.textLength; i++) {
                    if (first[from + i] < 0) {
                        first[from + i] = seg.array[seg.textOffset + i] & 0xff;
                    }
                }
            }
            int length = tcb.rcvNxt - irs - 1;
            byte[] got = new byte[256];
            connections.receiveRings.get(1, irs + 1, got, 0, 256);
            for (int i = 0; i < 256; i++) {
                assertTrue(i >= length || first[i] >= 0, "a hole was read");
                assertTrue(
                        first[i] < 0 || (got[i] & 0xff) == first[i], "seed " + seed + " at " + i);
            }
        }
    }

    @Test
    void theRingOfTheLastSlotEndsWithTheArray() {
        ByteRings rings = new ByteRings(3, 256);
        assertEquals(768, rings.array.length);
        assertEquals(767, rings.index(2, 0xffffffff));
        assertEquals(1, rings.run(0xffffffff));
        assertEquals(256, rings.run(0));
    }
}
