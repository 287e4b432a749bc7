package org.tcplite.cortexm;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The other end of a {@code udp:} link: frames made by hand, a datagram each. No rights needed. */
final class CraftedPeer implements AutoCloseable {

    static final int FIN = 1;
    static final int SYN = 1 << 1;
    static final int RST = 1 << 2;
    static final int ACK = 1 << 4;

    private static final int BOARD = 10 << 24 | 2;
    private static final int PEER = 10 << 24 | 1;
    private static final int TTL = 64;
    private static final int TCP = 6;
    private static final int ICMP = 1;
    private static final int IP_HEADER = 20;
    private static final int ETHERNET = 14;
    private static final byte[] ADDRESSES = {2, 0, 10, 0, 0, 2, 2, 0, 10, 0, 0, 1, 8, 0};

    private static final int PATIENCE_MS = 30_000;

    private final DatagramSocket socket;

    private CraftedPeer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Takes a port for itself and finds one for the board; not yet connected. */
    static CraftedPeer open() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        int port = freePort();
        DatagramSocket socket = new DatagramSocket(0, loopback);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(loopback, port);
        return new CraftedPeer(socket);
    }

    /** A UDP port of 127.0.0.1 that was free a moment ago. */
    static int freePort() throws IOException {
        try (DatagramSocket trial = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return trial.getLocalPort();
        }
    }

    /** The board's {@code --link}. */
    String link() {
        return "udp:127.0.0.1:" + socket.getPort() + "/127.0.0.1:" + socket.getLocalPort();
    }

    void echoRequest(int sequence, int dataLength) throws IOException {
        ByteBuffer icmp = ByteBuffer.allocate(8 + dataLength);
        icmp.put((byte) 8).put((byte) 0).putShort((short) 0).putShort((short) 7);
        icmp.putShort((short) sequence);
        icmp.putShort(2, (short) checksum(0, icmp.array()));
        raw(packet(ICMP, icmp.array()));
    }

    /** Waits a second for the reply to {@link #echoRequest}; other frames are skipped. */
    boolean awaitEchoReply(int sequence) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2048);
        socket.setSoTimeout(1_000);
        try {
            for (; ; ) {
                socket.receive(new DatagramPacket(frame.array(), frame.capacity()));
                boolean icmp = frame.get(ETHERNET + 9) == ICMP && frame.getShort(12) == 0x0800;
                int message = ETHERNET + IP_HEADER;
                if (icmp && frame.getInt(message + 4) == (7 << 16 | sequence & 0xffff)) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    void segment(int port, int to, int seq, int ack, int flags, byte[] text) throws IOException {
        raw(segmentFrame(port, to, seq, ack, flags, text));
    }

    /** The frame that {@link #segment} sends. */
    static byte[] segmentFrame(int port, int to, int seq, int ack, int flags, byte[] text) {
        ByteBuffer tcp = ByteBuffer.allocate(20 + text.length);
        tcp.putShort((short) port).putShort((short) to).putInt(seq).putInt(ack);
        tcp.putShort((short) (5 << 12 | flags)).putShort((short) 65535).putInt(0).put(text);
        int pseudo = words(BOARD) + words(PEER) + TCP + tcp.capacity();
        tcp.putShort(16, (short) checksum(pseudo, tcp.array()));
        return packet(TCP, tcp.array());
    }

    /**
     * The sequence number of the next segment from the board; frames of other kinds are skipped.
     */
    int awaitSequence() throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2048);
        for (; ; ) {
            socket.receive(new DatagramPacket(frame.array(), frame.capacity()));
            if (frame.getShort(12) == 0x0800 && frame.get(ETHERNET + 9) == TCP) {
                return frame.getInt(ETHERNET + IP_HEADER + 4);
            }
        }
    }

    /** Sends a frame as it is. */
    void raw(byte[] frame) throws IOException {
        socket.send(new DatagramPacket(frame, frame.length));
    }

    private static byte[] packet(int protocol, byte[] payload) {
        ByteBuffer ip = ByteBuffer.allocate(IP_HEADER);
        ip.putShort((short) 0x4500).putShort((short) (IP_HEADER + payload.length)).putInt(0);
        ip.put((byte) TTL).put((byte) protocol).putShort((short) 0).putInt(PEER).putInt(BOARD);
        ip.putShort(10, (short) checksum(0, ip.array()));
        int length = Math.max(60, ETHERNET + IP_HEADER + payload.length);
        byte[] frame = Arrays.copyOf(ADDRESSES, length);
        System.arraycopy(ip.array(), 0, frame, ETHERNET, IP_HEADER);
        System.arraycopy(payload, 0, frame, ETHERNET + IP_HEADER, payload.length);
        return frame;
    }

    private static int words(int address) {
        return (address >>> 16) + (address & 0xffff);
    }

    private static int checksum(int start, byte[] octets) {
        int sum = start;
        for (int i = 0; i < octets.length; i++) {
            sum += (octets[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    @Override
    public void close() {
        socket.close();
    }
}
