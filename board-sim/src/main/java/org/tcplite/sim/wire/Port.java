package org.tcplite.sim.wire;

/**
 * What a wire ends in: it gives the frames to be carried away and takes those that arrive. All
 * calls come from the wire's thread; none allocates for a frame or waits.
 *
 * <pre>
 *     int length;
 *     while ((length = from.poll()) &gt; 0 &amp;&amp; to.canTake()) {
 *         to.take(from.octets(), from.offset(), length);
 *         from.release();
 *     }
 * </pre>
 */
public interface Port {

    /** Octets of the frame that is next to be carried away, or 0; the same until released. */
    int poll();

    /** The array that holds that frame; only to be read. */
    byte[] octets();

    /** Where that frame begins in {@link #octets()}. */
    int offset();

    /** That frame has been carried away. */
    void release();

    /** True if {@link #poll()} would answer a frame, or has lost ones to count. */
    boolean hasFrame();

    /** The longest frame that comes from here. */
    int maxFrame();

    /** True if there is room for a frame that arrives now. */
    boolean canTake();

    /** True if anybody looks at what arrives: running, and with a carrier. */
    boolean isListening();

    /**
     * A frame arrives; it is copied.
     *
     * @return false if it was lost here
     */
    boolean take(byte[] frame, int offset, int length);

    /** The carrier comes or goes; does nothing where it is not the wire's to decide. */
    void setCarrier(boolean present);
}
