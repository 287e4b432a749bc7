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
    private final long[] ports;
    private final long[] ackAndWord12;
    private final int[] templateSums;
    private final int[] seqs;

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
        ports = new long[connections];
        ackAndWord12 = new long[connections];
        templateSums = new int[connections];
        seqs = new int[connections];
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
        peer.emit(frame, 0, port, Node.PORT, 0, ack, FLAGS, 0, text);
        ports[connection] = octets.get64(frame, CraftedPeer.TCP);
        ackAndWord12[connection] = octets.get64(frame, CraftedPeer.TCP + 8);
        templateSums[connection] = peer.templateSum(frame, 0);
        seqs[connection] = CraftedPeer.FIRST_SEQ + 1;
        if (connection == 0) {
            for (int i = 1; i < wire.capacity(); i++) {
                System.arraycopy(frame, 0, frame, wire.offsetOf(i), peer.headers());
            }
        }
    }

    /** The next segment of a connection. */
    void next(int connection) {
        byte[] frame = wire.octets;
        int tcp = wire.freeOffset() + CraftedPeer.TCP;
        int seq = seqs[connection];
        long sum = templateSums[connection] + (seq & 0xffffffffL);
        long behind = octets.get64(frame, tcp + 16) & 0xffff_ffff_ffffL;
        octets.put64(frame, tcp, ports[connection] | seq & 0xffffffffL);
        octets.put64(frame, tcp + 8, ackAndWord12[connection]);
        octets.put64(frame, tcp + 16, (long) Octets.checksum(sum) << 48 | behind);
        seqs[connection] = seq + text;
        wire.add(frameLength);
    }
}
