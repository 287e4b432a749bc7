package org.tcplite.tcp;

/**
 * Comparison of sequence numbers, which are {@code int}s modulo 2^32 (RFC 9293 section 3.4): by the
 * sign of a difference, right as long as the two lie within 2^31 of each other.
 */
final class SeqNum {

    private SeqNum() {}

    /** {@code a < b}. */
    static boolean lt(int a, int b) {
        return a - b < 0;
    }

    /** {@code a =< b}, as RFC 9293 writes it. */
    static boolean leq(int a, int b) {
        return a - b <= 0;
    }

    /** The later of the two. */
    static int max(int a, int b) {
        return a - b < 0 ? b : a;
    }

    /** The earlier of the two. */
    static int min(int a, int b) {
        return a - b < 0 ? a : b;
    }
}
