package org.tcplite.sim.capture;

/**
 * What stands in one frame, read once into fields: the one parser of traces and ladders. It trusts
 * nothing: what does not fit is left out and {@link #kind} says how far it came. Reused; not kept
 * by anybody.
 */
final class FrameView {

    /** Not IPv4, not ARP, or too short to tell. */
    static final int OTHER = 0;

    static final int ARP = 1;
    static final int IP = 2;
    static final int ICMP = 3;
    static final int TCP = 4;
    static final int UDP = 5;

    static final int FIN = 1;
    static final int SYN = 1 << 1;
    static final int RST = 1 << 2;
    static final int PSH = 1 << 3;
    static final int ACK = 1 << 4;
    static final int URG = 1 << 5;
    static final int ECE = 1 << 6;
    static final int CWR = 1 << 7;

    private static final int ETHERNET_HEADER = 14;

    /** The array read last; valid during the call of the tap only. */
    byte[] octets;

    int kind;
    int frameLength;
    int etherType;

    // ARP
    int arpOperation;
    long arpSenderMac;
    int arpSender;
    int arpTarget;

    // IPv4
    int source;
    int destination;
    int protocol;
    int fragmentOffset;
    boolean moreFragments;

    /** Where the IP payload begins in {@link #octets}, and its length. */
    int payload;

    int payloadLength;

    // TCP, and the ports of UDP
    int sourcePort;
    int destinationPort;
    int seq;
    int ack;
    int flags;
    int window;
    int urgent;
    int optionsAt;
    int optionsLength;
    int textLength;

    /** Reads a frame; {@link #kind} is the answer. */
    void parse(byte[] frame, int offset, int length) {
        octets = frame;
        frameLength = length;
        kind = OTHER;
        etherType = length < ETHERNET_HEADER ? 0 : get16(offset + 12);
        int at = offset + ETHERNET_HEADER;
        int left = length - ETHERNET_HEADER;
        if (etherType == 0x0806 && left >= 28 && get16(at + 2) == 0x0800) {
            parseArp(at);
        } else if (etherType == 0x0800 && left >= 20) {
            parseIp(at, left);
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** SEG.LEN: text, and one each for SYN and FIN. */
    int sequenceLength() {
        return textLength + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    private void parseArp(int at) {
        kind = ARP;
        arpOperation = get16(at + 6);
        arpSenderMac = (long) get16(at + 8) << 32 | get32(at + 10) & 0xffffffffL;
        arpSender = get32(at + 14);
        arpTarget = get32(at + 24);
    }

    private void parseIp(int at, int left) {
        int headerLength = (octets[at] & 0xf) * 4;
        int totalLength = get16(at + 2);
        if (octets[at] >> 4 != 4
                || headerLength < 20
                || totalLength < headerLength
                || totalLength > left) {
            return;
        }
        kind = IP;
        int fragment = get16(at + 6);
        moreFragments = (fragment & 0x2000) != 0;
        fragmentOffset = (fragment & 0x1fff) * 8;
        protocol = octets[at + 9] & 0xff;
        source = get32(at + 12);
        destination = get32(at + 16);
        payload = at + headerLength;
        payloadLength = totalLength - headerLength;
        if (fragmentOffset == 0) {
            parsePayload();
        }
    }

    private void parsePayload() {
        if (protocol == 6 && payloadLength >= 20) {
            parseTcp();
        } else if (protocol == 1 && payloadLength >= 8) {
            kind = ICMP;
        } else if (protocol == 17 && payloadLength >= 8) {
            kind = UDP;
            sourcePort = get16(payload);
            destinationPort = get16(payload + 2);
        }
    }

    private void parseTcp() {
        int headerLength = (octets[payload + 12] >> 4 & 0xf) * 4;
        if (headerLength < 20 || headerLength > payloadLength) {
            return;
        }
        kind = TCP;
        sourcePort = get16(payload);
        destinationPort = get16(payload + 2);
        seq = get32(payload + 4);
        ack = get32(payload + 8);
        flags = octets[payload + 13] & 0xff;
        window = get16(payload + 14);
        urgent = get16(payload + 18);
        optionsAt = payload + 20;
        optionsLength = headerLength - 20;
        textLength = payloadLength - headerLength;
    }

    int get8(int at) {
        return octets[at] & 0xff;
    }

    int get16(int at) {
        return get8(at) << 8 | get8(at + 1);
    }

    int get32(int at) {
        return get16(at) << 16 | get16(at + 2);
    }
}
