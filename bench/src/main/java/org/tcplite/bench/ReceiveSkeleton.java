package org.tcplite.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.tcplite.tcp.Octets;

/**
 * What the receive path of a stack cannot do without, and nothing else: a yardstick, <b>not a
 * stack</b>. Headers and checksums are verified, the connection is found by its hash, the next text
 * in order is copied into a ring and by the application out of it, or once to where it reads it;
 * every second segment is acknowledged from a template. There are no options, windows, timers,
 * other states, and nothing is ever retransmitted or refused with an answer.
 */
final class ReceiveSkeleton {

    private static final VarHandle LE64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_32 = 0xffffffffL;
    private static final long LOW_48 = 0xffffffffffffL;

    private static final int RING = 64 * 1024;
    private static final int IP = 14;
    private static final int TCP = 34;
    private static final int TEXT = CraftedPeer.HEADERS;
    private static final int TABLE = 128;
    private static final int ACKS = 64;
    private static final int ACK_STRIDE = 128;
    private static final int SEND_NEXT = 5000;

    private final Octets octets;
    private final boolean checksums;
    private final int address;
    private final long macInLittleEndian;
    private final int[] table = new int[TABLE];
    private final int remote;
    private final int ports;
    private final byte[] ring = new byte[RING];
    private final byte[] template = new byte[TEXT];
    private final byte[] acks = new byte[ACKS * ACK_STRIDE];
    private final int templateSum;
    private byte[] posted;
    private int receiveNext;
    private int sendUnacknowledged = SEND_NEXT;
    private int written;
    private int read;
    private boolean owesAck;
    private int ackCount;

    /**
     * One open connection.
     *
     * @param peer builds the template of the ACKs as if it were this end
     * @param ports remote port and local port, 16 bits each
     * @param receiveNext the first sequence number of the text to come
     */
    ReceiveSkeleton(
            Octets octets,
            boolean checksums,
            int host,
            int peerHost,
            CraftedPeer peer,
            int ports,
            int receiveNext) {
        this.octets = octets;
        this.checksums = checksums;
        this.ports = ports;
        this.receiveNext = receiveNext;
        address = Node.addressOf(host);
        remote = Node.addressOf(peerHost);
        macInLittleEndian = Long.reverseBytes(Node.macOf(host)) >>> 16;
        Arrays.fill(table, -1);
        table[slotOf(remote, ports)] = 0;
        int local = ports & 0xffff;
        peer.emit(template, 0, local, ports >>> 16, SEND_NEXT, 0, CraftedPeer.ACK, 0, 0);
        templateSum = peer.templateSum(template, 0);
    }

    /** Text goes straight to the beginning of an array from now on. */
    void postReads(byte[] to) {
        posted = to;
    }

    private static int slotOf(int remote, int ports) {
        int hash = (remote * 0x9e3779b1 ^ ports) * 0x85ebca6b;
        return (hash ^ hash >>> 15) & TABLE - 1;
    }

    /** Takes a frame; false if it is not the segment that was waited for. */
    boolean receive(byte[] frame, int at, int length) {
        if (length < TEXT
                || ((long) LE64.get(frame, at) & LOW_48) != macInLittleEndian
                || octets.get16(frame, at + 12) != 0x0800
                || frame[at + IP] != 0x45
                || frame[at + IP + 9] != 6
                || octets.get32(frame, at + IP + 16) != address
                || (octets.get16(frame, at + IP + 6) & 0x3fff) != 0) {
            return false;
        }
        int total = octets.get16(frame, at + IP + 2);
        if (total > length - IP || total < TEXT - IP || checksums && !isIntact(frame, at, total)) {
            return false;
        }
        int from = octets.get32(frame, at + IP + 12);
        int segmentPorts = octets.get32(frame, at + TCP);
        if (table[slotOf(from, segmentPorts)] != 0 || from != remote || segmentPorts != ports) {
            return false;
        }
        return segmentArrives(frame, at, total - (TEXT - IP));
    }

    private boolean isIntact(byte[] frame, int at, int total) {
        if (Octets.checksum(octets.sum(frame, at + IP, 20)) != 0) {
            return false;
        }
        int segment = total - 20;
        long pseudo = octets.sum(frame, at + IP + 12, 8) + 6 + segment;
        return Octets.checksum(pseudo + octets.sum(frame, at + TCP, segment)) == 0;
    }

    /** Header prediction: the text that was waited for, with an ACK that is in order. */
    private boolean segmentArrives(byte[] frame, int at, int text) {
        boolean plain = frame[at + TCP + 12] == 0x50 && (frame[at + TCP + 13] & 0x37) == 0x10;
        if (!plain
                || octets.get32(frame, at + TCP + 4) != receiveNext
                || written - read + text > RING) {
            return false;
        }
        int ack = octets.get32(frame, at + TCP + 8);
        if (ack - sendUnacknowledged > 0 && ack - SEND_NEXT <= 0) {
            sendUnacknowledged = ack;
        }
        if (posted != null) {
            System.arraycopy(frame, at + TEXT, posted, written - read, text);
        } else {
            int to = written & RING - 1;
            int first = Math.min(text, RING - to);
            System.arraycopy(frame, at + TEXT, ring, to, first);
            System.arraycopy(frame, at + TEXT + first, ring, 0, text - first);
        }
        written += text;
        receiveNext += text;
        if (owesAck) {
            acknowledge();
        }
        owesAck = !owesAck;
        return true;
    }

    private void acknowledge() {
        int at = (ackCount++ & ACKS - 1) * ACK_STRIDE;
        System.arraycopy(template, 0, acks, at, TEXT);
        octets.put32(acks, at + TCP + 8, receiveNext);
        long sum = templateSum + (receiveNext & LOW_32);
        octets.put16(acks, at + TCP + 16, Octets.checksum(sum));
    }

    /** The application's read: whatever is there. */
    int read(byte[] destination) {
        int length = written - read;
        if (posted != null) {
            read += length;
            return length;
        }
        int from = read & RING - 1;
        int first = Math.min(length, RING - from);
        System.arraycopy(ring, from, destination, 0, first);
        System.arraycopy(ring, 0, destination, first, length - first);
        read += length;
        return length;
    }

    /** ACKs sent. */
    int acks() {
        return ackCount;
    }

    /** Where the last ACK stands, in {@link #ackFrames}. */
    int lastAckOffset() {
        return (ackCount - 1 & ACKS - 1) * ACK_STRIDE;
    }

    /** The ring the ACKs are in. */
    byte[] ackFrames() {
        return acks;
    }
}
