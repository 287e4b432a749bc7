package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tcplite.tcp.TcpCounter;

/** A loop that was kept waiting for longer than a timer finds the answer in the receive ring. */
class StallTest {

    private static final int RING = 64;
    private static final int PER_POLL = 16;
    private static final int TEXT = 100;

    private final Board board =
            new Board(config -> config.framesPerPoll = PER_POLL, mac -> mac.ring = RING);
    private final Peer peer = new Peer(board, Frames.PEER, 4000);

    /** Sends text that is acknowledged by the last of so many frames, beyond the time-out. */
    private void stallBefore(int frames) {
        sendText();
        board.now += 3_000 * Board.MS;
        deliverPings(frames - 1);
        peer.ack += TEXT;
        board.mac.deliver(peer.segment(Frames.ACK));
    }

    private void sendText() {
        int connection = peer.open(board.tcp.listen(Peer.PORT, 1));
        board.tcp.write(connection, new byte[TEXT], 0, TEXT, board.now);
        board.poll();
        assertEquals(1, board.mac.takeSent().size());
    }

    private void deliverPings(int count) {
        for (int i = 0; i < count; i++) {
            board.mac.deliver(Frames.ping(new byte[4]));
        }
    }

    private void assertTimeouts(int expected) {
        assertEquals(expected, board.tcp.counter(TcpCounter.TIMEOUTS), "time-outs");
        assertEquals(expected, board.tcp.counter(TcpCounter.RETRANS_SEGS), "sent again");
    }

    @Test
    void nothingIsSentAgainWhoseAcknowledgmentLiesInTheRing() {
        stallBefore(PER_POLL + 1);
        board.poll();
        assertTimeouts(0);
        board.advanceMs(10_000);
        assertTimeouts(0);
    }

    @Test
    void itMayBeTheLastFrameOfAFullRing() {
        stallBefore(RING);
        board.poll();
        assertTimeouts(0);
    }

    @Test
    void framesWithoutEndHoldTimersUpForOneRing() {
        sendText();
        board.mac.released = () -> deliverPings(1);
        deliverPings(RING);
        board.now += 1_000 * Board.MS;
        for (int i = 1; i < RING / PER_POLL; i++) {
            board.stack.poll(board.now);
            assertTimeouts(0);
        }
        board.stack.poll(board.now);
        assertTimeouts(1);

        board.now += 2_000 * Board.MS;
        board.stack.poll(board.now);
        assertTimeouts(2);
        assertEquals(RING, board.mac.waiting());
    }

    @Test
    void anEmptyRingEndsTheCount() {
        deliverPings(RING);
        board.poll();
        board.mac.takeSent();
        stallBefore(RING);
        board.poll();
        assertTimeouts(0);
    }

    @Test
    void withoutABacklogTimersAreOnTime() {
        sendText();
        deliverPings(PER_POLL - 1);
        board.now += 1_000 * Board.MS;
        board.stack.poll(board.now);
        assertTimeouts(1);
    }
}
