package org.tcplite.net;

import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * The Address Resolution Protocol (RFC 826, RFC 1122 section 2.3.2), distrustful: anybody on the
 * link can send anything.
 *
 * <ul>
 *   <li>A reply counts only if it was asked for; others never make or change an entry.
 *   <li>A request for our address may make an entry, but never changes one.
 *   <li>A neighbour that is known gets another link address only after it has missed two unicast
 *       questions.
 *   <li>A neighbour is asked for at most once a second, and only on behalf of a connection; a frame
 *       from a stranger never starts it.
 *   <li>We defend nothing: another station that uses our address is counted (RFC 5227 section 2.4
 *       is not carried out).
 * </ul>
 *
 * <pre>
 *      0 | hardware type 1 | protocol type 0x0800 |
 *      4 | lengths 6 and 4 | operation            |
 *      8 | sender: link address, address          |
 *     18 | target: link address, address          | 28
 * </pre>
 */
final class Arp {

    /** {@link #resolve}: the neighbour has been asked; the flow is to wait. */
    static final int WAIT = -1;

    /** {@link #resolve}: the neighbour has to be asked, but there is no descriptor. */
    static final int BLOCKED = -2;

    /** {@link #resolve}: there is no entry left to wait on. */
    static final int FULL = -3;

    private static final int LENGTH = 28;
    private static final int ETHERNET_IPV4 = 0x00010800;
    private static final int REQUEST = 0x06040001;
    private static final int REPLY = 0x06040002;
    private static final int MAX_MISSES = 2;

    private final Octets octets;
    private final Routes routes;
    private final EthernetFrame ethernet;
    private final FrameOutput out;
    private final long[] counters;
    private final long lifetimeNs;
    private Tcp tcp;

    final ArpTable table;

    /** The entry that the last {@link #resolve} answered {@link #WAIT} for. */
    private int asked;

    Arp(
            NetConfig config,
            Octets octets,
            Routes routes,
            EthernetFrame ethernet,
            FrameOutput out,
            ArpTable table,
            long[] counters) {
        this.octets = octets;
        this.routes = routes;
        this.ethernet = ethernet;
        this.out = out;
        this.table = table;
        this.counters = counters;
        lifetimeNs = config.arpLifetimeMs * 1_000_000L;
    }

    /** Whose flows wait here. Called once. */
    void setTcp(Tcp flowsOwner) {
        tcp = flowsOwner;
    }

    // ---- packets received

    /**
     * Takes a packet in; the Ethernet header is parsed.
     *
     * @param available octets of the frame from {@code at} on
     * @return the outcome's id
     */
    int arrives(byte[] frame, int at, int available, long nowNs) {
        if (available < LENGTH || octets.get32(frame, at) != ETHERNET_IPV4) {
            return NetCounter.DROP_ARP_MALFORMED;
        }
        int kind = octets.get32(frame, at + 4);
        if (kind != REQUEST && kind != REPLY) {
            return NetCounter.DROP_ARP_MALFORMED;
        }
        int senderHigh = octets.get32(frame, at + 8);
        int senderLow = octets.get16(frame, at + 12);
        int sender = octets.get32(frame, at + 14);
        int target = octets.get32(frame, at + 24);
        boolean isProbe = sender == 0 && kind == REQUEST;
        if (!ethernet.isFrom(senderHigh, senderLow) || !isProbe && !routes.isHost(sender)) {
            return NetCounter.DROP_ARP_SENDER;
        }
        if (sender == routes.address) {
            return NetCounter.DROP_ARP_CONFLICT;
        }
        return kind == REQUEST
                ? requestArrives(sender, senderHigh, senderLow, target, nowNs)
                : replyArrives(sender, senderHigh, senderLow, target, nowNs);
    }

    private int requestArrives(int sender, int high, int low, int target, long nowNs) {
        if (target != routes.address) {
            return NetCounter.DROP_ARP_OTHER_TARGET;
        }
        if (routes.isNeighbour(sender)) {
            learnFromRequest(sender, high, low, nowNs);
        }
        if (!out.claimReply(EthernetFrame.HEADER + LENGTH)) {
            return NetCounter.DROP_NO_REPLY;
        }
        emit(REPLY, high, low, high, low, sender);
        counters[NetCounter.ARP_OUT_REPLIES]++;
        return NetCounter.ACCEPT_ARP;
    }

    private void learnFromRequest(int sender, int high, int low, long nowNs) {
        int entry = table.find(sender);
        if (entry == ArpTable.NONE) {
            entry = table.create(sender, false, nowNs);
            if (entry != ArpTable.NONE) {
                table.enterReachable(entry, high, low, nowNs + lifetimeNs);
            }
        } else if (table.state[entry] == ArpTable.INCOMPLETE) {
            resolved(entry, high, low, nowNs);
        } else if (!table.isFrom(entry, high, low)) {
            counters[NetCounter.ARP_MISMATCH]++;
            suspect(entry, nowNs);
        }
    }

    private int replyArrives(int sender, int high, int low, int target, long nowNs) {
        int entry = table.find(sender);
        if (target != routes.address || ethernet.isBroadcast || entry == ArpTable.NONE) {
            return NetCounter.DROP_ARP_UNSOLICITED;
        }
        int state = table.state[entry];
        boolean isAnswer = state == ArpTable.INCOMPLETE && !table.mayAsk(entry, nowNs);
        boolean isConfirmation = state == ArpTable.PROBING && table.isFrom(entry, high, low);
        if (!isAnswer && !isConfirmation) {
            return NetCounter.DROP_ARP_UNSOLICITED;
        }
        resolved(entry, high, low, nowNs);
        return NetCounter.ACCEPT_ARP;
    }

    private void resolved(int entry, int high, int low, long nowNs) {
        table.enterReachable(entry, high, low, nowNs + lifetimeNs);
        unparkAll(entry);
    }

    private void unparkAll(int entry) {
        int flow = table.firstWaiting(entry);
        while (flow != ArpTable.NONE) {
            table.removeWaiting(flow);
            tcp.unpark(flow);
            flow = table.firstWaiting(entry);
        }
    }

    // ---- what flows ask for

    /**
     * The entry whose link address packets to {@code nextHop} take. If it is not known it is asked
     * for, at most once a second.
     *
     * @return the entry, or {@link #WAIT}, {@link #BLOCKED}, {@link #FULL}
     */
    int resolve(int nextHop, long nowNs) {
        int entry = table.find(nextHop);
        if (entry == ArpTable.NONE) {
            entry = table.create(nextHop, true, nowNs);
            if (entry == ArpTable.NONE) {
                return FULL;
            }
        }
        if (table.state[entry] == ArpTable.INCOMPLETE) {
            asked = entry;
            return ask(entry, nowNs) ? WAIT : BLOCKED;
        }
        table.markUsed(entry);
        if (table.state[entry] == ArpTable.STALE) {
            suspect(entry, nowNs);
        }
        return entry;
    }

    /**
     * The entry of a neighbour whose link address is known, or {@link ArpTable#NONE}. Asks nobody.
     */
    int known(int nextHop) {
        int entry = table.find(nextHop);
        boolean isKnown = entry != ArpTable.NONE && table.state[entry] != ArpTable.INCOMPLETE;
        return isKnown ? entry : ArpTable.NONE;
    }

    /** Parks a flow until the neighbour answers whom {@link #resolve} has just asked. */
    void park(int flow) {
        table.addWaiting(asked, flow);
        tcp.park(flow);
    }

    /** A neighbour's segments go unacknowledged: is it still there? (RFC 1122 section 2.3.2.1) */
    void suspectNeighbour(int nextHop, long nowNs) {
        int entry = known(nextHop);
        if (entry != ArpTable.NONE) {
            suspect(entry, nowNs);
        }
    }

    /** Asks a known neighbour by unicast; its entry stays in use meanwhile. */
    private void suspect(int entry, long nowNs) {
        if (table.state[entry] != ArpTable.PROBING && table.mayAsk(entry, nowNs)) {
            table.enterProbing(entry);
            probe(entry, nowNs);
        }
    }

    private void probe(int entry, long nowNs) {
        table.askedNs[entry] = nowNs;
        table.setDeadline(entry, nowNs + ArpTable.SECOND_NS);
        if (out.claimReply(EthernetFrame.HEADER + LENGTH)) {
            int high = table.macHigh[entry];
            int low = table.macLow[entry];
            emit(REQUEST, high, low, high, low, table.address[entry]);
            counters[NetCounter.ARP_OUT_REQUESTS]++;
        }
    }

    /** Asks everybody, unless that was done within the second; false if there is no descriptor. */
    private boolean ask(int entry, long nowNs) {
        if (!table.mayAsk(entry, nowNs)) {
            return true;
        }
        if (!out.claim(EthernetFrame.HEADER + LENGTH)) {
            return false;
        }
        table.askedNs[entry] = nowNs;
        table.setDeadline(entry, nowNs + ArpTable.SECOND_NS);
        int high = EthernetFrame.BROADCAST_HIGH;
        int low = EthernetFrame.BROADCAST_LOW;
        emit(REQUEST, high, low, 0, 0, table.address[entry]);
        counters[NetCounter.ARP_OUT_REQUESTS]++;
        return true;
    }

    /** Builds a packet in the claimed frame and sends it. */
    private void emit(int kind, int high, int low, int targetHigh, int targetLow, int target) {
        byte[] frame = out.frame;
        int at = out.at + EthernetFrame.HEADER;
        ethernet.emit(frame, out.at, high, low, EthernetFrame.TYPE_ARP);
        octets.put32(frame, at, ETHERNET_IPV4);
        octets.put32(frame, at + 4, kind);
        octets.put32(frame, at + 8, ethernet.ownHigh());
        octets.put16(frame, at + 12, ethernet.ownLow());
        octets.put32(frame, at + 14, routes.address);
        octets.put32(frame, at + 18, targetHigh);
        octets.put16(frame, at + 22, targetLow);
        octets.put32(frame, at + 24, target);
        out.commit(EthernetFrame.HEADER + LENGTH, 0);
    }

    // ---- time

    /**
     * Fires the timers that are due, at most {@code limit}, in one pass through the table.
     *
     * @return how many
     */
    int fireTimers(long nowNs, int limit) {
        int fired = 0;
        long next = table.nextDeadlineNs();
        if (next == Long.MAX_VALUE || next - nowNs > 0) {
            return fired;
        }
        int entry = table.firstDue(0, nowNs);
        while (entry != ArpTable.NONE && fired < limit) {
            fire(entry, nowNs);
            fired++;
            entry = table.firstDue(entry + 1, nowNs);
        }
        return fired;
    }

    private void fire(int entry, long nowNs) {
        switch (table.state[entry]) {
            case ArpTable.INCOMPLETE:
                unanswered(entry, nowNs);
                break;
            case ArpTable.REACHABLE:
                table.enterStale(entry, nowNs + lifetimeNs);
                break;
            case ArpTable.PROBING:
                missed(entry, nowNs);
                break;
            default:
                table.remove(entry);
                break;
        }
    }

    /** The flows that wait have another go; those still alive come back, and that asks again. */
    private void unanswered(int entry, long nowNs) {
        if (table.firstWaiting(entry) == ArpTable.NONE) {
            table.remove(entry);
            return;
        }
        table.setDeadline(entry, nowNs + ArpTable.SECOND_NS);
        unparkAll(entry);
    }

    private void missed(int entry, long nowNs) {
        table.misses[entry]++;
        if (table.misses[entry] < MAX_MISSES) {
            probe(entry, nowNs);
            return;
        }
        counters[NetCounter.ARP_LOST]++;
        table.remove(entry);
    }
}
