package org.tcplite.tcp;

/**
 * SEGMENT ARRIVES for passive opens: LISTEN (RFC 9293 section 3.10.7.2), and SYN-RECEIVED as long
 * as the connection is an entry of the SYN queue (3.10.7.4, with RFC 5961). A slot is taken by the
 * ACK that completes the handshake, and by nothing before it.
 */
final class PassiveOpen {

    /** A repeated SYN is answered again after this time at the earliest. */
    private static final long SYN_ACK_REPEAT_NS = 500_000_000L;

    private final Connections connections;
    private final Counters counters;
    private final Reply reply;

    PassiveOpen(Connections connections, Reply reply) {
        this.connections = connections;
        this.counters = connections.counters;
        this.reply = reply;
    }

    // ---- 3.10.7.2 LISTEN

    /**
     * A segment for a listener that no connection or half-open entry knows.
     *
     * @param record the TIME-WAIT record of the same pair of sockets that a SYN opens again, or
     *     NONE
     * @return the entry made for it, or {@link SynQueue#NONE}
     */
    int inListen(int listener, int record, long hash, Segment seg, long nowNs) {
        if (seg.has(Segment.SYN) && seg.has(Segment.FIN | Segment.RST)) {
            counters.count(TcpCounter.DROP_FLAGS); // nonsense, and a scanner's tool
        } else if (seg.has(Segment.RST)) { // First
            counters.count(TcpCounter.DROP_RST_IGNORED);
        } else if (seg.has(Segment.ACK)) { // Second
            counters.count(TcpCounter.DROP_NO_CONNECTION);
            reply.reset(seg);
        } else if (!seg.has(Segment.SYN)) { // Fourth
            counters.count(TcpCounter.DROP_NO_ACK);
        } else { // Third
            counters.count(TcpCounter.SYNS_RECEIVED);
            if (connections.listeners.isFull(listener) || connections.freeSlots() == 0) {
                counters.count(TcpCounter.DROP_LISTEN_OVERFLOW);
            } else {
                return makeHalfOpen(listener, record, hash, seg, nowNs);
            }
        }
        return SynQueue.NONE;
    }

    /** The SYN takes an entry of the SYN queue; its text, if any, is not kept. */
    private int makeHalfOpen(int listener, int record, long hash, Segment seg, long nowNs) {
        SynQueue queue = connections.synQueue;
        int entry =
                queue.claim(seg.sourceAddress, seg.destinationAddress, seg.ports, listener, hash);
        if (entry == SynQueue.NONE) {
            counters.count(TcpCounter.DROP_SYN_QUEUE_FULL);
            return SynQueue.NONE;
        }
        queue.irs[entry] = seg.seq;
        queue.iss[entry] = connections.initialSequenceNumber(hash, nowNs);
        if (record != TimeWaitTable.NONE) { // RFC 6191: above all that the old connection sent
            int above = connections.timeWait.sndNxt[record] + 65536;
            queue.iss[entry] = SeqNum.max(queue.iss[entry], above);
            counters.count(TcpCounter.TIME_WAIT_REUSED);
        }
        queue.mss[entry] = (char) seg.mss;
        queue.window[entry] =
                (char) Negotiation.synWindow(connections.listeners.receiveLimit[listener]);
        queue.windowShift[entry] = (byte) seg.windowShift;
        queue.tsRecent[entry] = seg.hasTimestamps ? seg.tsVal : 0;
        queue.options[entry] =
                (byte)
                        ((seg.windowShift != Segment.ABSENT ? SynQueue.WINDOW_SCALE : 0)
                                | (seg.sackPermitted ? SynQueue.SACK_PERMITTED : 0)
                                | (seg.hasTimestamps ? SynQueue.TIMESTAMPS : 0));
        long deadline = nowNs + queue.intervalNs(entry);
        connections.wheel.arm(connections.synTimer(entry), deadline, nowNs);
        reply.synAck(connections, entry);
        return entry;
    }

    // ---- 3.10.7.4, SYN-RECEIVED of a passive open

    /**
     * A segment for a half-open entry.
     *
     * @return the connection it has become, or null
     */
    Tcb inSynReceived(int entry, Segment seg, long nowNs) {
        SynQueue queue = connections.synQueue;
        int rcvNxt = queue.irs[entry] + 1;
        int ahead = seg.seq - rcvNxt;
        boolean inWindow = ahead >= 0 && ahead < queue.window[entry];
        if (seg.has(Segment.RST)) {
            rstInSynReceived(entry, ahead == 0, inWindow, seg);
        } else if (seg.has(Segment.SYN)) {
            synInSynReceived(entry, inWindow, seg, nowNs);
        } else if (!seg.has(Segment.ACK)) {
            counters.count(TcpCounter.DROP_NO_ACK);
        } else if (seg.ack != queue.iss[entry] + 1) {
            counters.count(TcpCounter.DROP_BAD_ACK);
            reply.reset(seg);
        } else if (!inWindow) {
            counters.count(TcpCounter.DROP_OUT_OF_WINDOW);
            challenge(entry, seg);
        } else if (connections.freeSlots() == 0
                || connections.listeners.isFull(queue.listener(entry))) {
            // as if lost: the entry lives, the peer repeats
            counters.count(TcpCounter.DROP_ACCEPT_OVERFLOW);
        } else {
            return completeHandshake(entry, seg, nowNs);
        }
        return null;
    }

    /** The peer's reset, if its number is exact (RFC 5961 section 3). */
    private void rstInSynReceived(int entry, boolean exact, boolean inWindow, Segment seg) {
        if (exact) {
            connections.dropHalfOpen(entry);
        } else if (inWindow) {
            counters.count(TcpCounter.DROP_RST_CHALLENGED);
            challenge(entry, seg);
        } else {
            counters.count(TcpCounter.DROP_OUT_OF_WINDOW);
        }
    }

    /** The same SYN again, or another one. */
    private void synInSynReceived(int entry, boolean inWindow, Segment seg, long nowNs) {
        SynQueue queue = connections.synQueue;
        if (seg.seq == queue.irs[entry] && !seg.has(Segment.ACK)) {
            long sentNs =
                    connections.wheel.deadlineNs(connections.synTimer(entry))
                            - queue.intervalNs(entry);
            counters.count(TcpCounter.DROP_SYN_REPEATED);
            if (nowNs - sentNs >= SYN_ACK_REPEAT_NS) {
                reply.synAck(connections, entry);
                counters.count(TcpCounter.SYN_ACK_RETRANS);
            }
        } else if (inWindow) {
            counters.count(
                    TcpCounter.DROP_SYN_CHALLENGED); // the old request is void; the peer asks anew
            connections.dropHalfOpen(entry);
        } else {
            counters.count(TcpCounter.DROP_SYN_CHALLENGED);
            challenge(entry, seg);
        }
    }

    private void challenge(int entry, Segment seg) {
        SynQueue queue = connections.synQueue;
        int window = queue.window[entry];
        reply.acknowledgment(seg, queue.iss[entry] + 1, queue.irs[entry] + 1, window);
        counters.count(TcpCounter.CHALLENGE_ACK);
    }

    /** The good ACK: the entry becomes a connection. */
    private Tcb completeHandshake(int entry, Segment seg, long nowNs) {
        SynQueue queue = connections.synQueue;
        Tcb tcb =
                connections.take(
                        seg.destinationAddress,
                        seg.sourceAddress,
                        seg.ports,
                        queue.mss[entry],
                        queue.iss[entry],
                        nowNs);
        tcb.sndNxt = tcb.iss + 1;
        int listener = queue.listener(entry);
        tcb.receiveLimit = connections.listeners.receiveLimit[listener];
        tcb.sendLimit = connections.listeners.sendLimit[listener];
        tcb.maxSegment = connections.listeners.maxSegment[listener];
        connections.negotiation.followMss(tcb);
        boolean peerScales = (queue.options[entry] & SynQueue.WINDOW_SCALE) != 0;
        tcb.rcvAdv = queue.window[entry];
        connections.negotiation.startReceiveSpace(
                tcb, queue.irs[entry], peerScales, queue.windowShift[entry]);
        boolean repeated = queue.retransmissions(entry) > 0;
        connections.dropHalfOpen(entry);
        int record = connections.timeWait.find(seg.sourceAddress, seg.ports);
        if (record != TimeWaitTable.NONE) {
            connections.timeWait.remove(record);
        }
        connections.listeners.enqueue(listener, tcb);
        connections.enterEstablished(tcb, seg, repeated, nowNs);
        connections.signalListener(listener, Signals.ACCEPTABLE);
        counters.count(TcpCounter.PASSIVE_OPENS);
        return tcb;
    }
}
