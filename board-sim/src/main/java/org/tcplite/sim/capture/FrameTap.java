package org.tcplite.sim.capture;

/** Sees every frame that passes a point of a link: a pcapng writer, a trace, a ladder. */
public interface FrameTap {

    /** {@link #frame}: towards the board. */
    int IN = 0;

    /** {@link #frame}: from the board. */
    int OUT = 1;

    /**
     * One frame. The array is only read, and not kept.
     *
     * @param direction {@link #IN} or {@link #OUT}
     * @param timeNs the time of the board's clock
     * @param comment what the simulator did to the frame ("dropped: loss, seed 7"), or null
     */
    void frame(int direction, long timeNs, byte[] frame, int offset, int length, String comment);
}
