package org.tcplite.cortexm;

/** A text that is made line by line, because it is longer than any buffer of the board. */
abstract class Report {

    /** {@link #section}: that was all. */
    static final int END = -1;

    /**
     * Appends the section at {@code cursor}, at most {@link HttpService#SECTION} octets.
     *
     * @param cursor 0 at first, then what the last call answered
     * @return the next cursor, or {@link #END}
     */
    abstract int section(int cursor, Line to, long nowNs);
}
