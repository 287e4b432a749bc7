package org.tcplite.sim.service;

import java.util.ArrayList;
import java.util.List;

/** Which services a board runs, and their limits, as plain fields. Read once, at start. */
public final class ServicesConfig {

    /** Connections that may wait to be accepted, of each listener. */
    public int backlog = 16;

    /**
     * How long an HTTP connection may be quiet: waiting for a request's head to be complete, or
     * without an octet of progress in a body. 0 is for ever.
     */
    public int httpIdleMs = 60_000;

    /** How long a client may take to close after the last answer. */
    public int lingerMs = 5_000;

    /** How long a connection of the other services may make no progress. 0 is for ever. */
    public int idleMs = 600_000;

    /** The relays. */
    public final List<Relay> relays = new ArrayList<>();

    /** The desktop's defaults. */
    public ServicesConfig() {}

    /**
     * A port of the board whose connections it relays.
     *
     * @param port the board's
     * @param address where the board connects to
     * @param remotePort where the board connects to
     */
    public record Relay(int port, int address, int remotePort) {}
}
