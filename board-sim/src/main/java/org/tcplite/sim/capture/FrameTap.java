package org.tcplite.sim.capture;

/** Sees every frame that passes a point of a link: a pcapng writer, a trace, a ladder. */
public interface FrameTap {

    /** {@link #frame}: towards the board. */
    int IN = 0;

    /** {@link #frame}: from the board. */
    int OUT = 1;

    /** How the comment of a frame begins that does not arrive. */
    String DROPPED = "dropped";

    /**
     * One frame. The array is only read, and not kept.
     *
     * @param direction {@link #IN} or {@link #OUT}
     * @param timeNs the time of the board's clock
     * @param comment what the simulator did to the frame ("dropped by wire: loss 3%, seed 7, frame
     *     12 out"), or null; see {@link #isDropped}
     */
    void frame(int direction, long timeNs, byte[] frame, int offset, int length, String comment);

    /** True if a frame with this comment did not arrive; others did, if changed or late. */
    static boolean isDropped(String comment) {
        return comment != null && comment.startsWith(DROPPED);
    }
}
