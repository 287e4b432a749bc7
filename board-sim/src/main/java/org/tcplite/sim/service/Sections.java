package org.tcplite.sim.service;

/** A document that is made piece by piece, so that no buffer has to hold it whole. */
public interface Sections {

    /** The cursor after the last piece. */
    int END = -1;

    /** The greatest length of one piece. */
    int LIMIT = 640;

    /**
     * Appends the piece at {@code cursor}; the first one has cursor 0.
     *
     * @param out has room for {@link #LIMIT} octets
     * @param connection whose document this is
     * @return the cursor of the next piece, or {@link #END}
     */
    int section(int cursor, Text out, int connection, long nowNs);
}
