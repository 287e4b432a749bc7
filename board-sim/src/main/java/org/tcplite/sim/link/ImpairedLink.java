package org.tcplite.sim.link;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.wire.DmaPort;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.MacPort;
import org.tcplite.sim.wire.WireConfig;

/**
 * Any link with a bad cable before it: between the board's MAC and that of the link is a wire,
 * which loses, delays and spoils frames as it is told.
 *
 * <pre>
 *     board's MAC -- wire -- the link's MAC -- the link
 * </pre>
 *
 * <p>The board sees the carrier of the link. A tap sees what the board sends and what reaches it,
 * lost frames with a comment; not the frames that a link sends of its own accord.
 */
public final class ImpairedLink implements Link {

    private final Link link;
    private final SimulatedDmaMac boardMac;
    private final InProcessWire wire;
    private boolean carrier;

    /**
     * Puts the cable before a link, which is owned from now on.
     *
     * @param settings those the link was opened with
     * @param seed determines what happens to which frame
     */
    public ImpairedLink(Link link, LinkSettings settings, Impairments impairments, long seed) {
        this.link = link;
        boardMac = new SimulatedDmaMac(settings.boardMac());
        wire =
                new InProcessWire(
                        new DmaPort(boardMac),
                        new MacPort(link.mac(), () -> {}),
                        new WireConfig(),
                        new WireConfig());
        impairments.applyTo(wire, seed);
        carrier = true;
        followCarrier();
    }

    /** The cable; the board is its left end. */
    public InProcessWire wire() {
        return wire;
    }

    @Override
    public EthernetMac mac() {
        return boardMac;
    }

    @Override
    public String describe() {
        return link.describe();
    }

    @Override
    public void setCable(boolean in) {
        link.setCable(in);
        followCarrier();
    }

    private void followCarrier() {
        boolean present = link.mac().linkState() != 0;
        if (present != carrier) {
            carrier = present;
            wire.setCable(present);
        }
    }

    @Override
    public void tap(FrameTap tap) {
        wire.tap(InProcessWire.LEFT, tap);
    }

    /** Starts the link's MAC, which runs on when the board's stops: for what is on its way. */
    @Override
    public EventLoop newLoop() {
        EventLoop loop = link.newLoop();
        int error = link.mac().start(loop.wakeup());
        if (error != 0) {
            throw new IllegalStateException(describe() + ": " + HalError.text(error));
        }
        return loop;
    }

    @Override
    public boolean turn(long nowNs) {
        followCarrier();
        return link.turn(nowNs) | wire.turn(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return EventLoop.earlier(link.nextDeadlineNs(), wire.nextDeadlineNs());
    }

    @Override
    public long unsent() {
        return link.unsent();
    }

    @Override
    public void close() {
        link.close();
    }
}
