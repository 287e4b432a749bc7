package org.tcplite.sim.control;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.tcplite.hal.HalError;
import org.tcplite.net.NeighbourStatus;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpStatus;

/** One stack on a MAC of its own, in the tester's time, from one RESET to the next. */
final class ControlBoard {

    /** A frame the board has sent, and when. */
    static final class Sent {
        final long atUs;
        final byte[] frame;

        Sent(long atUs, byte[] frame) {
            this.atUs = atUs;
            this.frame = frame;
        }
    }

    private static final int DESCRIPTORS = 256;

    /** More rounds than any call can cause; a stack that talks to itself ends here. */
    private static final int ROUNDS = 1_000;

    /** The link hands over bare IP packets. */
    static final int LINK_IP = 0;

    /** The link hands over Ethernet frames. */
    static final int LINK_ETHERNET = 1;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final NetConfig config;
    private final VirtualClock clock;
    private final SimulatedDmaMac dma;
    private final FaultyMac mac;
    private final IpLink ipLink;
    private final NetworkStack stack;
    private final BoardFacts facts;
    private final Queue<Sent> sent = new ArrayDeque<>();
    private final QueuePort boardEnd;
    private final QueuePort testerEnd;

    /** The cable; the board is its left end. */
    private final InProcessWire wire;

    private final long seed;
    private final byte[] address = new byte[6];
    private long meteredOctets;

    /**
     * A new stack.
     *
     * @throws org.tcplite.tcp.ConfigException if it cannot be made so
     */
    ControlBoard(NetConfig config, int link, long seed, VirtualClock clock) {
        this.config = config;
        this.clock = clock;
        this.seed = seed;
        MacConfig macConfig = LinkSettings.derivedMac(config.address, config.tcp.mtu);
        macConfig.rxDepth = DESCRIPTORS;
        macConfig.txDepth = DESCRIPTORS;
        dma = new SimulatedDmaMac(macConfig);
        mac = new FaultyMac(dma);
        mac.macAddress(address, 0);
        ipLink = link == LINK_IP ? new IpLink(address) : null;
        stack = new NetworkStack(config, mac, new SeededEntropy(seed), new VarHandleOctets());
        int error = stack.start(() -> {});
        if (error != 0) {
            throw new IllegalStateException(HalError.text(error));
        }
        facts = new BoardFacts(stack, config, mac, "control", clock.nanos());
        boardEnd = new QueuePort(dma.maxFrame(), this::arrive);
        testerEnd = new QueuePort(dma.maxFrame(), this::show);
        wire = new InProcessWire(boardEnd, testerEnd, new WireConfig(), new WireConfig());
    }

    Tcp tcp() {
        return stack.tcp();
    }

    NetConfig config() {
        return config;
    }

    BoardFacts facts() {
        return facts;
    }

    byte[] macAddress() {
        return address.clone();
    }

    void setLink(boolean up) {
        dma.setLink(up);
        wire.setCable(up);
        settle();
    }

    /** From now on this goes wrong on the cable; frames are numbered from 1 again. */
    void impair(Impairments impairments) {
        impairments.applyTo(wire, seed);
    }

    void fail(int kind, int count) {
        mac.fail(kind, count);
    }

    /**
     * A frame, or a packet, is sent to the board; what it causes has been sent when this returns.
     * What no cable carries is the MAC's to count.
     */
    void frameIn(byte[] frame) {
        if (frame.length == 0 || frame.length > dma.maxFrame()) {
            arrive(frame);
        } else {
            testerEnd.add(frame);
        }
        settle();
    }

    private void arrive(byte[] frame) {
        receive(ipLink == null ? frame : ipLink.wrap(frame));
    }

    private void show(byte[] frame) {
        sent.add(new Sent(clock.nanos() / 1_000, frame));
    }

    /** The oldest frame sent, or null. */
    Sent frameOut() {
        return sent.poll();
    }

    /** Runs to the target, or to the first timer that is due before; fires what is due then. */
    void advance(long targetNs) {
        long now = clock.nanos();
        long target = Math.max(targetNs, now);
        long deadline = EventLoop.earlier(stack.nextDeadlineNs(), wire.nextDeadlineNs());
        boolean due = deadline != Long.MAX_VALUE && roundedUp(deadline) <= target;
        clock.advanceTo(due ? Math.max(now, roundedUp(deadline)) : target);
        if (due) {
            long before = allocated();
            int round = 0;
            while (stack.fireTimers(clock.nanos()) > 0 && round < ROUNDS) {
                round++;
            }
            meter(before);
            settle();
        }
    }

    /** Deadlines are told and met in whole microseconds. */
    static long roundedUp(long ns) {
        return (ns + 999) / 1_000 * 1_000;
    }

    /** Octets the calling thread has ever allocated. */
    long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** What the thread has allocated since {@code before} is the stack's. */
    void meter(long before) {
        meteredOctets += allocated() - before;
    }

    /** What a call has left to be sent is sent; no timer fires. */
    void settle() {
        boolean more = true;
        for (int round = 0; more && round < ROUNDS; round++) {
            long before = allocated();
            more = stack.transmit(clock.nanos()) > 0;
            meter(before);
            more |= collect();
            more |= wire.turn(clock.nanos());
        }
    }

    private void receive(byte[] frame) {
        if (mac.receive(frame)) {
            long before = allocated();
            stack.receive(clock.nanos());
            meter(before);
        }
    }

    /** Takes the frames out of the transmit ring; true if one was answered. */
    private boolean collect() {
        boolean answered = false;
        Frame frame = dma.pollTransmitted();
        while (frame != null) {
            int end = frame.offset + frame.length;
            byte[] copy = Arrays.copyOfRange(frame.octets, frame.offset, end);
            dma.releaseTransmitted();
            answered |= deliver(copy);
            frame = dma.pollTransmitted();
        }
        return answered;
    }

    private boolean deliver(byte[] frame) {
        byte[] out = ipLink == null ? frame : ipLink.unwrap(frame);
        if (out != null) {
            boardEnd.add(out);
            return false;
        }
        byte[] reply = ipLink.arpReply(frame);
        if (reply != null) {
            receive(reply);
        }
        return reply != null;
    }

    /** The figures of STATS, in its order. */
    long[] figures() {
        long connections = 0;
        long timers = 0;
        long buffers = 0;
        TcpStatus row = new TcpStatus();
        for (int i = 0; i < tcp().statusRows(); i++) {
            if (tcp().status(i, row, clock.nanos())) {
                boolean isConnection = row.kind == TcpStatus.CONNECTION;
                connections += isConnection ? 1 : 0;
                timers += row.timer != TcpStatus.TIMER_OFF ? 1 : 0;
                buffers += isConnection && row.receiveQueue > 0 ? 1 : 0;
                buffers += isConnection && row.sendQueue > 0 ? 1 : 0;
            }
        }
        NeighbourStatus neighbour = new NeighbourStatus();
        for (int i = 0; i < stack.neighbourRows(); i++) {
            boolean waits = stack.neighbour(i, neighbour) && neighbour.deadlineNs != Long.MAX_VALUE;
            timers += waits ? 1 : 0;
        }
        long in = stack.counter(NetCounter.IN_FRAMES);
        long out = stack.counter(NetCounter.OUT_FRAMES);
        return new long[] {meteredOctets, connections, timers, buffers, in, out, dropped()};
    }

    private long dropped() {
        long sum = mac.lost();
        for (int id = NetCounter.DROP_RUNT; id < NetCounter.COUNT; id++) {
            sum += stack.counter(id);
        }
        return sum;
    }
}
