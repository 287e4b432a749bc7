package org.tcplite.tcp;

/**
 * SEGMENT ARRIVES in TIME-WAIT (RFC 9293 section 3.10.7.4), for a record instead of a Tcb. Resets
 * are ignored (RFC 1337); a newer SYN may open the pair of sockets again (RFC 6191).
 */
final class TimeWaitArrives {

    private final TimeWaitTable records;
    private final Counters counters;
    private final Reply reply;
    private final long twoMslNs;
    private final int window;

    TimeWaitArrives(Connections connections, Reply reply) {
        records = connections.timeWait;
        counters = connections.counters;
        this.reply = reply;
        window =
                Negotiation.synWindow(
                        connections
                                .config
                                .receiveBuffer); // of no use to the peer, whose FIN has come
        twoMslNs = 2L * connections.config.mslMs * 1_000_000L;
    }

    /** RFC 6191 without timestamps: a SYN above all that the old connection received. */
    boolean mayReopen(int record, Segment seg) {
        return (seg.flags & (Segment.SYN | Segment.ACK | Segment.RST | Segment.FIN)) == Segment.SYN
                && SeqNum.leq(records.rcvNxt[record], seg.seq);
    }

    /** A segment for a pair of sockets in TIME-WAIT that does not open it again. */
    void segmentArrives(int record, Segment seg, long nowNs) {
        counters.count(TcpCounter.DROP_TIME_WAIT);
        if (seg.has(Segment.RST) || seg.has(Segment.SYN) || !seg.has(Segment.ACK)) {
            return; // RFC 1337 for the RST; RFC 6191 for the SYN
        }
        if (seg.has(Segment.FIN)) {
            int last = seg.seq + seg.len;
            if (last == records.rcvNxt[record]) { // the peer has lost our last ACK
                records.restart(record, nowNs + twoMslNs);
            }
        }
        if (seg.len > 0 && reply.mayAnswer()) {
            // only what occupies sequence space, or two such ends acknowledge each other for ever
            acknowledge(record, seg);
        }
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}, at once: a record has no debts. */
    void acknowledge(int record, Segment seg) {
        reply.acknowledgment(seg, records.sndNxt[record], records.rcvNxt[record], window);
    }
}
