package org.tcplite.tcp;

/**
 * The slots and everything that is kept about connections, with the moves between states: {@code
 * tcb.state} is assigned in the {@code enter} methods here and nowhere else, one a state, each with
 * its timers and its news for the user.
 *
 * <p>Every slot is in exactly one place: free; attached (in the connection table: a live
 * connection, owned, orphaned or waiting to be accepted); detached (the connection has ended, the
 * user still holds the handle); or owing its last reset.
 */
final class Connections {

    private static final long MS = 1_000_000L;

    /** ABORT frees its slot after this time even if the reset never found a descriptor. */
    private static final long RESET_PATIENCE_NS = 1_000 * MS;

    final TcpConfig config;
    final Counters counters;
    final InternetLayer ip;
    final Tcb[] tcbs;
    final Handles handles;
    final ByteRings sendRings;
    final ByteRings receiveRings;
    final ConnectionTable table;
    final SynQueue synQueue;
    final TimeWaitTable timeWait;
    final Listeners listeners;
    final Sources sources;
    final FloodGate floodGate;
    final ProvenPeers proven;
    final SipHash sipHash;
    final RttEstimator rtt;
    final CongestionControl congestion;
    final Rack rack;
    final Negotiation negotiation;
    final PathMtu pathMtu;

    /** Timers: a main and a delayed-ACK timer for each slot, then one for each SYN-queue entry. */
    final TimerWheel wheel;

    /** Flows that owe a segment: slots, then SYN-queue entries. */
    final IntrusiveFifo owing;

    /** Slots, then listeners, that have news. */
    final IntrusiveFifo ready;

    private final IntrusiveFifo free;
    private int freeSlots;
    private final long queueKey;

    Connections(TcpConfig config, InternetLayer ip, SipHash sipHash, Counters counters) {
        this.config = new TcpConfig(config);
        this.ip = ip;
        this.sipHash = sipHash;
        this.counters = counters;
        int slots = config.connections;
        tcbs = new Tcb[slots];
        free = new IntrusiveFifo(slots);
        for (int i = 0; i < slots; i++) {
            tcbs[i] = new Tcb(i, config.sentRecords, config.receivedRanges);
            free.add(i);
        }
        freeSlots = slots;
        sendRings = new ByteRings(slots, config.sendBuffer);
        receiveRings = new ByteRings(slots, config.receiveBuffer);
        long tableKey = sipHash.hash(0, 0, 0, SipHash.TABLE_KEY);
        table = new ConnectionTable(slots, tableKey);
        synQueue = new SynQueue(config.synQueue);
        queueKey = sipHash.hash(0, 0, 0, SipHash.QUEUE_KEY);
        wheel = new TimerWheel(2 * slots + config.synQueue, new ConnectionDeadlines(tcbs));
        timeWait = new TimeWaitTable(config.timeWait, tableKey, wheel.nextExpiry);
        listeners = new Listeners(config.listeners, tcbs);
        sources = new Sources(slots, sipHash.hash(0, 0, 0, SipHash.SOURCE_KEY));
        floodGate = new FloodGate();
        proven = new ProvenPeers(config.synQueue, sipHash.hash(0, 0, 0, SipHash.PROVEN_KEY));
        owing = new IntrusiveFifo(slots + config.synQueue);
        ready = new IntrusiveFifo(slots + config.listeners);
        rtt = new RttEstimator(config);
        congestion = new CongestionControl(config);
        rack = new Rack(counters);
        negotiation = new Negotiation(this);
        pathMtu = new PathMtu(this);
        handles = new Handles(tcbs);
    }

    // ---- slots

    int freeSlots() {
        return freeSlots;
    }

    boolean isFree(int slot) {
        return free.contains(slot);
    }

    /**
     * Takes a free slot for a pair of sockets and puts it in the table; there is one. The peer's
     * MSS is to be set.
     */
    Tcb take(int local, int remote, int remoteAndLocalPort, int iss, long nowNs) {
        Tcb tcb = tcbs[free.removeFirst()];
        freeSlots--;
        tcb.localAddress = local;
        tcb.remoteAddress = remote;
        tcb.headerEpoch++;
        tcb.ports = remoteAndLocalPort;
        tcb.pseudoHeaderSum = Segment.pseudoHeaderSum(local, remote);
        tcb.openedNs = nowNs;
        sources.taken(remote);
        tcb.ttl = config.ttl;
        tcb.dscp = 0;
        tcb.endReason = 0;
        tcb.noDelay = false;
        tcb.userTimeoutNs = config.userTimeoutMs * MS;
        tcb.keepAliveIdleNs = 0;
        tcb.signals = 0;
        tcb.wantsRoom = false;
        clearDebts(tcb);
        startSendSpace(tcb, iss);
        tcb.maxSegment = Negotiation.NO_MAX_SEGMENT;
        negotiation.begin(tcb);
        pathMtu.start(tcb);
        tcb.rcvNxt = 0;
        tcb.rcvRead = 0;
        tcb.rcvAdv = 0;
        tcb.finReceived = false;
        tcb.finAhead = false;
        tcb.ranges.clear();
        tcb.unackedSegments = 0;
        tcb.receiveLimit = config.receiveBuffer;
        tcb.sendLimit = config.sendBuffer;
        tcb.timer = TcpStatus.TIMER_OFF;
        tcb.abortAtNs = Tcb.NEVER;
        tcb.retransmits = 0;
        tcb.deliveryTrouble = false;
        tcb.lastHeardNs = nowNs;
        tcb.lastSentNs = nowNs;
        tcb.challenged = false;
        tcb.duplicateAcks = 0;
        tcb.limitedOctets = 0;
        tcb.fastRecovery = false;
        tcb.afterTimeout = false;
        tcb.probeOutstanding = false;
        tcb.sampledSinceProbe = true;
        tcb.resentSegments = 0;
        rtt.start(tcb);
        rack.start(tcb);
        tcb.attached = true;
        table.add(remote, remoteAndLocalPort, tcb.slot);
        return tcb;
    }

    private static void startSendSpace(Tcb tcb, int iss) {
        tcb.iss = iss;
        tcb.sndUna = iss;
        tcb.sndNxt = iss;
        tcb.sndEnd = iss + 1;
        tcb.sndOrigin = iss + 1;
        tcb.finQueued = false;
        tcb.sndWnd = 0;
        tcb.maxSndWnd = 0;
        tcb.resendNxt = iss;
        tcb.resendEnd = iss;
        tcb.sentRecords.clear();
        tcb.synSentAtNs = Tcb.NEVER;
    }

    /** RFC 6528: a clock of about 4 us, plus {@link SipHash#ofConnection}. */
    static int initialSequenceNumber(long hash, long nowNs) {
        return (int) (nowNs >>> 12) + (int) hash;
    }

    /** The hash by which the SYN queue knows a pair of sockets. */
    long queueHash(int remote, int remoteAndLocalPort) {
        return TupleHash.of(TupleHash.tuple(remote, remoteAndLocalPort), queueKey);
    }

    // ---- debts and news

    /** The connection owes a segment: it joins the line, unless it waits for its neighbour. */
    void owe(Tcb tcb) {
        if (!tcb.parked) {
            owing.add(tcb.slot);
        }
    }

    /** An acknowledgment is owed at once. */
    void oweAck(Tcb tcb) {
        if (tcb.ackDebt == 0) {
            tcb.ackDebt = 1;
        }
        owe(tcb);
    }

    private void clearDebts(Tcb tcb) {
        tcb.ackDebt = 0;
        tcb.synDebt = false;
        tcb.probeDebt = false;
        tcb.resetDebt = false;
        tcb.overrideDebt = false;
        tcb.probeOfTail = false;
        tcb.parked = false;
    }

    /** There is news for the user; it is shown once the user has the handle. */
    void signal(Tcb tcb, int bits) {
        tcb.signals |= bits;
        if (tcb.owned) {
            ready.add(tcb.slot);
        }
    }

    void signalListener(int listener, int bits) {
        listeners.signal(listener, bits);
        ready.add(tcbs.length + listener);
    }

    // ---- timers

    int delayedAckTimer(Tcb tcb) {
        return tcbs.length + tcb.slot;
    }

    int synTimer(int entry) {
        return 2 * tcbs.length + entry;
    }

    /** Sets the kind and time of the main timer; it is filed at that or {@code abortAtNs}. */
    void setTimer(Tcb tcb, int kind, long atNs, long nowNs) {
        if (kind != tcb.timer || atNs != tcb.timerAtNs) { // but for the rest of a burst
            tcb.timer = kind;
            tcb.timerAtNs = atNs;
            fileTimer(tcb, nowNs);
        }
    }

    /** Starts the retransmission timer anew (RFC 6298). */
    void startRetransmission(Tcb tcb, long nowNs) {
        tcb.rtoAtNs = nowNs + tcb.rtoNs;
        armRetransmission(tcb, nowNs);
    }

    /** Files the tail loss probe, if one may be due, or the retransmission timer. */
    void armRetransmission(Tcb tcb, long nowNs) {
        int kind = TcpStatus.TIMER_RETRANSMIT;
        long atNs = tcb.rtoAtNs;
        if (TailLossProbe.isWanted(tcb)) { // at the time-out's time it goes first (RFC 8985 7.2)
            long probeAtNs = nowNs + TailLossProbe.timeoutNs(tcb);
            kind = TcpStatus.TIMER_PROBE;
            atNs = probeAtNs - atNs < 0 ? probeAtNs : atNs;
        }
        setTimer(tcb, kind, atNs, nowNs);
    }

    void stopTimer(Tcb tcb, long nowNs) {
        tcb.timer = TcpStatus.TIMER_OFF;
        fileTimer(tcb, nowNs);
    }

    /** The connection is given up at {@code atNs}, or never. */
    void setAbort(Tcb tcb, long atNs, long nowNs) {
        tcb.abortAtNs = atNs;
        fileTimer(tcb, nowNs);
    }

    private void fileTimer(Tcb tcb, long nowNs) {
        long at = ConnectionDeadlines.ofMainTimer(tcb);
        if (at != Tcb.NEVER) {
            wheel.arm(tcb.slot, at, nowNs);
        }
    }

    /**
     * The time from which on silence is the end of the connection; infinite for no user time-out.
     */
    void startUserTimeout(Tcb tcb, long nowNs) {
        long timeout = tcb.userTimeoutNs;
        if (timeout == 0 && tcb.isOrphan()) {
            timeout = config.userTimeoutMs == 0 ? 300_000 * MS : config.userTimeoutMs * MS;
        }
        setAbort(tcb, timeout == 0 ? Tcb.NEVER : nowNs + timeout, nowNs);
    }

    /** The window is shut, with something to send: a probe is due after one RTO (SHLD-29). */
    void startPersist(Tcb tcb, long nowNs) {
        if (tcb.timer != TcpStatus.TIMER_PERSIST) {
            tcb.retransmits = 0;
            setTimer(tcb, TcpStatus.TIMER_PERSIST, nowNs + tcb.rtoNs, nowNs);
        }
    }

    /** Nothing is outstanding and nothing waits: keep-alive, an orphan's limit, or no timer. */
    void setIdleTimer(Tcb tcb, long nowNs) {
        boolean open = tcb.state == TcpState.ESTABLISHED || tcb.state == TcpState.CLOSE_WAIT;
        if (tcb.state == TcpState.FIN_WAIT_2 && !tcb.owned) {
            setTimer(tcb, TcpStatus.TIMER_TIMEWAIT, nowNs + config.finWait2Ms * MS, nowNs);
        } else if (tcb.keepAliveIdleNs != 0 && (open || tcb.state == TcpState.FIN_WAIT_2)) {
            long at = tcb.lastHeardNs + tcb.keepAliveIdleNs;
            setTimer(tcb, TcpStatus.TIMER_KEEPALIVE, at, nowNs);
        } else {
            stopTimer(tcb, nowNs);
        }
    }

    // ---- states, in the order of figure 5 of RFC 9293

    void enterSynSent(Tcb tcb, long nowNs) {
        tcb.state = TcpState.SYN_SENT;
        tcb.synDebt = true;
        tcb.synSentAtNs = nowNs;
        tcb.abortAtNs = nowNs + config.connectTimeoutMs * MS;
        setTimer(tcb, TcpStatus.TIMER_RETRANSMIT, nowNs + tcb.rtoNs, nowNs);
        counters.count(TcpCounter.ACTIVE_OPENS);
        owe(tcb);
    }

    /** Simultaneous open: our SYN has crossed the peer's. */
    void enterSynReceived(Tcb tcb, long nowNs) {
        tcb.state = TcpState.SYN_RECEIVED;
        tcb.synDebt = true;
        setTimer(tcb, TcpStatus.TIMER_RETRANSMIT, nowNs + tcb.rtoNs, nowNs);
        owe(tcb);
    }

    /**
     * The handshake is complete. The send window is the segment's (RFC 1122 section 4.2.2.20 (c)),
     * unscaled if it is a SYN's.
     */
    void enterEstablished(Tcb tcb, Segment seg, boolean synRepeated, long nowNs) {
        tcb.state = TcpState.ESTABLISHED;
        tcb.synDebt = false; // a repetition nobody could send yet is not needed any more
        tcb.sndUna = tcb.iss + 1;
        tcb.resendNxt = tcb.sndUna;
        tcb.resendEnd = tcb.sndUna;
        tcb.retransmits = 0;
        tcb.sndWnd = seg.has(Segment.SYN) ? seg.wnd : seg.wnd << (tcb.sndWndShift & 31);
        tcb.maxSndWnd = tcb.sndWnd;
        tcb.sndWl1 = seg.seq;
        tcb.sndWl2 = seg.ack;
        congestion.start(tcb, synRepeated);
        if (synRepeated) {
            rtt.synTimedOut(tcb);
        } else if (tcb.synSentAtNs != Tcb.NEVER) {
            rtt.measured(tcb, nowNs - tcb.synSentAtNs);
            rack.measured(tcb, nowNs - tcb.synSentAtNs, nowNs);
        }
        tcb.lastHeardNs = nowNs;
        tcb.abortAtNs = Tcb.NEVER;
        setIdleTimer(tcb, nowNs);
        if (tcb.hasUnsent()) {
            startUserTimeout(tcb, nowNs);
        }
        signal(tcb, Signals.CONNECTED | Signals.WRITABLE);
    }

    void enterFinWait1(Tcb tcb) {
        tcb.state = TcpState.FIN_WAIT_1;
    }

    void enterFinWait2(Tcb tcb, long nowNs) {
        tcb.state = TcpState.FIN_WAIT_2;
        setIdleTimer(tcb, nowNs);
    }

    void enterCloseWait(Tcb tcb) {
        tcb.state = TcpState.CLOSE_WAIT;
    }

    void enterClosing(Tcb tcb) {
        tcb.state = TcpState.CLOSING;
    }

    void enterLastAck(Tcb tcb) {
        tcb.state = TcpState.LAST_ACK;
    }

    /** A record takes over; the slot is free at once if the user has closed. */
    void enterTimeWait(Tcb tcb, long nowNs) {
        if (timeWait.isFull()) {
            timeWait.remove(timeWait.oldest());
            counters.count(TcpCounter.TIME_WAIT_RECYCLED);
        }
        int record = timeWait.add(tcb.remoteAddress, tcb.ports, nowNs + 2 * config.mslMs * MS);
        timeWait.sndNxt[record] = tcb.sndNxt;
        timeWait.rcvNxt[record] = tcb.rcvNxt;
        timeWait.tsRecent[record] = TimeWaitTable.tsRecentOf(tcb);
        counters.count(TcpCounter.TIME_WAITED);
        tcb.state = TcpState.TIME_WAIT;
        detach(tcb, false, nowNs);
    }

    /** The user aborts a connection whose record is in TIME-WAIT: the record goes. */
    void dropTimeWait(Tcb tcb) {
        int record = timeWaitRecordOf(tcb);
        if (record != TimeWaitTable.NONE) {
            timeWait.remove(record);
        }
    }

    /** The record of a connection that ended in TIME-WAIT and whose handle the user still has. */
    int timeWaitRecordOf(Tcb tcb) {
        if (tcb.state != TcpState.TIME_WAIT) {
            return TimeWaitTable.NONE;
        }
        int record = timeWait.find(tcb.remoteAddress, tcb.ports);
        boolean own = record != TimeWaitTable.NONE && timeWait.sndNxt[record] == tcb.sndNxt;
        return own ? record : TimeWaitTable.NONE;
    }

    /**
     * The connection is no more: it has ended well ({@code reason} 0), or for a reason of {@link
     * TcpError}. What has come in order can still be read. The slot is free at once if nobody holds
     * the handle.
     */
    void enterClosed(Tcb tcb, int reason, long nowNs) {
        close(tcb, reason, false, nowNs);
    }

    /** As {@link #enterClosed}, and a reset goes to the peer; the slot is kept until it is sent. */
    void enterClosedWithReset(Tcb tcb, int reason, long nowNs) {
        if (TcpState.isSynchronized(tcb.state)) {
            counters.count(TcpCounter.ESTAB_RESETS);
        }
        close(tcb, reason, true, nowNs);
        setAbort(tcb, nowNs + RESET_PATIENCE_NS, nowNs);
        owe(tcb);
    }

    private void close(Tcb tcb, int reason, boolean owesReset, long nowNs) {
        if (tcb.state == TcpState.SYN_SENT || tcb.state == TcpState.SYN_RECEIVED) {
            counters.count(TcpCounter.ATTEMPT_FAILS);
        }
        tcb.state = TcpState.CLOSED;
        tcb.endReason = reason;
        detach(tcb, owesReset, nowNs);
    }

    /** The reset of a connection nobody owns any more follows the text that can be sent at once. */
    void oweResetAfterText(Tcb tcb, long nowNs) {
        tcb.resetDebt = true;
        setAbort(tcb, nowNs + RESET_PATIENCE_NS, nowNs);
        owe(tcb);
    }

    /** Out of the table and off the timers. */
    private void detach(Tcb tcb, boolean owesReset, long nowNs) {
        tcb.attached = false;
        table.remove(tcb.remoteAddress, tcb.ports);
        tcb.unackedSegments = 0;
        tcb.timer = TcpStatus.TIMER_OFF;
        setAbort(tcb, Tcb.NEVER, nowNs);
        clearDebts(tcb);
        tcb.resetDebt = owesReset;
        if (tcb.waitsAt >= 0) {
            listeners.dequeue(tcb);
            handles.disown(tcb);
        }
        if (tcb.owned) {
            signal(tcb, Signals.ENDED);
        }
        freeIfDone(tcb);
    }

    /** The last reset has been sent, or nobody could send it. */
    void resetIsDone(Tcb tcb) {
        tcb.resetDebt = false;
        tcb.abortAtNs = Tcb.NEVER;
        freeIfDone(tcb);
    }

    /** The slot goes back once the user has closed and nothing is owed any more. */
    void freeIfDone(Tcb tcb) {
        if (tcb.owned || tcb.attached || tcb.resetDebt || isFree(tcb.slot)) {
            return;
        }
        tcb.state = TcpState.CLOSED;
        clearDebts(tcb);
        sources.freed(tcb.remoteAddress);
        free.addFirst(tcb.slot); // the caches know it best
        freeSlots++;
    }

    // ---- half-open connections

    /** The entry ends without becoming a connection. */
    void dropHalfOpen(int entry) {
        wheel.cancel(synTimer(entry));
        synQueue.release(entry);
    }
}
