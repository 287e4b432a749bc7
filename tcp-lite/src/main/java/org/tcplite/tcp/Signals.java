package org.tcplite.tcp;

/**
 * The news a connection or listener can have for the application: a mask of bits, read and cleared
 * by {@link Tcp#takeSignals(int)}. A signal says that a call is worth trying again, not that it
 * will succeed.
 */
public final class Signals {

    /** There is text to read. */
    public static final int READABLE = 1;

    /** There is room to write: at first, and again after a write that found too little. */
    public static final int WRITABLE = 1 << 1;

    /** The connection request was answered: the connection is open. */
    public static final int CONNECTED = 1 << 2;

    /** A connection waits to be accepted (listeners only). */
    public static final int ACCEPTABLE = 1 << 3;

    /** The peer has closed its side; after the text still to be read comes the end of stream. */
    public static final int PEER_CLOSED = 1 << 4;

    /** The connection has ended; {@link Tcp#endReason(int)} says why. */
    public static final int ENDED = 1 << 5;

    /** Delivery is in trouble (RFC 9293 SHLD-9, RFC 1122 R1), or ICMP reported a soft error. */
    public static final int TROUBLE = 1 << 6;

    /** Urgent data is pending, or the urgent pointer has advanced (RFC 9293 MUST-32). */
    public static final int URGENT = 1 << 7;

    private Signals() {}
}
