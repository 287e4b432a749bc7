package org.tcplite.tcp;

/**
 * TCP for one IPv4 address (RFC 9293): the calls of the application above, and of the internet
 * layer beneath.
 *
 * <p><b>Above.</b> Connections and listeners are int handles, positive; results are octets or a
 * negative constant of {@link TcpError}. Nothing blocks and nothing calls back: {@link
 * #nextReady()} names a handle that has news, {@link #takeSignals(int)} says which. The application
 * owns a handle until {@link #close} or {@link #abort}; from then on it is stale, and what is left
 * of the connection belongs to the stack.
 *
 * <p><b>Beneath.</b> {@link #segmentArrives} takes a segment in, {@link #emit} makes one. A call, a
 * segment or a timer never sends: it leaves a debt with the connection, and {@link #nextOwing()}
 * names the connections that have one. Replies that belong to no connection are made at once from
 * the segment they answer ({@link #REPLY}).
 *
 * <p><b>Time</b> is the caller's: a {@code long nowNs} of a monotonic clock, compared by
 * subtraction. Calls never fire timers, {@link #fireTimers} does.
 *
 * <p>All memory is taken in the constructor. The class is not thread-safe: one loop owns it.
 */
public final class Tcp {

    /**
     * {@link #segmentArrives}: a stateless reply is due; {@link #emitReply} or {@link #dropReply}.
     */
    public static final int REPLY = 1;

    /**
     * {@link #segmentArrives}: the segment made a flow, {@link #boundFlow()}; its segments can go
     * to the link address this one came from.
     */
    public static final int BOUND = 1 << 1;

    /** {@link #segmentArrives}: the checksum has been verified by the hardware. */
    public static final int CHECKSUM_VERIFIED = 1;

    /** {@link #ttlAndTos}: the flow's packets may not be cut up (DF). */
    public static final int DONT_FRAGMENT = 1 << 16;

    /** {@link #nextOwing()}, {@link #nextReady()}: none. */
    public static final int NONE = -1;

    /** No time has been seen yet. */
    private static final long NO_TIME = Long.MIN_VALUE;

    final Connections connections;

    /** A test compares with a stack that has another one, which never takes anything. */
    HeaderPrediction prediction;

    private final Counters counters;
    private final Segment segment;
    private final SegmentWriter writer;
    private final Reply reply;
    private final SegmentOutput output;
    final SegmentArrives segmentArrives;
    private final UserCalls userCalls;
    private final Settings settings;
    private final Timeouts timeouts;
    private final IcmpErrors icmpErrors;
    private final StatusReport statusReport;
    private long latestNs = NO_TIME;

    /**
     * Takes all memory and starts with no connection.
     *
     * @param config checked, then copied; the caller keeps it
     * @param octets the one instance of this process
     * @param ip the internet layer beneath
     * @param key0 first half of the boot key, from the board's entropy
     * @param key1 second half of the boot key
     * @param strongKey whether that entropy is a hardware source's; if not, and the configuration
     *     does not allow it, {@link #listen} and {@link #connect} answer {@link
     *     TcpError#WEAK_ENTROPY}
     * @throws ConfigException if a field is out of its range
     */
    public Tcp(
            TcpConfig config,
            Octets octets,
            InternetLayer ip,
            long key0,
            long key1,
            boolean strongKey) {
        config.check();
        segment = new Segment(octets);
        counters = new Counters();
        connections = new Connections(config, ip, new SipHash(key0, key1), counters);
        writer = new SegmentWriter(octets);
        reply = new Reply(connections, writer);
        output = new SegmentOutput(connections, octets, writer);
        LossRecovery lossRecovery = new LossRecovery(connections, octets);
        segmentArrives = new SegmentArrives(connections, reply, output, lossRecovery);
        prediction = new HeaderPrediction(octets, segmentArrives);
        userCalls = new UserCalls(connections, output, strongKey);
        settings = new Settings(connections, userCalls, output);
        timeouts = new Timeouts(connections, output, lossRecovery);
        icmpErrors = new IcmpErrors(connections, octets);
        statusReport = new StatusReport(connections, userCalls);
    }

    // ---- the application: OPEN, SEND, RECEIVE, CLOSE, ABORT (RFC 9293 section 3.10.1 to 3.10.5)

    /**
     * Passive OPEN: connection requests to {@code localPort} are answered from now on.
     *
     * @param localPort 1..65535
     * @param backlog connections that may wait to be accepted, 1..connections; more is cut to that
     * @return a listener's handle, or {@link TcpError#ADDRESS_IN_USE}, {@link
     *     TcpError#NO_FREE_LISTENER}, {@link TcpError#WEAK_ENTROPY}, {@link TcpError#BAD_ARGUMENT}
     */
    public int listen(int localPort, int backlog) {
        return userCalls.openPassive(localPort, backlog);
    }

    /**
     * Takes the oldest connection that waits at a listener.
     *
     * @return a connection's handle, or {@link TcpError#WOULD_BLOCK}, {@link TcpError#STALE_HANDLE}
     */
    public int accept(int listener) {
        return userCalls.accept(listener);
    }

    /**
     * Active OPEN. The SYN is owed when this returns; {@link Signals#CONNECTED} or {@link
     * Signals#ENDED} tells the outcome.
     *
     * @param localPort 0 to have one chosen (RFC 6056), or 1..65535
     * @return a connection's handle, or {@link TcpError#NO_FREE_SLOT}, {@link
     *     TcpError#NO_FREE_PORT}, {@link TcpError#ADDRESS_IN_USE}, {@link TcpError#BAD_ADDRESS},
     *     {@link TcpError#NO_ROUTE}, {@link TcpError#WEAK_ENTROPY}
     */
    public int connect(int remoteAddress, int remotePort, int localPort, long nowNs) {
        return userCalls.openActive(remoteAddress, remotePort, localPort, advance(nowNs));
    }

    /**
     * RECEIVE: copies text out of the receive ring, but for what stands in place already by {@link
     * #postRead}.
     *
     * @return octets read, at least 1 (0 if {@code length} is 0); or {@link TcpError#WOULD_BLOCK},
     *     {@link TcpError#END_OF_STREAM}, {@link TcpError#RESET}, {@link TcpError#TIMED_OUT} and
     *     the like, {@link TcpError#NOT_CONNECTED}, {@link TcpError#STALE_HANDLE}
     */
    public int read(int connection, byte[] destination, int offset, int length, long nowNs) {
        return userCalls.receive(connection, destination, offset, length);
    }

    /**
     * Says where the next {@link #read} is to put text, before it has come: RECEIVE's buffer that
     * is filled as segments arrive (RFC 9293 sections 3.9.1.3 and 3.10.3). While nothing else is
     * unread, text is copied from its frame straight into the array instead of the receive ring,
     * and a read into the same array at the same offset finds it there. What came in too late for
     * it, or for want of room, such a read copies as always; any other way of reading gives the
     * same octets, with one copy more. Windows and signals are as without.
     *
     * <p>The octets {@code offset} to {@code offset + length - 1} are written to when segments
     * arrive, so what a read has given stays until then. They are the stack's until something else
     * is posted (a {@code length} of 0 takes them back), or the connection is closed or aborted; so
     * no two connections can have the same ones. They stay posted when they are read.
     *
     * @return 0; or {@link TcpError#BAD_ARGUMENT} if they are not all in the array, {@link
     *     TcpError#NOT_CONNECTED}, {@link TcpError#STALE_HANDLE}
     */
    public int postRead(int connection, byte[] destination, int offset, int length) {
        return userCalls.post(connection, destination, offset, length);
    }

    /**
     * SEND: copies octets into the send ring, as many as have room.
     *
     * @return octets taken, at least 1 (0 if {@code length} is 0); or {@link TcpError#WOULD_BLOCK},
     *     {@link TcpError#CLOSING}, the reason the connection ended, {@link TcpError#STALE_HANDLE}
     */
    public int write(int connection, byte[] source, int offset, int length, long nowNs) {
        return userCalls.send(connection, source, offset, length, advance(nowNs));
    }

    /**
     * Zero-copy RECEIVE: how many octets can be read in place, up to the ring's wrap, at {@link
     * #readOffset(int)} of {@link #readArray()}. They stay until {@link #consume}; what comes after
     * all has been read stands at the ring's beginning.
     *
     * @return at least 1, or as {@link #read}
     */
    public int peek(int connection) {
        return userCalls.peek(connection);
    }

    /** The array of {@link #peek}; the same for all connections, never to be written to. */
    public byte[] readArray() {
        return connections.receiveRings.array;
    }

    /** Where the octets of the last {@link #peek} begin. The handle must be good. */
    public int readOffset(int connection) {
        Tcb tcb = connections.tcbs[slotOf(connection)];
        return connections.receiveRings.index(tcb.slot, tcb.rcvRead - tcb.rcvOrigin);
    }

    /** Ends a {@link #peek}: {@code length} octets are read. */
    public int consume(int connection, int length, long nowNs) {
        return userCalls.consume(connection, length);
    }

    /**
     * Zero-copy SEND: how many octets can be built in place, up to the ring's wrap, at {@link
     * #writeOffset(int)} of {@link #writeArray()}; {@link #commit} sends them. They stay in place
     * until then, or until another claim or a {@link #write}: an empty ring is filled from its
     * beginning.
     *
     * @return at least 1, or as {@link #write}
     */
    public int claim(int connection) {
        return userCalls.claim(connection);
    }

    /** The array of {@link #claim}; the same for all connections. */
    public byte[] writeArray() {
        return connections.sendRings.array;
    }

    /** Where the octets of {@link #claim} begin. The handle must be good. */
    public int writeOffset(int connection) {
        Tcb tcb = connections.tcbs[slotOf(connection)];
        return connections.sendRings.index(tcb.slot, tcb.sndEnd - tcb.sndOrigin);
    }

    /** Ends a {@link #claim}: {@code length} octets, at most those claimed, are to be sent. */
    public int commit(int connection, int length, long nowNs) {
        int room = userCalls.sendRoom(connection);
        if (room < 0) {
            return room;
        }
        if (length < 0 || length > room) {
            return TcpError.BAD_ARGUMENT;
        }
        userCalls.queued(connections.handles.owned(connection), length, advance(nowNs));
        return length;
    }

    /**
     * Half-close: no more text from this side; what is queued is sent, then a FIN. Reading goes on
     * (RFC 9293 section 3.6).
     *
     * @return 0, or {@link TcpError#STALE_HANDLE}, {@link TcpError#NOT_CONNECTED}
     */
    public int shutdownWrite(int connection, long nowNs) {
        return userCalls.shutdownWrite(connection, advance(nowNs));
    }

    /**
     * CLOSE, both ways, of a connection or a listener; the handle is stale afterwards. What is
     * queued is sent, then a FIN; if received text is still unread the connection is reset instead
     * (RFC 9293 SHLD-3). A listener's unaccepted connections are reset, its half-open ones
     * forgotten.
     *
     * @return 0, or {@link TcpError#STALE_HANDLE}
     */
    public int close(int handle, long nowNs) {
        return userCalls.close(handle, advance(nowNs));
    }

    /**
     * ABORT: the connection is reset, what is queued is lost; the handle is stale afterwards.
     *
     * @return 0, or {@link TcpError#STALE_HANDLE}
     */
    public int abort(int handle, long nowNs) {
        return userCalls.abort(handle, advance(nowNs));
    }

    // ---- readiness

    /**
     * A handle that has news, oldest first, or {@link #NONE}. It leaves the list; it comes back
     * with the next news. {@link #takeSignals} says what the news is.
     */
    public int nextReady() {
        int slots = connections.tcbs.length;
        int member = connections.ready.removeFirst();
        while (member != IntrusiveFifo.NONE) {
            if (member < slots) {
                Tcb tcb = connections.tcbs[member];
                if (tcb.owned && tcb.signals != 0) {
                    return tcb.handle;
                }
            } else if (connections.listeners.isUsed(member - slots)) {
                return userCalls.listenerHandle(member - slots);
            }
            member = connections.ready.removeFirst();
        }
        return NONE;
    }

    /** Reads and clears the news of a handle: bits of {@link Signals}; 0 for a stale handle. */
    public int takeSignals(int handle) {
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            return connections.listeners.takeSignals(listener);
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return 0;
        }
        int signals = tcb.signals;
        tcb.signals = 0;
        return signals;
    }

    // ---- per-connection settings and questions

    /** The connection's state, one of {@link TcpState}; CLOSED for a stale handle. */
    public int state(int connection) {
        int listener = userCalls.listenerOf(connection);
        if (listener != Listeners.NONE) {
            return TcpState.LISTEN;
        }
        Tcb tcb = connections.handles.owned(connection);
        return tcb == null ? TcpState.CLOSED : tcb.state;
    }

    /** Why the connection ended: a constant of {@link TcpError}, or 0 while it has not, or well. */
    public int endReason(int connection) {
        Tcb tcb = connections.handles.owned(connection);
        return tcb == null ? TcpError.STALE_HANDLE : tcb.endReason;
    }

    /**
     * The slot of a connection's handle, {@code 0..connections-1}: an index for tables of one's
     * own.
     */
    public int slotOf(int connection) {
        return connections.handles.slotOf(connection);
    }

    /** The remote address, or 0 for a stale handle. */
    public int remoteAddressOf(int connection) {
        Tcb tcb = connections.handles.owned(connection);
        return tcb == null ? 0 : tcb.remoteAddress;
    }

    /** The remote port, or 0 for a stale handle. */
    public int remotePortOf(int connection) {
        Tcb tcb = connections.handles.owned(connection);
        return tcb == null ? 0 : tcb.remotePort();
    }

    /** The local port, of a connection or listener, or 0 for a stale handle. */
    public int localPortOf(int handle) {
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            return connections.listeners.port(listener);
        }
        Tcb tcb = connections.handles.owned(handle);
        return tcb == null ? 0 : tcb.localPort();
    }

    /** Octets that can be read now. */
    public int readable(int connection) {
        return Math.max(0, userCalls.readable(connection));
    }

    /** Octets that can be written now. */
    public int writable(int connection) {
        Tcb tcb = connections.handles.owned(connection);
        boolean wanted = tcb != null && tcb.wantsRoom;
        int room = userCalls.sendRoom(connection);
        if (tcb != null) {
            tcb.wantsRoom = wanted; // a question is no attempt
        }
        return Math.max(0, room);
    }

    /** Octets of urgent data still to be read; 0 if none is pending (RFC 9293 MUST-33). */
    public int urgent(int connection) {
        Tcb tcb = connections.handles.owned(connection);
        return tcb == null ? 0 : Math.max(0, tcb.rcvUp - tcb.rcvRead);
    }

    /** TCP_NODELAY: switches Nagle's algorithm off or on (RFC 9293 MUST-17). */
    public int setNoDelay(int connection, boolean noDelay, long nowNs) {
        return settings.setNoDelay(connections.handles.owned(connection), noDelay, advance(nowNs));
    }

    /**
     * SO_KEEPALIVE with TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT (RFC 9293 MUST-24 to 28).
     *
     * @param idleMs idle time before the first probe; 0 switches keep-alive off
     */
    public int setKeepAlive(int connection, int idleMs, int intervalMs, int probes, long nowNs) {
        return settings.setKeepAlive(
                connections.handles.owned(connection), idleMs, intervalMs, probes, advance(nowNs));
    }

    /** R2: how long text may stay unacknowledged (RFC 9293 MUST-21). 0 is without limit. */
    public int setUserTimeout(int connection, int timeoutMs, long nowNs) {
        return settings.setUserTimeout(
                connections.handles.owned(connection), timeoutMs, advance(nowNs));
    }

    /** How long connecting may take, from the call of {@link #connect}; only in SYN-SENT. */
    public int setConnectTimeout(int connection, int timeoutMs, long nowNs) {
        return settings.setConnectTimeout(
                connections.handles.owned(connection), timeoutMs, advance(nowNs));
    }

    /** IP_TTL: the time to live of this connection's segments, 1..255 (RFC 9293 MUST-49). */
    public int setTtl(int connection, int ttl) {
        return settings.setTtl(connections.handles.owned(connection), ttl);
    }

    /** The Diffserv code point of this connection's segments, 0..63 (RFC 9293 MUST-48). */
    public int setDscp(int connection, int dscp) {
        return settings.setDscp(connections.handles.owned(connection), dscp);
    }

    /**
     * SO_RCVBUF: how much of the receive ring may be filled, and with it the window offered. It is
     * octets of text, nothing is added for administration. Before the SYN has gone out it bounds
     * the SYN's window too; a lower limit takes nothing back that was offered (RFC 9293 SHLD-14),
     * the window shrinks as the peer fills it.
     *
     * @param handle a connection's, or a listener's: then for the connections whose SYN comes later
     * @param octets at least 1; cut to the range from 256 (and a 4096th of the ring) to the ring's
     *     size, {@link TcpConfig#receiveBuffer}
     * @return the limit now in force, or {@link TcpError#BAD_ARGUMENT}, {@link
     *     TcpError#STALE_HANDLE}
     */
    public int setReceiveBuffer(int handle, int octets) {
        return settings.setReceiveBuffer(handle, octets);
    }

    /** The limit of {@link #setReceiveBuffer} in force, or {@link TcpError#STALE_HANDLE}. */
    public int receiveBuffer(int handle) {
        return settings.receiveBuffer(handle);
    }

    /**
     * SO_SNDBUF: how much text may wait in the send ring, sent or not, to be acknowledged. What is
     * beyond a lower limit stays and is sent; writes find no room until it is acknowledged.
     *
     * @param handle a connection's, or a listener's: then for the connections opened later
     * @param octets at least 1; cut to the range from 256 to the ring's size, {@link
     *     TcpConfig#sendBuffer}
     * @return the limit now in force, or {@link TcpError#BAD_ARGUMENT}, {@link
     *     TcpError#STALE_HANDLE}
     */
    public int setSendBuffer(int handle, int octets) {
        return settings.setSendBuffer(handle, octets);
    }

    /** The limit of {@link #setSendBuffer} in force, or {@link TcpError#STALE_HANDLE}. */
    public int sendBuffer(int handle) {
        return settings.sendBuffer(handle);
    }

    /**
     * TCP_MAXSEG: an upper bound for the text of segments sent, from now on, and for the MSS
     * offered, if the SYN has not gone out yet.
     *
     * @param handle a connection's, or a listener's: then for the connections opened later
     * @param octets {@link TcpConfig#minimumMss} to 65,495; what path and peer bound stays bounded
     * @return 0, or {@link TcpError#BAD_ARGUMENT}, {@link TcpError#STALE_HANDLE}
     */
    public int setMaxSegment(int handle, int octets, long nowNs) {
        return settings.setMaxSegment(handle, octets, advance(nowNs));
    }

    /**
     * Another backlog than the one chosen with {@link #listen}. Connections that wait already stay,
     * were they more.
     *
     * @param backlog 1..connections; more is cut to that
     * @return 0, or {@link TcpError#BAD_ARGUMENT}, {@link TcpError#STALE_HANDLE}
     */
    public int setBacklog(int listener, int backlog) {
        return settings.setBacklog(listener, backlog);
    }

    // ---- STATUS

    /** Rows that {@link #status} can be asked for; constant. */
    public int statusRows() {
        return statusReport.rows();
    }

    /**
     * Fills {@code status} with row {@code row}, {@code 0..statusRows()-1}.
     *
     * @return false if nothing stands in that row
     */
    public boolean status(int row, TcpStatus status, long nowNs) {
        return statusReport.fill(row, status);
    }

    /** Half-open connections in the SYN queue, of {@code TcpConfig.synQueue} at most. */
    public int halfOpen() {
        return connections.synQueue.size();
    }

    /** True in flood mode: the SYN queue ran full, and SYNs are answered by cookies for a while. */
    public boolean isFloodMode(long nowNs) {
        return connections.floodGate.isFlood(nowNs);
    }

    /** True if a handshake with this address was completed lately: it is nobody's invention. */
    public boolean isProven(int remoteAddress) {
        return connections.proven.contains(remoteAddress);
    }

    /** A counter's value, by an id of {@link TcpCounter}. */
    public long counter(int id) {
        return counters.value(id);
    }

    // ---- the internet layer beneath

    /**
     * Who sends and computes checksums.
     *
     * @param hardwareFills the MAC fills the TCP checksum: {@link #emit} leaves the field 0
     */
    public void setChecksumOffload(boolean hardwareFills) {
        writer.setChecksumOffload(hardwareFills);
    }

    /**
     * SEGMENT ARRIVES. The array is only read, and not kept.
     *
     * @param packet holds the segment
     * @param offset where the TCP header begins
     * @param length octets of the segment, header included, by the IP header
     * @param flags {@link #CHECKSUM_VERIFIED} or 0
     * @return bits {@link #REPLY}, {@link #BOUND}
     */
    public int segmentArrives(
            byte[] packet,
            int offset,
            int length,
            int sourceAddress,
            int destinationAddress,
            int flags,
            long nowNs) {
        long now = advance(nowNs);
        counters.count(TcpCounter.IN_SEGS);
        boolean verified = (flags & CHECKSUM_VERIFIED) != 0;
        if (prediction.take(segment, packet, offset, length, sourceAddress, verified, now)) {
            return 0;
        }
        reply.begin(now);
        int bad =
                segment.parse(packet, offset, length, sourceAddress, destinationAddress, verified);
        if (bad == 0) {
            bad = nonsense(segment);
        }
        if (bad != 0) {
            counters.count(bad);
            return 0;
        }
        if (segment.badOptions) {
            counters.count(TcpCounter.BAD_OPTIONS);
        }
        segmentArrives.segmentArrives(segment, now);
        return (reply.isDue() ? REPLY : 0) | (segmentArrives.boundFlow != NONE ? BOUND : 0);
    }

    /** The flow that the last {@link #segmentArrives} made ({@link #BOUND}). */
    public int boundFlow() {
        return segmentArrives.boundFlow;
    }

    /**
     * Writes the reply the last {@link #segmentArrives} called for, from the destination it was for
     * to the source it came from.
     *
     * @param frame receives the segment from {@code offset} on; at least 60 octets of room
     * @return its length
     */
    public int emitReply(byte[] frame, int offset, long nowNs) {
        return reply.emit(frame, offset);
    }

    /** There was no descriptor for the reply: it is forgotten and counted. */
    public void dropReply() {
        reply.forget();
        counters.count(TcpCounter.REPLY_NO_BUFFER);
    }

    /**
     * The number of flows: connections by their slot, {@code 0..connections-1}, then half-open
     * entries.
     */
    public int flows() {
        return connections.tcbs.length + connections.synQueue.capacity();
    }

    /**
     * The flow whose turn it is to send, or {@link #NONE}. It keeps its turn until {@link #emit}.
     */
    public int nextOwing() {
        int flow = connections.owing.first();
        while (flow != IntrusiveFifo.NONE && !isLive(flow)) {
            connections.owing.removeFirst();
            flow = connections.owing.first();
        }
        return flow;
    }

    /**
     * Writes the next segment of a flow; the flow goes to the end of the line if it owes more.
     *
     * @param frame receives the segment from {@code offset} on
     * @param limit room in octets from {@code offset} on, at least 60
     * @return its length, or 0 if nothing is to be sent after all
     */
    public int emit(int flow, byte[] frame, int offset, int limit, long nowNs) {
        long now = advance(nowNs);
        connections.owing.removeFirst();
        int slots = connections.tcbs.length;
        if (flow >= slots) {
            return reply.emitSynAck(flow - slots, frame, offset, now);
        }
        Tcb tcb = connections.tcbs[flow];
        int length = output.emit(tcb, frame, offset, limit, now);
        output.review(tcb, now);
        return length;
    }

    /**
     * The flow has to wait for its neighbour's link address: it leaves the line, its debts stay.
     */
    public void park(int flow) {
        connections.owing.removeFirst();
        if (flow < connections.tcbs.length) {
            connections.tcbs[flow].parked = true;
        }
    }

    /** The link address is known, or worth asking for again: a parked flow rejoins the line. */
    public void unpark(int flow) {
        if (flow >= connections.tcbs.length) {
            return;
        }
        Tcb tcb = connections.tcbs[flow];
        if (tcb.parked) {
            tcb.parked = false;
            connections.owe(tcb);
        }
    }

    /**
     * A number of a connection's flow that steps when {@link #remoteAddress} or {@link #ttlAndTos}
     * may have changed, or {@link #takeDeliveryTrouble} has something to tell.
     */
    public int headerEpoch(int flow) {
        return connections.tcbs[flow].headerEpoch;
    }

    /** The flow's local address. */
    public int localAddress(int flow) {
        int slots = connections.tcbs.length;
        return flow < slots
                ? connections.tcbs[flow].localAddress
                : connections.synQueue.localAddress(flow - slots);
    }

    /** The flow's remote address. */
    public int remoteAddress(int flow) {
        int slots = connections.tcbs.length;
        return flow < slots
                ? connections.tcbs[flow].remoteAddress
                : connections.synQueue.remoteAddress(flow - slots);
    }

    /**
     * The flow's time to live and type-of-service octet, {@code ttl << 8 | tos}; {@link
     * #DONT_FRAGMENT}.
     */
    public int ttlAndTos(int flow) {
        if (flow >= connections.tcbs.length) {
            return connections.config.ttl << 8;
        }
        Tcb tcb = connections.tcbs[flow];
        return tcb.ttl << 8 | tcb.dscp << 2 | (tcb.dontFragment ? DONT_FRAGMENT : 0);
    }

    /**
     * True once after a flow's text was retransmitted R1 times: the next hop may be gone (RFC 9293
     * MUST-20).
     */
    public boolean takeDeliveryTrouble(int flow) {
        if (flow >= connections.tcbs.length || !connections.tcbs[flow].deliveryTrouble) {
            return false;
        }
        connections.tcbs[flow].deliveryTrouble = false;
        return true;
    }

    /**
     * An ICMP error that quotes a segment of ours (RFC 9293 section 3.9.2.2, RFC 5927).
     *
     * @param type ICMP type
     * @param code ICMP code
     * @param rest the second word of the ICMP header: of "fragmentation needed" the next hop's MTU
     * @param packet holds the quoted TCP header; at least 8 octets of it from {@code offset} on
     * @param localAddress the quoted source
     * @param remoteAddress the quoted destination
     */
    public void icmpError(
            int type,
            int code,
            int rest,
            byte[] packet,
            int offset,
            int localAddress,
            int remoteAddress,
            long nowNs) {
        long now = advance(nowNs);
        int slot = icmpErrors.arrived(type, code, rest, packet, offset, remoteAddress, now);
        if (slot != ConnectionTable.NONE) {
            output.review(connections.tcbs[slot], now);
        }
    }

    // ---- time

    /**
     * Time goes on, and never back; every call that is given the time says so, too.
     *
     * @return {@code nowNs}, or the latest time any call was given, if that is later
     */
    public long advance(long nowNs) {
        if (nowNs != latestNs) {
            if (nowNs - latestNs < 0 && latestNs != NO_TIME) {
                return latestNs;
            }
            latestNs = nowNs;
        }
        return nowNs;
    }

    /**
     * Fires the timers that are due, at most {@code limit} of them.
     *
     * @return how many were fired; {@code limit} means there may be more
     */
    public int fireTimers(long nowNs, int limit) {
        return timeouts.fire(advance(nowNs), limit);
    }

    /** The time of the earliest timer, exact; {@code Long.MAX_VALUE} if none runs. */
    public long nextDeadlineNs() {
        return timeouts.nextDeadlineNs();
    }

    // ---- memory

    /** Octets one connection slot takes: the TCB, its timers and lists, its two rings. */
    public int octetsPerSlot() {
        return MemoryBudget.octetsPerSlot(connections.config);
    }

    /** Octets one SYN-queue entry takes. */
    public int octetsPerSynEntry() {
        return MemoryBudget.octetsPerSynEntry();
    }

    /** Octets one TIME-WAIT record takes. */
    public int octetsPerTimeWaitRecord() {
        return MemoryBudget.octetsPerTimeWaitRecord();
    }

    // ---- what the methods above share

    /** What no honest peer sends; 0, or the counter to drop the segment under. */
    private static int nonsense(Segment seg) {
        if (seg.remotePort() == 0 || seg.localPort() == 0) {
            return TcpCounter.DROP_PORT_ZERO;
        }
        if (seg.sourceAddress == seg.destinationAddress && seg.remotePort() == seg.localPort()) {
            return TcpCounter.DROP_LAND;
        }
        return 0;
    }

    /** A flow in the line may have ended, or its debts may have been settled otherwise. */
    private boolean isLive(int flow) {
        int slots = connections.tcbs.length;
        if (flow >= slots) {
            return connections.synQueue.owes(flow - slots);
        }
        Tcb tcb = connections.tcbs[flow];
        return (tcb.attached || tcb.resetDebt) && !tcb.parked;
    }
}
