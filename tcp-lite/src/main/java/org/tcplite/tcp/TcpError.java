package org.tcplite.tcp;

/**
 * What a user call answers instead of a number of octets or a handle. All are negative; each has a
 * text. Linux's name for the same condition stands in brackets.
 */
public final class TcpError {

    /** Nothing to read, no room to write, nobody to accept: try again after a signal (EAGAIN). */
    public static final int WOULD_BLOCK = -1;

    /** The peer has closed its side and everything it sent has been read: the normal end. */
    public static final int END_OF_STREAM = -2;

    /** The handle was closed, or belongs to an earlier use of its slot (EBADF). */
    public static final int STALE_HANDLE = -3;

    /** The connection is not open yet, or the handle is a listener's (ENOTCONN). */
    public static final int NOT_CONNECTED = -4;

    /** The local user has already closed the sending side (EPIPE). */
    public static final int CLOSING = -5;

    /** The peer answered the connection request with a reset, or ICMP said so (ECONNREFUSED). */
    public static final int REFUSED = -6;

    /** The peer reset the connection (ECONNRESET). */
    public static final int RESET = -7;

    /** No acknowledgment came within the time allowed (ETIMEDOUT). */
    public static final int TIMED_OUT = -8;

    /** The local user aborted the connection (ECONNABORTED). */
    public static final int ABORTED = -9;

    /** Every connection slot is in use (ENOBUFS). */
    public static final int NO_FREE_SLOT = -10;

    /** Every entry of the listener table is in use (ENOBUFS). */
    public static final int NO_FREE_LISTENER = -11;

    /** Every local port is in use towards this destination (EADDRNOTAVAIL). */
    public static final int NO_FREE_PORT = -12;

    /** The local port, or the pair of sockets, is already in use (EADDRINUSE). */
    public static final int ADDRESS_IN_USE = -13;

    /** No connection can be opened to this address or port (EINVAL). */
    public static final int BAD_ADDRESS = -14;

    /** The destination is off the link and there is no gateway (ENETUNREACH). */
    public static final int NO_ROUTE = -15;

    /**
     * The destination cannot be reached: the neighbour on the way never answered ARP
     * (EHOSTUNREACH).
     */
    public static final int UNREACHABLE = -16;

    /** The board's entropy is weak and the configuration does not allow it (EPERM). */
    public static final int WEAK_ENTROPY = -17;

    /** An argument is out of its range (EINVAL). */
    public static final int BAD_ARGUMENT = -18;

    /** The stack took the slot back: slots were scarce, and this one made no progress. */
    public static final int RECLAIMED = -19;

    private TcpError() {}

    /** The error in words, for people; never null. */
    public static String text(int error) {
        switch (error) {
            case WOULD_BLOCK:
                return "would block";
            case END_OF_STREAM:
                return "end of stream";
            case STALE_HANDLE:
                return "stale handle";
            case NOT_CONNECTED:
                return "not connected";
            case CLOSING:
                return "connection closing";
            case REFUSED:
                return "connection refused";
            case RESET:
                return "connection reset";
            case TIMED_OUT:
                return "connection timed out";
            case ABORTED:
                return "connection aborted";
            case NO_FREE_SLOT:
                return "no free connection slot";
            case NO_FREE_LISTENER:
                return "no free listener";
            case NO_FREE_PORT:
                return "no free local port";
            case ADDRESS_IN_USE:
                return "address already in use";
            case BAD_ADDRESS:
                return "bad remote address or port";
            case NO_ROUTE:
                return "no route to destination";
            case UNREACHABLE:
                return "destination unreachable";
            case WEAK_ENTROPY:
                return "entropy source is weak";
            case BAD_ARGUMENT:
                return "argument out of range";
            case RECLAIMED:
                return "given up for lack of slots";
            default:
                return error >= 0 ? "no error" : "unknown error";
        }
    }
}
