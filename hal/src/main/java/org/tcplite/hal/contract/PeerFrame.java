package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;

/**
 * The frames that {@link MacContract} and {@link MacContractPeer} exchange: Ethernet II with the
 * EtherType for local experiments (IEEE 802, 0x88B5), all numbers big-endian.
 *
 * <pre>
 *     0        6        12     14     16  17    18   20     22     24      26    30
 *     | to     | from   | 88B5 | 4D43 | op| kind| run| index| count| length| sum | pattern ...
 * </pre>
 *
 * <p>{@link #DATA} is a frame to be looked at. {@link #ASK} wants a {@link #REPORT}: how many
 * frames of the run came, and a digest over all their octets in the order they came. {@link #SEND}
 * orders {@code count} frames of a {@code kind} and {@code length}; where the kind is special the
 * last is nevertheless a plain one, a little later, so that its arrival ends the waiting. {@link
 * #FLAP} wants the cable out for a moment. What cannot be done is answered by a report of kind
 * {@link #REFUSED}. A new number of run begins a new count; nothing else is remembered.
 *
 * <p>Frames of IPv4 are made here as well, between addresses of TEST-NET-1 (RFC 5737), with the run
 * as their identification: 62 octets, TCP or ICMP.
 */
final class PeerFrame {

    static final int ETHERTYPE = 0x88b5;
    static final int ETHERTYPE_IP4 = 0x0800;
    static final int MAGIC = 0x4d43;

    static final int TYPE_AT = 12;
    static final int MAGIC_AT = 14;
    static final int OP_AT = 16;
    static final int KIND_AT = 17;
    static final int RUN_AT = 18;
    static final int INDEX_AT = 20;
    static final int COUNT_AT = 22;
    static final int LENGTH_AT = 24;
    static final int SUM_AT = 26;
    static final int HEADER = 30;

    // ---- operations

    static final int DATA = 1;
    static final int ASK = 2;
    static final int REPORT = 3;
    static final int SEND = 4;
    static final int FLAP = 5;

    // ---- kinds of SEND

    static final int PLAIN = 0;
    static final int BROADCAST = 1;
    static final int OTHER_STATION = 2;
    static final int TOO_LONG = 3;
    static final int TCP = 4;
    static final int TCP_BAD_HEADER = 5;
    static final int TCP_BAD = 6;
    static final int ICMP = 7;
    static final int ICMP_BAD_HEADER = 8;
    static final int ICMP_BAD = 9;
    static final int FRAGMENT = 10;

    // ---- kinds of REPORT

    static final int DONE = 0;
    static final int REFUSED = 1;

    // ---- IPv4

    static final int IP_LENGTH = 62;
    static final int IP_ID_AT = 18;
    static final int IP_CHECKSUM_AT = 24;
    private static final int IP_AT = 14;
    private static final int IP_SOURCE_AT = 26;
    private static final int PAYLOAD_AT = 34;
    private static final int PAYLOAD_LENGTH = IP_LENGTH - PAYLOAD_AT;
    private static final int TEST_NET = 0xc0000200;
    private static final int ADDRESS = 6;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_ICMP = 1;

    private PeerFrame() {}

    static int get16(byte[] array, int at) {
        return (array[at] & 0xff) << 8 | array[at + 1] & 0xff;
    }

    static int get32(byte[] array, int at) {
        return get16(array, at) << 16 | get16(array, at + 2);
    }

    static void put16(byte[] array, int at, int value) {
        array[at] = (byte) (value >>> 8);
        array[at + 1] = (byte) value;
    }

    static void put32(byte[] array, int at, int value) {
        put16(array, at, value >>> 16);
        put16(array, at + 2, value);
    }

    static void fill(byte[] array, int from, int to, int value) {
        for (int i = from; i < to; i++) {
            array[i] = (byte) value;
        }
    }

    /** True if the frame speaks this protocol. */
    static boolean isOurs(byte[] frame, int at, int length) {
        return length >= HEADER
                && get16(frame, at + TYPE_AT) == ETHERTYPE
                && get16(frame, at + MAGIC_AT) == MAGIC;
    }

    /** True if the frame is one of those made by {@link #putIp}. */
    static boolean isIp(byte[] frame, int at, int length) {
        return length >= IP_LENGTH
                && get16(frame, at + TYPE_AT) == ETHERTYPE_IP4
                && (get32(frame, at + IP_SOURCE_AT) & ~0xff) == TEST_NET;
    }

    /** Continues a digest that tells any two frames, and any two orders of frames, apart. */
    static int digest(int before, byte[] array, int from, int length) {
        int digest = before;
        for (int i = from; i < from + length; i++) {
            digest = digest * 31 + array[i];
        }
        return digest;
    }

    /** Writes the protocol's header from the EtherType on, and zeros up to {@code length}. */
    static void putHeader(byte[] frame, int at, int op, int kind, int run, int length) {
        fill(frame, at + TYPE_AT, at + length, 0);
        put16(frame, at + TYPE_AT, ETHERTYPE);
        put16(frame, at + MAGIC_AT, MAGIC);
        frame[at + OP_AT] = (byte) op;
        frame[at + KIND_AT] = (byte) kind;
        put16(frame, at + RUN_AT, run);
    }

    /** Writes a plain frame to be looked at, from the EtherType on. */
    static void putData(byte[] frame, int at, int run, int index, int length) {
        putHeader(frame, at, DATA, PLAIN, run, length);
        put16(frame, at + INDEX_AT, index);
        put16(frame, at + LENGTH_AT, length);
        for (int i = HEADER; i < length; i++) {
            frame[at + i] = (byte) pattern(run, index, i);
        }
    }

    /**
     * True if what is there is the beginning of a frame as {@link #putData} writes it: header and
     * pattern up to {@code shown} octets.
     */
    static boolean isData(byte[] frame, int at, int run, int shown, int length) {
        boolean good = get16(frame, at + LENGTH_AT) == length && get16(frame, at + RUN_AT) == run;
        int index = get16(frame, at + INDEX_AT);
        for (int i = HEADER; i < shown && good; i++) {
            good = frame[at + i] == (byte) pattern(run, index, i);
        }
        return good;
    }

    private static int pattern(int run, int index, int i) {
        return run * 5 + index * 31 + i * 7 + (i >>> 8);
    }

    // ---- IPv4

    /** Writes an IPv4 frame of {@link #IP_LENGTH} octets from the EtherType on, checksums 0. */
    static void putIp(byte[] frame, int at, boolean icmp, int run) {
        fill(frame, at + TYPE_AT, at + IP_LENGTH, 0);
        put16(frame, at + TYPE_AT, ETHERTYPE_IP4);
        int ip = at + IP_AT;
        frame[ip] = 0x45;
        put16(frame, ip + 2, IP_LENGTH - IP_AT);
        put16(frame, at + IP_ID_AT, run);
        frame[ip + 8] = 64;
        frame[ip + 9] = (byte) (icmp ? PROTOCOL_ICMP : PROTOCOL_TCP);
        put32(frame, at + IP_SOURCE_AT, TEST_NET + 1);
        put32(frame, at + IP_SOURCE_AT + 4, TEST_NET + 2);
        int payload = at + PAYLOAD_AT;
        for (int i = 0; i < PAYLOAD_LENGTH; i++) {
            frame[payload + i] = (byte) pattern(run, 0, i);
        }
        if (icmp) {
            put16(frame, payload, 0); // echo reply: nobody answers it
        } else {
            put16(frame, payload + 12, 0x5004); // a header of 20 octets, RST: nor this
        }
        put16(frame, at + checksumAt(icmp), 0);
    }

    /** Where the checksum of the ICMP message or the TCP segment stands. */
    static int checksumAt(boolean icmp) {
        return PAYLOAD_AT + (icmp ? 2 : 16);
    }

    /** Fills the IPv4 header checksum; the field holds 0. */
    static void fillHeaderChecksum(byte[] frame, int at) {
        put16(frame, at + IP_CHECKSUM_AT, checksum(frame, at + IP_AT, PAYLOAD_AT - IP_AT, 0));
    }

    /** Fills the checksum of the ICMP message or the TCP segment; the field holds 0. */
    static void fillChecksum(byte[] frame, int at, boolean icmp) {
        // for TCP the pseudo-header: the addresses stand right before, then protocol and length
        int from = icmp ? PAYLOAD_AT : IP_SOURCE_AT;
        int begin = icmp ? 0 : PROTOCOL_TCP + PAYLOAD_LENGTH;
        int value = checksum(frame, at + from, IP_LENGTH - from, begin);
        put16(frame, at + checksumAt(icmp), value);
    }

    /**
     * An IPv4 frame for a receiver that judges checksums: one of the kinds from {@link #TCP} on.
     */
    static void putJudged(byte[] frame, int at, int kind, int run) {
        boolean icmp = kind >= ICMP && kind <= ICMP_BAD;
        putIp(frame, at, icmp, run);
        if (kind == FRAGMENT) {
            frame[at + IP_AT + 6] = 0x20; // more fragments
        }
        fillHeaderChecksum(frame, at);
        fillChecksum(frame, at, icmp);
        if (kind == TCP_BAD_HEADER || kind == ICMP_BAD_HEADER) {
            frame[at + IP_CHECKSUM_AT] ^= 0x40;
        } else if (kind == TCP_BAD || kind == ICMP_BAD) {
            frame[at + checksumAt(icmp)] ^= 0x40;
        }
    }

    /** RFC 1071, over an even number of octets. */
    private static int checksum(byte[] array, int from, int length, int begin) {
        int sum = begin;
        for (int i = from; i < from + length; i += 2) {
            sum += get16(array, i);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    // ---- addresses

    /** Copies a station address. */
    static void putAddress(byte[] from, int fromAt, byte[] to, int toAt) {
        System.arraycopy(from, fromAt, to, toAt, ADDRESS);
    }

    /** The octets a frame has on the wire. */
    static int padded(int length) {
        return length < EthernetMac.MIN_FRAME ? EthernetMac.MIN_FRAME : length;
    }
}
