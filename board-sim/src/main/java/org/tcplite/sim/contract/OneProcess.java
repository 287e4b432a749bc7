package org.tcplite.sim.contract;

import java.util.List;
import java.util.function.Consumer;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;

/** Both sides of the contract in one process, on a wire, in virtual time. */
public final class OneProcess {

    /** Longer than any run of all the cases, each tried again. */
    private static final long LIMIT_NS = 3_600_000_000_000L;

    private static final int PEER_MAX_FRAME = 2014;

    private OneProcess() {}

    /** Runs all cases; the same target gives the same verdicts. */
    public static List<CaseVerdict> run(
            Target target, Consumer<MacContract> limits, Consumer<CaseVerdict> listener) {
        VirtualClock clock = new VirtualClock();
        EventLoop loop = EventLoop.virtual(clock);
        SimulatedDmaMac port = new SimulatedDmaMac(target.prepare(new MacConfig()));
        MacConfig peerConfig = new MacConfig().withAddress(2, 0, 0, 0, 0, 2);
        peerConfig.maxFrame = PEER_MAX_FRAME;
        SimulatedDmaMac peerMac = new SimulatedDmaMac(peerConfig);
        WireConfig lossy = new WireConfig();
        lossy.flowControl = false; // a full receiver has to lose frames, and to count them
        InProcessWire wire = new InProcessWire(port, peerMac, new WireConfig(), lossy);
        TargetSide driver = new TargetSide(target.over(port, clock::advanceBy), loop, 0, listener);
        limits.accept(driver.contract());
        PeerSide peer =
                new PeerSide(
                        peerMac,
                        loop,
                        in -> {
                            wire.setCable(in);
                            return true;
                        });
        loop.add(driver);
        loop.add(wire);
        loop.add(peer);
        loop.runUntil(driver::isDone, LIMIT_NS);
        return driver.verdicts();
    }
}
