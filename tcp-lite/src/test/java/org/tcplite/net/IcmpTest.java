package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ICMP messages in and out (threats C1 to C9). */
class IcmpTest {

    private final Board board = new Board();

    private static byte[] icmp(int type, int code, byte[] data) {
        return Frames.ip().protocol(1).payload(Frames.icmp(type, code, 0, data)).frame();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    // ---- echo

    @ParameterizedTest
    @Tag("RFC1122I-12")
    @Tag("RFC791-2")
    @Tag("RFC1122I-4")
    @ValueSource(ints = {0, 1, 2, 3, 17, 18, 19, 55, 548, 1471, 1472})
    void anEchoComesBackOctetForOctet(int length) {
        byte[] data = random(length);

        byte[] reply = board.answer(Frames.ping(data));

        byte[] message = Frames.payload(reply);
        assertEquals(0, message[0]);
        assertEquals(0xcafe0001, Frames.get32(message, 4));
        assertArrayEquals(data, Arrays.copyOfRange(message, 8, message.length));
        assertEquals(Frames.PEER, Frames.get32(reply, 30));
        assertEquals(Frames.PEER_MAC, Frames.mac(reply, 0));
        assertEquals(0, reply[15], "type of service");
    }

    @Test
    void thePatchedChecksumIsRightForEveryValue() {
        for (int word = 0; word < 65536; word += 5) {
            board.now += Board.MS * 10;
            byte[] data = {(byte) (word >>> 8), (byte) word};
            Frames.payload(board.answer(Frames.ping(data))); // verifies it
        }
    }

    @Test
    @Tag("RFC792-1")
    void everyFlippedBitOfAnEchoIsFound() {
        byte[] good = Frames.ping(random(20));
        for (int bit = 0; bit < 28 * 8; bit++) {
            byte[] frame = good.clone();
            frame[34 + bit / 8] ^= (byte) (0x80 >>> bit % 8);
            board.drops(frame, NetCounter.DROP_ICMP_CHECKSUM);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void aMessageShorterThanItsHeaderIsDropped(int length) {
        byte[] message = Arrays.copyOf(Frames.icmp(8, 0, 0, new byte[0]), length);

        board.drops(Frames.ip().protocol(1).payload(message).frame(), NetCounter.DROP_ICMP_LENGTH);
    }

    @Test
    @Tag("RFC1122I-14")
    void anEchoToEverybodyIsNotAnswered() {
        byte[] packet =
                Frames.ip()
                        .protocol(1)
                        .to(Frames.address("192.0.2.255"))
                        .payload(Frames.icmp(8, 0, 0, new byte[4]))
                        .packet();

        board.drops(
                Frames.ethernet(Frames.BROADCAST_MAC, Frames.PEER_MAC, 0x0800, packet),
                NetCounter.DROP_IP_BROADCAST);
    }

    @ParameterizedTest
    @Tag("RFC1122I-17")
    @ValueSource(ints = {1, 7, 8, 100, 1000})
    void aFloodIsAnsweredAtMostSoOftenASecond(int limit) {
        Board limited = new Board(config -> config.icmpPerSecond = limit);
        byte[] ping = Frames.ping(new byte[4]);
        int answered = 0;
        for (int i = 0; i < 10_000; i++) {
            answered += limited.receive(ping).size();
            limited.now += 100_000;
        }
        assertEquals(true, answered <= limit, answered + " answers in a second");
        assertEquals(true, answered >= limit * 3 / 4, answered + " answers in a second");
        assertEquals(10_000 - answered, limited.count(NetCounter.DROP_ECHO_LIMITED));
    }

    @Test
    void aLimitOfZeroAnswersNothing() {
        Board silent = new Board(config -> config.icmpPerSecond = 0);

        silent.drops(Frames.ping(new byte[4]), NetCounter.DROP_ECHO_LIMITED);
    }

    // ---- what is not answered

    @ParameterizedTest
    @Tag("RFC1122I-1")
    @Tag("RFC1122I-16")
    @ValueSource(ints = {0, 1, 2, 6, 7, 9, 10, 13, 14, 15, 16, 17, 18, 19, 30, 41, 42, 255})
    void otherTypesAreDropped(int type) {
        board.drops(icmp(type, 0, new byte[20]), NetCounter.DROP_ICMP_TYPE);
    }

    @Test
    @Tag("RFC6633-2")
    @Tag("MUST-55")
    void sourceQuenchIsDropped() {
        board.drops(icmp(4, 0, quote(Frames.OWN, 6, 20)), NetCounter.DROP_ICMP_SOURCE_QUENCH);
    }

    @Test
    void redirectsAreDropped() {
        for (int code = 0; code < 4; code++) {
            board.drops(icmp(5, code, quote(Frames.OWN, 6, 20)), NetCounter.DROP_ICMP_REDIRECT);
        }
    }

    // ---- errors received

    private static byte[] quote(int source, int protocol, int data) {
        return Frames.ip()
                .from(source)
                .to(Frames.PEER)
                .protocol(protocol)
                .payload(new byte[data])
                .packet();
    }

    @ParameterizedTest
    @Tag("RFC1122I-11")
    @CsvSource({"3, 0", "3, 1", "3, 3", "3, 4", "3, 15", "11, 0", "11, 1", "12, 0"})
    void errorsAboutSegmentsOfOursGoToTcp(int type, int code) {
        assertEquals(
                0,
                board.receive(icmp(type, code, quote(Frames.OWN, 6, 8)), NetCounter.ACCEPT_ICMP)
                        .size());
    }

    @Test
    @Tag("RFC5927-2")
    void aQuotationCutAnywhereBeforeItsEighthOctetIsDropped() {
        byte[] whole = quote(Frames.OWN, 6, 8);
        board.mac.endsWithBuffer = true;
        for (int length = 0; length < 28; length++) {
            byte[] cut = icmp(3, 3, Arrays.copyOf(whole, length));
            board.drops(Arrays.copyOf(cut, 42 + length), NetCounter.DROP_ICMP_QUOTE);
        }
        board.receive(icmp(3, 3, whole), NetCounter.ACCEPT_ICMP);
    }

    @Test
    @Tag("RFC5927-2")
    void aQuotationOfOthersOrOfNonsenseIsDropped() {
        List<byte[]> quotes =
                List.of(
                        quote(Frames.FAR, 6, 20),
                        quote(Frames.OWN, 17, 20),
                        quote(Frames.OWN, 1, 20),
                        ours().ihl(0).packet(),
                        ours().ihl(4).packet(),
                        ours().ihl(15).packet(),
                        ours().version(6).packet(),
                        ours().totalLength(27).packet(),
                        ours().fragment(8, false).packet(),
                        ours().to(Frames.address("224.0.0.1")).packet(),
                        ours().to(Frames.address("192.0.2.255")).packet());
        for (byte[] quote : quotes) {
            board.drops(icmp(3, 3, quote), NetCounter.DROP_ICMP_QUOTE);
        }
    }

    private static Frames.Ip ours() {
        return Frames.ip().from(Frames.OWN).to(Frames.PEER).payload(new byte[20]);
    }

    // ---- protocol unreachable

    @ParameterizedTest
    @Tag("RFC1122I-2")
    @Tag("RFC1122I-6")
    @CsvSource({"200, 40", "17, 8", "4, 20", "47, 3", "0, 1", "255, 0"})
    void anUnknownProtocolIsUnreachable(int protocol, int length) {
        byte[] packet = Frames.ip().protocol(protocol).payload(random(length)).packet();

        byte[] reply = board.answer(Frames.fromPeer(packet));

        byte[] message = Frames.payload(reply);
        assertEquals(0x0302, Frames.get16(message, 0));
        assertEquals(0, Frames.get32(message, 4));
        assertArrayEquals(
                Arrays.copyOf(packet, Math.min(packet.length, 28)),
                Arrays.copyOfRange(message, 8, message.length));
        assertEquals(1, board.count(NetCounter.DROP_UNKNOWN_PROTOCOL));
    }

    @Test
    @Tag("RFC1122I-5")
    void noErrorIsSentForBroadcastsFragmentsAndBadSources() {
        Frames.Ip unknown = Frames.ip().protocol(200).payload(new byte[16]);
        byte[] linkBroadcast =
                Frames.ethernet(Frames.BROADCAST_MAC, Frames.PEER_MAC, 0x0800, unknown.packet());
        board.drops(linkBroadcast, NetCounter.DROP_LINK_BROADCAST);
        board.drops(
                unknown.to(Frames.address("255.255.255.255")).frame(),
                NetCounter.DROP_IP_BROADCAST);
        unknown.to(Frames.OWN);
        board.drops(unknown.from(Frames.address("192.0.2.255")).frame(), NetCounter.DROP_IP_SOURCE);
        unknown.from(Frames.PEER);
        board.drops(unknown.fragment(0, true).frame(), NetCounter.ACCEPT_FRAGMENT);
        board.drops(unknown.fragment(16, false).frame(), NetCounter.DROP_UNKNOWN_PROTOCOL);
    }

    @Test
    void errorsShareTheBudgetOfEchoes() {
        Board limited = new Board(config -> config.icmpPerSecond = 1);

        limited.answer(Frames.ping(new byte[0]));
        limited.drops(
                Frames.ip().protocol(200).payload(new byte[9]).frame(),
                NetCounter.DROP_UNKNOWN_PROTOCOL);
        assertEquals(1, limited.count(NetCounter.ICMP_OUT_RATE_LIMIT));
    }
}
