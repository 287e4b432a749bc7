package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ARP packets in and out, and who may put what in the table (threats A5 to A8). */
class ArpTest {

    private final Board board = new Board();

    private static byte[] arp(long destination, long source, byte[] body) {
        return Frames.ethernet(destination, source, 0x0806, body);
    }

    private static byte[] request() {
        return Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN);
    }

    @Test
    @Tag("RFC826-4")
    void aRequestForUsIsAnsweredByUnicastWithTheFieldsSwapped() {
        byte[] reply = board.answer(request());

        byte[] body = Frames.arpBody(2, Frames.OWN_MAC, Frames.OWN, Frames.PEER_MAC, Frames.PEER);
        assertEquals(Frames.PEER_MAC, Frames.mac(reply, 0));
        assertEquals(Frames.OWN_MAC, Frames.mac(reply, 6));
        assertEquals(0x0806, Frames.type(reply));
        assertArrayEquals(body, Arrays.copyOfRange(reply, 14, 42));
    }

    @Test
    @Tag("RFC826-3")
    void aRequestForUsMakesAnEntry() {
        board.answer(request());

        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
        assertEquals(NeighbourStatus.REACHABLE, board.neighbour(Frames.PEER).state);
    }

    @Test
    @Tag("RFC826-7")
    void aRequestForAnotherHostIsNotAnsweredAndTeachesNothing() {
        board.drops(
                Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.GATEWAY),
                NetCounter.DROP_ARP_OTHER_TARGET);

        assertNull(board.neighbour(Frames.PEER));
    }

    @ParameterizedTest
    @Tag("RFC826-1")
    @CsvSource({
        "0, 1", "1, 6", "2, 0", "3, 1", "4, 5", "4, 8", "5, 0", "5, 6", "6, 1", "7, 0", "7, 3",
        "7, 9",
    })
    void otherFormatsAreDropped(int at, int value) {
        byte[] frame = request();
        frame[14 + at] = (byte) value;

        board.drops(frame, NetCounter.DROP_ARP_MALFORMED);
        assertNull(board.neighbour(Frames.PEER));
    }

    @ParameterizedTest
    @Tag("RFC826-5")
    @ValueSource(
            strings = {
                "255.255.255.255",
                "192.0.2.255",
                "192.0.2.0",
                "224.0.0.1",
                "127.0.0.1",
                "240.1.1.1"
            })
    void sendersNoHostCanBeAreNotLearnt(String sender) {
        int address = Frames.address(sender);

        board.drops(
                Frames.arpRequest(Frames.PEER_MAC, address, Frames.OWN),
                NetCounter.DROP_ARP_SENDER);
        assertNull(board.neighbour(address));
    }

    @Test
    @Tag("RFC826-5")
    void aSenderOtherThanTheFramesSourceIsNotLearnt() {
        byte[] body = Frames.arpBody(1, Frames.OTHER_MAC, Frames.PEER, 0, Frames.OWN);

        board.drops(arp(Frames.BROADCAST_MAC, Frames.PEER_MAC, body), NetCounter.DROP_ARP_SENDER);
    }

    @Test
    @Tag("RFC826-5")
    void aHostThatIsNoNeighbourIsAnsweredButNotLearnt() {
        board.answer(Frames.arpRequest(Frames.PEER_MAC, Frames.FAR, Frames.OWN));

        assertNull(board.neighbour(Frames.FAR));
    }

    @Test
    void aProbeForOurAddressIsAnsweredAndTeachesNothing() {
        byte[] reply = board.answer(Frames.arpRequest(Frames.PEER_MAC, 0, Frames.OWN));

        assertEquals(Frames.PEER_MAC, Frames.mac(reply, 0));
        assertEquals(0, Frames.get32(reply, 38));
        assertNull(board.neighbour(0));
    }

    @Test
    void aStationWithOurAddressIsCounted() {
        byte[] announcement = Frames.arpRequest(Frames.OTHER_MAC, Frames.OWN, Frames.OWN);

        board.drops(announcement, NetCounter.DROP_ARP_CONFLICT);
        board.drops(Frames.arpReply(Frames.OTHER_MAC, Frames.OWN), NetCounter.DROP_ARP_CONFLICT);
        assertNull(board.neighbour(Frames.OWN));
    }

    @Test
    @Tag("RFC826-2")
    @Tag("RFC826-5")
    void repliesNobodyAskedForNeitherMakeNorChangeAnEntry() {
        board.drops(
                Frames.arpReply(Frames.OTHER_MAC, Frames.PEER), NetCounter.DROP_ARP_UNSOLICITED);
        assertNull(board.neighbour(Frames.PEER));

        board.answer(request());
        board.drops(
                Frames.arpReply(Frames.OTHER_MAC, Frames.PEER), NetCounter.DROP_ARP_UNSOLICITED);
        byte[] gratuitous = Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.PEER);
        board.drops(gratuitous, NetCounter.DROP_ARP_OTHER_TARGET);

        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
    }

    @Test
    void aReplyNobodyAskedForDoesNotProlongAnEntry() {
        board.answer(request());
        board.advanceMs(30_000);

        board.drops(Frames.arpReply(Frames.PEER_MAC, Frames.PEER), NetCounter.DROP_ARP_UNSOLICITED);
        board.advanceMs(30_000);

        assertEquals(NeighbourStatus.STALE, board.neighbour(Frames.PEER).state);
    }

    @Test
    void aReplyBeforeTheQuestionIsNotBelieved() {
        board.mac.descriptors = 0;
        board.tcp.connect(Frames.PEER, 7, 0, board.now);
        board.poll();

        board.drops(
                Frames.arpReply(Frames.OTHER_MAC, Frames.PEER), NetCounter.DROP_ARP_UNSOLICITED);
        assertEquals(NeighbourStatus.INCOMPLETE, board.neighbour(Frames.PEER).state);
    }

    @Test
    @Tag("RFC826-5")
    void aConflictingRequestMakesUsAskTheOldAddressAndBelieveIt() {
        board.answer(request());
        board.advanceMs(2_000);

        List<byte[]> sent =
                board.receive(Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.OWN));

        assertEquals(2, sent.size());
        assertEquals(1, Frames.get16(sent.get(0), 20), "a request first");
        assertEquals(Frames.PEER_MAC, Frames.mac(sent.get(0), 0));
        assertEquals(Frames.OTHER_MAC, Frames.mac(sent.get(1), 0), "then the reply");
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
        board.drops(
                Frames.arpReply(Frames.OTHER_MAC, Frames.PEER), NetCounter.DROP_ARP_UNSOLICITED);
        board.receive(Frames.arpReply(Frames.PEER_MAC, Frames.PEER), NetCounter.ACCEPT_ARP);
        assertEquals(NeighbourStatus.REACHABLE, board.neighbour(Frames.PEER).state);
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
    }

    @Test
    @Tag("RFC1122L-9")
    void anEntryThatMissesTwoUnicastQuestionsIsRemoved() {
        board.answer(request());
        board.advanceMs(2_000);
        board.receive(Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.OWN));

        board.advanceMs(999);
        assertEquals(0, board.mac.takeSent().size());
        board.advanceMs(1);
        assertEquals(Frames.PEER_MAC, Frames.mac(board.mac.takeSent().get(0), 0));
        board.advanceMs(999);
        assertNotNull(board.neighbour(Frames.PEER));
        board.advanceMs(1);
        assertNull(board.neighbour(Frames.PEER));
        assertEquals(1, board.count(NetCounter.ARP_LOST));
    }

    @Test
    @Tag("RFC1122L-5")
    void conflictingRequestsDoNotMakeUsAskMoreThanOnceASecond() {
        board.answer(request());
        long before = board.count(NetCounter.ARP_OUT_REQUESTS);
        for (int i = 0; i < 500; i++) {
            board.now += 10 * Board.MS;
            board.receive(Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.OWN));
            board.receive(Frames.arpReply(Frames.PEER_MAC, Frames.PEER));
        }
        long asked = board.count(NetCounter.ARP_OUT_REQUESTS) - before;
        assertEquals(true, asked >= 4 && asked <= 6, asked + " requests in 5 s");
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
    }

    @Test
    @Tag("RFC1122L-4")
    void anUnusedEntryGoesStaleAndThenAway() {
        board.answer(request());

        board.advanceMs(59_999);
        assertEquals(NeighbourStatus.REACHABLE, board.neighbour(Frames.PEER).state);
        board.advanceMs(1);
        assertEquals(NeighbourStatus.STALE, board.neighbour(Frames.PEER).state);
        board.advanceMs(60_000);
        assertNull(board.neighbour(Frames.PEER));
        assertEquals(0, board.mac.takeSent().size(), "nobody uses it: nobody is asked");
        assertEquals(Long.MAX_VALUE, board.stack.nextDeadlineNs());
    }

    @Test
    void theLifetimeIsConfigurable() {
        Board brief = new Board(config -> config.arpLifetimeMs = 5_000);
        brief.answer(request());

        brief.advanceMs(10_000);

        assertNull(brief.neighbour(Frames.PEER));
    }

    @Test
    @Tag("RFC826-6")
    void aScanOfTheSubnetFillsTheTableAndNoMore() {
        for (int host = 2; host < 254; host++) {
            board.answer(
                    Frames.arpRequest(0x020000001000L + host, Frames.OWN - 1 + host, Frames.OWN));
            board.now += 2_000 * Board.MS;
        }
        int rows = 0;
        for (int host = 2; host < 254; host++) {
            boolean isThere = board.neighbour(Frames.OWN - 1 + host) != null;
            assertEquals(host >= 254 - 16, isThere, "host " + host);
            rows += isThere ? 1 : 0;
        }
        assertEquals(16, rows);
        assertEquals(252 - 16, board.count(NetCounter.ARP_EVICTED));
    }

    @Test
    void repliesToUnauthenticatedFramesNeverStartArp() {
        for (int host = 2; host < 250; host++) {
            int from = Frames.OWN - 1 + host;
            board.receive(Frames.tcp(from, 4000, 9, 1, 0, Frames.SYN));
        }
        assertEquals(0, board.count(NetCounter.ARP_OUT_REQUESTS));
    }

    @Test
    void repliesCanBeLimitedToKnownNeighbours() {
        Board careful = new Board(config -> config.replyToFrameSource = false);
        byte[] ping = Frames.ping(new byte[4]);

        careful.drops(ping, NetCounter.DROP_NO_REPLY);
        careful.answer(request());
        byte[] spoofed = ping.clone();
        spoofed[11] = (byte) 0xee;

        assertEquals(Frames.PEER_MAC, Frames.mac(careful.answer(spoofed), 0));
        assertEquals(0, careful.count(NetCounter.ARP_OUT_REQUESTS));
    }
}
