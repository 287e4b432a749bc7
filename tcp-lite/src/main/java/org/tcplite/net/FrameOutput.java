package org.tcplite.net;

import org.tcplite.hal.EthernetMac;

/**
 * One frame at a time into the MAC: claim, padding, commit. Frames shorter than the least the wire
 * takes are filled with zeros, never with what the buffer held before (CVE-2003-0001).
 */
final class FrameOutput {

    private final EthernetMac mac;
    private final long[] counters;
    private boolean hardwarePads;

    /** The claimed frame's array; only meaningful while one is claimed. */
    byte[] frame;

    /** Where the claimed frame begins. */
    int at;

    /** The {@code TX_CSUM_} bits of frames that carry TCP, ICMP. */
    int tcpFlags;

    int icmpFlags;

    /** Whether the MAC fills the checksum of IPv4 headers, of ICMP messages. */
    boolean fillsIpv4;

    boolean fillsIcmp;

    /** The greatest frame in octets. */
    int maxFrame;

    FrameOutput(EthernetMac mac, long[] counters) {
        this.mac = mac;
        this.counters = counters;
    }

    /** Decides once what is left to the hardware; the MAC has started. */
    void useCapabilities(int capabilities) {
        hardwarePads = (capabilities & EthernetMac.CAP_TX_PADS) != 0;
        fillsIpv4 = (capabilities & EthernetMac.CAP_TX_CSUM_IP4) != 0;
        fillsIcmp = (capabilities & EthernetMac.CAP_TX_CSUM_ICMP) != 0;
        boolean fillsTcp = (capabilities & EthernetMac.CAP_TX_CSUM_TCP) != 0;
        int ipv4 = fillsIpv4 ? EthernetMac.TX_CSUM_IP4 : 0;
        tcpFlags = ipv4 | (fillsTcp ? EthernetMac.TX_CSUM_TCP : 0);
        icmpFlags = ipv4 | (fillsIcmp ? EthernetMac.TX_CSUM_ICMP : 0);
        maxFrame = mac.maxFrame();
    }

    /** Claims a frame for up to {@code length} octets; a refusal is the caller's to count. */
    boolean claim(int length) {
        if (!mac.txClaim(length)) {
            return false;
        }
        byte[] buffer = mac.txBuffer();
        if (buffer != frame) { // a reference stored costs a collector's bookkeeping
            frame = buffer;
        }
        at = mac.txOffset();
        return true;
    }

    /** Claims a frame for a reply that is made now or never; a refusal is counted. */
    boolean claimReply(int length) {
        if (claim(length)) {
            return true;
        }
        counters[NetCounter.TX_NO_DESCRIPTOR]++;
        return false;
    }

    /**
     * Sends the claimed frame.
     *
     * @param length its octets without padding
     * @param flags {@code TX_CSUM_} bits
     */
    void commit(int length, int flags) {
        int padded = length;
        if (!hardwarePads) {
            for (; padded < EthernetMac.MIN_FRAME; padded++) {
                frame[at + padded] = 0;
            }
        }
        counters[NetCounter.OUT_FRAMES]++;
        mac.txCommit(padded, flags);
    }

    /**
     * Sends the claimed frame, which carries an IPv4 packet.
     *
     * @param payload octets behind the two headers
     * @param flags as of {@link #commit}
     */
    void commitPacket(int payload, int flags) {
        counters[NetCounter.OUT_REQUESTS]++;
        commit(HeaderTemplate.LENGTH + payload, flags);
    }

    /** Nothing is sent. */
    void abandon() {
        mac.txAbandon();
    }
}
