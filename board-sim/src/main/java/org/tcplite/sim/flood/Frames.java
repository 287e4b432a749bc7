package org.tcplite.sim.flood;

import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.tcp.Octets;

/** Where the fields of an Ethernet frame with IPv4 and TCP without IP options are. */
final class Frames {

    static final Octets OCTETS = new VarHandleOctets();

    /** The shortest frame on a wire, without frame check sequence. */
    static final int SHORTEST = 60;

    /** The greatest packet on every link here. */
    static final int MTU = 1500;

    static final int ETHERNET_HEADER = 14;
    static final int IP = ETHERNET_HEADER;
    static final int TCP = IP + 20;

    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int ETHER_TYPE = 12;
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int PROTOCOL = IP + 9;
    private static final int SOURCE = IP + 12;
    private static final int DESTINATION = IP + 16;
    private static final int FLAGS = TCP + 13;
    private static final int TCP_PROTOCOL = 6;
    private static final int WITHOUT_OPTIONS = 0x45;
    private static final int ARP_OPERATION = ETHERNET_HEADER + 6;
    private static final int ARP_TARGET = ETHERNET_HEADER + 24;
    private static final int REQUEST = 1;

    private Frames() {}

    static boolean isArpRequest(byte[] frame, int at) {
        return OCTETS.get16(frame, at + ETHER_TYPE) == ARP
                && OCTETS.get16(frame, at + ARP_OPERATION) == REQUEST;
    }

    static boolean isIpv4(byte[] frame, int at) {
        return OCTETS.get16(frame, at + ETHER_TYPE) == IPV4;
    }

    /** The address an ARP request asks for. */
    static int arpTarget(byte[] frame, int at) {
        return OCTETS.get32(frame, at + ARP_TARGET);
    }

    static int source(byte[] frame, int at) {
        return OCTETS.get32(frame, at + SOURCE);
    }

    static int destination(byte[] frame, int at) {
        return OCTETS.get32(frame, at + DESTINATION);
    }

    /** The TCP flags; 0 if the frame holds no segment, or one behind IP options. */
    static int tcpFlags(byte[] frame, int at) {
        boolean isSegment =
                isIpv4(frame, at)
                        && frame[at + IP] == WITHOUT_OPTIONS
                        && frame[at + PROTOCOL] == TCP_PROTOCOL;
        return isSegment ? frame[at + FLAGS] & 0x3f : 0;
    }

    static boolean isSyn(int flags) {
        return (flags & (SYN | ACK | RST)) == SYN;
    }

    static boolean isSynAck(int flags) {
        return (flags & (SYN | ACK | RST)) == (SYN | ACK);
    }

    static void putMac(byte[] frame, int at, byte[] address) {
        System.arraycopy(address, 0, frame, at, address.length);
    }

    /** Turns an ARP request into the reply of somebody who has the address. */
    static void answerArp(byte[] frame, int at, byte[] address) {
        int sender = ETHERNET_HEADER + 8;
        int target = ETHERNET_HEADER + 18;
        int wanted = arpTarget(frame, at);
        System.arraycopy(frame, at + sender, frame, at + target, 10);
        System.arraycopy(frame, at + 6, frame, at, 6);
        putMac(frame, at + 6, address);
        putMac(frame, at + sender, address);
        OCTETS.put32(frame, at + sender + 6, wanted);
        OCTETS.put16(frame, at + ARP_OPERATION, REQUEST + 1);
    }

    /** Puts both checksums into a frame with a segment of {@code length} octets in place. */
    static void seal(byte[] frame, int at, int length) {
        OCTETS.put16(frame, at + IP + 10, 0);
        OCTETS.put16(frame, at + IP + 10, Octets.checksum(OCTETS.sum(frame, at + IP, 20)));
        OCTETS.put16(frame, at + TCP + 16, 0);
        long sum = OCTETS.sum(frame, at + SOURCE, 8) + TCP_PROTOCOL + length;
        sum += OCTETS.sum(frame, at + TCP, length);
        OCTETS.put16(frame, at + TCP + 16, Octets.checksum(sum));
    }
}
