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

    /** The desktop's. */
    public static final Cost DESKTOP = new Cost(400, 200, "TO BE MEASURED");

    /** Figures somebody gave. */
    public static Cost of(long nsPerFrame, long nsPerPoll) {
        return new Cost(nsPerFrame, nsPerPoll, "as given");
    }
}
