package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receiving, answering, refusing and reassembling allocates nothing. */
@Tag("allocation")
class AllocationTest {

    private static final int ROUNDS = 5;
    private static final int FRAMES_PER_ROUND = 20_000;

    private static final List<byte[]> FRAMES =
            List.of(
                    Frames.ping(new byte[56]),
                    Frames.ping(new byte[1472]),
                    Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN),
                    Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.OWN),
                    Frames.arpReply(Frames.PEER_MAC, Frames.PEER),
                    Frames.arpReply(Frames.OTHER_MAC, Frames.PEER),
                    Frames.tcp(Frames.PEER, 4000, 9, 1, 0, Frames.SYN),
                    Frames.tcp(Frames.PEER, 4001, 80, 1, 0, Frames.SYN),
                    Frames.ip().protocol(200).payload(new byte[40]).frame(),
                    Frames.ip().protocol(1).fragment(0, true).payload(new byte[64]).frame(),
                    Frames.ip().protocol(1).fragment(64, false).payload(new byte[64]).frame(),
                    Frames.ip().protocol(1).fragment(8, true).payload(new byte[64]).frame(),
                    Frames.ip().options(222, 0, 0, 0).frame(),
                    Arrays.copyOf(Frames.ping(new byte[4]), 30));

    @Test
    void noFrameAllocates() {
        Board board = new Board();
        board.mac.keepsSent = false;
        board.tcp.listen(80, 4);
        board.tcp.connect(Frames.PEER + 9, 7, 0, board.now);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            deliver(board);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "octets in the best of " + ROUNDS + " rounds");
        assertEquals(true, board.count(NetCounter.REASM_REQDS) > 0);
        assertEquals(true, board.mac.sentCount > FRAMES_PER_ROUND / 4);
    }

    private static void deliver(Board board) {
        for (int i = 0; i < FRAMES_PER_ROUND; i++) {
            board.mac.place(FRAMES.get(i % FRAMES.size()));
            board.now += Board.MS;
            board.stack.poll(board.now);
            board.stack.pollAgainNs(board.now);
        }
    }
}
