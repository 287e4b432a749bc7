package org.tcplite.tcp;

/**
 * All access to multi-octet fields and all per-octet work, behind one replaceable class.
 *
 * <p>The one instance is handed to the stack's constructor. {@link PortableOctets} is plain Java; a
 * desktop or a board brings its own (a view of machine words, or C). A process loads exactly one
 * subclass: with two, a compiler at run time can no longer inline the calls.
 *
 * <p>Offsets are not checked beyond what the array itself checks; callers have compared lengths
 * before. Sums are one's-complement sums of big-endian 16-bit words (RFC 1071), kept unfolded in a
 * {@code long} so that partial sums can be added; {@link #fold} ends them.
 */
public abstract class Octets {

    /** The 16-bit big-endian field at {@code offset}, {@code 0..65535}. */
    public abstract int get16(byte[] array, int offset);

    /** Stores the low 16 bits of {@code value}, big-endian. */
    public abstract void put16(byte[] array, int offset, int value);

    /** The 32-bit big-endian field at {@code offset}. */
    public abstract int get32(byte[] array, int offset);

    /** Stores {@code value}, big-endian. */
    public abstract void put32(byte[] array, int offset, int value);

    /** Two 32-bit big-endian fields that follow each other, the one at {@code offset} above. */
    public abstract long get64(byte[] array, int offset);

    /** Stores two 32-bit fields, {@code value}'s upper half at {@code offset}. */
    public abstract void put64(byte[] array, int offset, long value);

    /**
     * The sum of {@code length} octets as big-endian 16-bit words, an odd last octet padded with a
     * zero (RFC 1071 section 4.1).
     *
     * @param length {@code 0..65535}
     * @return the unfolded sum, {@code 0..2^54-1}
     */
    public abstract long sum(byte[] array, int offset, int length);

    /**
     * Copies and sums in one call; whether in one pass is the subclass's choice by size. Source and
     * destination do not overlap.
     *
     * @return the sum of the octets copied, as {@link #sum} counts it
     */
    public abstract long copyAndSum(
            byte[] source, int sourceOffset, byte[] destination, int destinationOffset, int length);

    /**
     * The sum of the two 16-bit words of a 32-bit field: the field itself, as 2^16 is 1 modulo 2^16
     * - 1.
     */
    public static long sumOfWords(int field) {
        return field & 0xffffffffL;
    }

    /** The sum of the four 16-bit words of two 32-bit fields. */
    public static long sumOfWords(long fields) {
        return (fields >>> 32) + (fields & 0xffffffffL);
    }

    /** Two 32-bit fields as {@link #put64} takes them. */
    public static long pair(int first, int second) {
        return (long) first << 32 | second & 0xffffffffL;
    }

    /**
     * Folds an unfolded sum to 16 bits, {@code 0..65535}. A number added to itself with its halves
     * exchanged has the sum of the halves, carry included, in its upper half.
     */
    public static int fold(long sum) {
        int s = (int) (sum + (sum << 32 | sum >>> 32) >>> 32);
        return s + (s << 16 | s >>> 16) >>> 16;
    }

    /** The value of a checksum field over data with this unfolded sum (RFC 1071). */
    public static int checksum(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /** As {@link #checksum(long)}, for the sum of a few words, {@code 0..2^31-1}. */
    public static int checksum(int sum) {
        return ~(sum + (sum << 16 | sum >>> 16) >>> 16) & 0xffff;
    }

    /** True if data that contains its own checksum field sums to all ones, that is, is intact. */
    public static boolean isIntact(long sum) {
        return fold(sum) == 0xffff;
    }

    /**
     * A partial sum that began at an odd distance from the start of the data, put right (RFC 1071
     * section 2 (B)): modulo 2^16 - 1, exchanging octets is multiplying by 2^8.
     *
     * @param sum below 2^54
     */
    public static long swapped(long sum) {
        return sum << 8;
    }
}
