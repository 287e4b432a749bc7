package org.tcplite.tcp;

/**
 * What the two SYNs settle: segment sizes (RFC 9293 section 3.7.1, RFC 6691) and the options of RFC
 * 7323. What our SYN offers follows from the configuration, what is in force from both SYNs.
 */
final class Negotiation {

    /** The user has set no bound for segments ({@link Tcb#maxSegment}). */
    static final int NO_MAX_SEGMENT = 65_535;

    private static final int DEFAULT_MSS = 536;

    private final Connections connections;
    private final TcpConfig config;
    private final int ours;
    private final int offeredMss;
    private final int windowShift;

    Negotiation(Connections connections) {
        this.connections = connections;
        config = connections.config;
        offeredMss = config.mtu - 40;
        windowShift = leastShift(config.receiveBuffer);
        ours =
                (config.windowScale ? SynQueue.WINDOW_SCALE : 0)
                        | (config.sack ? SynQueue.SACK_PERMITTED : 0)
                        | (config.timestamps ? SynQueue.TIMESTAMPS : 0);
    }

    /** The options our SYN offers: bits of {@link SynQueue}. */
    int ours() {
        return ours;
    }

    /** The options in force once both SYNs carried them. */
    static int inForce(Tcb tcb) {
        return (tcb.windowScaling ? SynQueue.WINDOW_SCALE : 0)
                | (tcb.sackPermitted ? SynQueue.SACK_PERMITTED : 0)
                | (tcb.timestamps ? SynQueue.TIMESTAMPS : 0);
    }

    /** Nothing is settled yet; what our SYN may need is ready. */
    void begin(Tcb tcb) {
        tcb.offeredMss = offeredMss();
        tcb.windowScaling = false;
        tcb.sndWndShift = 0;
        tcb.rcvWndShift = 0;
        tcb.timestamps = false;
        tcb.tsRecent = 0;
        tcb.sackPermitted = false;
        tcb.duplicateLeft = 0;
        tcb.duplicateRight = 0;
        tcb.tsOffset = 0;
    }

    /** The timestamps of a half-open connection begin, if they are in force. */
    void startTimestamps(HalfOpen halfOpen) {
        if ((halfOpen.options & SynQueue.TIMESTAMPS) != 0) {
            halfOpen.tsOffset =
                    Timestamps.offset(
                            connections.sipHash.ofConnection(
                                    halfOpen.localAddress, halfOpen.remoteAddress, halfOpen.ports));
        }
    }

    /**
     * The peer's SYN is known: an option is in force if both SYNs carry it.
     *
     * @param theirs the options it carried: bits of {@link SynQueue}
     */
    void settle(Tcb tcb, int theirs, int peerShift, int tsVal) {
        int both = theirs & ours;
        tcb.windowScaling = (both & SynQueue.WINDOW_SCALE) != 0; // RFC 7323 section 2.2
        tcb.sndWndShift = tcb.windowScaling ? peerShift : 0;
        tcb.rcvWndShift = tcb.windowScaling ? windowShift() : 0;
        tcb.timestamps = (both & SynQueue.TIMESTAMPS) != 0; // section 3.2
        tcb.tsRecent = tcb.timestamps ? tsVal : 0;
        tcb.sackPermitted = (both & SynQueue.SACK_PERMITTED) != 0; // RFC 2018 section 2
    }

    /** IRS is known: the receive sequence space begins; the window is the one our SYN offered. */
    void startReceiveSpace(Tcb tcb, int irs) {
        int offered = tcb.rcvWnd();
        tcb.irs = irs;
        tcb.rcvNxt = irs + 1;
        tcb.rcvRead = irs + 1;
        tcb.rcvOrigin = irs + 1;
        tcb.rcvUp = irs + 1;
        tcb.lastAckSent = tcb.rcvNxt;
        tcb.rcvAdv = tcb.rcvNxt + offered;
    }

    /** The window field of a SYN or SYN-ACK, which is never scaled (RFC 7323 section 2.2). */
    static int synWindow(int receiveLimit) {
        return Math.min(65535, receiveLimit);
    }

    /** The least shift by which the receive ring's size fits the window field. */
    int windowShift() {
        return windowShift;
    }

    private static int leastShift(int receiveBuffer) {
        int shift = 0;
        while (receiveBuffer - 1 >> (shift & 31) > 65535) {
            shift++;
        }
        return shift;
    }

    /**
     * The timestamp of a half-open connection: the time on its clock, or a little less, so that the
     * ACK brings back what a cookie has no room for.
     */
    static int tsVal(HalfOpen halfOpen, long nowNs) {
        int clock = Timestamps.value(halfOpen.tsOffset, nowNs);
        return halfOpen.cookie ? SynCookies.timestamp(clock, halfOpen.windowShift) : clock;
    }

    /** The MSS we offer: what the interface receives, less the fixed headers (RFC 6691). */
    int offeredMss() {
        return offeredMss;
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

    /** The greatest packet that is believed to reach the peer. */
    int mtu(Tcb tcb) {
        return Math.min(tcb.pathMtu, connections.ip.mtuTo(tcb.remoteAddress));
    }

    /** Eff.snd.MSS (RFC 9293 section 3.7.1): the peer's, the path's and the user's bound. */
    private int effectiveMss(Tcb tcb) {
        int mss = Math.min(tcb.peerMss, mtu(tcb) - 40);
        mss = Math.min(mss, tcb.maxSegment);
        return tcb.timestamps ? mss - Timestamps.OCTETS : mss; // RFC 6691 section 2
    }

    /** The bounds have changed: the segment size follows, and what is counted in segments. */
    void followMss(Tcb tcb) {
        if (tcb.sndNxt == tcb.iss) {
            tcb.offeredMss = Math.min(offeredMss(), tcb.maxSegment);
        }
        tcb.sendMss = effectiveMss(tcb);
        if (TcpState.isSynchronized(tcb.state)) {
            connections.congestion.segmentSizeChanged(tcb);
        }
    }
}
