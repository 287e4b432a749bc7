package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.TcpCounter;

/** Which SYNs are answered when more come than can be. */
class SynAdmissionTest {

    private static final int PORT = 80;
    private static final int FLOOD = 0x0b000000;
    private static final int RING = 16; // TestMac's
    private static final int FALLS_BEHIND = 4 * RING;
    private static final long SECOND = 1_000_000_000L;

    private Board board = new Board();
    private int listener = board.tcp.listen(PORT, 8);
    private int attacker = FLOOD;

    private void restart(boolean earlySynDrop) {
        restart(config -> config.earlySynDrop = earlySynDrop);
    }

    private void restart(Consumer<NetConfig> settings) {
        board = new Board(settings);
        listener = board.tcp.listen(PORT, 8);
    }

    private static byte[] syn(int from, int port) {
        return Frames.tcp(from, port, PORT, 1000, 0, Frames.SYN);
    }

    /** SYNs that all wait in the ring when it is polled. */
    private void flood(int syns) {
        for (int i = 0; i < syns; i++) {
            attacker++;
            board.mac.deliver(syn(attacker, 1024 + (attacker & 0x3fff)));
        }
        board.poll();
    }

    /** One at a time: the ring is found empty after each. */
    private void floodSlowly(int syns) {
        for (int i = 0; i < syns; i++) {
            flood(1);
        }
    }

    private long refused() {
        return board.count(NetCounter.DROP_SYN_EARLY);
    }

    /** The share of SYNs of new clients that are answered at this time. */
    private double share() {
        long before = refused();
        int asked = 32;
        flood(asked);
        return 1 - (double) (refused() - before) / asked;
    }

    private void fallBehind() {
        floodSlowly(200);
        assertTrue(board.tcp.isFloodMode(board.now));
        flood(100 * FALLS_BEHIND);
        board.mac.takeSent();
    }

    @Test
    @Tag("RFC4987-2")
    void whoIsFoundEmptyAgainAndAgainRefusesNobody() {
        floodSlowly(10_000);
        for (int i = 0; i < 100; i++) {
            flood(RING);
        }
        assertTrue(board.tcp.isFloodMode(board.now));
        assertEquals(0, refused());
    }

    @Test
    void outsideFloodModeNobodyIsRefused() {
        board = new Board(config -> config.tcp.synCookies = false);
        board.tcp.listen(PORT, 8);
        flood(100 * FALLS_BEHIND);
        assertEquals(0, refused());
    }

    @Test
    void whoSwitchesItOffRefusesNobody() {
        restart(false);
        fallBehind();
        assertEquals(0, refused());
    }

    /** However many rings full a poll may take. */
    @Test
    void onePollCanFallBehindMoreThanOnce() {
        restart(config -> config.framesPerPoll = 4 * FALLS_BEHIND);
        floodSlowly(200);
        board.now += SECOND / 1000;
        flood(4 * FALLS_BEHIND);
        long before = refused();
        flood(4 * FALLS_BEHIND - 1);
        double answered = 1 - (refused() - before) / (4.0 * FALLS_BEHIND - 1);
        assertEquals(0.59, answered, 0.1, "7/8 to the fourth");
    }

    @Test
    void anEighthLessIsAnsweredForEveryFourRingsUntilASixteenthIsLeft() {
        floodSlowly(200);
        board.now += SECOND / 1000;
        flood(FALLS_BEHIND);
        assertTrue(share() > 0.7, "the first eighth");
        flood(100 * FALLS_BEHIND);
        long before = refused();
        flood(64 * FALLS_BEHIND);
        double least = 1 - (refused() - before) / (64.0 * FALLS_BEHIND);
        assertEquals(1 / 16.0, least, 0.02);
        assertEquals(
                board.count(NetCounter.IN_FRAMES),
                refused() + board.count(NetCounter.ACCEPT_TCP),
                "one counter a frame");
    }

    @Test
    void theShareGrowsBackInASecondWhenTheRingIsFoundEmpty() {
        fallBehind();
        board.now += SECOND / 2;
        board.poll();
        assertEquals(0.5, share(), 0.25);
        board.now += SECOND;
        board.poll();
        long before = refused();
        flood(FALLS_BEHIND - 1);
        assertEquals(before, refused());
    }

    /** Its address has been proved: four at most at a time, one more for every sixteen frames. */
    @Test
    @Tag("RFC4987-2")
    void whoHasBeenHereBeforeIsAdmittedAsLongAsNobodyFloodsInHisName() {
        byte[] synAck = Frames.payload(board.answer(syn(Frames.PEER, 5000)));
        int ack = Frames.get32(synAck, 4) + 1;
        board.receive(Frames.tcp(Frames.PEER, 5000, PORT, 1001, ack, Frames.ACK));
        assertTrue(board.tcp.accept(listener) > 0);
        fallBehind();
        for (int i = 0; i < 100; i++) {
            flood(RING);
            board.mac.takeSent();
            assertEquals(1, board.receive(syn(Frames.PEER, 6000 + i)).size(), "SYN " + i);
        }
        long refusedBefore = refused();
        for (int i = 0; i < 32 * FALLS_BEHIND; i++) {
            board.mac.deliver(syn(Frames.PEER, 10_000 + i));
        }
        board.poll();
        double answered = 1 - (refused() - refusedBefore) / (32.0 * FALLS_BEHIND);
        assertEquals(2 / 16.0, answered, 0.04);
    }

    @Test
    void whatIsNoSynIsNeverRefused() {
        fallBehind();
        long before = refused();
        for (int flags : new int[] {Frames.ACK, Frames.SYN | Frames.ACK, 4, 1, 0, 24}) {
            for (int i = 0; i < 64; i++) {
                board.mac.deliver(Frames.tcp(FLOOD + i, 4000 + i, PORT, 1, 1, flags));
            }
        }
        for (int i = 0; i < 64; i++) {
            board.mac.deliver(Frames.ping(new byte[32]));
            board.mac.deliver(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));
        }
        board.poll();
        assertEquals(before, refused());
        assertEquals(64, board.count(NetCounter.ICMP_IN_ECHOS));
        assertEquals(64, board.count(NetCounter.ACCEPT_ARP));
    }

    /** SYNs at 0, 1, 3 and 7 s: with a sixteenth admitted a quarter gets in. */
    @Test
    void eachSynOfAClientFindsAnotherPartOfTheCircle() {
        fallBehind();
        int clients = 400;
        boolean[] served = new boolean[clients];
        int twice = 0;
        long startNs = board.now;
        for (int second : new int[] {0, 1, 3, 7}) {
            board.now = startNs + second * SECOND;
            flood(40 * FALLS_BEHIND); // the share is the least again
            board.mac.takeSent();
            for (int i = 0; i < clients; i++) {
                board.mac.deliver(syn(0x0c000000 + i, 5000));
            }
            board.poll();
            for (byte[] answer : answersOf(0x0c000000)) {
                int client = Frames.get32(answer, 30) & 0xffff;
                twice += served[client] ? 1 : 0;
                served[client] = true;
            }
        }
        int count = 0;
        for (boolean each : served) {
            count += each ? 1 : 0;
        }
        assertEquals(0, twice, "nobody is admitted twice while others wait");
        assertEquals(clients / 4, count, clients / 10.0);
    }

    private List<byte[]> answersOf(int network) {
        return board.mac.takeSent().stream()
                .filter(frame -> (Frames.get32(frame, 30) & 0xff000000) == network)
                .toList();
    }

    @Test
    void cookiesAreStillTakenFromWhoWasAnswered() {
        fallBehind();
        long before = board.tcp.counter(TcpCounter.SYN_COOKIES_RECEIVED);
        int opened = 0;
        for (int i = 0; opened == 0; i++) {
            board.mac.deliver(syn(0x0c000000 + i, 5000));
            board.poll();
            for (byte[] answer : answersOf(0x0c000000)) {
                int ack = Frames.get32(Frames.payload(answer), 4) + 1;
                flood(FALLS_BEHIND);
                int client = Frames.get32(answer, 30);
                board.mac.deliver(Frames.tcp(client, 5000, PORT, 1001, ack, Frames.ACK));
                flood(FALLS_BEHIND);
                opened++;
            }
        }
        assertEquals(opened, board.tcp.counter(TcpCounter.SYN_COOKIES_RECEIVED) - before);
    }
}
