package org.tcplite.tcp;

/**
 * SEGMENT ARRIVES in TIME-WAIT (RFC 9293 section 3.10.7.4), for a record instead of a Tcb. Resets
 * are ignored (RFC 1337); a newer SYN may open the pair of sockets again (RFC 6191).
 */
final class TimeWaitArrives {

    private final TimeWaitTable records;
    private final Connections connections;
    private final Counters counters;
    private final Reply reply;
    private final long twoMslNs;
    private final int window;
    private final boolean offersTimestamps;

    TimeWaitArrives(Connections connections, Reply reply) {
        this.connections = connections;
        records = connections.timeWait;
        counters = connections.counters;
        this.reply = reply;
        offersTimestamps = connections.config.timestamps;
        window =
                Negotiation.synWindow(
                        connections
                                .config
                                .receiveBuffer); // of no use to the peer, whose FIN has come
        twoMslNs = 2L * connections.config.mslMs * 1_000_000L;
    }

    /** The record takes over; what is owed is paid at once, as the record has no debts. */
    void enter(Tcb tcb, Segment seg, boolean oweAck, long nowNs) {
        if (oweAck) {
            reply.acknowledgment(seg, tcb.sndNxt, tcb.rcvNxt, window);
            if (tcb.timestamps) {
                int tsEcr = TimeWaitTable.tsRecentOf(tcb);
                reply.stamp(Timestamps.value(tcb.tsOffset, nowNs), tsEcr);
            }
        }
        connections.enterTimeWait(tcb, nowNs);
    }

    /** RFC 6191 section 2: a SYN newer than the old connection, by timestamp or by number. */
    boolean mayReopen(int record, Segment seg) {
        if ((seg.flags & (Segment.SYN | Segment.ACK | Segment.RST | Segment.FIN)) != Segment.SYN) {
            return false;
        }
        boolean above = SeqNum.leq(records.rcvNxt[record], seg.seq);
        if (!seg.hasTimestamps || !offersTimestamps) {
            return above;
        }
        int newer = seg.tsVal - records.tsRecent[record];
        return !records.hasTimestamps(record) || newer > 0 || newer == 0 && above;
    }

    /** A segment for a pair of sockets in TIME-WAIT that does not open it again. */
    void segmentArrives(int record, Segment seg, long nowNs) {
        counters.count(TcpCounter.DROP_TIME_WAIT);
        if (seg.has(Segment.RST) || seg.has(Segment.SYN) || !seg.has(Segment.ACK)) {
            return; // RFC 1337 for the RST; RFC 6191 for the SYN
        }
        if (records.hasTimestamps(record)) {
            if (!seg.hasTimestamps) {
                return;
            }
            if (seg.tsVal - records.tsRecent[record] < 0) { // PAWS: an old duplicate
                acknowledgeText(record, seg, nowNs);
                return;
            }
            records.tsRecent[record] = TimeWaitTable.storedTsRecent(seg.tsVal);
        }
        if (seg.has(Segment.FIN)) {
            int last = seg.seq + seg.len;
            if (last == records.rcvNxt[record]) { // the peer has lost our last ACK
                records.restart(record, nowNs + twoMslNs);
            }
        }
        acknowledgeText(record, seg, nowNs);
    }

    /** Only what occupies sequence space, or two such ends acknowledge each other for ever. */
    private void acknowledgeText(int record, Segment seg, long nowNs) {
        if (seg.len > 0 && reply.mayAnswer()) {
            acknowledge(record, seg, nowNs);
        }
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}, at once: a record has no debts. */
    private void acknowledge(int record, Segment seg, long nowNs) {
        reply.acknowledgment(seg, records.sndNxt[record], records.rcvNxt[record], window);
        if (records.hasTimestamps(record)) {
            long hash =
                    connections.sipHash.ofConnection(
                            seg.destinationAddress, seg.sourceAddress, seg.ports);
            int tsVal = Timestamps.value(Timestamps.offset(hash), nowNs);
            reply.stamp(tsVal, records.tsRecent[record]);
        }
    }
}
