package org.tcplite.sim.contract;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.contract.MacContractPeer;
import org.tcplite.hal.contract.PeerCable;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;

/** The contract's peer as a member of a loop. */
public final class PeerSide implements LoopMember {

    private static final long BUSY_NS = 1_000_000;

    private final MacContractPeer peer;
    private long lastTurnNs;

    /** Starts the MAC, which wakes the loop. */
    public PeerSide(EthernetMac mac, EventLoop loop, PeerCable cable) {
        peer = new MacContractPeer(mac, loop.clock(), cable);
        int error = peer.start(loop.wakeup());
        if (error != 0) {
            throw new IllegalStateException("the peer's MAC does not start: " + error);
        }
    }

    /** Requests understood so far. */
    public long requests() {
        return peer.requests();
    }

    @Override
    public boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        return peer.step();
    }

    @Override
    public long nextDeadlineNs() {
        return peer.isBusy() ? lastTurnNs + BUSY_NS : Long.MAX_VALUE;
    }
}
