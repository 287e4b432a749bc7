package org.tcplite.sim.control;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;
import org.tcplite.sim.wire.Port;

/** An end of the cable made of a queue of frames to go, and somebody who takes each that comes. */
final class QueuePort implements Port {

    private final int maxFrame;
    private final Consumer<byte[]> taker;
    private final Queue<byte[]> frames = new ArrayDeque<>();

    /**
     * An end with nothing to send yet.
     *
     * @param taker is given a frame of its own
     */
    QueuePort(int maxFrame, Consumer<byte[]> taker) {
        this.maxFrame = maxFrame;
        this.taker = taker;
    }

    /** A frame of 1 up to the greatest number of octets is to be carried away. */
    void add(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public int poll() {
        return frames.isEmpty() ? 0 : frames.peek().length;
    }

    @Override
    public byte[] octets() {
        return frames.peek();
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public void release() {
        frames.remove();
    }

    @Override
    public boolean hasFrame() {
        return !frames.isEmpty();
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }

    @Override
    public boolean canTake() {
        return true;
    }

    @Override
    public boolean isListening() {
        return true;
    }

    @Override
    public boolean take(byte[] frame, int offset, int length) {
        taker.accept(Arrays.copyOfRange(frame, offset, offset + length));
        return true;
    }

    /** The board's carrier is its MAC's. */
    @Override
    public void setCarrier(boolean present) {}
}
