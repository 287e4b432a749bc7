package org.tcplite.tcp;

/** Quotients as fixed-point numbers, by one 32-bit division or two: boards have no other. */
final class Ratio {

    /** Binary places of a ratio. */
    static final int PLACES = 15;

    private Ratio() {}

    /**
     * {@code part / whole}, rounded down, exact to 2^-15; of greater wholes than 65,535 to a
     * 2^-15th of itself.
     *
     * @param part 0..2^30
     * @param whole 1..2^30; a lesser one counts as 1
     */
    static long of(int part, int whole) {
        int p = part;
        int w = Math.max(1, whole);
        while (w > 0xffff) {
            w >>= 1;
            p >>= 1;
        }
        return ((long) (p / w) << PLACES) + (p % w << PLACES) / w;
    }
}
