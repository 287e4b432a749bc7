package org.tcplite.tcp;

/** The counters named by {@link TcpCounter}. */
final class Counters {

    private final long[] values = new long[TcpCounter.COUNT];

    void count(int id) {
        values[id]++;
    }

    long value(int id) {
        return values[id];
    }
}
