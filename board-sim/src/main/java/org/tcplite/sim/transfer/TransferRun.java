package org.tcplite.sim.transfer;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.TimeSequence;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;

/**
 * A transfer between two boards on a wire, in virtual time: one with the program that transfers,
 * the other, its peer, with the services. The same configuration and seed give the same run.
 */
public final class TransferRun {

    /** A transfer without progress ends by TCP's user time-out; this is for what slips through. */
    private static final long LONGEST_NS = 30L * 86_400 * 1_000_000_000;

    private final EventLoop loop;
    private final InProcessWire wire;
    private final Board board;
    private final Board peer;
    private final TransferClient client;
    private final TimeSequence sequence;

    /**
     * Two boards.
     *
     * @param config whose peer address is that of {@code peerNet}
     * @param net the board's configuration
     * @param peerNet the peer's
     */
    public TransferRun(
            TransferConfig config,
            NetConfig net,
            NetConfig peerNet,
            Impairments impairments,
            VirtualClock clock) {
        loop = EventLoop.virtual(clock);
        SimulatedDmaMac left = mac(net);
        SimulatedDmaMac right = mac(peerNet);
        wire = new InProcessWire(left, right, new WireConfig());
        impairments.applyTo(wire, config.seed);
        loop.add(wire);
        board = board("board", net, left, 2 * config.seed);
        peer = board("peer", peerNet, right, 2 * config.seed + 1);
        ServicesConfig services = new ServicesConfig();
        services.httpIdleMs = 0;
        services.idleMs = 0;
        BoardServices.install(peer, services, new BoardFacts(peer, "wire"), 0);
        client = new TransferClient(board.tcp(), config);
        board.add(client);
        boolean fromPeer = config.direction == Direction.IN;
        sequence = new TimeSequence(FrameTap.OUT);
        wire.tap(fromPeer ? InProcessWire.RIGHT : InProcessWire.LEFT, sequence.tap());
    }

    private static SimulatedDmaMac mac(NetConfig config) {
        return new SimulatedDmaMac(LinkSettings.derivedMac(config.address, config.tcp.mtu));
    }

    private Board board(String name, NetConfig config, SimulatedDmaMac mac, long seed) {
        config.tcp.allowWeakEntropy = true;
        Board made = new Board(name, config, mac, new SeededEntropy(seed), loop);
        made.start();
        return made;
    }

    /** Attaches a tap at the board's end of the wire; before the run. */
    public void tap(FrameTap tap) {
        wire.tap(InProcessWire.LEFT, tap);
    }

    /** What the two boards and the wire live on. */
    public EventLoop loop() {
        return loop;
    }

    /** The wire between the two, the board at its left end. */
    public InProcessWire wire() {
        return wire;
    }

    /**
     * Runs to the end.
     *
     * @param watch called in every round of the loop
     * @param isInterrupted ends it early
     */
    public TransferResult play(Consumer<TransferClient> watch, BooleanSupplier isInterrupted) {
        loop.runUntil(
                () -> {
                    watch.accept(client);
                    return client.isOver() || isInterrupted.getAsBoolean();
                },
                loop.nowNs() + LONGEST_NS);
        String why = isInterrupted.getAsBoolean() ? "it was interrupted" : "it does not end";
        client.giveUp(why, loop.nowNs());
        TransferResult result = TransferResult.of(client, board.tcp(), loop.nowNs());
        result.peer = TransferEnd.of(peer.tcp());
        result.sequence = sequence;
        return result;
    }

    /** Runs to the end. */
    public TransferResult play() {
        return play(each -> {}, () -> false);
    }
}
