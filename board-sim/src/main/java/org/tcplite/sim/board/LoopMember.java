package org.tcplite.sim.board;

/** Something that takes turns on an {@link EventLoop}: a board, a link, an application. */
public interface LoopMember {

    /**
     * One bounded turn.
     *
     * @return true if there is more to do at once, or another member may now have something to do
     */
    boolean turn(long nowNs);

    /**
     * When the member wants its next turn even if nothing happens; {@code Long.MAX_VALUE}: never.
     */
    long nextDeadlineNs();
}
