package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments put together, and the ways they are not (threat B4). */
class ReassemblyTest {

    private final Board board = new Board();

    /** An echo request of 8 + 92 octets. */
    private static byte[] echo() {
        byte[] data = new byte[92];
        new Random(7).nextBytes(data);
        return Frames.icmp(8, 0, 5, data);
    }

    private static byte[] fragment(byte[] message, int from, int to, boolean more) {
        return fragment(message, from, to, more, Frames.PEER, 0x4242);
    }

    private static byte[] fragment(
            byte[] message, int from, int to, boolean more, int source, int id) {
        return Frames.ip()
                .protocol(1)
                .from(source)
                .id(id)
                .fragment(from, more)
                .payload(Arrays.copyOfRange(message, from, to))
                .frame();
    }

    private static List<byte[]> four(byte[] message) {
        return List.of(
                fragment(message, 0, 24, true),
                fragment(message, 24, 48, true),
                fragment(message, 48, 88, true),
                fragment(message, 88, 100, false));
    }

    private static void assertEchoed(byte[] message, byte[] reply) {
        byte[] echoed = Frames.payload(reply);
        assertArrayEquals(
                Arrays.copyOfRange(message, 4, message.length),
                Arrays.copyOfRange(echoed, 4, echoed.length));
    }

    @Test
    @Tag("RFC815-1")
    @Tag("RFC1122-15")
    void fourFragmentsInEveryOrderMakeTheDatagram() {
        byte[] message = echo();
        for (int order = 0; order < 24; order++) {
            List<byte[]> left = new ArrayList<>(four(message));
            int[] picks = {order / 6, order / 2 % 3, order % 2};
            for (int pick : picks) {
                board.drops(left.remove(pick), NetCounter.ACCEPT_FRAGMENT);
            }
            assertEchoed(message, board.answer(left.get(0)));
        }
        assertEquals(24, board.count(NetCounter.REASM_OKS));
        assertEquals(0, board.count(NetCounter.REASM_FAILS));
        assertEquals(Long.MAX_VALUE, board.stack.nextDeadlineNs());
    }

    @Test
    @Tag("RFC1122-15")
    @Tag("RFC791-2")
    void aDatagramOfTheWholeBufferIsTaken() {
        byte[] message = Frames.icmp(8, 0, 5, new byte[4096 - 8]);
        for (int from = 0; from < 4096; from += 1024) {
            List<byte[]> sent = board.receive(fragment(message, from, from + 1024, from < 3072));
            assertEquals(from < 3072 ? 0 : 1, sent.size());
        }
        board.drops(fragment(new byte[5000], 4096, 4104, false), NetCounter.DROP_FRAGMENT_TOO_BIG);
    }

    @Test
    @Tag("RFC1122I-13")
    void anEchoTooLargeToSendBackIsCut() {
        byte[] message = Frames.icmp(8, 0, 5, new byte[2992]);
        board.receive(fragment(message, 0, 1480, true));
        board.receive(fragment(message, 1480, 2960, true));
        byte[] reply = board.answer(fragment(message, 2960, 3000, false));

        assertEquals(1514, reply.length);
        Frames.payload(reply);
    }

    @Test
    @Tag("RFC815-4")
    void anExactDuplicateIsIgnored() {
        byte[] message = echo();
        List<byte[]> four = four(message);
        for (int i : new int[] {0, 1, 3}) {
            board.drops(four.get(i), NetCounter.ACCEPT_FRAGMENT);
            board.drops(four.get(i), NetCounter.DROP_FRAGMENT_DUPLICATE);
        }
        assertEchoed(message, board.answer(four.get(2)));
    }

    @ParameterizedTest
    @Tag("RFC815-4")
    @CsvSource({
        "24, 40", "24, 56", "16, 48", "32, 48", "32, 40", "40, 56", "0, 48", "16, 56", "24, 48",
    })
    void anyOverlapEndsTheDatagram(int from, int to) {
        byte[] message = echo();
        board.receive(fragment(message, 24, 48, true));
        byte[] other = message.clone();
        if (from == 24 && to == 48) {
            other[30] ^= 1; // the same place, other octets
        }

        board.drops(fragment(other, from, to, true), NetCounter.DROP_FRAGMENT_OVERLAP);

        assertEquals(1, board.count(NetCounter.REASM_FAILS));
        board.receive(fragment(message, 0, 24, true), NetCounter.ACCEPT_FRAGMENT);
        board.receive(fragment(message, 48, 100, false), NetCounter.ACCEPT_FRAGMENT);
        assertEquals(0, board.count(NetCounter.REASM_OKS), "the middle is gone");
    }

    @Test
    @Tag("RFC815-4")
    void theSameOctetsCutOtherwiseAreNoDuplicate() {
        byte[] message = echo();
        board.receive(fragment(message, 24, 48, true));
        board.receive(fragment(message, 48, 88, true));

        board.drops(fragment(message, 24, 88, true), NetCounter.DROP_FRAGMENT_OVERLAP);
    }

    @Test
    @Tag("RFC815-4")
    void teardropHasNoEffect() {
        byte[] message = echo();
        board.receive(fragment(message, 0, 40, true));
        byte[] inside =
                Frames.ip().protocol(1).id(0x4242).fragment(24, false).payload(new byte[4]).frame();

        board.drops(inside, NetCounter.DROP_FRAGMENT_END);
        assertEquals(Long.MAX_VALUE, board.stack.nextDeadlineNs());
    }

    @ParameterizedTest
    @Tag("RFC815-5")
    @CsvSource({
        "88, 96, false",
        "88, 100, true",
        "104, 108, false",
        "96, 104, true",
        "104, 112, true",
        "48, 88, false",
    })
    void whatContradictsTheEndEndsTheDatagram(int from, int to, boolean more) {
        byte[] message = Arrays.copyOf(echo(), 200);
        board.receive(fragment(message, 88, 100, false));
        byte[] bad =
                Frames.ip()
                        .protocol(1)
                        .id(0x4242)
                        .fragment(from & ~7, more)
                        .payload(new byte[more ? to - from + 7 & ~7 : to - from])
                        .frame();

        board.drops(bad, NetCounter.DROP_FRAGMENT_END);
        assertEquals(1, board.count(NetCounter.REASM_FAILS));
    }

    @Test
    @Tag("RFC791-3")
    void impossibleFragmentsAreDropped() {
        byte[] message = echo();
        board.drops(fragment(message, 0, 20, true), NetCounter.DROP_FRAGMENT_LENGTH);
        board.drops(fragment(message, 8, 8, true), NetCounter.DROP_FRAGMENT_LENGTH);
        byte[] pingOfDeath =
                Frames.ip().protocol(1).fragment(65512, false).payload(new byte[1480]).frame();
        board.drops(pingOfDeath, NetCounter.DROP_FRAGMENT_LENGTH);
        assertEquals(Long.MAX_VALUE, board.stack.nextDeadlineNs());
    }

    @Test
    @Tag("RFC815-6")
    void aFirstFragmentHoldsTheWholeTransportHeader() {
        byte[] syn = Frames.segment(Frames.PEER, Frames.OWN, 4000, 80, 1, 0, Frames.SYN);
        byte[] tiny = Frames.ip().fragment(0, true).payload(Arrays.copyOf(syn, 8)).frame();
        board.drops(tiny, NetCounter.DROP_FRAGMENT_TINY);
        byte[] long60 = Arrays.copyOf(syn, 56);
        long60[12] = (byte) 0xf0;
        board.drops(
                Frames.ip().fragment(0, true).payload(long60).frame(),
                NetCounter.DROP_FRAGMENT_TINY);
        long60[12] = (byte) 0xe0;
        board.drops(
                Frames.ip().fragment(0, true).payload(long60).frame(), NetCounter.ACCEPT_FRAGMENT);
    }

    @Test
    @Tag("RFC1122-16")
    @Tag("tm_reassembly")
    void anIncompleteDatagramIsKeptForItsTimeAndNoLonger() {
        byte[] message = echo();
        board.receive(fragment(message, 0, 24, true));
        assertEquals(board.now + 60_000 * Board.MS, board.stack.nextDeadlineNs());
        board.advanceMs(59_999);
        board.receive(fragment(message, 24, 48, true));
        assertEquals(0, board.count(NetCounter.REASM_TIMEOUT));

        board.advanceMs(1);

        assertEquals(1, board.count(NetCounter.REASM_TIMEOUT));
        board.receive(fragment(message, 48, 100, false), NetCounter.ACCEPT_FRAGMENT);
        assertEquals(0, board.count(NetCounter.REASM_OKS));
    }

    @Test
    @Tag("RFC791-4")
    void fragmentsOfTwoPeersDoNotMix() {
        byte[] message = echo();
        int other = Frames.PEER + 1;
        board.receive(fragment(message, 0, 48, true, Frames.PEER, 1));
        board.receive(fragment(message, 0, 48, true, other, 1));
        byte[] first = board.answer(fragment(message, 48, 100, false, Frames.PEER, 1));
        byte[] second = board.answer(fragment(message, 48, 100, false, other, 1));

        assertEquals(Frames.PEER, Frames.get32(first, 30));
        assertEquals(other, Frames.get32(second, 30));
    }

    @Test
    @Tag("RFC815-3")
    void oneSourceCannotTakeTheBuffersOfAnother() {
        byte[] message = echo();
        board.receive(fragment(message, 0, 48, true, Frames.PEER, 1));
        for (int id = 0; id < 10_000; id++) {
            board.now += 1_000;
            board.receive(fragment(message, 0, 48, true, Frames.FAR, id));
        }

        assertEchoed(message, board.answer(fragment(message, 48, 100, false, Frames.PEER, 1)));
        assertEquals(9_999, board.count(NetCounter.REASM_FAILS));
    }

    @Test
    @Tag("RFC815-3")
    void whenAllBuffersAreTakenTheOldestGivesWay() {
        byte[] message = echo();
        for (int i = 0; i < 3; i++) {
            board.now += Board.MS;
            board.receive(fragment(message, 0, 48, true, Frames.PEER + i, 1));
        }
        assertEquals(1, board.count(NetCounter.REASM_FAILS));
        board.answer(fragment(message, 48, 100, false, Frames.PEER + 1, 1));
        board.answer(fragment(message, 48, 100, false, Frames.PEER + 2, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void switchedOffEveryFragmentIsDropped(boolean more) {
        Board off = new Board(config -> config.reassemblies = 0);
        byte[] whole =
                Frames.ip().protocol(1).fragment(more ? 0 : 8, more).payload(new byte[64]).frame();

        off.drops(whole, NetCounter.DROP_FRAGMENTS_OFF);
    }

    @Test
    void randomFragmentsNeverMakeAWrongDatagram() {
        Random random = new Random(11);
        byte[] message = echo();
        for (int i = 0; i < 20_000; i++) {
            boolean stray = random.nextInt(8) == 0;
            int unit = random.nextInt(stray ? 12 : 4) * (stray ? 8 : 24);
            boolean more = unit < 72;
            int to = more ? Math.min(unit + (stray ? 16 : 24), 96) : 100;
            board.now += Board.MS;
            int source = Frames.PEER + random.nextInt(2);
            for (byte[] sent : board.receive(fragment(message, unit, to, more, source, 1))) {
                assertEchoed(message, sent);
            }
        }
        assertEquals(true, board.count(NetCounter.REASM_OKS) > 100);
    }
}
