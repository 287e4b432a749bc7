package org.tcplite.sim.wire;

/**
 * The frames on a wire, copied, in the order of their arrival; equal times in the order they were
 * sent. A fixed pool, in which a frame's octets are made when it is first needed, and kept.
 */
final class FramesInFlight {

    private final int maxFrame;
    private final byte[][] octets;
    private final int[] lengths;
    private final long[] numbers;
    private final long[] arrivalNs;

    /** What was done to the frame, in words; or null. */
    private final String[] notes;

    /** Indexes of unused frames, a stack. */
    private final int[] free;

    private int freeCount;

    /** Indexes of used frames by arrival, a ring: {@code count} of them from {@code head} on. */
    private final int[] order;

    private int head;
    private int count;

    FramesInFlight(int limit, int maxFrame) {
        this.maxFrame = maxFrame;
        octets = new byte[limit][];
        lengths = new int[limit];
        numbers = new long[limit];
        arrivalNs = new long[limit];
        notes = new String[limit];
        free = new int[limit];
        order = new int[limit];
        for (int i = 0; i < limit; i++) {
            free[i] = limit - 1 - i;
        }
        freeCount = limit;
    }

    /** A pool of another size, at least that of what is on its way, with the same frames in it. */
    FramesInFlight resizedTo(int limit) {
        FramesInFlight resized = new FramesInFlight(Math.max(limit, count), maxFrame);
        while (!isEmpty()) {
            byte[] frame = earliestOctets();
            resized.add(earliestNumber(), frame, 0, earliestLength(), earliestNs());
            resized.noteLatest(earliestNote());
            removeEarliest();
        }
        return resized;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return freeCount == 0;
    }

    /**
     * Copies a frame in; there is room.
     *
     * @return how many frames it overtakes
     */
    int add(long number, byte[] source, int offset, int length, long arrivesNs) {
        int frame = free[--freeCount];
        if (octets[frame] == null) {
            octets[frame] = new byte[maxFrame];
        }
        System.arraycopy(source, offset, octets[frame], 0, length);
        lengths[frame] = length;
        numbers[frame] = number;
        arrivalNs[frame] = arrivesNs;
        notes[frame] = null;
        int last = count++;
        int at = last;
        while (at > 0 && arrivalNs[order[ring(at - 1)]] - arrivesNs > 0) {
            order[ring(at)] = order[ring(at - 1)];
            at--;
        }
        order[ring(at)] = frame;
        return last - at;
    }

    /** The frame that was added last, where nothing was removed since. */
    private int latest() {
        return free[freeCount];
    }

    /** Changes a bit of the frame added last, the most significant of an octet being the first. */
    void flipInLatest(int bit) {
        octets[latest()][bit >>> 3] ^= (byte) (0x80 >>> (bit & 7));
    }

    /** What was done to the frame added last. */
    void noteLatest(String note) {
        notes[latest()] = note;
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

    String earliestNote() {
        return notes[order[head]];
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
