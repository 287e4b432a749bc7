package org.tcplite.net;

import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * Sends what TCP owes, one segment a turn: it finds the flow's link address, claims a frame, has
 * TCP write the segment, and puts the headers before it.
 *
 * <p>A connection that this side opened finds its neighbour by ARP, and is parked until that
 * answers. One that a peer opened keeps the link address of the frame that completed its handshake,
 * until its segments go unacknowledged R1 times. A half-open flow has the link address of its SYN,
 * and never starts ARP.
 */
final class FlowOutput {

    /** {@link #turn}: a segment was sent. */
    static final int SENT = 1;

    /** {@link #turn}: there was nothing to send, the flow waits, or its segment was given up. */
    static final int NOTHING = 0;

    /** {@link #turn}: there is no transmit descriptor; the flow keeps its turn. */
    static final int BLOCKED = -1;

    /** The longest segment without text: the SYN-ACKs and resets of stateless replies. */
    private static final int MAX_TCP_HEADER = 60;

    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private static final int MAC_LENGTH = 6;

    private final Octets octets;
    private final Routes routes;
    private final EthernetFrame ethernet;
    private final Arp arp;
    private final ReplyAddress replyAddress;
    private final HeaderTemplates templates;
    private final IpIds ids;
    private final FrameOutput out;
    private final Tcp tcp;
    private final long[] counters;

    private final boolean pins;
    private final int replyTtlAndTos;
    private final int slots;

    /** The link addresses of half-open flows; all zero if not known. */
    private final byte[] halfOpenMac;

    FlowOutput(
            NetConfig config,
            Octets octets,
            Routes routes,
            EthernetFrame ethernet,
            Arp arp,
            ReplyAddress replyAddress,
            IpIds ids,
            FrameOutput out,
            Tcp tcp,
            long[] counters) {
        this.octets = octets;
        this.routes = routes;
        this.ethernet = ethernet;
        this.arp = arp;
        this.replyAddress = replyAddress;
        this.ids = ids;
        this.out = out;
        this.tcp = tcp;
        this.counters = counters;
        pins = config.replyToFrameSource;
        replyTtlAndTos = config.tcp.ttl << 8;
        slots = config.tcp.connections;
        templates = new HeaderTemplates(slots, octets, ethernet, routes, ids);
        halfOpenMac = new byte[Math.max(0, tcp.flows() - slots) * MAC_LENGTH];
    }

    /** Octets one half-open flow takes. */
    static int octetsPerHalfOpen() {
        return MAC_LENGTH;
    }

    /** A frame made a flow; if so configured, its segments go to where the frame came from. */
    void bind(int flow) {
        if (!pins || flow < 0) {
            return;
        }
        int high = ethernet.sourceHigh();
        int low = ethernet.sourceLow();
        if (flow < slots) {
            arp.table.removeWaiting(flow);
            templates.pin(flow, high, low);
        } else {
            int at = (flow - slots) * MAC_LENGTH;
            octets.put32(halfOpenMac, at, high);
            octets.put16(halfOpenMac, at + 4, low);
        }
    }

    /** Sends, at once, the reply that the segment just arrived from {@code remote} called for. */
    void reply(int remote, long nowNs) {
        if (!replyAddress.find(remote)
                || !out.claimReply(HeaderTemplates.LENGTH + MAX_TCP_HEADER)) {
            tcp.dropReply();
            return;
        }
        int length = tcp.emitReply(out.frame, out.at + HeaderTemplates.LENGTH, nowNs);
        if (length == 0) {
            out.abandon();
            return;
        }
        send(replyAddress.high, replyAddress.low, remote, replyTtlAndTos, length);
    }

    /**
     * Gives a flow its turn.
     *
     * @return {@link #SENT}, {@link #NOTHING} or {@link #BLOCKED}
     */
    int turn(int flow, long nowNs) {
        if (flow >= slots) {
            return halfOpenTurn(flow, nowNs);
        }
        if (tcp.takeDeliveryTrouble(flow)) {
            suspectNeighbourOf(flow, nowNs);
        }
        int remote = tcp.remoteAddress(flow);
        int ttlAndTos = tcp.ttlAndTos(flow);
        if (!templates.isCurrent(flow, remote, ttlAndTos, arp.table.epoch)) {
            int outcome = prepare(flow, remote, ttlAndTos, nowNs);
            if (outcome != SENT) {
                return outcome;
            }
        }
        if (!out.claim(out.maxFrame)) {
            return BLOCKED;
        }
        int segment = out.at + HeaderTemplates.LENGTH;
        int room = out.maxFrame - HeaderTemplates.LENGTH;
        int length = tcp.emit(flow, out.frame, segment, room, nowNs);
        if (length == 0) {
            out.abandon();
            return NOTHING;
        }
        if (templates.isPinned(flow) && isActiveOpen(out.frame[segment + TCP_FLAGS])) {
            templates.unpin(flow); // the slot has a new owner, whose neighbour ARP has to find
        }
        templates.emit(flow, out.frame, out.at, length, out.fillsIpv4);
        commit(length);
        return SENT;
    }

    private static boolean isActiveOpen(int flags) {
        return (flags & (SYN | ACK)) == SYN;
    }

    /** R1 retransmissions (RFC 9293 MUST-20): the neighbour is asked whether it is still there. */
    private void suspectNeighbourOf(int flow, long nowNs) {
        int nextHop = routes.nextHop(tcp.remoteAddress(flow));
        if (nextHop == Routes.NOWHERE) {
            return;
        }
        if (templates.isPinned(flow)) {
            templates.unpin(flow);
        }
        arp.suspectNeighbour(nextHop, nowNs);
    }

    /** Makes the flow's template current: {@link #SENT} if the segment can go now. */
    private int prepare(int flow, int remote, int ttlAndTos, long nowNs) {
        if (templates.isPinnedFor(flow, remote)) {
            templates.buildPinned(flow, remote, ttlAndTos);
            return SENT;
        }
        int nextHop = routes.nextHop(remote);
        int entry = nextHop == Routes.NOWHERE ? Arp.FULL : arp.resolve(nextHop, nowNs);
        switch (entry) {
            case Arp.WAIT:
                arp.park(flow);
                return NOTHING;
            case Arp.BLOCKED:
                return BLOCKED;
            case Arp.FULL:
                return giveUpSegment(flow, nowNs);
            default:
                break;
        }
        int high = arp.table.macHigh[entry];
        int low = arp.table.macLow[entry];
        templates.buildResolved(flow, high, low, remote, ttlAndTos, arp.table.epoch);
        return SENT;
    }

    /**
     * The segment counts as sent and is lost: retransmission tries again, or ends the connection.
     */
    private int giveUpSegment(int flow, long nowNs) {
        if (!out.claim(out.maxFrame)) {
            return BLOCKED;
        }
        int room = out.maxFrame - HeaderTemplates.LENGTH;
        tcp.emit(flow, out.frame, out.at + HeaderTemplates.LENGTH, room, nowNs);
        out.abandon();
        counters[NetCounter.TX_NO_NEIGHBOUR]++;
        return NOTHING;
    }

    private int halfOpenTurn(int flow, long nowNs) {
        int remote = tcp.remoteAddress(flow);
        int ttlAndTos = tcp.ttlAndTos(flow);
        if (!out.claim(HeaderTemplates.LENGTH + MAX_TCP_HEADER)) {
            return BLOCKED;
        }
        int segment = out.at + HeaderTemplates.LENGTH;
        int length = tcp.emit(flow, out.frame, segment, MAX_TCP_HEADER, nowNs);
        if (length == 0 || !findHalfOpen(flow, remote)) {
            out.abandon();
            return NOTHING;
        }
        send(replyAddress.high, replyAddress.low, remote, ttlAndTos, length);
        return SENT;
    }

    private boolean findHalfOpen(int flow, int remote) {
        if (!pins) {
            return replyAddress.findKnown(remote);
        }
        int at = (flow - slots) * MAC_LENGTH;
        replyAddress.high = octets.get32(halfOpenMac, at);
        replyAddress.low = octets.get16(halfOpenMac, at + 4);
        return true;
    }

    /** Puts headers before the segment in the claimed frame, without a template, and sends it. */
    private void send(int high, int low, int remote, int ttlAndTos, int length) {
        ethernet.emit(out.frame, out.at, high, low, EthernetFrame.TYPE_IPV4);
        Ipv4Packet.emit(
                octets,
                out.frame,
                out.at + EthernetFrame.HEADER,
                Ipv4Packet.HEADER + length,
                ids.next(),
                ttlAndTos,
                Ipv4Packet.TCP,
                routes.address,
                remote,
                out.fillsIpv4);
        commit(length);
    }

    private void commit(int segmentLength) {
        counters[NetCounter.OUT_REQUESTS]++;
        out.commit(HeaderTemplates.LENGTH + segmentLength, out.tcpFlags);
    }
}
