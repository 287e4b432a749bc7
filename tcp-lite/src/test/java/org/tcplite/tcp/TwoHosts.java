package org.tcplite.tcp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Two stacks on one wire, in one thread and in virtual time. What the wire does to a segment is the
 * test's to say; every call into a stack is followed by the invariants.
 */
class TwoHosts {

    static final int[] ADDRESS = {0x0a000001, 0x0a000002};

    private static final int MS = 1_000_000;
    private static final int LINES_KEPT = 80;

    /** What becomes of a segment that a host has sent: usually {@link #arriveAt}, once. */
    interface Wire {
        void carry(TwoHosts hosts, int from, byte[] segment);
    }

    /** Sees what happens, as it happens. */
    interface Observer {
        /** A call into a host's stack has returned, and the invariants hold. */
        default void checked(int host) {}

        /** A host has sent a segment to an address. */
        default void sent(int host, int to, byte[] segment) {}

        /** A segment from an address is about to reach a host. */
        default void arrives(int host, int from, byte[] segment) {}

        /** Octets leave a host: a segment, or the frame that holds one where there are frames. */
        default void leaves(int host, byte[] octets) {}

        /** A frame leaves or reaches a host, where there are frames. */
        default void frame(int host, boolean out, byte[] frame) {}
    }

    private static final Observer NOBODY = new Observer() {};

    /** What stands round a segment in its frame, unless a run says otherwise. */
    private static final byte POISON = (byte) 0xa5;

    record Arrival(long ns, long order, int source, int to, byte[] segment) {}

    final Tcp[] tcp = new Tcp[2];
    final Wire wire;
    final Deque<String> trace = new ArrayDeque<>();

    /** Keeps the last lines of what went over the wire, for a failure's message. */
    boolean tracing;

    long nowNs;
    long segments;
    Observer observer = NOBODY;

    byte poison = POISON;

    /** Hosts whose stack nobody polls, until {@link #thawNs}. */
    final boolean[] frozen = new boolean[2];

    final long[] thawNs = new long[2];

    /** Hosts that have no free transmit descriptor. */
    final boolean[] stuck = new boolean[2];

    final long startNs;
    final PriorityQueue<Arrival> arrivals;
    private final byte[] frame = new byte[70_000];
    private final byte[] answer = new byte[256];
    private long order;

    TwoHosts(TcpConfig first, TcpConfig second, long startNs, long key, Wire wire) {
        this(startNs, wire);
        int mtu = Math.min(first.mtu, second.mtu);
        for (int i = 0; i < 2; i++) {
            TcpConfig config = i == 0 ? first : second;
            tcp[i] =
                    new Tcp(config, new PortableOctets(), new OneLink(i, mtu), key + i, ~key, true);
        }
    }

    /** Two hosts whose stacks are still to be set. */
    TwoHosts(long startNs, Wire wire) {
        this.wire = wire;
        this.startNs = startNs;
        nowNs = startNs;
        arrivals =
                new PriorityQueue<>(
                        (a, b) -> {
                            int byTime = Long.compare(a.ns - startNs, b.ns - startNs);
                            return byTime != 0 ? byTime : Long.compare(a.order, b.order);
                        });
    }

    /**
     * Two hosts of the same configuration on a wire that takes one millisecond and loses nothing.
     */
    static TwoHosts withoutFaults(TcpConfig config) {
        return new TwoHosts(
                config,
                config,
                0,
                42,
                (hosts, from, s) -> hosts.arriveAt(1 - from, hosts.nowNs + MS, s));
    }

    private record OneLink(int host, int mtu) implements InternetLayer {

        @Override
        public int sourceAddressFor(int remoteAddress) {
            return ADDRESS[host];
        }

        @Override
        public int mtuTo(int remoteAddress) {
            return mtu;
        }
    }

    /** The other host's segment will reach a host at a time. */
    void arriveAt(int to, long ns, byte[] segment) {
        arrivals.add(new Arrival(ns, order++, ADDRESS[1 - to], to, segment));
    }

    /**
     * A segment from an address reaches a host now, before all that is under way, unless nobody
     * polls there.
     */
    void arriveNow(int source, int to, byte[] segment) {
        if (frozen[to]) {
            return;
        }
        receive(new Arrival(nowNs, order++, source, to, segment));
    }

    /** An ICMP error about what a host has sent to the other one reaches it now. */
    void icmpNow(int host, int type, int code, byte[] quoted) {
        tcp[host].icmpError(type, code, 0, quoted, 0, ADDRESS[host], ADDRESS[1 - host], nowNs);
        checked(host);
    }

    /** What fills every frame that is not the segment's own, either way. */
    void poison(byte octet) {
        poison = octet;
        Arrays.fill(frame, octet);
    }

    /** Nobody polls the host until then; what reaches it meanwhile waits. */
    void freeze(int host, long untilNs) {
        if (!frozen[host] || untilNs - thawNs[host] > 0) {
            thawNs[host] = untilNs;
        }
        frozen[host] = true;
    }

    void thaw(int host) {
        frozen[host] = false;
    }

    /** Takes all transmit descriptors away, or gives them back. */
    void setStuck(int host, boolean isStuck) {
        stuck[host] = isStuck;
    }

    /** Plugs the cable, or pulls it; what is under way still arrives. */
    void setLink(boolean isUp) {}

    /** Whether a host's hardware drops what was damaged on its way, and counts it. */
    boolean isDamageSeen(int host, SplittableRandom dice) {
        return false;
    }

    boolean isQuiet() {
        return arrivals.isEmpty();
    }

    // ---- events

    /** The time of the next arrival or timer, or {@code Long.MAX_VALUE} if nothing will happen. */
    long nextEventNs() {
        long next = Long.MAX_VALUE;
        if (!arrivals.isEmpty()) {
            next = arrivals.peek().ns;
        }
        for (int host = 0; host < 2; host++) {
            long deadline = tcp[host].nextDeadlineNs();
            if (deadline == Long.MAX_VALUE) {
                continue;
            }
            if (frozen[host] && deadline - thawNs[host] < 0) {
                deadline = thawNs[host];
            }
            if (next == Long.MAX_VALUE || deadline - next < 0) {
                next = deadline;
            }
        }
        return next != Long.MAX_VALUE && next - nowNs < 0 ? nowNs : next;
    }

    /** Lets everything happen that happens by a time, and sends what is owed after each event. */
    void runUntil(long ns) {
        transmit(0);
        transmit(1);
        long next;
        while ((next = nextEventNs()) != Long.MAX_VALUE && next - ns <= 0) {
            nowNs = next;
            happen(true);
        }
        if (ns - nowNs > 0) {
            nowNs = ns;
        }
    }

    void runFor(long ns) {
        runUntil(nowNs + ns);
    }

    /** Lets time pass until nothing more will happen, but no longer than {@code limitNs}. */
    void runOut(long limitNs) {
        runUntil(nowNs + limitNs);
        check(nextEventNs() == Long.MAX_VALUE, "something still goes on");
    }

    /** What is due now: one arrival, or the timers of both hosts. */
    void happen(boolean thenTransmit) {
        Arrival arrival = arrivals.peek();
        if (arrival != null && arrival.ns - nowNs <= 0) {
            arrivals.remove();
            if (frozen[arrival.to]) {
                long at = thawNs[arrival.to];
                arrivals.add(
                        new Arrival(
                                at, arrival.order, arrival.source, arrival.to, arrival.segment));
                return;
            }
            receive(arrival);
            if (thenTransmit) {
                transmit(arrival.to);
            }
            return;
        }
        for (int host = 0; host < 2; host++) {
            long deadline = tcp[host].nextDeadlineNs();
            if (!frozen[host] && deadline != Long.MAX_VALUE && deadline - nowNs <= 0) {
                note("timer", host, null);
                int fired = tcp[host].fireTimers(nowNs, Integer.MAX_VALUE);
                check(fired > 0, "a wake-up without work");
                checked(host);
                transmit(host);
            }
        }
    }

    void checked(int host) {
        Inspector.check(tcp[host]);
        observer.checked(host);
    }

    private void receive(Arrival arrival) {
        int length = arrival.segment.length;
        int at = 14 + 20 + (int) (arrival.order & 3);
        byte[] packet = new byte[at + length + 9];
        Arrays.fill(packet, poison);
        System.arraycopy(arrival.segment, 0, packet, at, length);
        int to = arrival.to;
        note("in", to, arrival.segment);
        observer.arrives(to, arrival.source, arrival.segment);
        int result =
                tcp[to].segmentArrives(packet, at, length, arrival.source, ADDRESS[to], 0, nowNs);
        if ((result & Tcp.REPLY) != 0 && stuck[to]) {
            tcp[to].dropReply();
        } else if ((result & Tcp.REPLY) != 0) {
            Arrays.fill(answer, poison);
            int replied = tcp[to].emitReply(answer, 3, nowNs);
            send(to, arrival.source, Arrays.copyOfRange(answer, 3, 3 + replied));
        }
        checked(to);
    }

    /** Sends all that a host owes, if it can. */
    void transmit(int host) {
        if (stuck[host] || frozen[host]) {
            return;
        }
        int flow;
        int turns = 0;
        while ((flow = tcp[host].nextOwing()) != Tcp.NONE) {
            int to = tcp[host].remoteAddress(flow);
            int length = tcp[host].emit(flow, frame, 5, frame.length - 5, nowNs);
            checked(host);
            if (length > 0) {
                send(host, to, Arrays.copyOfRange(frame, 5, 5 + length));
                Arrays.fill(frame, 5, 5 + length, poison);
            }
            check(++turns < 10_000, "a host sends for ever");
        }
    }

    private void send(int from, int to, byte[] segment) {
        segments++;
        note("out", from, segment);
        observer.leaves(from, segment);
        observer.sent(from, to, segment);
        if (to == ADDRESS[1 - from]) {
            wire.carry(this, from, segment);
        }
    }

    // ---- what there is

    /** Connections, half-open entries and TIME-WAIT records of a host; listeners do not count. */
    int inUse(int host) {
        TcpStatus row = new TcpStatus();
        int used = 0;
        for (int i = 0; i < tcp[host].statusRows(); i++) {
            if (tcp[host].status(i, row, nowNs) && row.kind != TcpStatus.LISTENER) {
                used++;
            }
        }
        return used;
    }

    /** Everything has come home: slots, entries, records, timers. */
    void checkAllHome() {
        for (int host = 0; host < 2; host++) {
            check(inUse(host) == 0, "host " + host + " still has " + inUse(host) + " rows in use");
            check(
                    tcp[host].connections.freeSlots() == tcp[host].connections.tcbs.length,
                    "slots are missing");
            check(tcp[host].nextOwing() == Tcp.NONE, "something is owed");
            check(tcp[host].nextDeadlineNs() == Long.MAX_VALUE, "a timer runs");
        }
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    // ---- for people

    void note(String what, int host, byte[] segment) {
        if (!tracing) {
            return;
        }
        if (trace.size() == LINES_KEPT) {
            trace.removeFirst();
        }
        String time =
                String.format("%12.6f %s %-5s ", (nowNs - startNs) / 1e9, "AB".charAt(host), what);
        trace.add(segment == null ? time : time + describe(segment));
    }

    static String describe(byte[] s) {
        Octets octets = new PortableOctets();
        int flags = s[13] & 0x3f;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            if ((flags & 1 << i) != 0) {
                text.append("FSRP.U".charAt(i));
            }
        }
        int length = s.length - headerLength(s);
        return String.format(
                "%-4s %08x+%d ack %08x win %d",
                text, octets.get32(s, 4), length, octets.get32(s, 8), octets.get16(s, 14));
    }

    static int headerLength(byte[] segment) {
        return (segment[12] & 0xf0) >> 2;
    }
}
