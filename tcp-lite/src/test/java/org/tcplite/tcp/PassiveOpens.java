package org.tcplite.tcp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Whence the connections of a listener come: each from a half-open entry, or from a cookie that was
 * sent to its peer, and from each of those no more than one. There is one way to a second one.
 * Whoever sends cookies forgets what has become of them, so an old duplicate of the ACK makes the
 * connection once more, after its end has closed; but only while the gate is open, and while the
 * cookie lives.
 */
final class PassiveOpens {

    /**
     * Is told what is made of an offer: a connection, or the entry of one that waits for a slot.
     */
    interface Observer {
        void made(int remoteAddress, int remotePort, int iss, boolean again);
    }

    /** What an ACK may take up. */
    private static final class Offer {
        boolean byCookie;
        boolean taken;

        /** A connection was made of it before it came to stand in the table. */
        boolean wasTaken;

        long sentNs;
    }

    private record Numbers(int address, int ports, int iss, int irs) {

        /** True if these are a connection's; asked after every event, so without making any. */
        boolean are(Tcb tcb) {
            return address == tcb.remoteAddress && ports == tcb.ports && has(tcb.iss, tcb.irs);
        }

        boolean has(int itsIss, int itsIrs) {
            return iss == itsIss && irs == itsIrs;
        }
    }

    private static final Numbers NOBODY = new Numbers(0, 0, 0, 0);

    private final Map<Numbers, Offer> offers = new HashMap<>();
    private final Tcp tcp;
    private final Numbers[] inSlot;
    private final Numbers[] inQueue;
    private final boolean[] again;
    private final Observer observer;

    PassiveOpens(Tcp tcp, Observer observer) {
        this.tcp = tcp;
        this.observer = observer;
        inSlot = new Numbers[tcp.connections.tcbs.length];
        inQueue = new Numbers[tcp.connections.synQueue.capacity()];
        again = new boolean[inSlot.length];
        Arrays.fill(inSlot, NOBODY);
        Arrays.fill(inQueue, NOBODY);
    }

    /** The stack has sent a segment from one of its addresses to another host's. */
    void sent(int own, int peer, byte[] s, long nowNs) {
        if (Fields.flags(s) != (Segment.SYN | Segment.ACK)) {
            return;
        }
        int ports = Fields.destinationPort(s) << 16 | Fields.sourcePort(s);
        Connections all = tcp.connections;
        long hash = all.queueHash(peer, ports);
        Numbers numbers = new Numbers(peer, ports, Fields.seq(s), Fields.ack(s) - 1);
        if (all.synQueue.find(peer, ports, hash) == SynQueue.NONE) {
            Offer offer = offers.computeIfAbsent(numbers, key -> new Offer());
            offer.sentNs = nowNs;
            offer.byCookie = true;
        }
    }

    /** After an event: looks for new connections. */
    void look(long nowNs) {
        lookAtQueue(nowNs);
        for (Tcb tcb : tcp.connections.tcbs) {
            Numbers old = inSlot[tcb.slot];
            if (!tcb.attached) {
                inSlot[tcb.slot] = NOBODY;
            } else if (!old.are(tcb)) {
                Numbers now = new Numbers(tcb.remoteAddress, tcb.ports, tcb.iss, tcb.irs);
                boolean active =
                        tcb.state == TcpState.SYN_SENT
                                || tcb.state == TcpState.SYN_RECEIVED
                                || old.address == now.address && old.ports == now.ports;
                inSlot[tcb.slot] = now;
                again[tcb.slot] = !active && isSecond(now, nowNs);
                if (!active) {
                    observer.made(tcb.remoteAddress, tcb.remotePort(), tcb.iss, again[tcb.slot]);
                }
            }
        }
    }

    private void lookAtQueue(long nowNs) {
        SynQueue queue = tcp.connections.synQueue;
        for (int i = 0; i < inQueue.length; i++) {
            if (!queue.isUsed(i)) {
                inQueue[i] = NOBODY;
            } else if (!inQueue[i].has(queue.iss(i), queue.irs(i))) {
                inQueue[i] =
                        new Numbers(
                                queue.remoteAddress(i), queue.ports(i), queue.iss(i), queue.irs(i));
                Offer offer = offers.computeIfAbsent(inQueue[i], key -> new Offer());
                if (offer.sentNs != 0) { // a cookie found no slot, and waits in the table now
                    checkCookie(offer, inQueue[i], nowNs);
                    offer.byCookie = false;
                    offer.wasTaken |= offer.taken;
                    offer.taken = false;
                    observer.made(
                            queue.remoteAddress(i),
                            queue.ports(i) >>> 16,
                            queue.iss(i),
                            offer.wasTaken);
                }
            }
        }
    }

    private boolean isSecond(Numbers numbers, long nowNs) {
        Offer offer = offers.get(numbers);
        TwoHosts.check(offer != null, "a connection nobody was offered: " + numbers);
        boolean second = offer.taken || offer.wasTaken;
        if (offer.byCookie || offer.taken && offer.sentNs != 0) {
            checkCookie(offer, numbers, nowNs);
        } else {
            boolean first = !offer.taken;
            TwoHosts.check(first, "two connections from one half-open entry: " + numbers);
        }
        offer.taken = true;
        return second;
    }

    private void checkCookie(Offer offer, Numbers numbers, long nowNs) {
        boolean lives = nowNs - offer.sentNs <= SynCookies.LIFE_NS;
        boolean open = tcp.connections.floodGate.isFlood(nowNs - SynCookies.LIFE_NS);
        TwoHosts.check(lives, "a connection from an old cookie: " + numbers);
        TwoHosts.check(open, "a connection from a cookie, and the gate is shut: " + numbers);
    }

    /** Whether the connection of a handle has been there before. */
    boolean isSecond(int handle) {
        return again[tcp.slotOf(handle)];
    }
}
