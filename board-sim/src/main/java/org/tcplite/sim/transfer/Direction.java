package org.tcplite.sim.transfer;

import java.util.Locale;

/** Which way the octets go, from the board's point of view, and with which service of the peer. */
public enum Direction {
    /** To the peer's port 5001, which answers the SHA-256 of what it has read. */
    OUT(5001),

    /** From the peer's port 80: {@code GET /bytes/N}, whose octet i is i mod 251. */
    IN(80),

    /** To the peer's port 7 and back. */
    BOTH(7);

    private final int port;

    Direction(int port) {
        this.port = port;
    }

    /** The port of the service, on boards. */
    public int port() {
        return port;
    }

    /** The word of the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
