package org.tcplite.tcp;

/**
 * The one segment that answers an arriving one without belonging to a connection in a slot: a
 * reset, a SYN-ACK, an acknowledgment out of the SYN queue or out of TIME-WAIT. It is due at once
 * or never.
 */
final class Reply {

    private final Counters counters;
    private final SegmentWriter writer;

    private final RateLimit budget;
    private final HalfOpen repeated = new HalfOpen();

    private long nowNs;
    private boolean due;
    private int sourceAddress;
    private int destinationAddress;
    private int ports;
    private int seq;
    private int ack;
    private int flags;
    private int window;
    private int mss;
    private int options;
    private int windowShift;
    private int tsVal;
    private int tsEcr;

    Reply(Counters counters, SegmentWriter writer, int repliesPerSecond) {
        budget = new RateLimit(repliesPerSecond);
        this.counters = counters;
        this.writer = writer;
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
        options = SynQueue.TIMESTAMPS;
        this.tsVal = tsVal;
        this.tsEcr = tsEcr;
    }

    /** A SYN-ACK with the MSS, and of the other options those the SYN carried. */
    void synAck(Connections connections, HalfOpen halfOpen, long nowNs) {
        due = true;
        sourceAddress = halfOpen.localAddress;
        destinationAddress = halfOpen.remoteAddress;
        ports = SegmentWriter.turned(halfOpen.ports);
        seq = halfOpen.iss;
        ack = halfOpen.irs + 1;
        flags = Segment.SYN | Segment.ACK;
        window = halfOpen.window;
        int bound = connections.listeners.maxSegment[halfOpen.listener];
        mss = Math.min(connections.negotiation.offeredMss(), bound);
        options = halfOpen.options;
        windowShift = connections.negotiation.windowShift();
        if ((options & SynQueue.TIMESTAMPS) != 0) {
            tsVal = connections.negotiation.tsVal(halfOpen, nowNs);
            tsEcr = halfOpen.tsRecent;
        }
    }

    private void make(Segment seg, int seq, int ack, int flags, int window) {
        due = true;
        sourceAddress = seg.destinationAddress;
        destinationAddress = seg.sourceAddress;
        ports = SegmentWriter.turned(seg.ports);
        this.seq = seq;
        this.ack = ack;
        this.flags = flags;
        this.window = window;
        mss = 0;
        options = 0;
    }

    /** Writes the reply and answers its length. */
    int emit(byte[] frame, int offset) {
        due = false;
        writer.header(frame, offset, ports, seq, ack, flags, window);
        int length = Segment.HEADER;
        if (mss != 0) {
            length = writer.synOptions(frame, offset, options, mss, windowShift, tsVal, tsEcr);
        } else if (options != 0) {
            writer.timestamps(frame, offset, tsVal, tsEcr);
            length = writer.endOfOptions(frame, offset);
        }
        long pseudo = Segment.pseudoHeaderSum(sourceAddress, destinationAddress);
        writer.checksum(frame, offset, length, 0, pseudo, 0);
        counters.count(TcpCounter.OUT_SEGS);
        return length;
    }

    /** Writes an entry's SYN-ACK once more, at its timer's call, and answers its length. */
    int emitSynAck(Connections connections, int entry, byte[] frame, int offset, long nowNs) {
        connections.synQueue.load(entry, repeated);
        synAck(connections, repeated, nowNs);
        connections.synQueue.paid(entry);
        counters.count(TcpCounter.SYN_ACK_RETRANS);
        counters.count(TcpCounter.RETRANS_SEGS);
        return emit(frame, offset);
    }
}
