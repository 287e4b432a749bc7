package org.tcplite.tcp;

/**
 * A RECEIVE that waits for text (RFC 9293 sections 3.9.1.3, 3.10.3: its buffer is known before the
 * text comes). Text goes from the frame straight into the user's array as long as it is the next to
 * be read and there is room; what comes after that goes into the receive ring. Nothing else is
 * different: text in the array is unread text, counts for the window, and its place in the ring is
 * kept free, so that it can be moved there whenever the user reads in another way.
 *
 * <pre>
 *     read by the user | held, in the user's array | unread, in the ring
 *                   rcvRead                                          rcvNxt
 * </pre>
 */
final class PostedRead {

    private byte[] array;
    private int offset;
    private int length;
    private int held;

    /**
     * The array is the connection's from now on; with a length of 0 none is. What is held stands
     * there already, or nothing is held.
     */
    void post(byte[] destination, int at, int octets) {
        array = octets == 0 ? null : destination;
        offset = at;
        length = octets;
    }

    /** Octets that stand in the array: the first of those that are unread. */
    int held() {
        return held;
    }

    /**
     * Puts the next text into the array.
     *
     * @param unread octets in order that the user has not read yet
     * @param octets at least 1
     * @return false if it has to go into the ring, after others or for want of room
     */
    boolean take(int unread, byte[] packet, int at, int octets) {
        if (unread != held || octets > length - held) {
            return false;
        }
        System.arraycopy(packet, at, array, offset + held, octets);
        held += octets;
        return true;
    }

    /**
     * How many of the next {@code octets} stand there, where they are to go: all that are held, or
     * none.
     */
    int inPlace(byte[] destination, int at, int octets) {
        return destination == array && at == offset && octets >= held ? held : 0;
    }

    /** What is held has been read. */
    void isRead() {
        held = 0;
    }

    /** Moves what stands in the array to its place in the ring, from {@code ringAt} on. */
    void moveTo(ByteRings rings, int slot, int ringAt) {
        rings.put(slot, ringAt, array, offset, held);
        held = 0;
    }

    /** The array is the user's again; what stands in it is dropped. */
    void withdraw() {
        array = null;
        length = 0;
        held = 0;
    }
}
