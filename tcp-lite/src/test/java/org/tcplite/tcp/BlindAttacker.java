package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Somebody who can forge a peer's address, but may not say anything a connection would take: every
 * segment of his is unacceptable by RFC 9293, RFC 5961 or RFC 7323, if only by one, and so leaves
 * the connection exactly as it was.
 */
final class BlindAttacker {

    /** What even an unacceptable segment may change: debts, limiters, the D-SACK pair. */
    static final List<String> DEBTS =
            List.of("ackDebt", "challenged", "lastChallengeNs", "duplicateLeft", "duplicateRight");

    private static final int KINDS = 10;
    private static final int FAR = 1 << 30;
    private static final byte[] NONE = {};

    private final TwoHosts hosts;
    private SplittableRandom random;
    private String kind;

    BlindAttacker(TwoHosts hosts) {
        this.hosts = hosts;
    }

    /**
     * One attack on one connection, if there is any.
     *
     * @param dice of this attack alone, so that it stays the same if others are left out
     */
    void attack(SplittableRandom dice) {
        random = dice;
        int host = random.nextInt(2);
        List<Tcb> victims = new ArrayList<>();
        for (Tcb tcb : hosts.tcp[host].connections.tcbs) {
            boolean known = tcb.remoteAddress == TwoHosts.ADDRESS[1 - host];
            if (tcb.attached && known && TcpState.isSynchronized(tcb.state)) {
                victims.add(tcb);
            }
        }
        int choice = random.nextInt(4);
        int which = random.nextInt(KINDS);
        boolean icmp = random.nextInt(8) == 0;
        if (choice < victims.size() && icmp) {
            forgeIcmp(host, victims.get(choice));
        } else if (choice < victims.size()) {
            attack(host, victims.get(choice), which);
        }
    }

    /** A router says that what is in flight cannot be delivered: the user is told, no more. */
    private void forgeIcmp(int host, Tcb tcb) {
        byte[] quoted = new byte[8];
        Fields.put32(quoted, 0, tcb.localPort() << 16 | tcb.remotePort());
        Fields.put32(quoted, 4, tcb.sndUna + random.nextInt(2));
        int[] types = {3, 4, 11, 12};
        int type = types[random.nextInt(types.length)];
        int code = random.nextInt(16);
        if (type == 3 && code == 4) {
            return; // "too big" of what is in flight may lower the path MTU: PathMtuScriptTest
        }
        Set<String> but = Set.of("signals");
        long before = Inspector.hash(tcb, but);
        hosts.icmpNow(host, type, code, quoted);
        TwoHosts.check(Inspector.hash(tcb, but) == before, "an ICMP error changed a connection");
    }

    private void attack(int host, Tcb tcb, int which) {
        byte[] s = forged(tcb, which);
        Fields.seal(s, TwoHosts.ADDRESS[1 - host], TwoHosts.ADDRESS[host]);
        if (which == KINDS - 1) {
            damage(s);
        }
        Set<String> but = mayChange(tcb, s);
        long before = Inspector.hash(tcb, but);
        hosts.arriveNow(TwoHosts.ADDRESS[1 - host], host, s);
        if (Inspector.hash(tcb, but) != before) {
            throw new AssertionError(
                    "unacceptable, and yet it changed the connection: "
                            + kind
                            + ": "
                            + TwoHosts.describe(s)
                            + " for "
                            + Inspector.describe(tcb));
        }
    }

    /** The fields that the segment may change. */
    private static Set<String> mayChange(Tcb tcb, byte[] s) {
        Set<String> but = new HashSet<>(DEBTS);
        if (isInWindow(tcb, Fields.seq(s), lengthOf(s))) {
            but.add("lastHeardNs"); // it falls later, and is a sign of life (MUST-26)
            if (tcb.timer == TcpStatus.TIMER_KEEPALIVE) {
                but.addAll(List.of("timerAtNs", "retransmits"));
            }
        }
        if (!tcb.isOutstanding()) {
            // after idleness, whichever event is first: RFC 5681 section 4.1, RFC 9438 section 5.8
            but.addAll(List.of("cwnd", "cubicEpochNs", "cubicGrownNs"));
        }
        return but;
    }

    private byte[] forged(Tcb tcb, int which) {
        int wnd = tcb.rcvWnd();
        int next = tcb.rcvNxt;
        int una = tcb.sndUna;
        int length = random.nextInt(1, 40);
        switch (which) {
            case 0:
                kind = "RST that is not exact";
                int rst = random.nextInt(4) == 0 ? Segment.RST | Segment.ACK : Segment.RST;
                return segment(tcb, next + notZero(wnd), una, rst, 0, true);
            case 1:
                kind = "SYN";
                int syn = random.nextBoolean() ? Segment.SYN : Segment.SYN | Segment.ACK;
                return segment(tcb, next + around(wnd), una, syn, 0, true);
            case 2:
                kind = "ACK of what was not sent";
                int ahead = 1 + random.nextInt(random.nextBoolean() ? 2 : FAR);
                return segment(tcb, next, tcb.sndNxt + ahead, Segment.ACK, 0, true);
            case 3:
                kind = "ACK that is too old";
                int old = tcb.maxSndWnd + 1 + random.nextInt(random.nextBoolean() ? 2 : FAR);
                return segment(tcb, next, una - old, Segment.ACK, 0, true);
            case 4:
                kind = "text behind the window";
                int right = Math.max(1, wnd + random.nextInt(random.nextBoolean() ? 2 : FAR));
                return segment(tcb, next + right, una, Segment.ACK, length, true);
            case 5:
                kind = "text that was had";
                int left = length + random.nextInt(random.nextBoolean() ? 2 : FAR);
                return segment(tcb, next - left, una, Segment.ACK, length, true);
            case 6:
                kind = "no ACK";
                int flags = random.nextBoolean() ? 0 : Segment.FIN | Segment.PSH;
                return segment(tcb, next, una, flags, length, true);
            case 7:
                kind = tcb.timestamps ? "no timestamp" : "SYN and FIN";
                int lacking = tcb.timestamps ? Segment.ACK : Segment.SYN | Segment.FIN;
                return segment(tcb, next, una, lacking, length, false);
            case 8:
                kind = tcb.timestamps ? "an old timestamp" : "SYN and RST";
                int late = tcb.timestamps ? Segment.ACK : Segment.SYN | Segment.RST;
                int seq = tcb.timestamps ? next : next + notZero(wnd);
                byte[] s = segment(tcb, seq, una, late, tcb.timestamps ? length : 0, true);
                if (tcb.timestamps) {
                    int behind = 1 + random.nextInt(random.nextBoolean() ? 2 : FAR);
                    Fields.put32(s, 24, tcb.tsRecent - behind);
                }
                return s;
            default:
                kind = "damaged";
                return segment(tcb, next, una, Segment.ACK, length, true);
        }
    }

    private byte[] segment(Tcb tcb, int seq, int ack, int flags, int text, boolean stamped) {
        byte[] options = stamped && tcb.timestamps ? timestamps(tcb) : NONE;
        byte[] octets = new byte[text];
        random.nextBytes(octets);
        int window = random.nextInt(65536);
        return Fields.segment(
                0, tcb.remotePort(), tcb.localPort(), seq, ack, flags, window, options, octets);
    }

    private static byte[] timestamps(Tcb tcb) {
        byte[] option = {1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0};
        Fields.put32(option, 4, tcb.tsRecent);
        return option;
    }

    /** Near the edges of the window, or anywhere. */
    private int around(int wnd) {
        int[] near = {0, 1, -1, wnd - 1, wnd, wnd + 1, -wnd, random.nextInt()};
        return near[random.nextInt(near.length)];
    }

    private int notZero(int wnd) {
        int offset = around(wnd);
        return offset == 0 ? 1 : offset;
    }

    private void damage(byte[] s) {
        switch (random.nextInt(3)) {
            case 0 -> s[16] ^= 1;
            case 1 -> s[12] = (byte) (random.nextInt(5) << 4);
            default -> s[12] = (byte) 0xf0;
        }
    }

    private static int lengthOf(byte[] s) {
        int text = Math.max(0, Fields.textLength(s));
        return text + (Fields.has(s, Segment.SYN) ? 1 : 0) + (Fields.has(s, Segment.FIN) ? 1 : 0);
    }

    /** The table of RFC 9293 section 3.4, written once more. */
    private static boolean isInWindow(Tcb tcb, int seq, int length) {
        long wnd = tcb.rcvWnd();
        long first = seq - tcb.rcvNxt;
        long last = first + length - 1;
        if (wnd == 0) {
            return length == 0 && first == 0;
        }
        boolean begins = first >= 0 && first < wnd;
        return begins || length > 0 && last >= 0 && last < wnd;
    }
}
