package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A peer with an address of its own who wears out the listener of host 1. It reads the state of the
 * stack it attacks, and so knows every number; a grammar chooses what to say in that state: mostly
 * something plausible, often off by a little.
 */
final class HostilePeer {

    static final int ADDRESS = 0x0a000042;

    static final int VICTIM = 1;
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 16;
    private static final int CLOSED_PORT = 9;
    private static final int BURST = 14;
    private static final byte[] NONE = {};

    private final TwoHosts hosts;
    private final Tcp tcp;
    private SplittableRandom random;

    /** Ends of its connections at the victim: the application's handles. */
    private final List<Integer> handles = new ArrayList<>();

    private final byte[] buffer = new byte[2000];

    /** Sequence and acknowledgment numbers of the last SYN-ACK to each of its ports. */
    private final int[] synAckSeq = new int[PORTS];

    private final int[] synAckAck = new int[PORTS];

    /** Every SYN-ACK he got; cookies do not improve with age. */
    private final List<byte[]> synAcks = new ArrayList<>();

    /** Opens what it can and ends nothing, so that nobody else finds a slot. */
    private final boolean hoards;

    HostilePeer(TwoHosts hosts, boolean hoards) {
        this.hosts = hosts;
        this.hoards = hoards;
        tcp = hosts.tcp[VICTIM];
    }

    /** The victim has accepted one of its connections. */
    void accepted(int handle) {
        handles.add(handle);
    }

    /** Something has come back. */
    void hears(byte[] s) {
        int port = Fields.destinationPort(s) - FIRST_PORT;
        if (port >= 0 && port < PORTS && Fields.flags(s) == (Segment.SYN | Segment.ACK)) {
            synAckSeq[port] = Fields.seq(s);
            synAckAck[port] = Fields.ack(s);
            synAcks.add(s);
        }
    }

    /** The application at the victim gives all of them up. */
    void giveUp() {
        for (int handle : handles) {
            tcp.abort(handle, hosts.nowNs);
        }
        handles.clear();
    }

    /**
     * One act: a segment or a few, or a call of the victim's application.
     *
     * @param dice of this act alone, so that it stays the same if others are left out
     */
    void act(SplittableRandom dice) {
        random = dice;
        if (random.nextInt(4) == 0) {
            callSomething();
            return;
        }
        if (random.nextInt(12) == 0) {
            sayNonsense();
            return;
        }
        int port = random.nextInt(PORTS);
        int ports = FIRST_PORT + port << 16 | World.PORT;
        Connections victim = tcp.connections;
        int slot = victim.table.find(ADDRESS, ports);
        if (slot != ConnectionTable.NONE) {
            toConnection(port, victim.tcbs[slot]);
            return;
        }
        long hash = victim.queueHash(ADDRESS, ports);
        int entry = victim.synQueue.find(ADDRESS, ports, hash);
        int record = victim.timeWait.find(ADDRESS, ports);
        if (entry != SynQueue.NONE) {
            toHalfOpen(port, victim.synQueue.irs(entry), victim.synQueue.iss(entry));
        } else if (record != TimeWaitTable.NONE) {
            toTimeWait(port, victim.timeWait.rcvNxt[record], victim.timeWait.sndNxt[record]);
        } else {
            toListener(port);
        }
    }

    // ---- what to say in which state

    private void toListener(int port) {
        switch (random.nextInt(8)) {
            case 0 -> send(port, random.nextInt(), random.nextInt(), Segment.ACK, NONE, text());
            case 1 -> send(port, random.nextInt(), 0, Segment.RST, NONE, 0);
            case 2 -> send(port, synAckAck[port], synAckSeq[port] + 1, Segment.ACK, NONE, text());
            case 3 -> send(port, random.nextInt(), 0, Segment.SYN | Segment.FIN, NONE, 0);
            case 4 -> answerLate();
            default -> send(port, random.nextInt(), 0, Segment.SYN, synOptions(), 0);
        }
    }

    /** To any SYN-ACK there ever was. */
    private void answerLate() {
        if (!synAcks.isEmpty()) {
            byte[] s = synAcks.get(random.nextInt(synAcks.size()));
            int port = Fields.destinationPort(s) - FIRST_PORT;
            send(port, Fields.ack(s), Fields.seq(s) + 1, Segment.ACK, NONE, text());
        }
    }

    private void toHalfOpen(int port, int irs, int iss) {
        switch (random.nextInt(8)) {
            case 0 -> send(port, irs, 0, Segment.SYN, synOptions(), 0);
            case 1 -> send(port, irs + 1 + near(), iss + 1, Segment.RST, NONE, 0);
            case 2 -> send(port, irs + 1, iss + near(), Segment.ACK, NONE, text());
            case 3 -> send(port, irs + 1, iss + 1, Segment.FIN | Segment.ACK, NONE, text());
            case 4 -> send(port, irs + 1, 0, Segment.RST, NONE, 0);
            default -> send(port, irs + 1, iss + 1, Segment.ACK, NONE, 0);
        }
    }

    private void toTimeWait(int port, int next, int acknowledged) {
        switch (random.nextInt(5)) {
            case 0 -> send(port, next, acknowledged, Segment.RST, NONE, 0);
            case 1 -> send(port, next - 1, acknowledged, Segment.FIN | Segment.ACK, NONE, 0);
            case 2 -> send(port, next + near(), acknowledged, Segment.ACK, NONE, text());
            default -> send(port, next + 1 + random.nextInt(99), 0, Segment.SYN, NONE, 0);
        }
    }

    private void toConnection(int port, Tcb tcb) {
        if (hoards) {
            return;
        }
        int seq = tcb.rcvNxt + (random.nextInt(3) == 0 ? near() : 0);
        int ack = random.nextInt(3) == 0 ? tcb.sndUna + near() : tcb.sndNxt;
        byte[] options = NONE;
        if (tcb.timestamps && random.nextInt(8) != 0) {
            options = new byte[] {1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0};
            int older = random.nextInt(8) == 0 ? -1 - random.nextInt(1 << 20) : random.nextInt(9);
            Fields.put32(options, 4, tcb.tsRecent + older);
        } else if (random.nextInt(8) == 0) {
            options = new byte[4 * random.nextInt(1, 4)];
            random.nextBytes(options);
        }
        int flags = random.nextInt(12) == 0 ? random.nextInt(64) : usual();
        send(port, seq, ack, flags, options, text());
    }

    private int usual() {
        int[] flags = {
            Segment.ACK,
            Segment.ACK,
            Segment.ACK,
            Segment.ACK | Segment.PSH,
            Segment.ACK | Segment.URG,
            Segment.ACK | Segment.FIN,
            Segment.ACK | Segment.FIN,
            Segment.RST
        };
        return flags[random.nextInt(flags.length)];
    }

    private int near() {
        int[] near = {1, -1, 2, 100, 255, 256, -256, 65_535, 0x7fffffff, 0x80000000};
        return near[random.nextInt(near.length)];
    }

    private int text() {
        return random.nextInt(2) == 0 ? 0 : random.nextInt(700);
    }

    private byte[] synOptions() {
        return switch (random.nextInt(4)) {
            case 0 -> NONE;
            case 1 -> new byte[] {2, 4, 5, (byte) 0xb4};
            case 2 ->
                    new byte[] {
                        2, 4, 5, (byte) 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 2
                    };
            default -> {
                byte[] any = new byte[4 * random.nextInt(1, 10)];
                random.nextBytes(any);
                yield any;
            }
        };
    }

    /** To nobody in particular: what no state has an answer to, and too much at once. */
    private void sayNonsense() {
        int us = TwoHosts.ADDRESS[VICTIM];
        switch (random.nextInt(6)) {
            case 0 -> raw(ADDRESS, 0, World.PORT, 1, 0, Segment.SYN);
            case 1 -> raw(us, World.PORT, World.PORT, 1, 0, Segment.SYN);
            case 2 -> raw(ADDRESS, FIRST_PORT, CLOSED_PORT, 1, 1, random.nextInt(64));
            case 3 -> {
                byte[] cut = new byte[random.nextInt(20)];
                hosts.arriveNow(ADDRESS, VICTIM, cut);
            }
            default -> {
                for (int i = 0; i < BURST; i++) {
                    raw(ADDRESS, 30_000 + random.nextInt(1000), World.PORT, 1, 0, Segment.SYN);
                }
            }
        }
    }

    private void raw(int source, int from, int to, int seq, int ack, int flags) {
        byte[] s = Fields.segment(0, from, to, seq, ack, flags, 1000);
        Fields.seal(s, source, TwoHosts.ADDRESS[VICTIM]);
        hosts.arriveNow(source, VICTIM, s);
    }

    private void send(int port, int seq, int ack, int flags, byte[] options, int text) {
        byte[] octets = new byte[text];
        int window = random.nextInt(4) == 0 ? 0 : random.nextInt(65536);
        byte[] s =
                Fields.segment(
                        0, FIRST_PORT + port, World.PORT, seq, ack, flags, window, options, octets);
        Fields.seal(s, ADDRESS, TwoHosts.ADDRESS[VICTIM]);
        hosts.arriveNow(ADDRESS, VICTIM, s);
    }

    /** The application reads, writes and ends as it likes. */
    private void callSomething() {
        if (handles.isEmpty()) {
            return;
        }
        if (hoards) {
            if (random.nextInt(3) == 0) { // one slot free: who gets it?
                tcp.abort(handles.remove(random.nextInt(handles.size())), hosts.nowNs);
            }
            return;
        }
        int at = random.nextInt(handles.size());
        int handle = handles.get(at);
        switch (random.nextInt(10)) {
            case 0 -> tcp.shutdownWrite(handle, hosts.nowNs);
            case 1, 2, 3 -> tcp.read(handle, buffer, 0, random.nextInt(2000), hosts.nowNs);
            case 4, 5 -> tcp.write(handle, buffer, 0, random.nextInt(2000), hosts.nowNs);
            case 6 -> {
                handles.remove(at);
                tcp.close(handle, hosts.nowNs);
            }
            default -> {}
        }
    }
}
