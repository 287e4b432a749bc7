package org.tcplite.sim.flood;

import java.util.Arrays;
import org.tcplite.hal.Idle;

/** RSTs on their way from hosts whose addresses are abused, in the order of their times. */
final class Resets {

    private long[] dueNs = new long[1024];
    private int[] source = new int[1024];
    private int[] ports = new int[1024];
    private int[] sequence = new int[1024];
    private int head;
    private int count;

    /** One that is due not before those already here. */
    void add(long timeNs, int sourceAddress, int sourceAndDestinationPort, int sequenceNumber) {
        if (count == dueNs.length) {
            grow();
        }
        int at = head + count++ & dueNs.length - 1;
        dueNs[at] = timeNs;
        source[at] = sourceAddress;
        ports[at] = sourceAndDestinationPort;
        sequence[at] = sequenceNumber;
    }

    long earliestNs() {
        return count == 0 ? Idle.FOREVER : dueNs[head];
    }

    int earliestSource() {
        return source[head];
    }

    int earliestPorts() {
        return ports[head];
    }

    int earliestSequence() {
        return sequence[head];
    }

    void removeEarliest() {
        head = head + 1 & dueNs.length - 1;
        count--;
    }

    private void grow() {
        int size = dueNs.length;
        long[] times = new long[2 * size];
        for (int i = 0; i < size; i++) {
            times[i] = dueNs[head + i & size - 1];
        }
        source = straightened(source);
        ports = straightened(ports);
        sequence = straightened(sequence);
        dueNs = times;
        head = 0;
    }

    private int[] straightened(int[] ring) {
        int[] straight = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
        System.arraycopy(ring, 0, straight, ring.length - head, head);
        return straight;
    }
}
