package org.tcplite.net;

import org.tcplite.tcp.Octets;
import org.tcplite.tcp.RateLimit;
import org.tcplite.tcp.Tcp;

/**
 * The Internet Control Message Protocol (RFC 792, RFC 1122 section 3.2.2): answers echo requests,
 * leads errors about TCP segments of ours to TCP, and says "protocol unreachable". Everything else
 * is dropped: redirects, source quench (RFC 6633), and questions for masks, times and information.
 *
 * <p>What is sent, echo replies and errors together, is limited per second.
 */
final class Icmp {

    private static final int HEADER = 8;

    /** RFC 792: errors quote the IP header and the first 64 bits of its data. */
    private static final int QUOTED_DATA = 8;

    private static final int ECHO_REPLY = 0;
    private static final int UNREACHABLE = 3;
    private static final int SOURCE_QUENCH = 4;
    private static final int REDIRECT = 5;
    private static final int ECHO = 8;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;

    private static final int PROTOCOL_UNREACHABLE = UNREACHABLE << 8 | 2;

    private static final int FRAGMENT_OFFSET_MASK = 0x1fff;

    private final Octets octets;
    private final Routes routes;
    private final EthernetFrame ethernet;
    private final ReplyAddress replyAddress;
    private final IpIds ids;
    private final FrameOutput out;
    private final Tcp tcp;
    private final long[] counters;
    private final RateLimit budget;
    private final int ttlAndTos;

    Icmp(
            NetConfig config,
            Octets octets,
            Routes routes,
            EthernetFrame ethernet,
            ReplyAddress replyAddress,
            IpIds ids,
            FrameOutput out,
            Tcp tcp,
            long[] counters) {
        this.octets = octets;
        this.routes = routes;
        this.ethernet = ethernet;
        this.replyAddress = replyAddress;
        this.ids = ids;
        this.out = out;
        this.tcp = tcp;
        this.counters = counters;
        budget = new RateLimit(config.icmpPerSecond);
        ttlAndTos = config.tcp.ttl << 8;
    }

    /**
     * Takes a message in that was sent to our address.
     *
     * @param packet holds the message from {@code at} on
     * @param length its octets, by the IP header
     * @param isVerified whether the hardware has verified the checksum
     * @param source the IPv4 source
     * @return the outcome's id
     */
    int arrives(byte[] packet, int at, int length, boolean isVerified, int source, long nowNs) {
        counters[NetCounter.ICMP_IN_MSGS]++;
        if (length < HEADER) {
            return NetCounter.DROP_ICMP_LENGTH;
        }
        if (!isVerified && !Octets.isIntact(octets.sum(packet, at, length))) {
            return NetCounter.DROP_ICMP_CHECKSUM;
        }
        int type = packet[at] & 0xff;
        int code = packet[at + 1] & 0xff;
        switch (type) {
            case ECHO:
                counters[NetCounter.ICMP_IN_ECHOS]++;
                return code == 0
                        ? echo(packet, at, length, source, nowNs)
                        : NetCounter.DROP_ICMP_TYPE;
            case UNREACHABLE:
                counters[NetCounter.ICMP_IN_DEST_UNREACHS]++;
                return error(type, code, packet, at + HEADER, length - HEADER, nowNs);
            case TIME_EXCEEDED:
                counters[NetCounter.ICMP_IN_TIME_EXCDS]++;
                return error(type, code, packet, at + HEADER, length - HEADER, nowNs);
            case PARAMETER_PROBLEM:
                counters[NetCounter.ICMP_IN_PARM_PROBS]++;
                return error(type, code, packet, at + HEADER, length - HEADER, nowNs);
            case SOURCE_QUENCH:
                return NetCounter.DROP_ICMP_SOURCE_QUENCH;
            case REDIRECT:
                return NetCounter.DROP_ICMP_REDIRECT;
            default:
                return NetCounter.DROP_ICMP_TYPE;
        }
    }

    /**
     * Sends the message back as an echo reply, cut to what a frame holds (RFC 1122 section
     * 3.2.2.6).
     */
    private int echo(byte[] packet, int at, int length, int source, long nowNs) {
        if (!budget.take(nowNs)) {
            counters[NetCounter.ICMP_OUT_RATE_LIMIT]++;
            return NetCounter.DROP_ECHO_LIMITED;
        }
        int room = out.maxFrame - HeaderTemplate.LENGTH;
        int replyLength = Math.min(length, room);
        if (!claim(source, replyLength)) {
            return NetCounter.DROP_NO_REPLY;
        }
        byte[] frame = out.frame;
        int reply = out.at + HeaderTemplate.LENGTH;
        int data = replyLength - 4;
        octets.put16(frame, reply, ECHO_REPLY << 8);
        if (out.fillsIcmp) {
            octets.put16(frame, reply + 2, 0);
            System.arraycopy(packet, at + 4, frame, reply + 4, data);
        } else if (replyLength == length) {
            System.arraycopy(packet, at + 4, frame, reply + 4, data);
            octets.put16(frame, reply + 2, echoReplyChecksum(octets.get16(packet, at + 2)));
        } else {
            long sum = octets.copyAndSum(packet, at + 4, frame, reply + 4, data);
            octets.put16(frame, reply + 2, Octets.checksum(sum + (ECHO_REPLY << 8)));
        }
        counters[NetCounter.ICMP_OUT_ECHO_REPS]++;
        send(source, replyLength);
        return NetCounter.ACCEPT_ICMP;
    }

    /** The request's checksum with the type changed from 8 to 0 (RFC 1624 equation 3). */
    private static int echoReplyChecksum(int checksum) {
        long sum = (~checksum & 0xffff) + (~(ECHO << 8) & 0xffff) + (ECHO_REPLY << 8);
        return Octets.checksum(sum);
    }

    /**
     * Leads an error to TCP if it quotes a segment of ours; TCP itself decides whether its ports
     * and sequence number are believable (RFC 5927 sections 3 and 4.1).
     *
     * @param at where the quoted IP header begins
     * @param length octets of the quotation, perhaps none
     */
    private int error(int type, int code, byte[] packet, int at, int length, long nowNs) {
        if (length < Ipv4Packet.HEADER) {
            return NetCounter.DROP_ICMP_QUOTE;
        }
        int word0 = octets.get32(packet, at);
        int headerLength = word0 >>> 22 & 0x3c;
        boolean isWhole =
                word0 >>> 28 == 4
                        && headerLength >= Ipv4Packet.HEADER
                        && headerLength + QUOTED_DATA <= length
                        && headerLength + QUOTED_DATA <= (word0 & 0xffff);
        boolean isFirstFragment = (octets.get16(packet, at + 6) & FRAGMENT_OFFSET_MASK) == 0;
        boolean isTcp = (packet[at + 9] & 0xff) == Ipv4Packet.TCP;
        int local = octets.get32(packet, at + 12);
        int remote = octets.get32(packet, at + 16);
        if (!isWhole || !isFirstFragment || !isTcp) {
            return NetCounter.DROP_ICMP_QUOTE;
        }
        if (local != routes.address || !routes.isHost(remote)) {
            return NetCounter.DROP_ICMP_QUOTE;
        }
        int rest = octets.get32(packet, at - 4);
        tcp.icmpError(type, code, rest, packet, at + headerLength, local, remote, nowNs);
        return NetCounter.ACCEPT_ICMP;
    }

    /**
     * Answers a whole packet of a protocol we do not have. It came from a single host to our own
     * address in a frame for us alone, and was no fragment: RFC 1122 section 3.2.2 allows it.
     *
     * @param packet holds the IPv4 packet from {@code at} on
     * @param headerLength octets of its IPv4 header
     * @param totalLength octets of all of it
     */
    void protocolUnreachable(
            byte[] packet, int at, int headerLength, int totalLength, int source, long nowNs) {
        if (!budget.take(nowNs)) {
            counters[NetCounter.ICMP_OUT_RATE_LIMIT]++;
            return;
        }
        int quoted = Math.min(totalLength, headerLength + QUOTED_DATA);
        if (!claim(source, HEADER + quoted)) {
            return;
        }
        byte[] frame = out.frame;
        int reply = out.at + HeaderTemplate.LENGTH;
        long sum = octets.copyAndSum(packet, at, frame, reply + HEADER, quoted);
        sum += PROTOCOL_UNREACHABLE;
        octets.put16(frame, reply, PROTOCOL_UNREACHABLE);
        octets.put16(frame, reply + 2, out.fillsIcmp ? 0 : Octets.checksum(sum));
        octets.put32(frame, reply + 4, 0);
        counters[NetCounter.ICMP_OUT_DEST_UNREACHS]++;
        send(source, HEADER + quoted);
    }

    private boolean claim(int destination, int length) {
        return replyAddress.find(destination) && out.claimReply(HeaderTemplate.LENGTH + length);
    }

    /** Puts headers before the message in the claimed frame and sends it. */
    private void send(int destination, int length) {
        int ip = out.at + EthernetFrame.HEADER;
        ethernet.emit(
                out.frame, out.at, replyAddress.high, replyAddress.low, EthernetFrame.TYPE_IPV4);
        Ipv4Packet.emit(
                octets,
                out.frame,
                ip,
                Ipv4Packet.HEADER + length,
                ids.next(),
                ttlAndTos,
                Ipv4Packet.ICMP,
                routes.address,
                destination,
                out.fillsIpv4);
        counters[NetCounter.ICMP_OUT_MSGS]++;
        out.commitPacket(length, out.icmpFlags);
    }
}
