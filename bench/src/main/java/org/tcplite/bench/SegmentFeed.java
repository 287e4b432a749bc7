package org.tcplite.bench;

import org.tcplite.tcp.Octets;

/**
 * Segments with text in order, of one connection or of many: each is a template of headers, copied
 * into the next place of the wire, in which the sequence number and the checksum are patched. The
 * text stands in all places of the wire from the beginning.
 */
final class SegmentFeed {

    private static final int FIRST_WORD = 6; // and every eighth octet after it: 14 is IPv4
    private static final int FLAGS = CraftedPeer.ACK | CraftedPeer.PSH;

    private final Octets octets = Node.OCTETS;
    private final CraftedPeer peer;
    private final FrameRing wire;
    private final int headers;
    private final int text;
    private final byte[] templates;
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
        headers = peer.headers();
        templates = new byte[connections * headers];
        templateSums = new int[connections];
        seqs = new int[connections];
        for (int i = 0; i < wire.capacity(); i++) {
            Text.put(wire.octets, wire.offsetOf(i) + headers, text);
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
        peer.emit(wire.octets, 0, port, Node.PORT, 0, ack, FLAGS, 0, text);
        templateSums[connection] = peer.templateSum(wire.octets, 0);
        System.arraycopy(wire.octets, 0, templates, connection * headers, headers);
        seqs[connection] = CraftedPeer.FIRST_SEQ + 1;
    }

    /** The next segment of a connection. */
    void next(int connection) {
        int at = wire.freeOffset();
        putHeaders(connection * headers, at);
        peer.patchSeq(wire.octets, at, seqs[connection], templateSums[connection]);
        seqs[connection] += text;
        wire.add(headers + text);
    }

    /**
     * In words of eight octets, those from the IPv4 header on where a stack's loads of its fields
     * lie within one store; a call of arraycopy takes longer than that.
     */
    private void putHeaders(int from, int at) {
        putWord(from, at);
        for (int i = FIRST_WORD; i < CraftedPeer.HEADERS; i += 8) {
            putWord(from + i, at + i);
        }
        if (headers > CraftedPeer.HEADERS) {
            putWord(from + CraftedPeer.HEADERS, at + CraftedPeer.HEADERS);
            putWord(from + headers - 8, at + headers - 8);
        }
    }

    private void putWord(int from, int at) {
        octets.put64(wire.octets, at, octets.get64(templates, from));
    }
}
