package org.tcplite.sim.flood;

/**
 * How fast a processor is: how long a poll keeps it busy, and how much longer each frame of that
 * poll. A SYN and the SYN-ACK it is answered by at once are one frame; what the board sends of its
 * own accord, text and acknowledgments, are frames too.
 *
 * @param nsPerFrame nanoseconds a frame
 * @param nsPerPoll nanoseconds a poll
 * @param nsPerEarlyDrop nanoseconds a SYN that is dropped before it is looked at closely
 * @param origin where the figures come from, for people
 */
public record Cost(long nsPerFrame, long nsPerPoll, long nsPerEarlyDrop, String origin) {

    /**
     * The desktop's, by {@link CostMeter}: a SYN answered by a cookie takes 130 to 170 ns, one
     * answered from the table 185 to 210.
     */
    public static final Cost DESKTOP =
            new Cost(190, 11, 23, "flood --measure: JDK 17, one core of an EPYC");

    /**
     * The board's: 3,920 instructions from the interrupt of a SYN in flood mode to the next sleep,
     * as QEMU counts them, and 2,240 for a segment dropped by its header, at the chip's 50 MHz and
     * one instruction a cycle. A real one takes more cycles than instructions, and an early drop
     * less than the sleep and the wake-up around it.
     */
    public static final Cost LM3S6965EVB =
            new Cost(78_400, 0, 44_800, "3,920 instructions a SYN under QEMU, 50 MHz, one a cycle");

    /** Figures somebody gave. */
    public static Cost of(long nsPerFrame, long nsPerPoll, long nsPerEarlyDrop) {
        return new Cost(nsPerFrame, nsPerPoll, nsPerEarlyDrop, "as given");
    }
}
