package org.tcplite.sim.board;

/**
 * A program on a board. It is made with the board's {@link org.tcplite.tcp.Tcp}, added to the
 * board, and takes its turn after each poll of the stack. All calls come from the board's loop.
 */
public interface Application extends LoopMember {

    /**
     * The board shuts down: close the listeners and what is idle; let the connections in the middle
     * of something finish. Turns go on until the board is quiet or its patience ends.
     */
    void close(long nowNs);
}
