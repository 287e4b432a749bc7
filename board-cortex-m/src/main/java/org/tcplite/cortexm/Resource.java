package org.tcplite.cortexm;

/** What the board's HTTP server has; {@code 0..} is {@code /bytes/N}. */
final class Resource {

    /** The page for people. */
    static final int PAGE = -1;

    /** Connections, counters and memory. */
    static final int NETSTAT = -2;

    /** No such thing. */
    static final int NONE = -3;

    private Resource() {}
}
