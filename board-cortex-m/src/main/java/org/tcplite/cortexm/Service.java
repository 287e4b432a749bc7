package org.tcplite.cortexm;

/** What a listening port offers. Its state stands in arrays with one element a connection slot. */
abstract class Service {

    /** {@link #turn}: wait for the next signal. */
    static final int WAITING = 0;

    /** {@link #turn}: the connection is done with; it is closed in order. */
    static final int DONE = 1;

    /** The port it listens on. */
    abstract int port();

    /** A connection was accepted into {@code slot}. */
    abstract void opened(int slot);

    /**
     * Does all that can be done now; bounded by what stands in the connection's two rings.
     *
     * @return {@link #WAITING} or {@link #DONE}
     */
    abstract int turn(int slot, int connection, long nowNs);
}
