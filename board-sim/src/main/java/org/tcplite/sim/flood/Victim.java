package org.tcplite.sim.flood;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.Services;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpStatus;

/**
 * The board under attack, with echo and SHA-256 services. Its processor takes time: after a poll it
 * is busy for what the poll and its frames cost, meanwhile frames wait in the receive ring, and
 * when that is full they are lost.
 */
final class Victim implements LoopMember {

    private final FloodConfig config;
    private final SimulatedDmaMac mac;
    private final MeteredMac meter;
    private final SlotPerSynMac gate;
    private final NetworkStack stack;
    private final Services services;
    private final TcpStatus row = new TcpStatus();
    private final int listeners;

    private long nowNs;
    private long busyUntilNs;
    private boolean more;
    private long busyNs;
    private int openAtPoll;
    private long openedAtPoll;
    private int mostHalfOpen;
    private double halfOpenTime;

    /**
     * Starts the board.
     *
     * @param servicesConfig limits of its services
     */
    Victim(FloodConfig config, ServicesConfig servicesConfig) {
        this.config = config;
        MacConfig macConfig = LinkSettings.derivedMac(Addresses.VICTIM, Frames.MTU);
        macConfig.rxDepth = config.receiveRing;
        mac = new SimulatedDmaMac(macConfig);
        meter = new MeteredMac(mac, () -> tcp().isFloodMode(nowNs));
        gate =
                config.defence == Defence.SLOTS
                        ? new SlotPerSynMac(meter, config.slots, this::slotsInUse)
                        : null;
        EthernetMac driven = gate == null ? meter : gate;
        NetConfig net = netConfig(config);
        listeners = net.tcp.listeners;
        stack = new NetworkStack(net, driven, new SeededEntropy(config.seed), Frames.OCTETS);
        stack.start(() -> {});
        services = BoardServices.withoutPages(stack.tcp(), config.slots, servicesConfig);
    }

    /** The configuration of its stack. */
    static NetConfig netConfig(FloodConfig config) {
        NetConfig net = new NetConfig();
        net.address = Addresses.VICTIM;
        net.prefixLength = Addresses.LINK_PREFIX;
        net.gateway = Addresses.ROUTER;
        net.offLinkMtu = Frames.MTU;
        net.framesPerPoll = config.framesPerPoll;
        net.earlySynDrop = config.earlySynDrop;
        net.tcp.connections = config.slots;
        net.tcp.synQueue = config.synQueue;
        config.defence.configure(net.tcp);
        return net;
    }

    SimulatedDmaMac mac() {
        return mac;
    }

    MeteredMac meter() {
        return meter;
    }

    Tcp tcp() {
        return stack.tcp();
    }

    // ---- the processor

    @Override
    public boolean turn(long timeNs) {
        if (timeNs < busyUntilNs || !more && !mac.hasReceived() && wantedNs() > timeNs) {
            return false;
        }
        halfOpenTime += (double) tcp().halfOpen() * (timeNs - nowNs);
        nowNs = timeNs;
        long refusedBefore = gate == null ? 0 : gate.refused();
        if (gate != null) {
            openAtPoll = openConnections();
            openedAtPoll = tcp().counter(TcpCounter.PASSIVE_OPENS);
        }
        long droppedBefore = earlyDrops();
        int received = stack.receive(nowNs);
        int dropped = (int) (earlyDrops() - droppedBefore);
        more = received == config.framesPerPoll;
        stack.fireTimers(nowNs);
        int sent = stack.transmit(nowNs);
        more |= services.turn(nowNs);
        sent += stack.transmit(nowNs);
        more |= tcp().nextDeadlineNs() <= nowNs;
        long refused = gate == null ? 0 : gate.refused() - refusedBefore;
        mostHalfOpen = Math.max(mostHalfOpen, tcp().halfOpen());
        spend(received - dropped + sent + refused, dropped);
        return true;
    }

    private void spend(long framesMoved, int droppedEarly) {
        Cost cost = config.cost;
        long costNs =
                cost.nsPerPoll()
                        + framesMoved * cost.nsPerFrame()
                        + droppedEarly * cost.nsPerEarlyDrop();
        busyUntilNs = nowNs + costNs;
        busyNs += costNs;
    }

    private long wantedNs() {
        return EventLoop.earlier(stack.nextDeadlineNs(), services.nextDeadlineNs());
    }

    @Override
    public long nextDeadlineNs() {
        long wanted = more || mac.hasReceived() ? nowNs : wantedNs();
        return Math.max(wanted, busyUntilNs);
    }

    // ---- what can be seen of it

    /** Connections that hold a slot, half-open ones left out. */
    int openConnections() {
        int open = 0;
        for (int i = 0; i < listeners + config.slots; i++) {
            open += tcp().status(i, row, nowNs) && row.kind == TcpStatus.CONNECTION ? 1 : 0;
        }
        return open;
    }

    private int slotsInUse() {
        long opened = tcp().counter(TcpCounter.PASSIVE_OPENS) - openedAtPoll;
        return openAtPoll + (int) opened + tcp().halfOpen();
    }

    boolean isFloodMode(long atNs) {
        return tcp().isFloodMode(atNs);
    }

    /** Octets of what a SYN may take hold of: the table, or where there is none, the slots. */
    long octetsOfHalfOpen() {
        if (config.defence == Defence.SLOTS) {
            return (long) config.slots * (tcp().octetsPerSlot() + stack.octetsPerSlot());
        }
        return (long) config.synQueue * (tcp().octetsPerSynEntry() + stack.octetsPerSynEntry());
    }

    int mostHalfOpen() {
        return mostHalfOpen;
    }

    /** Half-open connections times nanoseconds so far. */
    double halfOpenTime() {
        return halfOpenTime;
    }

    /** Frames that found the receive ring full. */
    long overruns() {
        return mac.counter(MacCounter.RX_OVER_ERRORS);
    }

    /** SYNs dropped because the processor could not keep up. */
    long earlyDrops() {
        return stack.counter(NetCounter.DROP_SYN_EARLY);
    }

    /** How long the processor has been busy. */
    long busyNs() {
        return busyNs;
    }
}
