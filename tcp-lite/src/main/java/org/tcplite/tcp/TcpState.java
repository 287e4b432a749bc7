package org.tcplite.tcp;

/** The eleven states of a connection (RFC 9293 section 3.3.2). */
public final class TcpState {

    /** No connection at all. */
    public static final int CLOSED = 0;

    /** Waiting for a connection request from any remote peer. */
    public static final int LISTEN = 1;

    /** Waiting for a matching connection request after having sent one. */
    public static final int SYN_SENT = 2;

    /** Waiting for the acknowledgment of our SYN after having both received and sent one. */
    public static final int SYN_RECEIVED = 3;

    /** An open connection: the normal state of data transfer. */
    public static final int ESTABLISHED = 4;

    /** Our FIN is sent; waiting for its acknowledgment, or for the peer's FIN. */
    public static final int FIN_WAIT_1 = 5;

    /** Our FIN is acknowledged; waiting for the peer's FIN. */
    public static final int FIN_WAIT_2 = 6;

    /** The peer's FIN has come; waiting for the local user to close. */
    public static final int CLOSE_WAIT = 7;

    /** Both FINs have crossed; waiting for the acknowledgment of ours. */
    public static final int CLOSING = 8;

    /** The peer closed first and our FIN is sent; waiting for its acknowledgment. */
    public static final int LAST_ACK = 9;

    /** Waiting for twice the maximum segment lifetime, so that the peer has our last ACK. */
    public static final int TIME_WAIT = 10;

    /** The number of states. */
    public static final int COUNT = 11;

    private TcpState() {}

    /** The state's name as RFC 9293 writes it, for people; never null. */
    public static String name(int state) {
        switch (state) {
            case CLOSED:
                return "CLOSED";
            case LISTEN:
                return "LISTEN";
            case SYN_SENT:
                return "SYN-SENT";
            case SYN_RECEIVED:
                return "SYN-RECEIVED";
            case ESTABLISHED:
                return "ESTABLISHED";
            case FIN_WAIT_1:
                return "FIN-WAIT-1";
            case FIN_WAIT_2:
                return "FIN-WAIT-2";
            case CLOSE_WAIT:
                return "CLOSE-WAIT";
            case CLOSING:
                return "CLOSING";
            case LAST_ACK:
                return "LAST-ACK";
            case TIME_WAIT:
                return "TIME-WAIT";
            default:
                return "?";
        }
    }

    /** True from ESTABLISHED on: both sides have acknowledged the other's SYN. */
    public static boolean isSynchronized(int state) {
        return state >= ESTABLISHED;
    }

    /** True if the local user may still queue text to be sent (RFC 9293 section 3.10.2). */
    public static boolean maySend(int state) {
        return state == SYN_SENT
                || state == SYN_RECEIVED
                || state == ESTABLISHED
                || state == CLOSE_WAIT;
    }

    /** True if text from the peer may still arrive. */
    public static boolean mayReceive(int state) {
        return state == ESTABLISHED || state == FIN_WAIT_1 || state == FIN_WAIT_2;
    }
}
