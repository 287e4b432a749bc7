package org.tcplite.tcp;

/**
 * What the two SYNs settle: segment sizes (RFC 9293 section 3.7.1, RFC 6691) and the options of RFC
 * 7323. What our SYN offers follows from the configuration, what is in force from both SYNs.
 */
final class Negotiation {

    private static final int DEFAULT_MSS = 536;

    private final Connections connections;
    private final TcpConfig config;

    Negotiation(Connections connections) {
        this.connections = connections;
        config = connections.config;
    }

    /** IRS is known: the receive sequence space begins; the window is the one our SYN offered. */
    void startReceiveSpace(Tcb tcb, int irs, boolean peerScales, int peerShift) {
        int offered = tcb.rcvWnd();
        tcb.irs = irs;
        tcb.rcvNxt = irs + 1;
        tcb.rcvRead = irs + 1;
        tcb.rcvUp = irs + 1;
        tcb.windowScaling = peerScales && config.windowScale; // RFC 7323 section 2.2: both or none
        tcb.sndWndShift = tcb.windowScaling ? peerShift : 0;
        tcb.rcvWndShift = tcb.windowScaling ? windowShift() : 0;
        tcb.rcvAdv = tcb.rcvNxt + offered;
    }

    /** The window field of a SYN or SYN-ACK, which is never scaled (RFC 7323 section 2.2). */
    static int synWindow(int receiveLimit) {
        return Math.min(65535, receiveLimit);
    }

    /** The least shift by which the receive ring's size fits the window field. */
    int windowShift() {
        int shift = 0;
        while (config.receiveBuffer - 1 >> (shift & 31) > 65535) {
            shift++;
        }
        return shift;
    }

    /** The shift a SYN-ACK offers, or ABSENT: only if the SYN offered one. */
    int offeredShift(int peerShift) {
        boolean scales = config.windowScale && peerShift != Segment.ABSENT;
        return scales ? windowShift() : Segment.ABSENT;
    }

    /** The MSS we offer: what the interface receives, less the fixed headers (RFC 6691). */
    int offeredMss() {
        return config.mtu - 40;
    }

    /** The MSS a SYN stands for: the default for none, and not below our least. */
    int mssOf(int peerMss) {
        return peerMss == 0 ? DEFAULT_MSS : Math.max(peerMss, config.minimumMss);
    }

    /** Takes the MSS the peer has offered, 0 for none. */
    void setPeerMss(Tcb tcb, int peerMss) {
        tcb.peerMss = mssOf(peerMss);
        tcb.sendMss = effectiveMss(tcb);
    }

    /** Eff.snd.MSS (RFC 9293 section 3.7.1): the peer's, the path's and the user's bound. */
    private int effectiveMss(Tcb tcb) {
        int mss = Math.min(tcb.peerMss, connections.ip.mtuTo(tcb.remoteAddress) - 40);
        return Math.min(mss, tcb.maxSegment);
    }

    /** The bounds have changed: the segment size follows, and what is counted in segments. */
    void followMss(Tcb tcb) {
        tcb.sendMss = effectiveMss(tcb);
        if (TcpState.isSynchronized(tcb.state)) {
            connections.congestion.segmentSizeChanged(tcb);
        }
    }
}
