package org.tcplite.sim.flood;

/**
 * How fast a processor is: how long a poll keeps it busy, and how much longer each frame of that
 * poll. A SYN and the SYN-ACK it is answered by at once are one frame; what the board sends of its
 * own accord, text and acknowledgments, are frames too.
 *
 * @param nsPerFrame nanoseconds a frame
 * @param nsPerPoll nanoseconds a poll
 * @param origin where the figures come from, for people
 */
public record Cost(long nsPerFrame, long nsPerPoll, String origin) {

    /**
     * The desktop's, on the safe side: a SYN answered by a cookie, from the poll that takes it to
     * the frame in the transmit ring, took 410 ns at best and 680 ns in the middle of 60 rounds of
     * 320,000, an empty poll 14 ns, on a machine that had other work.
     */
    public static final Cost DESKTOP =
            new Cost(700, 20, "measured: JDK 17, one core of an EPYC, busy");

    /**
     * The board's: 6,005 instructions from the interrupt of a SYN to the next sleep, counted by
     * QEMU, at the chip's 50 MHz and one instruction a cycle. A real one takes more cycles than
     * instructions.
     */
    public static final Cost LM3S6965EVB =
            new Cost(120_100, 0, "6,005 instructions a SYN under QEMU, 50 MHz, one a cycle");

    /** Figures somebody gave. */
    public static Cost of(long nsPerFrame, long nsPerPoll) {
        return new Cost(nsPerFrame, nsPerPoll, "as given");
    }
}
