package org.tcplite.bench;

/**
 * Frames in memory, first in, first out: a wire that takes no time, or the descriptor ring of a
 * MAC. A frame is built in place at {@link #freeOffset()} and read in place at {@link #offset()}.
 */
final class FrameRing {

    private static final int CACHE_LINE = 64;

    /** Before each frame, as drivers have it: behind Ethernet's 14 octets IP begins at a word. */
    private static final int HEADROOM = 2;

    /** Holds all frames, each in a place of its own. */
    final byte[] octets;

    private final int[] lengths;
    private final int stride;
    private final int mask;
    private int head;
    private int tail;

    /**
     * Makes room for frames.
     *
     * @param frames how many, a power of two
     * @param maxFrame octets of the greatest
     */
    FrameRing(int frames, int maxFrame) {
        // one line between two frames, so that no power of two lies between their beginnings
        stride = (HEADROOM + maxFrame + CACHE_LINE - 1 & -CACHE_LINE) + CACHE_LINE;
        octets = new byte[frames * stride];
        lengths = new int[frames];
        mask = frames - 1;
    }

    /** How many frames there is room for. */
    int capacity() {
        return lengths.length;
    }

    boolean isFull() {
        return tail - head > mask;
    }

    /** Frames ever added. */
    int added() {
        return tail;
    }

    /** The length of the oldest frame, or 0 if there is none. */
    int length() {
        return head == tail ? 0 : lengths[head & mask];
    }

    /** Where the oldest frame begins. */
    int offset() {
        return offsetOf(head);
    }

    void removeFirst() {
        head++;
    }

    /** Where the next frame has to be built; the ring is not full. */
    int freeOffset() {
        return offsetOf(tail);
    }

    /** Where the {@code index}-th frame ever added stands, or will. */
    int offsetOf(int index) {
        return (index & mask) * stride + HEADROOM;
    }

    /** The frame at {@link #freeOffset()} is complete. */
    void add(int length) {
        lengths[tail & mask] = length;
        tail++;
    }

    /** Throws away what is there. */
    void clear() {
        head = tail;
    }
}
