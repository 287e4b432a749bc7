package org.tcplite.sim.mac;

import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.RX_CSUM_BAD;
import static org.tcplite.hal.EthernetMac.RX_CSUM_CHECKED;
import static org.tcplite.hal.EthernetMac.TX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.TX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.TX_CSUM_TCP;

import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.tcp.Octets;

/**
 * The part of a MAC that verifies checksums of received frames and fills those of transmitted ones.
 * It looks at unfragmented IPv4 in Ethernet II, as such hardware does, and reads lengths and header
 * sizes only after it has compared them with the frame.
 *
 * <p>Filling sums the field along with the rest: a stack that leaves something other than 0 there
 * sends a wrong checksum, as it would with real hardware.
 */
final class ChecksumEngine {

    /** Capabilities that need an engine at all. */
    static final int CAPABILITIES =
            CAP_RX_CSUM_IP4
                    | CAP_RX_CSUM_TCP
                    | CAP_RX_CSUM_ICMP
                    | CAP_TX_CSUM_IP4
                    | CAP_TX_CSUM_TCP
                    | CAP_TX_CSUM_ICMP;

    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE_IP4 = 0x0800;
    private static final int IP_MIN_HEADER = 20;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int TCP_MIN_HEADER = 20;
    private static final int ICMP_MIN_HEADER = 4;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

    private final Octets octets = new VarHandleOctets();
    private final int capabilities;

    // What parse() found: where the packet stands and how long its parts are.
    private int ip;
    private int headerLength;
    private int totalLength;
    private int protocol;
    private boolean fragment;

    ChecksumEngine(int capabilities) {
        this.capabilities = capabilities;
    }

    /** The {@code RX_} bits for a received frame. */
    int verify(byte[] frame, int offset, int length) {
        if (!parse(frame, offset, length)) {
            return 0;
        }
        boolean bad = has(CAP_RX_CSUM_IP4) && !Octets.isIntact(headerSum(frame));
        if (protocol == TCP && has(CAP_RX_CSUM_TCP)) {
            if (!isWhole(TCP_MIN_HEADER)) {
                return bad ? RX_CSUM_CHECKED | RX_CSUM_BAD : 0;
            }
            bad |= !Octets.isIntact(pseudoHeaderSum(frame) + payloadSum(frame));
        }
        if (protocol == ICMP && has(CAP_RX_CSUM_ICMP)) {
            if (!isWhole(ICMP_MIN_HEADER)) {
                return bad ? RX_CSUM_CHECKED | RX_CSUM_BAD : 0;
            }
            bad |= !Octets.isIntact(payloadSum(frame));
        }
        return bad ? RX_CSUM_CHECKED | RX_CSUM_BAD : RX_CSUM_CHECKED;
    }

    /** Fills the fields that {@code flags}, {@code TX_} bits, ask for and the capabilities name. */
    void fill(byte[] frame, int offset, int length, int flags) {
        if (flags == 0 || !parse(frame, offset, length)) {
            return;
        }
        if ((flags & TX_CSUM_IP4) != 0 && has(CAP_TX_CSUM_IP4)) {
            octets.put16(frame, ip + 10, Octets.checksum(headerSum(frame)));
        }
        if ((flags & TX_CSUM_TCP) != 0
                && has(CAP_TX_CSUM_TCP)
                && protocol == TCP
                && isWhole(TCP_MIN_HEADER)) {
            long sum = pseudoHeaderSum(frame) + payloadSum(frame);
            octets.put16(frame, ip + headerLength + 16, Octets.checksum(sum));
        }
        if ((flags & TX_CSUM_ICMP) != 0
                && has(CAP_TX_CSUM_ICMP)
                && protocol == ICMP
                && isWhole(ICMP_MIN_HEADER)) {
            octets.put16(frame, ip + headerLength + 2, Octets.checksum(payloadSum(frame)));
        }
    }

    private boolean has(int capability) {
        return (capabilities & capability) != 0;
    }

    /** Finds the parts of an IPv4 packet; false if there is none, or it does not fit its frame. */
    private boolean parse(byte[] frame, int offset, int length) {
        if (length < ETHERNET_HEADER + IP_MIN_HEADER
                || octets.get16(frame, offset + 12) != ETHERTYPE_IP4) {
            return false;
        }
        ip = offset + ETHERNET_HEADER;
        headerLength = (frame[ip] & 0xf) * 4;
        totalLength = octets.get16(frame, ip + 2);
        protocol = frame[ip + 9] & 0xff;
        fragment = (octets.get16(frame, ip + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0;
        return (frame[ip] & 0xf0) == 0x40
                && headerLength >= IP_MIN_HEADER
                && headerLength <= totalLength
                && totalLength <= length - ETHERNET_HEADER;
    }

    private boolean isWhole(int minimumHeader) {
        return !fragment && totalLength - headerLength >= minimumHeader;
    }

    private long headerSum(byte[] frame) {
        return octets.sum(frame, ip, headerLength);
    }

    private long payloadSum(byte[] frame) {
        return octets.sum(frame, ip + headerLength, totalLength - headerLength);
    }

    /** RFC 9293 section 3.1: the two addresses, the protocol, the segment's length. */
    private long pseudoHeaderSum(byte[] frame) {
        return octets.sum(frame, ip + 12, 8) + TCP + (totalLength - headerLength);
    }
}
