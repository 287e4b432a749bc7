package org.tcplite.sim.load;

/** A connection load, as plain fields; read when it is made. Times are nanoseconds. */
public final class LoadConfig {

    /** {@link #perSecond}: a client begins its next connection when it is through with the last. */
    public static final double MAX = 0;

    /** What each connection does. */
    public LoadMode mode = LoadMode.CC;

    /** The peer's IPv4 address. */
    public int remoteAddress;

    /** Its port; with {@link LoadMode#CRR} a service that sends back what it gets. */
    public int remotePort = 7;

    /** Connections begun a second, at equal distances; or {@link #MAX}. */
    public double perSecond = MAX;

    /** How many connections may be under way at one time. */
    public int clients = 16;

    /** No connection is begun later than that after the first. */
    public long durationNs = 10_000_000_000L;

    /** Octets of a request, and of its response. */
    public int requestOctets = 64;

    /** How long a connection may take from its connect to its end. */
    public long patienceNs = 10_000_000_000L;

    /** A closed loop of connects and closes. */
    public LoadConfig() {}
}
