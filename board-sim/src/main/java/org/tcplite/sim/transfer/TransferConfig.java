package org.tcplite.sim.transfer;

/** What is to be transferred, as plain fields. */
public final class TransferConfig {

    /** {@link #octets}: as many as the duration allows. */
    public static final long ANY = 1L << 40;

    /** Which way. */
    public Direction direction = Direction.OUT;

    /** Octets, at most {@link #ANY}. */
    public long octets = ANY;

    /** After this time nothing more is written; 0 is never. */
    public long durationNs;

    /** The peer. */
    public int remoteAddress;

    /** The peer's port; 0 is that of the direction's service on boards. */
    public int remotePort;

    /** Determines the octets. */
    public long seed = 1;

    /** Nothing chosen yet. */
    public TransferConfig() {}

    /** The peer's port. */
    public int port() {
        return remotePort == 0 ? direction.port() : remotePort;
    }

    /** What goes over the connection. */
    Exchange exchange() {
        switch (direction) {
            case OUT:
                return new Upload(octets, seed);
            case IN:
                return new Download(octets);
            default:
                return new Echo(octets, seed);
        }
    }
}
