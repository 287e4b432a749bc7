package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.tcplite.hal.Entropy;
import org.tcplite.net.Frames;
import org.tcplite.net.NeighbourStatus;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.net.TestMac;

/**
 * Two whole boards on one link: MAC, Ethernet, ARP, IPv4 with reassembly, ICMP and TCP, driven as a
 * board's loop drives them. A host that is busy or stands still does not poll; meanwhile its
 * receive ring fills, and overflows. The stack is looked at after every frame it takes.
 */
final class TwoBoards extends TwoHosts {

    private static final int MOST_POLLS = 10_000;
    private static final long ANSWER_NS = 1_000_000;

    final NetworkStack[] stack = new NetworkStack[2];
    final TestMac[] mac = new TestMac[2];

    /** What taking one frame costs a host, in time in which it does not poll. */
    long frameCostNs;

    /** What its application does between two polls, in time. */
    long loopNs;

    private final long[] busyUntilNs = new long[2];

    /** A host owes something it had no time for. */
    private final boolean[] more = new boolean[2];

    private final Set<Long> claimed = new HashSet<>();
    private final List<Map<Integer, Long>> neighbours =
            new ArrayList<>(List.of(Map.of(), Map.of()));
    private final NeighbourStatus row = new NeighbourStatus();

    /**
     * Both boards, started.
     *
     * @param ring frames a receive ring holds
     */
    TwoBoards(NetConfig[] config, int ring, long startNs, long key, Wire wire) {
        super(startNs, wire);
        for (int i = 0; i < 2; i++) {
            int host = i;
            mac[i] = new TestMac(address(FrameOracle.macOf(ADDRESS[i])));
            mac[i].ring = ring;
            mac[i].connect(frame -> leaves(host, frame));
            mac[i].released = () -> checked(host);
            NetConfig one = config[i];
            one.address = ADDRESS[i];
            stack[i] = new NetworkStack(one, mac[i], new Key(key + i, ~key), new PortableOctets());
            check(stack[i].start(() -> {}) == 0, "the stack starts");
            tcp[i] = stack[i].tcp();
            busyUntilNs[i] = startNs;
        }
        poison(poison);
    }

    /** 128 bits, the same in every run of a seed, said to be good. */
    private static final class Key implements Entropy {
        private final long[] halves;
        private int taken;

        Key(long key0, long key1) {
            halves = new long[] {key0, key1};
        }

        @Override
        public int next() {
            int word = taken++;
            return (int) (halves[word >> 1 & 1] >>> ((word & 1) == 0 ? 32 : 0));
        }

        @Override
        public boolean hardware() {
            return true;
        }
    }

    private static byte[] address(long mac) {
        byte[] octets = new byte[6];
        for (int i = 0; i < 6; i++) {
            octets[i] = (byte) (mac >>> 40 - 8 * i);
        }
        return octets;
    }

    // ---- what the wire and attackers do

    @Override
    void poison(byte octet) {
        poison = octet;
        for (TestMac each : mac) {
            each.poison = octet & 0xff;
        }
    }

    @Override
    void setStuck(int host, boolean isStuck) {
        super.setStuck(host, isStuck);
        mac[host].descriptors = isStuck ? 0 : -1;
    }

    @Override
    void setLink(boolean isUp) {
        for (TestMac each : mac) {
            each.linkUp = isUp;
        }
    }

    /** A frame reaches a host's MAC now. */
    void frameArrives(int host, byte[] frame, int status) {
        observer.frame(host, false, frame);
        noteFrame("in", host, frame);
        remember(frame);
        mac[host].deliver(frame, status);
    }

    /** The frame check sequence shows most damage; the rest is the stack's to see. */
    @Override
    boolean isDamageSeen(int host, SplittableRandom dice) {
        boolean seen = dice.nextInt(4) != 0;
        if (seen) {
            mac[host].deliverDamaged();
        }
        return seen;
    }

    @Override
    void arriveNow(int source, int to, byte[] segment) {
        byte[] packet = Frames.ip().from(source).to(ADDRESS[to]).payload(segment).packet();
        forged(source, to, packet);
    }

    @Override
    void icmpNow(int host, int type, int code, byte[] quoted) {
        byte[] data =
                Frames.ip().from(ADDRESS[host]).to(ADDRESS[1 - host]).payload(quoted).packet();
        byte[] error = Frames.icmp(type, code, 0, data);
        int source = ADDRESS[1 - host];
        byte[] packet =
                Frames.ip().protocol(1).from(source).to(ADDRESS[host]).payload(error).packet();
        forged(source, host, packet);
    }

    /** A packet is taken at once, whatever waits in the ring, if anybody polls at all. */
    private void forged(int source, int to, byte[] packet) {
        if (frozen[to]) {
            return;
        }
        long ownMac = FrameOracle.macOf(ADDRESS[to]);
        long from = FrameOracle.macOf(source);
        byte[] frame = Frames.ethernet(ownMac, from, FrameOracle.TYPE_IPV4, packet);
        observer.frame(to, false, frame);
        noteFrame("in", to, frame);
        mac[to].deliverFirst(frame);
        takeOne(to);
    }

    // ---- events

    @Override
    boolean isQuiet() {
        return super.isQuiet() && mac[0].waiting() == 0 && mac[1].waiting() == 0;
    }

    @Override
    long nextEventNs() {
        long next = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().ns();
        for (int host = 0; host < 2; host++) {
            long due = pollNs(host);
            if (due != Long.MAX_VALUE && (next == Long.MAX_VALUE || due - next < 0)) {
                next = due;
            }
        }
        return next != Long.MAX_VALUE && next - nowNs < 0 ? nowNs : next;
    }

    /** When a host polls next, or {@code Long.MAX_VALUE}. */
    private long pollNs(int host) {
        boolean works = mac[host].waiting() > 0 || more[host];
        long due = works ? nowNs : stack[host].nextDeadlineNs();
        if (due == Long.MAX_VALUE) {
            return due;
        }
        due = busyUntilNs[host] - due > 0 ? busyUntilNs[host] : due;
        return frozen[host] && due - thawNs[host] < 0 ? thawNs[host] : due;
    }

    private boolean isBusy(int host) {
        return frozen[host] || busyUntilNs[host] - nowNs > 0;
    }

    @Override
    void happen(boolean thenTransmit) {
        Arrival arrival = arrivals.peek();
        if (arrival != null && arrival.ns() - nowNs <= 0) {
            arrivals.remove();
            frameArrives(arrival.to(), arrival.segment(), 0);
            if (thenTransmit) {
                transmit(arrival.to());
            }
            return;
        }
        for (int host = 0; host < 2; host++) {
            long due = pollNs(host);
            if (due != Long.MAX_VALUE && due - nowNs <= 0) {
                transmit(host);
            }
        }
    }

    private void takeOne(int host) {
        mac[host].shows = 1;
        check(stack[host].receive(nowNs) == 1, "a frame is taken");
        mac[host].shows = -1;
    }

    /** Polls, unless the host is busy with its last frames or with its application. */
    @Override
    void transmit(int host) {
        if (isBusy(host)) {
            more[host] = tcp[host].nextOwing() != Tcp.NONE;
            return;
        }
        long before = stack[host].counter(NetCounter.IN_FRAMES);
        int polls = 0;
        do {
            more[host] = stack[host].poll(nowNs);
            checked(host);
            check(++polls < MOST_POLLS, "a host polls for ever");
        } while (more[host] && frameCostNs == 0);
        long taken = stack[host].counter(NetCounter.IN_FRAMES) - before;
        busyUntilNs[host] = nowNs + taken * frameCostNs + loopNs;
    }

    /** A frame has been committed to the MAC. */
    private void leaves(int host, byte[] frame) {
        segments++;
        noteFrame("out", host, frame);
        FrameOracle.sent(ADDRESS[host], frame);
        observer.leaves(host, frame);
        observer.frame(host, true, frame);
        if (Frames.get16(frame, 12) == FrameOracle.TYPE_IPV4 && frame[23] == 6) {
            int end = 14 + Frames.get16(frame, 16);
            byte[] segment = Arrays.copyOfRange(frame, FrameOracle.HEADERS, end);
            observer.sent(host, Frames.get32(frame, 30), segment);
        }
        wire.carry(this, host, frame);
        answerFor(HostilePeer.ADDRESS, host, frame);
    }

    /** Somebody else on the link, who has no stack of ours, answers to ARP requests. */
    private void answerFor(int address, int host, byte[] frame) {
        boolean isArp = Frames.get16(frame, 12) == FrameOracle.TYPE_ARP;
        if (isArp
                && (Frames.get32(frame, 18) & 0xffff) == 1
                && Frames.get32(frame, 38) == address) {
            long from = FrameOracle.macOf(address);
            long to = FrameOracle.macOf(ADDRESS[host]);
            byte[] body = Frames.arpBody(2, from, address, to, ADDRESS[host]);
            arriveAt(
                    host, nowNs + ANSWER_NS, Frames.ethernet(to, from, FrameOracle.TYPE_ARP, body));
        }
    }

    // ---- what must be so

    @Override
    void checked(int host) {
        super.checked(host);
        NetworkStack one = stack[host];
        long outcomes = 0;
        for (int id = NetCounter.FIRST_OUTCOME; id < NetCounter.COUNT; id++) {
            outcomes += one.counter(id);
        }
        check(outcomes == one.counter(NetCounter.IN_FRAMES), "each frame has one outcome");
        checkNeighbours(host);
    }

    /**
     * Nobody is in the ARP table but hosts of the link, each at a link address somebody has told;
     * and no live entry turns to another one.
     */
    private void checkNeighbours(int host) {
        Map<Integer, Long> before = neighbours.get(host);
        Map<Integer, Long> now = new HashMap<>();
        for (int i = 0; i < stack[host].neighbourRows(); i++) {
            if (stack[host].neighbour(i, row) && (row.macHigh | row.macLow) != 0) {
                long mac = (row.macHigh & 0xffffffffL) << 16 | row.macLow & 0xffff;
                now.put(row.address, mac);
                if (before.getOrDefault(row.address, 0L) != mac) {
                    String who = Integer.toHexString(row.address);
                    int last = row.address & 0xff;
                    boolean near = (row.address ^ ADDRESS[host]) >>> 8 == 0;
                    boolean other = row.address != ADDRESS[host];
                    check(near && other && last != 0 && last != 0xff, "no neighbour: " + who);
                    check(claimed.contains(claim(row.address, mac)), "nobody has said so: " + who);
                    check(!before.containsKey(row.address), "a live entry has turned: " + who);
                }
            }
        }
        neighbours.set(host, now);
    }

    private static long claim(int address, long mac) {
        return (address & 0xffffL) << 48 | mac;
    }

    /** What an ARP packet says of its sender. */
    private void remember(byte[] frame) {
        if (frame.length >= 42 && Frames.get16(frame, 12) == FrameOracle.TYPE_ARP) {
            claimed.add(claim(Frames.get32(frame, 28), Frames.mac(frame, 22)));
        }
    }

    @Override
    void checkAllHome() {
        super.checkAllHome();
        for (int host = 0; host < 2; host++) {
            check(stack[host].nextDeadlineNs() == Long.MAX_VALUE, "a timer below TCP runs");
            check(mac[host].waiting() == 0, "frames wait");
            for (int i = 0; i < stack[host].neighbourRows(); i++) {
                check(!stack[host].neighbour(i, row), "a neighbour is kept");
            }
        }
    }

    private void noteFrame(String what, int host, byte[] frame) {
        if (!tracing) {
            return;
        }
        boolean whole =
                frame.length >= FrameOracle.HEADERS + 20
                        && Frames.get16(frame, 12) == FrameOracle.TYPE_IPV4
                        && frame[14] == 0x45
                        && frame[23] == 6
                        && (Frames.get16(frame, 20) & 0x3fff) == 0;
        if (whole) {
            int end = Math.min(frame.length, 14 + Frames.get16(frame, 16));
            if (end >= FrameOracle.HEADERS + 20) {
                note(what, host, Arrays.copyOfRange(frame, FrameOracle.HEADERS, end));
                return;
            }
        }
        note(what + " " + FrameOracle.describe(frame), host, null);
    }
}
