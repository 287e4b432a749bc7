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
    private static final int SENT = 1;

    /** {@link #turn}: there was nothing to send, the flow waits, or its segment was given up. */
    private static final int NOTHING = 0;

    /** {@link #turn}: there is no transmit descriptor; the flow keeps its turn. */
    private static final int BLOCKED = -1;

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
    private final int segmentsPerPoll;

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
        segmentsPerPoll = config.segmentsPerPoll;
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
            templates.of(flow).pin(high, low);
        } else {
            int at = (flow - slots) * MAC_LENGTH;
            octets.put32(halfOpenMac, at, high);
            octets.put16(halfOpenMac, at + 4, low);
        }
    }

    /** Sends, at once, the reply that the segment just arrived from {@code remote} called for. */
    void reply(int remote, long nowNs) {
        if (!replyAddress.find(remote) || !out.claimReply(HeaderTemplate.LENGTH + MAX_TCP_HEADER)) {
            tcp.dropReply();
            return;
        }
        int length = tcp.emitReply(out.frame, out.at + HeaderTemplate.LENGTH, nowNs);
        if (length == 0) {
            out.abandon();
            return;
        }
        send(replyAddress.high, replyAddress.low, remote, replyTtlAndTos, length);
    }

    /**
     * Gives flows that owe a segment their turn, round robin, while descriptors last, at most
     * {@code segmentsPerPoll} turns.
     *
     * @return true if the turns were used up
     */
    boolean giveTurns(long nowNs) {
        int turns = 0;
        do {
            int flow = tcp.nextOwing();
            if (flow == Tcp.NONE || turn(flow, nowNs) == BLOCKED) {
                return false;
            }
            turns++;
        } while (turns < segmentsPerPoll);
        return tcp.nextOwing() != Tcp.NONE;
    }

    /**
     * Gives a flow its turn.
     *
     * @return {@link #SENT}, {@link #NOTHING} or {@link #BLOCKED}
     */
    private int turn(int flow, long nowNs) {
        if (flow >= slots) {
            return halfOpenTurn(flow, nowNs);
        }
        HeaderTemplate template = templates.of(flow);
        if (!template.isCurrent(tcp.headerEpoch(flow), arp.table.epoch)) {
            int outcome = prepare(flow, template, nowNs);
            if (outcome != SENT) {
                return outcome;
            }
        }
        if (!out.claim(out.maxFrame)) {
            return BLOCKED;
        }
        int segment = out.at + HeaderTemplate.LENGTH;
        int room = out.maxFrame - HeaderTemplate.LENGTH;
        int length = tcp.emit(flow, out.frame, segment, room, nowNs);
        if (length == 0) {
            out.abandon();
            return NOTHING;
        }
        if (template.isNew) {
            firstSegment(template, out.frame[segment + TCP_FLAGS]);
        }
        template.emit(octets, out.frame, out.at, length, out.fillsIpv4);
        out.commitPacket(length, out.tcpFlags);
        return SENT;
    }

    /** A pinned link address is the former peer's, if now this side opens a connection. */
    private static void firstSegment(HeaderTemplate template, int flags) {
        template.isNew = false;
        if ((flags & (SYN | ACK)) == SYN && template.isPinned()) {
            template.unpin(); // the slot has a new owner, whose neighbour ARP has to find
        }
    }

    /** Makes the flow's template current: {@link #SENT} if the segment can go now. */
    private int prepare(int flow, HeaderTemplate template, long nowNs) {
        int remote = tcp.remoteAddress(flow);
        if (tcp.takeDeliveryTrouble(flow)) {
            suspectNeighbour(remote, template, nowNs);
        }
        int ttlAndTos = tcp.ttlAndTos(flow);
        int epoch = tcp.headerEpoch(flow);
        if (template.holdsFor(remote, ttlAndTos, epoch, arp.table.epoch)) {
            return SENT;
        }
        if (!template.isPinnedFor(remote)) {
            int outcome = resolve(flow, remote, template, nowNs);
            if (outcome != SENT) {
                return outcome;
            }
        }
        templates.build(template, remote, ttlAndTos, epoch);
        return SENT;
    }

    /** R1 retransmissions (RFC 9293 MUST-20): the neighbour is asked whether it is still there. */
    private void suspectNeighbour(int remote, HeaderTemplate template, long nowNs) {
        int nextHop = routes.nextHop(remote);
        if (nextHop == Routes.NOWHERE) {
            return;
        }
        if (template.isPinned()) {
            template.unpin();
        }
        arp.suspectNeighbour(nextHop, nowNs);
    }

    /** Asks ARP for the flow's link address: {@link #SENT} if it is known. */
    private int resolve(int flow, int remote, HeaderTemplate template, long nowNs) {
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
        template.resolved(arp.table.macHigh[entry], arp.table.macLow[entry], arp.table.epoch);
        return SENT;
    }

    /**
     * The segment counts as sent and is lost: retransmission tries again, or ends the connection.
     */
    private int giveUpSegment(int flow, long nowNs) {
        if (!out.claim(out.maxFrame)) {
            return BLOCKED;
        }
        int room = out.maxFrame - HeaderTemplate.LENGTH;
        tcp.emit(flow, out.frame, out.at + HeaderTemplate.LENGTH, room, nowNs);
        out.abandon();
        counters[NetCounter.TX_NO_NEIGHBOUR]++;
        return NOTHING;
    }

    private int halfOpenTurn(int flow, long nowNs) {
        int remote = tcp.remoteAddress(flow);
        int ttlAndTos = tcp.ttlAndTos(flow);
        if (!out.claim(HeaderTemplate.LENGTH + MAX_TCP_HEADER)) {
            return BLOCKED;
        }
        int segment = out.at + HeaderTemplate.LENGTH;
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
        out.commitPacket(length, out.tcpFlags);
    }
}
