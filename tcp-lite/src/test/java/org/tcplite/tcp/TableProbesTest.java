package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many places of the connection table a lookup looks at, counted and not timed: what makes
 * demultiplexing independent of the number of connections. Linear probing in a table that is half
 * full needs 1.5 for one that is there and 2.5 for one that is not (Knuth, The Art of Computer
 * Programming 6.4).
 */
class TableProbesTest {

    private static final int SECRETS = 20;
    private static final int SERVER_PORT = 80;
    private static final int CLIENT = 10 << 24 | 1;

    private double hits;
    private double misses;
    private int longest;

    /** Exactly half full: the capacity is twice the number of connections. */
    @ParameterizedTest
    @ValueSource(ints = {64, 1024, 16_384})
    void connectionsFromOneHostWithPortsInARowAreFoundAtOnce(int connections) throws Exception {
        for (int secret = 0; secret < SECRETS; secret++) {
            ConnectionTable table = table(connections, secret);
            for (int i = 0; i < connections; i++) {
                table.add(CLIENT, ports(1024 + i), i);
            }
            count(table, connections);
        }
        expectFewProbes();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1024, 16_384})
    void hostsInARowWithOnePortAreFoundAtOnce(int connections) throws Exception {
        for (int secret = 0; secret < SECRETS; secret++) {
            ConnectionTable table = table(connections, secret);
            for (int i = 0; i < connections; i++) {
                table.add(CLIENT + i, ports(40_000), i);
            }
            count(table, connections);
        }
        expectFewProbes();
    }

    private static ConnectionTable table(int connections, int secret) {
        return new ConnectionTable(connections, new SplittableRandom(secret).nextLong());
    }

    private static int ports(int remote) {
        return remote << 16 | SERVER_PORT;
    }

    /** By the mean of all secrets; one table of 64 may have worse luck. */
    private void expectFewProbes() {
        double perHit = hits / SECRETS;
        double perMiss = misses / SECRETS;
        assertTrue(perHit < 1.7, "probes of a connection that is there: " + perHit);
        assertTrue(perMiss < 3, "probes of one that is not: " + perMiss);
        assertTrue(longest < 100, "the most probes: " + longest);
    }

    private void count(ConnectionTable table, int connections) throws Exception {
        int[] slots = (int[]) field(table, "slots");
        long[] keys = (long[]) field(table, "keys");
        Method place = ConnectionTable.class.getDeclaredMethod("place", long.class);
        place.setAccessible(true);
        long found = 0;
        long missed = 0;
        for (int i = 0; i < slots.length; i++) {
            int run = 1;
            while (slots[i + run - 1 & slots.length - 1] != ConnectionTable.NONE) {
                run++;
            }
            missed += run; // a lookup that begins here and finds nothing
            if (slots[i] != ConnectionTable.NONE) {
                int home = (int) place.invoke(table, keys[i]);
                int probes = (i - home & slots.length - 1) + 1;
                found += probes;
                longest = Math.max(longest, probes);
            }
        }
        hits += (double) found / connections;
        misses += (double) missed / slots.length;
    }

    private static Object field(ConnectionTable table, String name) throws Exception {
        Field field = ConnectionTable.class.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(table);
    }
}
