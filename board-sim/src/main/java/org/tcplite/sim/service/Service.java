package org.tcplite.sim.service;

/**
 * What a board does with the connections of one port. A service keeps its state in arrays indexed
 * by slot; {@link Services} calls it when a connection has news.
 */
abstract class Service {

    /** The name in the start-up lines and messages. */
    abstract String name();

    /** A connection was accepted; {@link #progress} follows. */
    abstract void accepted(int slot, int connection, long nowNs);

    /** The connection may have become readable or writable, or may have ended: goes on with it. */
    abstract void progress(int slot, int connection, int signals, long nowNs);

    /** The connection was quiet for too long. */
    abstract void expired(int slot, int connection, long nowNs);

    /** The board shuts down: ends the connection at once, or as soon as it has done its work. */
    void shutDown(int slot, int connection, long nowNs) {}
}
