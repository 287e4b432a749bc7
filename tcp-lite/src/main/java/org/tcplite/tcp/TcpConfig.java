package org.tcplite.tcp;

/**
 * Every limit and every default of the TCP layer, as plain fields. {@link Tcp} checks and reads
 * them once, when it is made; later changes have no effect. The values here are the desktop's;
 * {@link #useBoardDefaults()} changes them to those of a board with 64 KB of memory.
 *
 * <p>Where a field counts octets of a buffer it has to be a power of two. Times are milliseconds.
 */
public final class TcpConfig {

    /** {@link #congestionControl}: RFC 5681 and RFC 6582. */
    public static final int NEW_RENO = 0;

    /** {@link #congestionControl}: RFC 9438. */
    public static final int CUBIC = 1;

    private static final int LEAST_BUFFER = 256;

    /** Connection slots: connections open, opening or closing at one time. 1..65536. */
    public int connections = 64;

    /** Listeners: ports on which connections can be accepted at one time. 0..64. */
    public int listeners = 16;

    /**
     * Entries of the SYN queue: half-open connections of all listeners together. A power of two, 8
     * to 1024.
     */
    public int synQueue = 64;

    /** Records of connections in TIME-WAIT; the oldest is recycled when all are used. 1..32767. */
    public int timeWait = 256;

    /** Octets of one connection's receive ring. A power of two, 256 to 2^24. */
    public int receiveBuffer = 64 * 1024;

    /** Octets of one connection's send ring. A power of two, 256 to 2^24. */
    public int sendBuffer = 64 * 1024;

    /**
     * Records of segments in flight per connection (RTT, SACK, RACK). A power of two, 4 to 1024.
     */
    public int sentRecords = 64;

    /** Ranges of text held out of order per connection. 0 drops such text; at most 8. */
    public int receivedRanges = 8;

    /**
     * The greatest IPv4 packet the interface can receive; the MSS offered is this less 40 (RFC 9293
     * MUST-67). 576..65535.
     */
    public int mtu = 1500;

    /**
     * Whether segments are sent with DF and the path's MTU is learnt from what that brings (RFC
     * 1191). Without it, packets beyond the link are kept to 576 octets and may be cut up.
     */
    public boolean pathMtuDiscovery = true;

    /**
     * The least path MTU a router can make us keep to; where it claims less, DF is cleared instead
     * (RFC 5927 section 7.2). 128..1500.
     */
    public int minimumPathMtu = 576;

    /** The least MSS a peer can make us send with; lower ones are raised to it. 64..536. */
    public int minimumMss = 64;

    /** Whether the window-scale option is offered (RFC 7323 section 2). */
    public boolean windowScale = true;

    /** Whether timestamps are offered, 12 octets of each segment (RFC 7323 section 3). */
    public boolean timestamps = true;

    /** Whether selective acknowledgments are permitted, sent and used (RFC 2018, RFC 8985). */
    public boolean sack = true;

    /**
     * How the congestion window grows and what a loss takes of it: {@link #NEW_RENO} or {@link
     * #CUBIC}, which is the faster the longer the path and the larger the buffers.
     */
    public int congestionControl = NEW_RENO;

    /**
     * Whether a connection begins with up to ten segments (RFC 6928) instead of two to four (RFC
     * 5681 section 3.1).
     */
    public boolean largeInitialWindow;

    /** Maximum segment lifetime; TIME-WAIT lasts twice as long (RFC 9293 section 3.4.2). */
    public int mslMs = 30_000;

    /** The retransmission time-out before the first measurement (RFC 6298 (2.1)). */
    public int rtoInitialMs = 1_000;

    /** The floor of the retransmission time-out (RFC 6298 (2.4)). */
    public int rtoMinMs = 1_000;

    /** The ceiling of the retransmission time-out, not below 60 s (RFC 6298 (2.5)). */
    public int rtoMaxMs = 60_000;

    /**
     * How long the opening SYN is repeated before the open fails (R2 for SYN segments, at least
     * three minutes by RFC 9293 MUST-23).
     */
    public int connectTimeoutMs = 243_000;

    /**
     * How long text or a FIN may stay unacknowledged before the connection is given up (R2, the
     * user time-out of RFC 9293 section 3.9.1.1). 0 is never.
     */
    public int userTimeoutMs = 300_000;

    /** Retransmissions of one segment before the network is asked for another way (R1). 1..30. */
    public int r1 = 3;

    /** How long an acknowledgment may be delayed; below 500 (RFC 9293 MUST-40). */
    public int delayedAckMs = 200;

    /** How long the sender waits for a window worth using; 100..1000 (RFC 9293 3.8.6.2.1). */
    public int swsOverrideMs = 500;

    /** Idle time before keep-alive probes, when they are switched on (RFC 9293 MUST-28). */
    public int keepAliveIdleMs = 7_200_000;

    /** Time between keep-alive probes. */
    public int keepAliveIntervalMs = 75_000;

    /** Unanswered keep-alive probes before the connection is given up. */
    public int keepAliveProbes = 9;

    /** How long a connection nobody owns any more may stay in FIN-WAIT-2. */
    public int finWait2Ms = 60_000;

    /** The least time between two replies to unacceptable segments of one connection (RFC 5961). */
    public int challengeAckIntervalMs = 500;

    /**
     * Whether SYNs that find the SYN queue full are answered by cookies (RFC 4987 section 3.6). If
     * not, they are dropped.
     */
    public boolean synCookies = true;

    /**
     * Whether connections that make no progress give way to newcomers when fewer than one slot in
     * eight is free, and the last eighth is kept from a source that holds half of them when another
     * one wants in.
     */
    public boolean reclaimSlots = true;

    /**
     * Resets and acknowledgments a second that answer segments of no connection; an eighth of them
     * may go at once. 0..1,000,000, which is as good as no limit.
     */
    public int repliesPerSecond = 1_000;

    /** SYN-ACKs a second that are sent again, likewise. 0..1,000,000. */
    public int synAckRepeatsPerSecond = 100;

    /** Time to live of the segments sent, unless a connection sets its own. 1..255. */
    public int ttl = 64;

    /** Listen and connect although the board's entropy is not of a hardware source. */
    public boolean allowWeakEntropy;

    /** The desktop's defaults. */
    public TcpConfig() {}

    /** A copy, for {@link Tcp}: later changes of the original do not reach it. */
    TcpConfig(TcpConfig from) {
        connections = from.connections;
        listeners = from.listeners;
        synQueue = from.synQueue;
        timeWait = from.timeWait;
        receiveBuffer = from.receiveBuffer;
        sendBuffer = from.sendBuffer;
        sentRecords = from.sentRecords;
        receivedRanges = from.receivedRanges;
        mtu = from.mtu;
        pathMtuDiscovery = from.pathMtuDiscovery;
        minimumPathMtu = from.minimumPathMtu;
        minimumMss = from.minimumMss;
        windowScale = from.windowScale;
        timestamps = from.timestamps;
        sack = from.sack;
        congestionControl = from.congestionControl;
        largeInitialWindow = from.largeInitialWindow;
        mslMs = from.mslMs;
        rtoInitialMs = from.rtoInitialMs;
        rtoMinMs = from.rtoMinMs;
        rtoMaxMs = from.rtoMaxMs;
        connectTimeoutMs = from.connectTimeoutMs;
        userTimeoutMs = from.userTimeoutMs;
        r1 = from.r1;
        delayedAckMs = from.delayedAckMs;
        swsOverrideMs = from.swsOverrideMs;
        keepAliveIdleMs = from.keepAliveIdleMs;
        keepAliveIntervalMs = from.keepAliveIntervalMs;
        keepAliveProbes = from.keepAliveProbes;
        finWait2Ms = from.finWait2Ms;
        challengeAckIntervalMs = from.challengeAckIntervalMs;
        synCookies = from.synCookies;
        reclaimSlots = from.reclaimSlots;
        repliesPerSecond = from.repliesPerSecond;
        synAckRepeatsPerSecond = from.synAckRepeatsPerSecond;
        ttl = from.ttl;
        allowWeakEntropy = from.allowWeakEntropy;
    }

    /**
     * Changes the sizes to those of a board with 64 KB of memory: 4 slots with 1 KiB rings. A
     * window of one segment has no use for timestamps, selective acknowledgments and path MTU
     * discovery: they are off.
     */
    public void useBoardDefaults() {
        connections = 4;
        listeners = 4;
        synQueue = 8;
        timeWait = 16;
        receiveBuffer = 1024;
        sendBuffer = 1024;
        sentRecords = 8;
        timestamps = false;
        sack = false;
        pathMtuDiscovery = false;
    }

    /**
     * The limit that {@link Tcp#setReceiveBuffer} makes of a wish: at least 256 octets and a 4096th
     * of the ring, as a scaled window is told in steps; at most the ring.
     */
    public int receiveLimit(int octets) {
        return limit(octets, Math.max(LEAST_BUFFER, receiveBuffer >> 12), receiveBuffer);
    }

    /** The limit that {@link Tcp#setSendBuffer} makes of a wish: 256 octets to the ring. */
    public int sendLimit(int octets) {
        return limit(octets, LEAST_BUFFER, sendBuffer);
    }

    private static int limit(int octets, int least, int most) {
        return Math.min(Math.max(octets, least), most);
    }

    /**
     * Compares every field with its range.
     *
     * @throws ConfigException for the first field that is out of it
     */
    public void check() {
        range("connections", connections, 1, 65536);
        range("listeners", listeners, 0, 64);
        powerOfTwo("synQueue", synQueue, 8, 1024);
        range("timeWait", timeWait, 1, 32767);
        powerOfTwo("receiveBuffer", receiveBuffer, LEAST_BUFFER, 1 << 24);
        powerOfTwo("sendBuffer", sendBuffer, LEAST_BUFFER, 1 << 24);
        range("connections * receiveBuffer", (long) connections * receiveBuffer, 256, 1L << 30);
        range("connections * sendBuffer", (long) connections * sendBuffer, 256, 1L << 30);
        powerOfTwo("sentRecords", sentRecords, 4, 1024);
        range("receivedRanges", receivedRanges, 0, 8);
        range("mtu", mtu, 576, 65535);
        range("minimumPathMtu", minimumPathMtu, 128, 1500);
        range("minimumMss", minimumMss, 64, 536);
        range("congestionControl", congestionControl, NEW_RENO, CUBIC);
        range("mslMs", mslMs, 1, 120_000);
        range("rtoInitialMs", rtoInitialMs, 1, 60_000);
        range("rtoMinMs", rtoMinMs, 1, 60_000);
        range("rtoMaxMs", rtoMaxMs, 60_000, 600_000);
        range("connectTimeoutMs", connectTimeoutMs, 1_000, 3_600_000);
        range("userTimeoutMs", userTimeoutMs, 0, 86_400_000);
        range("r1", r1, 1, 30);
        range("delayedAckMs", delayedAckMs, 0, 499);
        range("swsOverrideMs", swsOverrideMs, 100, 1_000);
        range("keepAliveIdleMs", keepAliveIdleMs, 1_000, Integer.MAX_VALUE);
        range("keepAliveIntervalMs", keepAliveIntervalMs, 1_000, Integer.MAX_VALUE);
        range("keepAliveProbes", keepAliveProbes, 2, 255);
        range("finWait2Ms", finWait2Ms, 1_000, 3_600_000);
        range("challengeAckIntervalMs", challengeAckIntervalMs, 0, 60_000);
        range("repliesPerSecond", repliesPerSecond, 0, 1_000_000);
        range("synAckRepeatsPerSecond", synAckRepeatsPerSecond, 0, 1_000_000);
        range("ttl", ttl, 1, 255);
    }

    private static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException(field, value, min, max);
        }
    }

    private static void powerOfTwo(String field, int value, int min, int max) {
        if (value < min || value > max || (value & value - 1) != 0) {
            throw new ConfigException(field, value, min, max);
        }
    }
}
