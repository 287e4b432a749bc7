package org.tcplite.sim.link;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.ForwardingMac;
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
    private final EthernetMac front;
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
        front = new StartingBoth(boardMac, link.mac());
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
        return front;
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

    @Override
    public EventLoop newLoop() {
        return link.newLoop();
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

    /** The board's MAC; the link's starts with it, and runs on, for what is still on its way. */
    private static final class StartingBoth extends ForwardingMac {

        private final EthernetMac other;

        StartingBoth(EthernetMac mac, EthernetMac other) {
            super(mac);
            this.other = other;
        }

        @Override
        public int start(Wakeup wakeup) {
            int error = other.start(wakeup);
            return error != 0 ? error : super.start(wakeup);
        }
    }
}
