package org.tcplite.tcp;

/**
 * One row of what {@code netstat} shows, and the STATUS call of RFC 9293 section 3.10.6: filled by
 * {@link Tcp#status}, owned and reused by the caller. Addresses are big-endian ints; sequence
 * numbers are as on the wire.
 */
public final class TcpStatus {

    /** {@link #kind}: a listener. */
    public static final int LISTENER = 0;

    /** {@link #kind}: an entry of the SYN queue. */
    public static final int HALF_OPEN = 1;

    /** {@link #kind}: a connection in a slot. */
    public static final int CONNECTION = 2;

    /** {@link #kind}: a TIME-WAIT record. */
    public static final int TIME_WAIT = 3;

    /** {@link #timer}: none runs. */
    public static final int TIMER_OFF = 0;

    /** {@link #timer}: retransmission, of a SYN, text or a FIN. */
    public static final int TIMER_RETRANSMIT = 1;

    /** {@link #timer}: zero-window probes. */
    public static final int TIMER_PERSIST = 2;

    /** {@link #timer}: the sender waits for a window worth using. */
    public static final int TIMER_SWS = 3;

    /** {@link #timer}: keep-alive. */
    public static final int TIMER_KEEPALIVE = 4;

    /** {@link #timer}: the end of TIME-WAIT, or of FIN-WAIT-2 without an owner. */
    public static final int TIMER_TIMEWAIT = 5;

    /** {@link #timer}: a tail loss probe (RFC 8985 section 7). */
    public static final int TIMER_PROBE = 6;

    /** {@link #timer}: the reordering window (RFC 8985 section 6). */
    public static final int TIMER_REORDER = 7;

    /** {@link #congestionState}: all is well. The numbers are those of Linux's TCP_CA_. */
    public static final int OPEN = 0;

    /** {@link #congestionState}: duplicate or selective acknowledgments, no loss yet. */
    public static final int DISORDER = 1;

    /** {@link #congestionState}: fast recovery. */
    public static final int RECOVERY = 3;

    /** {@link #congestionState}: what a time-out has found lost is being repaired. */
    public static final int LOSS = 4;

    /** What the row is: {@link #LISTENER}, {@link #HALF_OPEN} ... */
    public int kind;

    /** One of {@link TcpState}'s constants. */
    public int state;

    /** The handle the application holds, or 0: an orphan, not yet accepted, or no slot at all. */
    public int handle;

    /** The connection's index among the slots, or -1. */
    public int slot;

    /** The local address; 0 for a listener on every address. */
    public int localAddress;

    /** The local port. */
    public int localPort;

    /** The remote address; 0 for a listener. */
    public int remoteAddress;

    /** The remote port; 0 for a listener. */
    public int remotePort;

    /** Octets received in order and not yet read; for a listener, connections to be accepted. */
    public int receiveQueue;

    /** Octets written and not yet acknowledged; for a listener, the accept queue's limit. */
    public int sendQueue;

    /** Which timer runs: {@link #TIMER_OFF} ... */
    public int timer;

    /** The time of that timer; meaningless if none runs. */
    public long timerDeadlineNs;

    /** Retransmissions or probes since the peer last made progress. */
    public int retransmits;

    /** Why the connection ended: 0, or a constant of {@link TcpError}. */
    public int endReason;

    /** ISS, the initial send sequence number. */
    public int iss;

    /** IRS, the initial receive sequence number. */
    public int irs;

    /** SND.UNA: oldest unacknowledged sequence number. */
    public int sndUna;

    /** SND.NXT: the sequence number after the highest ever sent. */
    public int sndNxt;

    /** SND.WND: the peer's window in octets, scaled. */
    public int sndWnd;

    /** RCV.NXT: the next sequence number expected. */
    public int rcvNxt;

    /** RCV.WND: our window in octets as last advertised. */
    public int rcvWnd;

    /** The congestion window in octets. */
    public int cwnd;

    /** The slow-start threshold in octets. */
    public int ssthresh;

    /** Where loss recovery stands: {@link #OPEN} ... */
    public int congestionState;

    /** Segments in flight that the peer has reported as had. */
    public int sacked;

    /** Segments found lost that wait to be sent again. */
    public int lost;

    /** Segments sent again since the connection began. */
    public int resentSegments;

    /** The smoothed round-trip time; 0 before the first measurement. */
    public long srttNs;

    /** The round-trip time's variation. */
    public long rttvarNs;

    /** The retransmission time-out. */
    public long rtoNs;

    /** The greatest text a segment to the peer carries. */
    public int sendMss;

    /** The greatest packet believed to reach the peer, in octets; 0 if not known. */
    public int pathMtu;

    /** Timestamps are in force (RFC 7323 section 3). */
    public boolean timestamps;

    /** Selective acknowledgments are in force (RFC 2018). */
    public boolean sack;

    /** Window scaling is in force (RFC 7323 section 2). */
    public boolean windowScaling;

    /** Rows are made once and filled again and again. */
    public TcpStatus() {}
}
