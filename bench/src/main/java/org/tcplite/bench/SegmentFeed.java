package org.tcplite.bench;

import org.tcplite.tcp.Octets;

/**
 * Segments with text in order, of one connection or of many. All places of the wire hold headers
 * and text from the beginning; of a segment only the twenty octets of its TCP header are written,
 * as of what hardware has brought nothing would be.
 */
final class SegmentFeed {

    private static final int FLAGS = CraftedPeer.ACK | CraftedPeer.PSH;

    private final Octets octets = Node.OCTETS;
    private final CraftedPeer peer;
    private final FrameRing wire;
    private final int frameLength;
    private final int text;
    private final Stream[] streams;

    /** What the segments of a connection have in common, and the number of the next. */
    private static final class Stream {
        long ports;
        long ackAndWord12;
        long templateSum;
        int seq;
    }

    /**
     * Puts the text in place; nothing else has to be sent over the wire any more.
     *
     * @param connections how many {@link #begin}
     * @param text octets of a segment
     */
    SegmentFeed(CraftedPeer peer, FrameRing wire, int connections, int text) {
        this.peer = peer;
        this.wire = wire;
        this.text = text;
        frameLength = peer.headers() + text;
        streams = new Stream[connections];
        for (int i = 0; i < wire.capacity(); i++) {
            Text.put(wire.octets, wire.offsetOf(i) + peer.headers(), text);
        }
    }

    /**
     * The text of a connection begins, behind the SYN.
     *
     * @param connection its index, from 0
     * @param port the peer's
     * @param ack the acknowledgment number of all segments
     */
    void begin(int connection, int port, int ack) {
        byte[] frame = wire.octets;
        int first = wire.offsetOf(0);
        peer.emit(frame, first, port, Node.PORT, 0, ack, FLAGS, 0, text);
        Stream stream = new Stream();
        stream.ports = octets.get64(frame, first + CraftedPeer.TCP);
        stream.ackAndWord12 = octets.get64(frame, first + CraftedPeer.TCP + 8);
        stream.templateSum = peer.templateSum(frame, first);
        stream.seq = CraftedPeer.FIRST_SEQ + 1;
        streams[connection] = stream;
        if (connection == 0) {
            for (int i = 1; i < wire.capacity(); i++) {
                System.arraycopy(frame, first, frame, wire.offsetOf(i), peer.headers());
            }
        }
    }

    /** The next segment of a connection. */
    void next(int connection) {
        Stream stream = streams[connection];
        byte[] frame = wire.octets;
        int tcp = wire.freeOffset() + CraftedPeer.TCP;
        long seq = stream.seq & 0xffffffffL;
        octets.put64(frame, tcp, stream.ports | seq);
        octets.put64(frame, tcp + 8, stream.ackAndWord12);
        octets.put16(frame, tcp + 16, Octets.checksum(stream.templateSum + seq));
        stream.seq += text;
        wire.add(frameLength);
    }
}
