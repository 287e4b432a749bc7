package org.tcplite.tcp;

import java.util.HashMap;
import java.util.Map;

/**
 * What every segment on the wire must be, whatever the stacks think of it: intact, within the
 * peer's MSS and the windows it has offered, with the text that was written, never acknowledging
 * what was not sent, and with a right edge that does not move left.
 */
final class WireOracle {

    /** The octet that stands at an offset of what a host writes to a connection. */
    interface Text {
        byte octet(int host, int clientPort, int offset);
    }

    /** One direction of one pair of sockets, since its last SYN. */
    private static final class Direction {
        int iss;
        boolean synSeen;
        boolean finSeen;
        int finEnd;
        int mss = -1;
        int shift = -1;
        boolean bothScale;
        boolean stamps;
        boolean sack;
        int highest;

        /**
         * What was sent before an old duplicate of the peer's SYN was answered by another SYN-ACK:
         * the peer may still speak of that.
         */
        boolean hadAnother;

        int formerIss;
        int formerHighest;
        int formerFinEnd;

        /** The right edge it has offered. */
        int edge;

        boolean edgeKnown;

        /** What the peer has acknowledged of it, and the largest window it has offered to it. */
        boolean acknowledgedKnown;

        int acknowledged;
        int largestWindow;

        boolean hasSent(int end) {
            boolean before = end - formerHighest <= 0 && end - formerIss > 0;
            return end - highest <= 0 || hadAnother && before;
        }

        boolean hasEndedAt(int end) {
            return finSeen && end == finEnd || hadAnother && end == formerFinEnd;
        }
    }

    private final Map<Integer, Direction> directions = new HashMap<>();
    private final Text text;
    private final int mtu;

    WireOracle(int mtu, Text text) {
        this.mtu = mtu;
        this.text = text;
    }

    private Direction direction(int host, int clientPort) {
        return directions.computeIfAbsent(host << 16 | clientPort, key -> new Direction());
    }

    /** The client is host 0, and its port tells the connections apart. */
    static int clientPort(int from, byte[] s) {
        return from == 0 ? Fields.sourcePort(s) : Fields.destinationPort(s);
    }

    /**
     * A host's end of a connection has been made by a listener: of the SYN-ACK that was sent last,
     * or of an earlier one; if once more, of an old duplicate, it may write something else, and
     * offers its window anew.
     */
    void made(int host, int clientPort, int iss, boolean again) {
        Direction own = direction(host, clientPort);
        boolean earlier = own.iss != iss;
        if (again || earlier) {
            keepFormer(own);
            own.finSeen = false;
            own.edgeKnown = false;
        }
        if (earlier) {
            own.iss = iss;
            own.highest = iss + 1;
        }
    }

    void sent(int from, byte[] s) {
        int[] address = TwoHosts.ADDRESS;
        check(Fields.isIntact(s, address[from], address[1 - from]), "the checksum is right", s);
        check(s.length <= mtu - 20, "the packet fits the MTU", s);
        int port = clientPort(from, s);
        Direction own = direction(from, port);
        Direction peer = direction(1 - from, port);
        if (Fields.has(s, Segment.RST)) {
            check(Fields.textLength(s) == 0, "a reset has no text", s);
            return;
        }
        if (Fields.has(s, Segment.SYN)) {
            syn(own, peer, s);
        }
        if (!own.synSeen) {
            return; // an answer of TIME-WAIT or of a listener to something old
        }
        if (!Fields.has(s, Segment.SYN)) {
            options(own, peer, s);
        }
        if (Fields.has(s, Segment.ACK) && peer.synSeen) {
            acknowledgment(own, peer, s);
        }
        sequence(own, peer, from, port, s);
    }

    private static void syn(Direction own, Direction peer, byte[] s) {
        if (!own.synSeen || own.iss != Fields.seq(s)) {
            boolean another = own.synSeen && Fields.has(s, Segment.ACK);
            if (another) {
                keepFormer(own);
            } else {
                own.hadAnother = false;
                peer.hadAnother = false;
            }
            own.iss = Fields.seq(s);
            own.highest = own.iss;
            own.finSeen = false;
            own.edgeKnown = false;
            own.acknowledgedKnown = false;
        }
        own.synSeen = true;
        own.mss = Fields.option(s, 2);
        own.shift = Fields.option(s, 3);
        own.stamps = Fields.optionAt(s, 8) >= 0;
        own.sack = Fields.optionAt(s, 4) >= 0;
        if (Fields.has(s, Segment.ACK)) {
            check(peer.stamps || !own.stamps, "no timestamps the peer did not offer", s);
            check(peer.sack || !own.sack, "no SACK the peer did not offer", s);
        }
        own.bothScale = own.shift >= 0 && peer.shift >= 0;
        peer.bothScale = own.bothScale;
        check(Fields.textLength(s) == 0, "a SYN has no text", s);
    }

    private static void keepFormer(Direction own) {
        own.hadAnother = true;
        own.formerIss = own.iss;
        own.formerHighest = own.highest;
        own.formerFinEnd = own.finSeen ? own.finEnd : own.iss;
    }

    private static void options(Direction own, Direction peer, byte[] s) {
        boolean stamped = Fields.optionAt(s, 8) >= 0;
        check(stamped == (own.stamps && peer.stamps), "timestamps as negotiated", s);
        for (int kind = 2; kind <= 4; kind++) {
            check(Fields.optionAt(s, kind) < 0, "options of a SYN on a SYN only", s);
        }
        int at = Fields.optionAt(s, 5);
        if (at < 0) {
            return;
        }
        check(own.sack && peer.sack, "SACK only if both permit it", s);
        int blocks = s[at + 1] >> 3;
        check(blocks > 0 && s[at + 1] == 2 + 8 * blocks, "a SACK option of whole blocks", s);
        Octets octets = new PortableOctets();
        for (int i = 0; i < blocks; i++) {
            int left = octets.get32(s, at + 2 + 8 * i);
            int right = octets.get32(s, at + 6 + 8 * i);
            check(right - left > 0, "no block is empty or inverted", s);
            check(peer.hasSent(right), "no block of what was not sent", s);
            check(i == 0 || left - Fields.ack(s) > 0, "blocks lie ahead of a hole", s);
        }
    }

    private static void acknowledgment(Direction own, Direction peer, byte[] s) {
        int ack = Fields.ack(s);
        check(peer.hasSent(ack), "nothing is acknowledged that was not sent", s);
        boolean scaled = own.bothScale && !Fields.has(s, Segment.SYN);
        int edge = ack + (Fields.window(s) << (scaled ? own.shift : 0));
        // an old SYN may be answered by the cookie of a connection that is no more; and a SYN-ACK
        // cannot say more than 65535
        boolean isSynAck = Fields.has(s, Segment.SYN);
        if (own.edgeKnown && !peer.hasEndedAt(ack) && !isSynAck) {
            int rounding = scaled ? (1 << own.shift) - 1 : 0; // RFC 7323 section 2.4
            check(edge - own.edge >= -rounding, "the right edge does not move left", s);
        }
        own.edge = own.edgeKnown && own.edge - edge > 0 ? own.edge : edge;
        own.edgeKnown = true;
        boolean older = peer.acknowledgedKnown && peer.acknowledged - ack > 0;
        peer.acknowledged = older ? peer.acknowledged : ack;
        peer.largestWindow = Math.max(peer.largestWindow, edge - ack);
        peer.acknowledgedKnown = true;
    }

    private void sequence(Direction own, Direction peer, int from, int port, byte[] s) {
        int seq = Fields.seq(s);
        int length = Fields.textLength(s);
        int end = seq + length;
        if (length > 0) {
            check(own.acknowledgedKnown, "no text before the peer's SYN", s);
            int mss = Math.min(Math.max(peer.mss < 0 ? 536 : peer.mss, 64), mtu - 40);
            int options = Fields.textOffset(s) - 20;
            check(length + options <= mss, "no more text and options than the MSS", s);
            // not the edge: SND.WND may be older than SND.UNA (RFC 9293 3.10.7.4, fifth step)
            int edge = own.acknowledged + own.largestWindow + (length == 1 ? 1 : 0);
            check(end - edge <= 0, "text lies in the window", s);
            for (int i = 0; i < length; i++) {
                byte expected = text.octet(from, port, seq - own.iss - 1 + i);
                check(s[Fields.textOffset(s) + i] == expected, "the text is what was written", s);
            }
        }
        if (Fields.has(s, Segment.SYN)) {
            end++;
        }
        if (Fields.has(s, Segment.FIN)) {
            end++;
            check(!own.finSeen || end == own.finEnd, "there is one FIN, at one place", s);
            own.finSeen = true;
            own.finEnd = end;
        }
        check(!own.finSeen || end - own.finEnd <= 0, "nothing behind the FIN", s);
        own.highest = end - own.highest > 0 ? end : own.highest;
    }

    private static void check(boolean holds, String what, byte[] s) {
        if (!holds) {
            throw new AssertionError("on the wire: " + what + ": " + TwoHosts.describe(s));
        }
    }
}
