package org.tcplite.sim.flood;

/** Frames that wait in a router, copied; what finds the queue full is lost. */
final class FrameQueue {

    private final byte[][] octets;
    private final int[] lengths;
    private int head;
    private int count;

    FrameQueue(int limit, int maxFrame) {
        octets = new byte[limit][maxFrame];
        lengths = new int[limit];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The array that a frame was copied to, or null: it is lost. */
    byte[] add(byte[] frame, int offset, int length) {
        if (count == lengths.length) {
            return null;
        }
        int at = (head + count) % lengths.length;
        count++;
        System.arraycopy(frame, offset, octets[at], 0, length);
        lengths[at] = length;
        return octets[at];
    }

    /** The first frame; there is one. */
    byte[] first() {
        return octets[head];
    }

    /** Its length, or 0: there is none. */
    int firstLength() {
        return count == 0 ? 0 : lengths[head];
    }

    void removeFirst() {
        head = (head + 1) % lengths.length;
        count--;
    }
}
