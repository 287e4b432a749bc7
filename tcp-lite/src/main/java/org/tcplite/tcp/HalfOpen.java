package org.tcplite.tcp;

/**
 * What is known of a connection between its SYN and the ACK of our SYN-ACK, be it kept in the SYN
 * queue or brought back by a cookie: all that the SYN-ACK says and the connection begins with. One
 * instance, used again and again.
 */
final class HalfOpen {

    int listener;
    int localAddress;
    int remoteAddress;

    /** {@code remotePort << 16 | localPort}. */
    int ports;

    /** The window our SYN-ACK offers. */
    int window;

    int irs;
    int iss;

    /** The peer's MSS; 0 if it named none. */
    int mss;

    /** The options of the peer's SYN that are ours as well: bits of {@link SynQueue}. */
    int options;

    /** The peer's window shift, or {@link Segment#ABSENT}. */
    int windowShift;

    /** The peer's timestamp, if they are in force. */
    int tsRecent;

    /** Where the clock of our timestamps begins, if they are in force. */
    int tsOffset;

    /**
     * It is a cookie, or was one: its timestamps carry the window shift, and so do not tell the
     * time.
     */
    boolean cookie;

    /** The SYN-ACK was sent more than once: its round trip is ambiguous (Karn). */
    boolean repeated;
}
