package org.tcplite.tcp;

/**
 * The one segment that answers an arriving one without belonging to a connection in a slot: a
 * reset, a SYN-ACK, an acknowledgment out of the SYN queue or out of TIME-WAIT. It is due at once
 * or never.
 */
final class Reply {

    private final Connections connections;
    private final Counters counters;
    private final SegmentWriter writer;

    private final RateLimit budget;

    /**
     * What a SYN-ACK says: filled in before it is called for, and by nobody until it is written.
     */
    final HalfOpen halfOpen = new HalfOpen();

    private long nowNs;
    private boolean due;
    private boolean isSynAck;
    private int sourceAddress;
    private int destinationAddress;
    private int ports;
    private int seq;
    private int ack;
    private int flags;
    private int window;
    private boolean stamped;
    private int tsVal;
    private int tsEcr;

    Reply(Connections connections, SegmentWriter writer) {
        this.connections = connections;
        this.writer = writer;
        counters = connections.counters;
        budget = new RateLimit(connections.config.repliesPerSecond);
    }

    boolean isDue() {
        return due;
    }

    /** A segment arrives: nothing is due yet. */
    void begin(long nowNs) {
        this.nowNs = nowNs;
        due = false;
    }

    void forget() {
        due = false;
    }

    /**
     * The reset of RFC 9293 section 3.10.7.1, for a segment that is none itself: numbered by its
     * acknowledgment, or from 0 with an acknowledgment of all of it.
     */
    void reset(Segment seg) {
        if (seg.has(Segment.RST)) {
            return;
        }
        if (!mayAnswer()) {
            return;
        }
        if (seg.has(Segment.ACK)) {
            make(seg, seg.ack, 0, Segment.RST, 0);
        } else {
            make(seg, 0, seg.seq + seg.len, Segment.RST | Segment.ACK, 0);
        }
        counters.count(TcpCounter.OUT_RSTS);
    }

    /** Whether a segment that need not be answered can be: there is a budget for such answers. */
    boolean mayAnswer() {
        boolean may = budget.take(nowNs);
        if (!may) {
            counters.count(TcpCounter.REPLY_SKIPPED);
        }
        return may;
    }

    /** {@code <SEQ=seq><ACK=ack><CTL=ACK>}. */
    void acknowledgment(Segment seg, int seq, int ack, int window) {
        make(seg, seq, ack, Segment.ACK, window);
    }

    /** The acknowledgment just made carries timestamps. */
    void stamp(int tsVal, int tsEcr) {
        stamped = true;
        this.tsVal = tsVal;
        this.tsEcr = tsEcr;
    }

    /**
     * The SYN-ACK of {@link #halfOpen}: the MSS, and of the other options those the SYN carried.
     */
    void synAck() {
        due = true;
        isSynAck = true;
    }

    private void make(Segment seg, int seq, int ack, int flags, int window) {
        due = true;
        isSynAck = false;
        sourceAddress = seg.destinationAddress;
        destinationAddress = seg.sourceAddress;
        ports = SegmentWriter.turned(seg.ports);
        this.seq = seq;
        this.ack = ack;
        this.flags = flags;
        this.window = window;
        stamped = false;
    }

    /** Writes the reply and answers its length. */
    int emit(byte[] frame, int offset) {
        due = false;
        counters.count(TcpCounter.OUT_SEGS);
        if (isSynAck) {
            return writeSynAck(frame, offset);
        }
        writer.header(frame, offset, ports, seq, ack, flags, window);
        int length = Segment.HEADER;
        if (stamped) {
            writer.timestamps(frame, offset, tsVal, tsEcr);
            length = writer.endOfOptions(frame, offset);
        }
        long pseudo = Segment.pseudoHeaderSum(sourceAddress, destinationAddress);
        writer.checksum(frame, offset, pseudo + length, 0);
        return length;
    }

    /** Writes an entry's SYN-ACK once more, at its timer's call, and answers its length. */
    int emitSynAck(int entry, byte[] frame, int offset, long nowNs) {
        this.nowNs = nowNs;
        connections.synQueue.load(entry, halfOpen);
        connections.synQueue.paid(entry);
        counters.count(TcpCounter.SYN_ACK_RETRANS);
        counters.count(TcpCounter.RETRANS_SEGS);
        counters.count(TcpCounter.OUT_SEGS);
        return writeSynAck(frame, offset);
    }

    private int writeSynAck(byte[] frame, int offset) {
        HalfOpen of = halfOpen;
        writer.header(
                frame,
                offset,
                SegmentWriter.turned(of.ports),
                of.iss,
                of.irs + 1,
                Segment.SYN | Segment.ACK,
                of.window);
        Negotiation ours = connections.negotiation;
        boolean stamps = (of.options & SynQueue.TIMESTAMPS) != 0;
        int length =
                writer.synOptions(
                        frame,
                        offset,
                        of.options,
                        Math.min(ours.offeredMss(), connections.listeners.maxSegment[of.listener]),
                        ours.windowShift(),
                        stamps ? Negotiation.tsVal(of, nowNs) : 0,
                        of.tsRecent);
        long pseudo = Segment.pseudoHeaderSum(of.localAddress, of.remoteAddress);
        writer.checksum(frame, offset, pseudo + length, 0);
        return length;
    }
}
