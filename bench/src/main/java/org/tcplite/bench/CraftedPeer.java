package org.tcplite.bench;

import org.tcplite.tcp.Octets;

/**
 * The other end of a connection, made of prepared frames: a frame is a template in which one number
 * and the checksum are patched, so that the peer costs next to nothing.
 */
final class CraftedPeer {

    /** The last octet of its address. */
    static final int HOST = 1;

    /** Its port, or the first of them. */
    static final int PORT = 1024;

    /** Where its sequence numbers begin: that of its SYN. */
    static final int FIRST_SEQ = 1000;

    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    /** Octets of Ethernet, IPv4 and TCP header without options: what a pure ACK has. */
    static final int HEADERS = 54;

    private static final int IP = 14;
    static final int TCP = 34;
    private static final int SEQ = TCP + 4;
    private static final int ACK_NUMBER = TCP + 8;
    private static final int CHECKSUM = TCP + 16;
    private static final int WINDOW = 65535;

    private static final int TIMESTAMPS = 0x0101080a; // two NOPs, kind 8, length 10
    private static final int TIMESTAMPS_LENGTH = 12;
    private static final int TSVAL = 1;

    private final Octets octets = Node.OCTETS;
    private final int host;
    private final int stackHost;
    private final boolean timestamps;
    private int echo;

    /**
     * The peer of a stack under test.
     *
     * @param timestamps whether they are in every frame (RFC 7323): its clock stands still, and it
     *     echoes what the SYN-ACK said
     */
    CraftedPeer(boolean timestamps) {
        this(HOST, Node.HOST, timestamps);
    }

    /**
     * Any host as the peer of any.
     *
     * @param host the last octet of its address
     * @param stackHost that of the other end
     */
    CraftedPeer(int host, int stackHost, boolean timestamps) {
        this.host = host;
        this.stackHost = stackHost;
        this.timestamps = timestamps;
    }

    /** Octets before the text of a segment. */
    int headers() {
        return timestamps ? HEADERS + TIMESTAMPS_LENGTH : HEADERS;
    }

    /**
     * Opens a connection to the listener of a stack: SYN, and the ACK of its SYN-ACK.
     *
     * @param port this end's
     * @param mss the option of its SYN
     * @return the acknowledgment number of what follows, with sequence number FIRST_SEQ + 1
     */
    int connect(Node node, int port, int mss, long nowNs) {
        FrameRing wire = node.received;
        byte[] frames = wire.octets;
        int at = wire.freeOffset();
        wire.add(emit(frames, at, port, Node.PORT, FIRST_SEQ, 0, SYN, mss, 0));
        node.stack.poll(nowNs);
        int ack = seqOf(node.sent.octets, node.sent.offset()) + 1;
        learn(node.sent.octets, node.sent.offset());
        at = wire.freeOffset();
        wire.add(emit(frames, at, port, Node.PORT, FIRST_SEQ + 1, ack, ACK, 0, 0));
        node.stack.poll(nowNs);
        node.sent.clear();
        return ack;
    }

    /** Takes the timestamp of a SYN-ACK, to echo it from now on. */
    private void learn(byte[] frame, int at) {
        int end = at + TCP + (frame[at + TCP + 12] >> 2 & 0x3c);
        int option = at + TCP + 20;
        while (timestamps && option < end && frame[option] != 8) {
            option += frame[option] == 1 ? 1 : frame[option + 1];
        }
        if (timestamps && option >= end) {
            throw new IllegalStateException("no timestamp in the SYN-ACK");
        }
        echo = timestamps ? octets.get32(frame, option + 2) : 0;
    }

    /**
     * Builds a frame with both checksums; the text, if any, is in place behind the headers.
     *
     * @param mss the option of a SYN, or 0 for none
     * @return its length
     */
    int emit(
            byte[] frame,
            int at,
            int port,
            int stackPort,
            int seq,
            int ack,
            int flags,
            int mss,
            int textLength) {
        int options = (mss == 0 ? 0 : 4) + (timestamps ? TIMESTAMPS_LENGTH : 0);
        int segment = 20 + options + textLength;
        putMac(frame, at, Node.macOf(stackHost));
        putMac(frame, at + 6, Node.macOf(host));
        octets.put16(frame, at + 12, 0x0800);
        octets.put32(frame, at + IP, 0x45000000 | 20 + segment);
        octets.put32(frame, at + IP + 4, 0x4000);
        octets.put32(frame, at + IP + 8, 64 << 24 | 6 << 16);
        octets.put32(frame, at + IP + 12, Node.addressOf(host));
        octets.put32(frame, at + IP + 16, Node.addressOf(stackHost));
        octets.put16(frame, at + IP + 10, Octets.checksum(octets.sum(frame, at + IP, 20)));
        octets.put32(frame, at + TCP, port << 16 | stackPort);
        octets.put32(frame, at + SEQ, seq);
        octets.put32(frame, at + ACK_NUMBER, ack);
        octets.put32(frame, at + TCP + 12, 20 + options << 26 | flags << 16 | WINDOW);
        octets.put32(frame, at + CHECKSUM, 0);
        if (mss != 0) {
            octets.put32(frame, at + TCP + 20, 0x02040000 | mss);
        }
        if (timestamps) {
            int option = at + TCP + 20 + options - TIMESTAMPS_LENGTH;
            octets.put32(frame, option, TIMESTAMPS);
            octets.put32(frame, option + 4, TSVAL);
            octets.put32(frame, option + 8, echo);
        }
        long sum = pseudoHeaderSum(frame, at, segment) + octets.sum(frame, at + TCP, segment);
        octets.put16(frame, at + CHECKSUM, Octets.checksum(sum));
        return TCP + segment;
    }

    private void putMac(byte[] frame, int at, long address) {
        octets.put16(frame, at, (int) (address >>> 32));
        octets.put32(frame, at + 2, (int) address);
    }

    private long pseudoHeaderSum(byte[] frame, int at, int segmentLength) {
        return octets.sum(frame, at + IP + 12, 8) + 6 + segmentLength;
    }

    /**
     * The sum of a frame built with sequence or acknowledgment number 0, as for {@link #patchAck}:
     * its checksum field is left out.
     */
    int templateSum(byte[] frame, int at) {
        return ~octets.get16(frame, at + CHECKSUM) & 0xffff;
    }

    /** Puts an acknowledgment number into a frame that was built with 0, and the checksum right. */
    void patchAck(byte[] frame, int at, int ack, int templateSum) {
        octets.put32(frame, at + ACK_NUMBER, ack);
        putChecksum(frame, at, templateSum, ack);
    }

    /**
     * The sum of a frame's IP header without its source address, for {@link #patchSource}: its
     * checksum field is left out.
     */
    int sourceFreeSum(byte[] frame, int at) {
        return (~octets.get16(frame, at + IP + 10) & 0xffff) + minusSource(frame, at);
    }

    /** The same of the TCP segment. */
    int sourceFreeTcpSum(byte[] frame, int at) {
        return templateSum(frame, at) + minusSource(frame, at);
    }

    private int minusSource(byte[] frame, int at) {
        return (~octets.get16(frame, at + IP + 12) & 0xffff)
                + (~octets.get16(frame, at + IP + 14) & 0xffff);
    }

    /** Puts another source address into a frame, and both checksums right. */
    void patchSource(byte[] frame, int at, int address, int ipSum, int tcpSum) {
        int part = (address >>> 16) + (address & 0xffff);
        octets.put32(frame, at + IP + 12, address);
        octets.put16(frame, at + IP + 10, Octets.checksum(ipSum + part));
        octets.put16(frame, at + CHECKSUM, Octets.checksum(tcpSum + part));
    }

    private void putChecksum(byte[] frame, int at, int templateSum, int number) {
        int sum = templateSum + (number >>> 16) + (number & 0xffff);
        octets.put16(frame, at + CHECKSUM, Octets.checksum(sum));
    }

    /** The sequence number of a frame. */
    int seqOf(byte[] frame, int at) {
        return octets.get32(frame, at + SEQ);
    }

    /** The flags of a frame. */
    static int flagsOf(byte[] frame, int at) {
        return frame[at + TCP + 13] & 0x3f;
    }
}
