package org.tcplite.tcp;

/**
 * What an open connection hears most: the next text in order, or an acknowledgment, with nothing
 * unusual about segment and connection. Known by its header, it is taken at once (Van Jacobson's
 * header prediction): of the eight steps of {@link SegmentArrives} only what would do something is
 * done, by the same parts. With any doubt the segment goes through all of them, as if this had not
 * been. So this says nothing of its own: all that leaves a stack is the same without it (held by
 * HeaderPredictionTest), and what it saves is a third of the time of receiving.
 */
class HeaderPrediction {

    /** Of the header's fourth word: data offset, and flags but for PSH. */
    private static final int FORM = 0xf037_0000;

    private static final int WITHOUT_OPTIONS = 0x5010_0000;
    private static final int WITH_TIMESTAMPS = 0x8010_0000;

    /** Octets of a header with timestamps. */
    private static final int STAMPED = Segment.HEADER + Timestamps.OCTETS;

    private final Octets octets;
    private final SegmentArrives segmentArrives;
    private final SegmentTrain train;
    private final Acknowledgment acknowledgment;
    private final ReceivedText receivedText;
    private final SegmentOutput output;

    HeaderPrediction(Octets octets, SegmentArrives segmentArrives) {
        this.segmentArrives = segmentArrives;
        this.octets = octets;
        train = segmentArrives.train;
        acknowledgment = segmentArrives.acknowledgment;
        receivedText = segmentArrives.receivedText;
        output = segmentArrives.output;
    }

    /**
     * Takes the segment, if it is of the usual kind.
     *
     * @param seg has room for what is read of it; of no meaning afterwards
     * @param verified whether the hardware has verified the checksum
     * @return false if it is to go through all steps: nothing has changed
     */
    boolean take(
            Segment seg,
            byte[] packet,
            int at,
            int length,
            int source,
            boolean verified,
            long nowNs) {
        if (length < Segment.HEADER) {
            return false;
        }
        long portsAndSeq = octets.get64(packet, at);
        long ackAndWord12 = octets.get64(packet, at + 8);
        int form = (int) ackAndWord12 & FORM;
        if (form != WITHOUT_OPTIONS && form != WITH_TIMESTAMPS) {
            return false;
        }
        Tcb tcb = train.connectionOf(source, (int) (portsAndSeq >>> 32));
        if (tcb == null || !isUsual(tcb)) {
            return false;
        }
        int headerLength = tcb.timestamps ? STAMPED : Segment.HEADER;
        int text = length - headerLength;
        int ack = (int) (ackAndWord12 >>> 32);
        if ((form >>> 26 ^ headerLength | (int) portsAndSeq ^ tcb.rcvNxt) != 0
                || (text | tcb.rcvWnd() - text | ack - tcb.sndUna | tcb.sndNxt - ack) < 0
                || tcb.timestamps && !readTimestamps(tcb, seg, packet, at + Segment.HEADER)
                || !verified && !isIntact(tcb, portsAndSeq, ackAndWord12, packet, at, length)) {
            return false;
        }
        segmentArrives.heard(tcb, nowNs);
        if (tcb.timestamps) {
            Timestamps.note(tcb, seg);
        }
        int wnd = (int) ackAndWord12 & 0xffff;
        boolean tellsNothing =
                tcb.isAllAcknowledged()
                        && !tcb.probeOutstanding
                        && wnd << (tcb.sndWndShift & 31) == tcb.sndWnd;
        if (tellsNothing) {
            tcb.sndWl1 = SeqNum.max(tcb.sndWl1, tcb.rcvNxt); // SND.WL2 is SEG.ACK already
        } else {
            acknowledges(tcb, seg, ack, wnd, text, nowNs);
        }
        if (text > 0) {
            receivedText.takeNext(tcb, packet, at + headerLength, text);
            receivedText.hasCome(tcb, nowNs);
        }
        if (!tellsNothing) {
            output.review(tcb, nowNs);
        }
        return true;
    }

    /** An established connection without holes in its text, and with a user to read what comes. */
    private static boolean isUsual(Tcb tcb) {
        return (tcb.state ^ TcpState.ESTABLISHED | tcb.ranges.count()) == 0
                && !tcb.finAhead
                && tcb.owned;
    }

    /** The usual twelve octets, not older than what has been had. */
    private boolean readTimestamps(Tcb tcb, Segment seg, byte[] packet, int at) {
        seg.firstSeq = tcb.rcvNxt;
        seg.tsVal = octets.get32(packet, at + 4);
        seg.tsEcr = octets.get32(packet, at + 8);
        return octets.get32(packet, at) == SegmentWriter.NOP_NOP_TIMESTAMPS
                && seg.tsVal - tcb.tsRecent >= 0;
    }

    /** The checksum, with the words of the header that have been read already. */
    private boolean isIntact(
            Tcb tcb, long portsAndSeq, long ackAndWord12, byte[] packet, int at, int length) {
        long sum = tcb.pseudoHeaderSum + length;
        sum += Octets.sumOfWords(portsAndSeq) + Octets.sumOfWords(ackAndWord12);
        sum += Octets.sumOfWords(octets.get32(packet, at + 16));
        int behind = at + Segment.HEADER;
        return Octets.isIntact(sum + octets.sum(packet, behind, length - Segment.HEADER));
    }

    private void acknowledges(Tcb tcb, Segment seg, int ack, int wnd, int text, long nowNs) {
        seg.seq = tcb.rcvNxt;
        seg.ack = ack;
        seg.wnd = wnd;
        seg.len = text;
        seg.hasTimestamps = tcb.timestamps;
        seg.sackLength = 0;
        acknowledgment.process(tcb, seg, nowNs);
    }
}
