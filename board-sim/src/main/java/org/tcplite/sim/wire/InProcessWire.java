package org.tcplite.sim.wire;

import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Taps;
import org.tcplite.sim.mac.SimulatedDmaMac;

/**
 * A cable between two {@linkplain Port ends} of one event loop, such as two MACs. Without a
 * configuration it has no delay and is as fast as the loop; with one, frames take their time, real
 * or virtual. Nothing allocates per frame unless a tap listens.
 *
 * <p>Directions are named by the side that sends: {@link #LEFT} to right, {@link #RIGHT} to left. A
 * tap sees what its side sends and is sent ({@link FrameTap#OUT}, {@link FrameTap#IN}); lost frames
 * are shown to both taps, with a comment.
 */
public final class InProcessWire implements LoopMember {

    /** The first MAC's side, and the direction in which it sends. */
    public static final int LEFT = 0;

    /** The second MAC's side, and the direction in which it sends. */
    public static final int RIGHT = 1;

    private final Port[] ends;
    private final Lane[] lanes;
    private final FrameTap[] taps = new FrameTap[2];
    private long lastTurnNs;

    /** A cable without delay. */
    public InProcessWire(SimulatedDmaMac left, SimulatedDmaMac right) {
        this(left, right, new WireConfig(), new WireConfig());
    }

    /** A cable with the same properties both ways. */
    public InProcessWire(SimulatedDmaMac left, SimulatedDmaMac right, WireConfig bothWays) {
        this(left, right, bothWays, bothWays);
    }

    /** A cable with properties of its own each way. */
    public InProcessWire(
            SimulatedDmaMac left,
            SimulatedDmaMac right,
            WireConfig leftToRight,
            WireConfig rightToLeft) {
        this(new DmaPort(left), new DmaPort(right), leftToRight, rightToLeft);
    }

    /** A cable between other ends than two MACs. */
    public InProcessWire(Port left, Port right, WireConfig leftToRight, WireConfig rightToLeft) {
        ends = new Port[] {left, right};
        lanes = new Lane[] {new Lane(left, right, leftToRight), new Lane(right, left, rightToLeft)};
    }

    /** Puts an impairment on what {@code side} sends, or with null takes it away. */
    public void impair(int side, Impairment impairment) {
        lanes[side].setImpairment(impairment);
    }

    /**
     * Gives what {@code side} sends other properties from now on; its frames are numbered from 1
     * again. What is on its way arrives as it would have.
     *
     * @param impairment null for none
     */
    public void reconfigure(int side, WireConfig config, Impairment impairment) {
        lanes[side].reconfigure(config, impairment);
    }

    /** Attaches a tap at one side, in addition to those already there. */
    public void tap(int side, FrameTap tap) {
        taps[side] = Taps.both(taps[side], tap);
        lanes[side].setSenderTap(taps[side]);
        lanes[1 - side].setReceiverTap(taps[side]);
    }

    /** Cable in or out; what is on it when it is pulled is lost, both MACs see the carrier go. */
    public void setCable(boolean in) {
        ends[LEFT].setCarrier(in);
        ends[RIGHT].setCarrier(in);
        if (!in) {
            lanes[LEFT].loseAll(lastTurnNs);
            lanes[RIGHT].loseAll(lastTurnNs);
        }
    }

    /** Frames that {@code side} has sent. */
    public long sent(int side) {
        return lanes[side].counters().frames();
    }

    /** Frames of {@code side} that did not arrive at the other's stack. */
    public long lost(int side) {
        return lanes[side].counters().missing();
    }

    /** What has become of the frames that {@code side} has sent; goes on counting. */
    public LaneCounters counters(int side) {
        return lanes[side].counters();
    }

    @Override
    public boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        return lanes[LEFT].turn(nowNs) | lanes[RIGHT].turn(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return EventLoop.earlier(
                lanes[LEFT].nextDeadlineNs(lastTurnNs), lanes[RIGHT].nextDeadlineNs(lastTurnNs));
    }
}
