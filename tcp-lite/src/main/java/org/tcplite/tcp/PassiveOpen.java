package org.tcplite.tcp;

/**
 * SEGMENT ARRIVES for passive opens: LISTEN (RFC 9293 section 3.10.7.2), and SYN-RECEIVED as long
 * as the connection is an entry of the SYN queue (3.10.7.4, with RFC 5961), or a cookie on its way.
 * A slot is taken by the ACK that completes the handshake, and by nothing before it.
 */
final class PassiveOpen {

    /** A repeated SYN is answered again after this time at the earliest. */
    private static final long SYN_ACK_REPEAT_NS = 500_000_000L;

    private final Connections connections;
    private final Counters counters;
    private final Reply reply;
    private final SynCookies cookies;
    private final SlotReclaim reclaim;
    private final HalfOpen halfOpen;

    PassiveOpen(Connections connections, Reply reply) {
        cookies = new SynCookies(connections.sipHash);
        reclaim = new SlotReclaim(connections);
        this.connections = connections;
        this.counters = connections.counters;
        this.reply = reply;
        halfOpen = reply.halfOpen;
    }

    // ---- 3.10.7.2 LISTEN

    /**
     * A segment for a listener that no connection or half-open entry knows.
     *
     * @param record the TIME-WAIT record of the same pair of sockets that a SYN opens again, or
     *     NONE
     * @return the flow made for it, an entry or a connection, or {@link Tcp#NONE}
     */
    int inListen(int listener, int record, long hash, Segment seg, long nowNs) {
        if (seg.has(Segment.SYN) && seg.has(Segment.FIN | Segment.RST)) {
            counters.count(TcpCounter.DROP_FLAGS); // nonsense, and a scanner's tool
        } else if (seg.has(Segment.RST)) { // First
            counters.count(TcpCounter.DROP_RST_IGNORED);
        } else if (seg.has(Segment.ACK)) { // Second
            return ackInListen(listener, hash, seg, nowNs);
        } else if (!seg.has(Segment.SYN)) { // Fourth
            counters.count(TcpCounter.DROP_NO_ACK);
        } else { // Third
            counters.count(TcpCounter.SYNS_RECEIVED);
            boolean room =
                    !connections.listeners.isFull(listener)
                            && (reclaim.makeRoom(seg.sourceAddress, nowNs)
                                    || connections.freeSlots() > 0);
            if (!room) {
                reclaim.refused(seg.sourceAddress, nowNs);
                counters.count(TcpCounter.DROP_LISTEN_OVERFLOW);
            } else if (reclaim.isOverShare(seg.sourceAddress, nowNs)) {
                counters.count(TcpCounter.DROP_SOURCE_LIMIT);
            } else {
                return synInListen(listener, record, hash, seg, nowNs);
            }
        }
        return Tcp.NONE;
    }

    /** The SYN takes an entry of the SYN queue; if there is none, it is answered by a cookie. */
    private int synInListen(int listener, int record, long hash, Segment seg, long nowNs) {
        FloodGate gate = connections.floodGate;
        boolean flood = gate.isFlood(nowNs);
        boolean reopens = record != TimeWaitTable.NONE;
        if (!flood || reopens) { // an ISS above the old connection's is nothing a cookie can be
            int entry = makeHalfOpen(listener, record, hash, seg, flood, nowNs);
            if (entry != SynQueue.NONE) {
                return connections.tcbs.length + entry;
            }
        }
        if (reopens || !connections.config.synCookies) {
            counters.count(TcpCounter.DROP_SYN_QUEUE_FULL);
            return Tcp.NONE;
        }
        if (!flood) {
            gate.begin(nowNs);
            counters.count(TcpCounter.FLOOD_MODES);
        }
        answerByCookie(listener, seg, nowNs);
        return Tcp.NONE;
    }

    /** The SYN's entry, its text, if any, not kept; or NONE. */
    private int makeHalfOpen(
            int listener, int record, long hash, Segment seg, boolean flood, long nowNs) {
        boolean reopens = record != TimeWaitTable.NONE;
        setSockets(seg, listener, false);
        halfOpen.irs = seg.seq;
        long pair =
                connections.sipHash.ofConnection(
                        seg.destinationAddress, seg.sourceAddress, seg.ports);
        halfOpen.iss = Connections.initialSequenceNumber(pair, nowNs);
        halfOpen.tsOffset = Timestamps.offset(pair);
        if (reopens) { // RFC 6191: above all that the old connection sent
            int above = connections.timeWait.sndNxt[record] + 65536;
            halfOpen.iss = SeqNum.max(halfOpen.iss, above);
        }
        halfOpen.mss = seg.mss;
        halfOpen.options = seg.synOptions() & connections.negotiation.ours();
        halfOpen.windowShift = seg.windowShift;
        halfOpen.tsRecent = seg.hasTimestamps ? seg.tsVal : 0;
        int entry = keep(hash, flood, nowNs);
        if (entry != SynQueue.NONE) {
            if (reopens) {
                counters.count(TcpCounter.TIME_WAIT_REUSED);
            }
            reply.synAck();
        }
        return entry;
    }

    /** Puts what is half open into the SYN queue and starts its timer: the entry, or NONE. */
    private int keep(long hash, boolean flood, long nowNs) {
        SynQueue queue = connections.synQueue;
        int entry = queue.claim(halfOpen, hash, flood);
        if (entry != SynQueue.NONE) {
            long deadline = nowNs + queue.intervalNs(entry);
            connections.wheel.arm(connections.synTimer(entry), deadline, nowNs);
        }
        return entry;
    }

    /**
     * RFC 4987 section 3.6: the SYN-ACK holds all that is to be remembered, and is not repeated.
     */
    private void answerByCookie(int listener, Segment seg, long nowNs) {
        int generation = connections.listeners.generation(listener);
        setSockets(seg, listener, true);
        halfOpen.irs = seg.seq;
        halfOpen.options = seg.synOptions() & connections.negotiation.ours();
        if ((halfOpen.options & SynQueue.TIMESTAMPS) == 0) { // nothing to carry the shift
            halfOpen.options &= ~SynQueue.WINDOW_SCALE;
        }
        boolean scales = (halfOpen.options & SynQueue.WINDOW_SCALE) != 0;
        halfOpen.windowShift = scales ? seg.windowShift : Segment.ABSENT;
        halfOpen.tsRecent = seg.tsVal;
        boolean sack = (halfOpen.options & SynQueue.SACK_PERMITTED) != 0;
        int mss = connections.negotiation.mssOf(seg.mss);
        halfOpen.iss = cookies.make(seg, generation, mss, sack, nowNs);
        connections.negotiation.startTimestamps(halfOpen);
        reply.synAck();
        counters.count(TcpCounter.SYN_COOKIES_SENT);
    }

    /** An ACK of nothing known: the answer to a cookie, or it is reset. */
    private int ackInListen(int listener, long hash, Segment seg, long nowNs) {
        if (bringsCookie(listener, seg, nowNs)) {
            return takeCookie(listener, hash, seg, nowNs);
        }
        counters.count(TcpCounter.DROP_NO_CONNECTION);
        boolean open = mayBringCookie(seg, nowNs);
        if (open) {
            counters.count(TcpCounter.SYN_COOKIES_FAILED);
        }
        if (!open || seg.len == 0) {
            // text may belong to one whose cookie found no slot, and comes with it again
            reply.reset(seg);
        }
        return Tcp.NONE;
    }

    private boolean mayBringCookie(Segment seg, long nowNs) {
        return connections.floodGate.isOpen(nowNs) && !seg.has(Segment.SYN);
    }

    /** Whether the segment acknowledges a cookie that is good and still lives. */
    private boolean bringsCookie(int listener, Segment seg, long nowNs) {
        return mayBringCookie(seg, nowNs)
                && cookies.open(seg, connections.listeners.generation(listener), nowNs);
    }

    private int takeCookie(int listener, long hash, Segment seg, long nowNs) {
        counters.count(TcpCounter.SYN_COOKIES_RECEIVED);
        setSockets(seg, listener, true);
        halfOpen.irs = seg.seq - 1;
        halfOpen.iss = seg.ack - 1;
        halfOpen.mss = cookies.mss;
        halfOpen.options = cookies.sackPermitted ? SynQueue.SACK_PERMITTED : 0;
        halfOpen.windowShift = Segment.ABSENT;
        if (seg.hasTimestamps && connections.config.timestamps) {
            halfOpen.windowShift = SynCookies.windowShift(seg.tsEcr);
            boolean scales = halfOpen.windowShift != Segment.ABSENT;
            halfOpen.options |= SynQueue.TIMESTAMPS | (scales ? SynQueue.WINDOW_SCALE : 0);
            halfOpen.tsRecent = seg.tsVal;
            connections.negotiation.startTimestamps(halfOpen);
        }
        if (isCrowded(listener)) {
            counters.count(TcpCounter.DROP_ACCEPT_OVERFLOW);
            return keepWaiting(hash, nowNs);
        }
        return completeHandshake(seg, nowNs);
    }

    /**
     * Who has brought a good cookie and finds no slot takes an entry, as he is nobody's invention:
     * SYN-ACKs then remind him to try again, sooner than his own back-off would. If there is no
     * entry it is as if his ACK was lost: his text brings the cookie again while it lives.
     *
     * @return the entry's flow, or {@link Tcp#NONE}
     */
    private int keepWaiting(long hash, long nowNs) {
        halfOpen.options |= SynQueue.PROVEN;
        int entry = keep(hash, false, nowNs);
        return entry == SynQueue.NONE ? Tcp.NONE : connections.tcbs.length + entry;
    }

    /** What a cookie need not say: who speaks to whom, and the window the listener offers. */
    private void setSockets(Segment seg, int listener, boolean cookie) {
        halfOpen.listener = listener;
        halfOpen.localAddress = seg.destinationAddress;
        halfOpen.remoteAddress = seg.sourceAddress;
        halfOpen.ports = seg.ports;
        halfOpen.cookie = cookie;
        halfOpen.repeated = false;
        halfOpen.window = Negotiation.synWindow(connections.listeners.receiveLimit[listener]);
    }

    /** No slot is free, or the accept queue is full. */
    private boolean isCrowded(int listener) {
        return connections.freeSlots() == 0 || connections.listeners.isFull(listener);
    }

    // ---- 3.10.7.4, SYN-RECEIVED of a passive open

    /**
     * A segment for a half-open entry.
     *
     * @return the connection it has become, or {@link Tcp#NONE}
     */
    int inSynReceived(int entry, long hash, Segment seg, long nowNs) {
        connections.synQueue.load(entry, halfOpen);
        boolean stamped = (halfOpen.options & SynQueue.TIMESTAMPS) != 0;
        int ahead = seg.seq - halfOpen.irs - 1;
        boolean inWindow = ahead >= 0 && ahead < halfOpen.window;
        if (seg.has(Segment.RST)) {
            rstInSynReceived(entry, ahead == 0, inWindow, seg, nowNs);
        } else if (seg.has(Segment.SYN)) {
            synInSynReceived(entry, inWindow, seg, nowNs);
        } else if (!seg.has(Segment.ACK)) {
            counters.count(TcpCounter.DROP_NO_ACK);
        } else if (stamped && !seg.hasTimestamps) {
            counters.count(TcpCounter.DROP_NO_TIMESTAMP);
        } else if (stamped && seg.tsVal - halfOpen.tsRecent < 0) {
            counters.count(TcpCounter.DROP_PAWS);
            challenge(seg, nowNs);
        } else if (seg.ack != halfOpen.iss + 1) {
            return otherAckInSynReceived(entry, hash, seg, nowNs);
        } else if (!inWindow) {
            counters.count(TcpCounter.DROP_OUT_OF_WINDOW);
            challenge(seg, nowNs);
        } else if (isCrowded(halfOpen.listener)) {
            // as if lost: the entry lives, the peer repeats
            counters.count(TcpCounter.DROP_ACCEPT_OVERFLOW);
        } else {
            connections.dropHalfOpen(entry);
            return completeHandshake(seg, nowNs);
        }
        return Tcp.NONE;
    }

    /**
     * Not the entry's ACK: that of a cookie, if its SYN was first answered in flood mode and again
     * by this entry, or it is reset.
     */
    private int otherAckInSynReceived(int entry, long hash, Segment seg, long nowNs) {
        int listener = halfOpen.listener;
        boolean proven = (halfOpen.options & SynQueue.PROVEN) != 0;
        if (!proven && bringsCookie(listener, seg, nowNs)) {
            connections.dropHalfOpen(entry);
            return takeCookie(listener, hash, seg, nowNs);
        }
        counters.count(TcpCounter.DROP_BAD_ACK);
        reply.reset(seg);
        return Tcp.NONE;
    }

    /** The peer's reset, if its number is exact (RFC 5961 section 3). */
    private void rstInSynReceived(
            int entry, boolean exact, boolean inWindow, Segment seg, long nowNs) {
        if (exact) {
            connections.dropHalfOpen(entry);
        } else if (inWindow) {
            counters.count(TcpCounter.DROP_RST_CHALLENGED);
            challenge(seg, nowNs);
        } else {
            counters.count(TcpCounter.DROP_OUT_OF_WINDOW);
        }
    }

    /** The same SYN again, or another one. */
    private void synInSynReceived(int entry, boolean inWindow, Segment seg, long nowNs) {
        if (seg.seq == halfOpen.irs && !seg.has(Segment.ACK)) {
            SynQueue queue = connections.synQueue;
            long sentNs =
                    connections.wheel.filedNs(connections.synTimer(entry))
                            - queue.intervalNs(entry);
            counters.count(TcpCounter.DROP_SYN_REPEATED);
            if (seg.hasTimestamps) {
                halfOpen.tsRecent = SeqNum.max(halfOpen.tsRecent, seg.tsVal);
                queue.setTsRecent(entry, halfOpen.tsRecent);
            }
            if (nowNs - sentNs >= SYN_ACK_REPEAT_NS) {
                reply.synAck();
                counters.count(TcpCounter.SYN_ACK_RETRANS);
            }
        } else if (inWindow) {
            counters.count(
                    TcpCounter.DROP_SYN_CHALLENGED); // the old request is void; the peer asks anew
            connections.dropHalfOpen(entry);
        } else {
            counters.count(TcpCounter.DROP_SYN_CHALLENGED);
            challenge(seg, nowNs);
        }
    }

    private void challenge(Segment seg, long nowNs) {
        if (!reply.mayAnswer()) {
            return;
        }
        boolean scales = (halfOpen.options & SynQueue.WINDOW_SCALE) != 0;
        int shift = scales ? connections.negotiation.windowShift() : 0;
        int window = halfOpen.window >> (shift & 31);
        reply.acknowledgment(seg, halfOpen.iss + 1, halfOpen.irs + 1, window);
        if ((halfOpen.options & SynQueue.TIMESTAMPS) != 0) {
            reply.stamp(Negotiation.tsVal(halfOpen, nowNs), halfOpen.tsRecent);
        }
        counters.count(TcpCounter.CHALLENGE_ACK);
    }

    /** The good ACK: what was half open becomes a connection; there is a slot for it. */
    private int completeHandshake(Segment seg, long nowNs) {
        Tcb tcb =
                connections.take(
                        halfOpen.localAddress,
                        halfOpen.remoteAddress,
                        halfOpen.ports,
                        halfOpen.iss,
                        nowNs);
        tcb.sndNxt = tcb.iss + 1;
        Listeners listeners = connections.listeners;
        tcb.receiveLimit = listeners.receiveLimit[halfOpen.listener];
        tcb.sendLimit = listeners.sendLimit[halfOpen.listener];
        tcb.maxSegment = listeners.maxSegment[halfOpen.listener];
        tcb.rcvAdv = halfOpen.window;
        connections.negotiation.startReceiveSpace(tcb, halfOpen.irs);
        connections.negotiation.settle(
                tcb, halfOpen.options, halfOpen.windowShift, halfOpen.tsRecent);
        connections.negotiation.setPeerMss(tcb, halfOpen.mss);
        if (tcb.timestamps) {
            tcb.tsOffset = halfOpen.tsOffset;
        }
        if (tcb.timestamps && !halfOpen.cookie) { // the time of the SYN-ACK comes back
            long rttNs = Timestamps.sinceEchoed(tcb, seg.tsEcr, nowNs);
            tcb.synSentAtNs = rttNs >= 0 ? nowNs - rttNs : Tcb.NEVER;
        }
        int record = connections.timeWait.find(seg.sourceAddress, seg.ports);
        if (record != TimeWaitTable.NONE) {
            connections.timeWait.remove(record);
        }
        connections.listeners.enqueue(halfOpen.listener, tcb);
        connections.enterEstablished(tcb, seg, halfOpen.repeated, nowNs);
        connections.proven.add(seg.sourceAddress);
        connections.signalListener(halfOpen.listener, Signals.ACCEPTABLE);
        counters.count(TcpCounter.PASSIVE_OPENS);
        return tcb.slot;
    }
}
