package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables and lists, each against its like in java.util. */
class TablesTest {

    private record Pair(int address, int ports) {}

    @Nested
    class OfConnections {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 8, 33})
        void agreesWithAHashMap(int connections) {
            for (int seed = 0; seed < 40; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                ConnectionTable table = new ConnectionTable(connections, random.nextLong());
                Map<Pair, Integer> model = new HashMap<>();
                for (int step = 0; step < 600; step++) {
                    // few addresses and ports: hits, and runs that cross the table's wrap
                    Pair pair = new Pair(random.nextInt(6), random.nextInt(6) << 16 | 80);
                    Integer slot = model.get(pair);
                    int expected = slot == null ? ConnectionTable.NONE : slot;
                    assertEquals(expected, table.find(pair.address, pair.ports), "seed " + seed);
                    if (slot != null && random.nextInt(3) > 0) {
                        model.remove(pair);
                        table.remove(pair.address, pair.ports);
                    } else if (slot == null && model.size() < connections) {
                        model.put(pair, step);
                        table.add(pair.address, pair.ports, step);
                    }
                    assertEquals(model.size(), table.size());
                    model.forEach(
                            (p, s) -> assertEquals(s, table.find(p.address, p.ports), "" + p));
                }
            }
        }

        @Test
        void isAtMostHalfFull() {
            assertEquals(2, ConnectionTable.capacityFor(1));
            assertEquals(4, ConnectionTable.capacityFor(2));
            assertEquals(8, ConnectionTable.capacityFor(3));
            assertEquals(8, ConnectionTable.capacityFor(4));
            assertEquals(131072, ConnectionTable.capacityFor(65536));
        }

        /**
         * In a table of four places two keys meet often, and in a quarter of those over the wrap.
         */
        @Test
        void deletionShiftsBackAcrossTheWrap() {
            for (int key = 0; key < 2_000; key++) {
                ConnectionTable table = new ConnectionTable(2, key);
                table.add(1, 1, 10);
                table.add(2, 2, 20);
                table.remove(1, 1);
                assertEquals(20, table.find(2, 2));
                assertEquals(ConnectionTable.NONE, table.find(1, 1));
                table.add(3, 3, 30);
                table.remove(2, 2);
                assertEquals(30, table.find(3, 3));
                table.remove(3, 3);
                assertEquals(0, table.size());
            }
        }

        @Test
        void aPairOfZerosIsNoConnection() {
            ConnectionTable table = new ConnectionTable(4, 5);
            assertEquals(ConnectionTable.NONE, table.find(0, 0));
            table.add(0, 0, 3);
            assertEquals(3, table.find(0, 0));
            table.remove(0, 0);
            assertEquals(ConnectionTable.NONE, table.find(0, 0));
        }
    }

    @Nested
    class OfTimeWait {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 5, 16})
        void agreesWithALinkedHashMap(int records) {
            for (int seed = 0; seed < 40; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                TimeWaitTable table =
                        new TimeWaitTable(records, random.nextLong(), new NextExpiry());
                Map<Pair, Integer> model = new LinkedHashMap<>(); // oldest first
                // across the wrap of the clock
                long deadline = Long.MAX_VALUE - 300;
                for (int step = 0; step < 600; step++) {
                    Pair pair = new Pair(random.nextInt(6), random.nextInt(6) + 1 << 16 | 80);
                    Integer found = model.get(pair);
                    int expected = found == null ? TimeWaitTable.NONE : found;
                    assertEquals(expected, table.find(pair.address, pair.ports));
                    deadline += random.nextInt(3);
                    if (found == null && !table.isFull()) {
                        int record = table.add(pair.address, pair.ports, deadline);
                        assertFalse(model.containsValue(record), "a record is used once");
                        model.put(pair, record);
                        assertEquals(deadline, table.deadlineNs(record));
                    } else if (found != null && random.nextBoolean()) {
                        table.restart(found, deadline);
                        model.remove(pair);
                        model.put(pair, found);
                    } else if (!model.isEmpty() && random.nextInt(3) == 0) {
                        Pair oldest = model.keySet().iterator().next();
                        table.remove(table.oldest());
                        model.remove(oldest);
                    } else if (found != null) {
                        table.remove(found);
                        model.remove(pair);
                    }
                    agree(model, table, records);
                }
            }
        }

        @Test
        void theNextExpiryHearsOfEveryRecord() {
            NextExpiry next = new NextExpiry();
            TimeWaitTable table = new TimeWaitTable(4, 1, next);

            table.add(1, 80, 1000);

            assertFalse(next.mayHaveCome(999));
            assertTrue(next.mayHaveCome(1000));
        }

        private void agree(Map<Pair, Integer> model, TimeWaitTable table, int records) {
            assertEquals(model.size(), table.size());
            assertEquals(records == model.size(), table.isFull());
            int oldest = model.isEmpty() ? TimeWaitTable.NONE : model.values().iterator().next();
            assertEquals(oldest, table.oldest());
            model.forEach((p, r) -> assertEquals(r, table.find(p.address, p.ports)));
            for (int i = 0; i < records; i++) {
                assertEquals(model.containsValue(i), table.isUsed(i));
            }
        }
    }

    @Nested
    class OfHalfOpenConnections {

        private static final long SECOND = 1_000_000_000L;

        private long hash(int bucket) {
            return (long) bucket << 32;
        }

        private int claim(SynQueue queue, int remote, int listener, long hash) {
            HalfOpen from = new HalfOpen();
            from.remoteAddress = remote;
            from.localAddress = 9;
            from.ports = 1 << 16 | 80;
            from.listener = listener;
            return queue.claim(from, hash, false);
        }

        @Test
        void whatIsKeptOfASynComesBack() {
            SynQueue queue = new SynQueue(16);
            int[] words = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0xffff0000};
            HalfOpen to = new HalfOpen();
            for (int i = 0; i < 6 * 6 * 16; i++) {
                HalfOpen from = new HalfOpen();
                from.remoteAddress = words[i % 6];
                from.localAddress = words[i / 6 % 6];
                from.ports = i % 2 == 0 ? 0xffff0001 : 0x0001ffff;
                from.irs = words[(i + 1) % 6];
                from.iss = words[(i + 2) % 6];
                from.tsRecent = words[(i + 3) % 6];
                from.tsOffset = words[(i + 4) % 6];
                from.window = i % 3 == 0 ? 65535 : i;
                from.mss = i % 5 == 0 ? 65535 : i;
                from.options = i / 36;
                from.windowShift = i % 16 - 1;
                from.listener = i % 128;
                int entry = queue.claim(from, hash(i), false);
                assertEquals(entry, queue.find(from.remoteAddress, from.ports, hash(i)));
                queue.load(entry, to);
                assertEquals(told(from), told(to));
                queue.setTsRecent(entry, from.tsOffset);
                queue.load(entry, to);
                from.tsRecent = from.tsOffset;
                assertEquals(told(from), told(to));
                queue.release(entry);
                assertEquals(SynQueue.NONE, queue.find(from.remoteAddress, from.ports, hash(i)));
            }
        }

        private String told(HalfOpen of) {
            int[] words = {
                of.listener,
                of.localAddress,
                of.remoteAddress,
                of.ports,
                of.window,
                of.irs,
                of.iss,
                of.mss,
                of.options,
                of.windowShift,
                of.tsRecent,
                of.tsOffset
            };
            return Arrays.toString(words);
        }

        @Test
        void aBucketHoldsFourAndTheNextIsDropped() {
            SynQueue queue = new SynQueue(16);
            for (int i = 0; i < 4; i++) {
                assertTrue(claim(queue, i, 0, hash(2)) >= 8);
            }
            assertEquals(SynQueue.NONE, claim(queue, 4, 0, hash(2)));
            assertEquals(SynQueue.NONE, claim(queue, 4, 0, hash(2 + 4)));
            assertTrue(claim(queue, 4, 0, hash(3)) >= 12);
            assertEquals(5, queue.size());
            int found = queue.find(2, 1 << 16 | 80, hash(2));
            assertEquals(9, queue.localAddress(found));
            assertEquals(SynQueue.NONE, queue.find(2, 1 << 16 | 80, hash(1)));
            assertEquals(SynQueue.NONE, queue.find(2, 2 << 16 | 80, hash(2)));
            queue.release(found);
            assertEquals(SynQueue.NONE, queue.find(2, 1 << 16 | 80, hash(2)));
            assertEquals(found, claim(queue, 7, 1, hash(2)));
            assertEquals(1, queue.listener(found));
        }

        /** The times at which an entry's SYN-ACK is sent, and at last the end of its life. */
        private List<Long> life(SynQueue queue, int entry) {
            List<Long> times = new ArrayList<>();
            long at = queue.intervalNs(entry);
            long next = queue.timerCame(entry, false);
            while (next != SynQueue.OVER) {
                if (queue.owes(entry)) {
                    queue.paid(entry);
                    times.add(at / SECOND);
                }
                at += next;
                next = queue.timerCame(entry, false);
            }
            times.add(at / SECOND);
            return times;
        }

        @Test
        @Tag("st_synq_12")
        @Tag("st_synq_13")
        @Tag("tm_synAckRetransmission")
        void theFullerTheTableTheShorterALife() {
            for (int used = 1; used <= 16; used++) {
                SynQueue queue = new SynQueue(16);
                for (int i = 0; i < used; i++) {
                    claim(queue, i, 0, hash(i / 4));
                }
                List<Long> expected =
                        used <= 8
                                ? List.of(1L, 3L, 7L, 15L, 31L, 63L)
                                : used <= 12 ? List.of(1L, 7L) : List.of(3L);
                assertEquals(expected, life(queue, 0), used + " of 16");
            }
        }

        /** Invariant 13: no entry is older than 63 s, whatever the load did meanwhile. */
        @Test
        void noLifeIsLongerThanSixtyThreeSecondsWhateverTheLoadDoes() {
            for (int seed = 0; seed < 200; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                SynQueue queue = new SynQueue(16);
                int entry = claim(queue, 99, 0, hash(0));
                load(queue, random.nextInt(16));
                long at = queue.intervalNs(entry);
                load(queue, random.nextInt(16));
                long next = queue.timerCame(entry, false);
                while (next != SynQueue.OVER) {
                    at += next;
                    load(queue, random.nextInt(16));
                    next = queue.timerCame(entry, false);
                }
                assertTrue(at <= 63 * SECOND, "seed " + seed + ": " + at / SECOND + " s");
            }
        }

        /** Fills the table to 1 + {@code others} entries: the first is the one under test. */
        private void load(SynQueue queue, int others) {
            for (int i = 1; i < 16; i++) {
                boolean wanted = i <= others;
                if (queue.isUsed(i) && !wanted) {
                    queue.release(i);
                } else if (!queue.isUsed(i) && wanted) {
                    claim(queue, i, 0, hash(i / 4));
                }
            }
        }
    }

    @Nested
    class OfListeners {

        @Test
        void aPortIsFoundUntilItsPlaceIsReleased() {
            Tcb[] tcbs = {new Tcb(0, 4, 0), new Tcb(1, 4, 0), new Tcb(2, 4, 0)};
            Listeners listeners = new Listeners(2, tcbs);
            assertEquals(Listeners.NONE, listeners.find(80));
            assertEquals(0, listeners.claim(80, 2));
            assertEquals(1, listeners.claim(65535, 1));
            assertEquals(Listeners.NONE, listeners.claim(1, 1));
            assertEquals(1, listeners.find(65535));
            listeners.release(0, 7);
            assertEquals(Listeners.NONE, listeners.find(80));
            assertEquals(7, listeners.generation(0));
            assertEquals(0, listeners.claim(443, 3));
            assertEquals(3, listeners.backlog(0));
        }

        @Test
        void theAcceptQueueAgreesWithAList() {
            for (int seed = 0; seed < 50; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Tcb[] tcbs = new Tcb[8];
                for (int i = 0; i < tcbs.length; i++) {
                    tcbs[i] = new Tcb(i, 4, 0);
                }
                Listeners listeners = new Listeners(2, tcbs);
                listeners.claim(80, 8);
                listeners.claim(81, 3);
                List<List<Integer>> model = List.of(new ArrayList<>(), new ArrayList<>());
                for (int step = 0; step < 300; step++) {
                    Tcb tcb = tcbs[random.nextInt(8)];
                    if (tcb.waitsAt >= 0) {
                        model.get(tcb.waitsAt).remove((Integer) tcb.slot);
                        listeners.dequeue(tcb);
                    } else {
                        int at = random.nextInt(2);
                        listeners.enqueue(at, tcb);
                        model.get(at).add(tcb.slot);
                    }
                    for (int i = 0; i < 2; i++) {
                        List<Integer> queue = new ArrayList<>();
                        for (int s = listeners.oldest(i); s >= 0; s = tcbs[s].acceptNext) {
                            queue.add(s);
                        }
                        assertEquals(model.get(i), queue);
                        assertEquals(queue.size(), listeners.waiting(i));
                        assertEquals(queue.size() >= (i == 0 ? 8 : 3), listeners.isFull(i));
                    }
                }
            }
        }
    }

    @Test
    void theFifoAgreesWithADeque() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IntrusiveFifo fifo = new IntrusiveFifo(7);
            ArrayDeque<Integer> model = new ArrayDeque<>();
            for (int step = 0; step < 500; step++) {
                int member = random.nextInt(7);
                assertEquals(model.contains(member), fifo.contains(member));
                if (random.nextInt(3) > 0) {
                    fifo.add(member);
                    if (!model.contains(member)) {
                        model.add(member);
                    }
                } else {
                    Integer expected = model.poll();
                    assertEquals(
                            expected == null ? IntrusiveFifo.NONE : expected, fifo.removeFirst());
                }
                Integer first = model.peek();
                assertEquals(first == null ? IntrusiveFifo.NONE : first, fifo.first());
            }
        }
    }
}
