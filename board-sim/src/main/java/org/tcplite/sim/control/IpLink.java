package org.tcplite.sim.control;

import java.util.Arrays;

/**
 * The bare-IP link: the tester sees packets, the stack goes on knowing only Ethernet. Its
 * neighbours all have one station address, and every ARP request is answered at once.
 */
final class IpLink {

    private static final int HEADER = 14;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final int ARP_LENGTH = 28;
    private static final byte[] NEIGHBOUR = {2, 0, 0, 0, 0, 1};

    private final byte[] board;

    IpLink(byte[] board) {
        this.board = board;
    }

    /** The packet in a frame for the board. */
    byte[] wrap(byte[] packet) {
        byte[] frame = new byte[HEADER + packet.length];
        header(frame, TYPE_IPV4);
        System.arraycopy(packet, 0, frame, HEADER, packet.length);
        return frame;
    }

    /** The packet in a frame of the board's, or null if it holds none. */
    byte[] unwrap(byte[] frame) {
        if (type(frame) != TYPE_IPV4) {
            return null;
        }
        int total = (frame[HEADER + 2] & 0xff) << 8 | frame[HEADER + 3] & 0xff;
        return Arrays.copyOfRange(frame, HEADER, HEADER + total);
    }

    /** The answer to an ARP request of the board's, or null if the frame is none. */
    byte[] arpReply(byte[] frame) {
        if (type(frame) != TYPE_ARP || frame[HEADER + 7] != 1) {
            return null;
        }
        byte[] reply = new byte[HEADER + ARP_LENGTH];
        header(reply, TYPE_ARP);
        System.arraycopy(frame, HEADER, reply, HEADER, 8);
        reply[HEADER + 7] = 2;
        System.arraycopy(NEIGHBOUR, 0, reply, HEADER + 8, 6);
        System.arraycopy(frame, HEADER + 24, reply, HEADER + 14, 4);
        System.arraycopy(frame, HEADER + 8, reply, HEADER + 18, 10);
        return reply;
    }

    private void header(byte[] frame, int type) {
        System.arraycopy(board, 0, frame, 0, 6);
        System.arraycopy(NEIGHBOUR, 0, frame, 6, 6);
        frame[12] = (byte) (type >>> 8);
        frame[13] = (byte) type;
    }

    private static int type(byte[] frame) {
        return (frame[12] & 0xff) << 8 | frame[13] & 0xff;
    }
}
