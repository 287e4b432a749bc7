package org.tcplite.sim.wire;

/**
 * The frames on a wire, copied, in the order of their arrival; equal times in the order they were
 * sent. A fixed pool: all memory is taken in the constructor.
 */
final class FramesInFlight {

    private final byte[][] octets;
    private final int[] lengths;
    private final long[] numbers;
    private final long[] arrivalNs;

    /** Indexes of unused frames, a stack. */
    private final int[] free;

    private int freeCount;

    /** Indexes of used frames by arrival, a ring: {@code count} of them from {@code head} on. */
    private final int[] order;

    private int head;
    private int count;

    FramesInFlight(int limit, int maxFrame) {
        octets = new byte[limit][maxFrame];
        lengths = new int[limit];
        numbers = new long[limit];
        arrivalNs = new long[limit];
        free = new int[limit];
        order = new int[limit];
        for (int i = 0; i < limit; i++) {
            free[i] = limit - 1 - i;
        }
        freeCount = limit;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    /** Copies a frame in; there is room. */
    void add(long number, byte[] source, int offset, int length, long arrivesNs) {
        int frame = free[--freeCount];
        System.arraycopy(source, offset, octets[frame], 0, length);
        lengths[frame] = length;
        numbers[frame] = number;
        arrivalNs[frame] = arrivesNs;
        int at = count++;
        while (at > 0 && arrivalNs[order[ring(at - 1)]] - arrivesNs > 0) {
            order[ring(at)] = order[ring(at - 1)];
            at--;
        }
        order[ring(at)] = frame;
    }

    /** When the earliest frame arrives; there is one. */
    long earliestNs() {
        return arrivalNs[order[head]];
    }

    /** The earliest frame, from index 0 on. */
    byte[] earliestOctets() {
        return octets[order[head]];
    }

    int earliestLength() {
        return lengths[order[head]];
    }

    long earliestNumber() {
        return numbers[order[head]];
    }

    void removeEarliest() {
        free[freeCount++] = order[head];
        head = ring(1);
        count--;
    }

    private int ring(int index) {
        int at = head + index;
        return at < order.length ? at : at - order.length;
    }
}
