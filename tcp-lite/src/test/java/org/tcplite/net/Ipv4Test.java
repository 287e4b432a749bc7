package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.TcpState;

/** IPv4 headers (threats B1 to B3, B5 to B8). */
class Ipv4Test {

    private static final byte[] ECHO = Frames.icmp(8, 0, 1, new byte[56]);

    private static Frames.Ip ping() {
        return Frames.ip().protocol(1).payload(ECHO);
    }

    private static int id(String counter) {
        try {
            return NetCounter.class.getField(counter).getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("RFC791-1")
    @Tag("RFC1122-1")
    void ofAllVersionsAndHeaderLengthsOnlyTheTrueOnePasses() {
        Board board = new Board();
        for (int version = 0; version < 16; version++) {
            for (int ihl = 0; ihl < 16; ihl++) {
                byte[] frame = ping().version(version).ihl(ihl).frame();
                if (version != 4) {
                    board.drops(frame, NetCounter.DROP_VERSION);
                } else if (ihl < 5) {
                    board.drops(frame, NetCounter.DROP_HEADER_LENGTH);
                } else if (ihl == 5) {
                    board.receive(frame, NetCounter.ACCEPT_ICMP);
                } else {
                    // the header eats into the message: options or checksum come out wrong
                    assertEquals(0, board.receive(frame).size());
                }
            }
        }
    }

    @ParameterizedTest
    @Tag("RFC791-1")
    @CsvSource({
        "0, DROP_HEADER_LENGTH",
        "19, DROP_HEADER_LENGTH",
        "20, DROP_ICMP_LENGTH",
        "27, DROP_ICMP_LENGTH",
        "84, ACCEPT_ICMP",
        "85, DROP_TRUNCATED",
        "104, DROP_TRUNCATED",
        "65535, DROP_TRUNCATED",
    })
    void theTotalLengthIsHeldAgainstTheFrame(int totalLength, String counter) {
        new Board().receive(ping().totalLength(totalLength).frame(), id(counter));
    }

    @Test
    @Tag("RFC1122-2")
    void everyFlippedBitOfTheHeaderIsFound() {
        Board board = new Board();
        byte[] good = ping().frame();
        for (int bit = 0; bit < 160; bit++) {
            byte[] frame = good.clone();
            frame[14 + bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertEquals(0, board.receive(frame).size(), "bit " + bit);
        }
        board.receive(good, NetCounter.ACCEPT_ICMP);
    }

    @Test
    void aHeaderWhoseChecksumIsZeroOrAllOnesIsIntact() {
        Board board = new Board();
        boolean sawZero = false;
        for (int id = 0; id < 65536 && !sawZero; id++) {
            byte[] frame = ping().id(id).frame();
            if (Frames.get16(frame, 24) == 0) {
                sawZero = true;
                board.receive(frame, NetCounter.ACCEPT_ICMP);
                Frames.put16(frame, 24, 0xffff);
                board.receive(frame, NetCounter.ACCEPT_ICMP);
            }
        }
        assertEquals(true, sawZero);
    }

    @Test
    @Tag("RFC791-5")
    void saneOptionsAreSkippedByLength() {
        Board board = new Board();
        int[] nops = new int[40];
        Arrays.fill(nops, 1);
        int[][] sane = {
            {1, 1, 1, 1},
            nops,
            {0, 137, 255, 0},
            {7, 7, 4, 0, 0, 0, 0},
            {222, 4, 9, 9},
            {68, 8, 5, 0, 1, 2, 3, 4},
            {1, 222, 2, 0},
            {222, 40},
        };
        for (int[] options : sane) {
            int[] whole = options.length == 2 ? Arrays.copyOf(options, 40) : options;
            board.receive(ping().options(whole).frame(), NetCounter.ACCEPT_ICMP);
        }
    }

    @Test
    @Tag("RFC791-5")
    void optionsWithAnImpossibleLengthEndThePacket() {
        Board board = new Board();
        int[][] nonsense = {
            {222, 0, 0, 0},
            {222, 1, 0, 0},
            {222, 5, 0, 0},
            {1, 1, 1, 222},
            {222, 255, 0, 0},
            {7, 3, 4, 7, 0, 0, 0, 0},
        };
        for (int[] options : nonsense) {
            board.drops(ping().options(options).frame(), NetCounter.DROP_IP_OPTIONS);
        }
    }

    @Test
    @Tag("RFC1122-11")
    void sourceRoutesAreRefused() {
        Board board = new Board();
        for (int kind : new int[] {131, 137}) {
            for (int pointer : new int[] {4, 5, 8, 255}) {
                int[] route = {1, kind, 7, pointer, 198, 51, 100, 7};
                board.drops(ping().options(route).frame(), NetCounter.DROP_SOURCE_ROUTE);
            }
        }
    }

    @Test
    @Tag("MUST-50")
    void theSegmentBehindUnknownOptionsIsFound() {
        Board board = new Board();
        byte[] syn = Frames.segment(Frames.PEER, Frames.OWN, 4000, 81, 77, 0, Frames.SYN);
        int[][] unknown = {{222, 4, 9, 9}, {30, 8, 1, 2, 3, 4, 5, 6}, {1, 94, 3, 0}};
        for (int[] options : unknown) {
            byte[] answer = board.answer(Frames.ip().options(options).payload(syn).frame());
            byte[] reset = Frames.payload(answer);
            assertEquals(Frames.RST | Frames.ACK, reset[13]);
            assertEquals(78, Frames.get32(reset, 8));
        }
    }

    /** RFC 9293 appendix A.1: precedence and security labels are not compared. */
    @Test
    @Tag("RFC9293-37")
    void neitherAnotherServiceNorASecurityLabelEndsAConnection() {
        Board board = new Board();
        int listener = board.tcp.listen(80, 2);
        byte[] syn = Frames.tcp(Frames.PEER, 4000, 80, 76, 0, Frames.SYN);
        int iss = Frames.get32(Frames.payload(board.answer(syn)), 4);
        board.receive(Frames.tcp(Frames.PEER, 4000, 80, 77, iss + 1, Frames.ACK));
        int connection = board.tcp.accept(listener);
        byte[] ack = Frames.segment(Frames.PEER, Frames.OWN, 4000, 80, 77, iss + 1, Frames.ACK);
        for (int tos : new int[] {0, 0x20, 0xe0, 0xb8}) {
            board.receive(Frames.ip().tos(tos).payload(ack).frame(), NetCounter.ACCEPT_TCP);
        }
        int[] label = {130, 11, 0x6b, 0xc5, 0, 0, 0, 0, 0, 0, 0};
        board.receive(Frames.ip().options(label).payload(ack).frame(), NetCounter.ACCEPT_TCP);
        assertEquals(TcpState.ESTABLISHED, board.tcp.state(connection));
    }

    @Test
    void repliesNeverCarryOptions() {
        byte[] reply = new Board().answer(ping().options(7, 7, 4, 0, 0, 0, 0).frame());

        assertEquals(0x45, Frames.packet(reply)[0]);
    }

    @ParameterizedTest
    @Tag("RFC1122-5")
    @Tag("MUST-63")
    @Tag("st_closed_04")
    @CsvSource({
        "0.0.0.0, DROP_IP_SOURCE",
        "0.1.2.3, DROP_IP_SOURCE",
        "127.0.0.1, DROP_IP_SOURCE",
        "224.0.0.1, DROP_IP_SOURCE",
        "240.0.0.1, DROP_IP_SOURCE",
        "255.255.255.255, DROP_IP_SOURCE",
        "192.0.2.255, DROP_IP_SOURCE",
        "192.0.2.0, DROP_IP_SOURCE",
        "192.0.2.1, DROP_OWN_SOURCE",
        "198.51.100.255, ACCEPT_ICMP",
    })
    void sourcesNoSingleHostHasAreDropped(String source, String counter) {
        Board board = new Board();
        int from = Frames.address(source);
        int sent = board.receive(ping().from(from).frame(), id(counter)).size();

        assertEquals(counter.equals("ACCEPT_ICMP") ? 1 : 0, sent);
        if (sent == 0) {
            board.tcp.listen(80, 2);
            board.drops(Frames.tcp(from, 4000, 80, 1, 0, Frames.SYN), id(counter));
            board.drops(Frames.tcp(from, 4000, 81, 1, 0, Frames.ACK), id(counter));
        }
    }

    @ParameterizedTest
    @Tag("RFC1122-4")
    @Tag("RFC1122-13")
    @Tag("RFC1122-21")
    @Tag("MUST-57")
    @Tag("st_closed_04")
    @CsvSource({
        "192.0.2.2, DROP_IP_DESTINATION",
        "198.51.100.7, DROP_IP_DESTINATION",
        "127.0.0.1, DROP_IP_DESTINATION",
        "192.0.2.255, DROP_IP_BROADCAST",
        "192.0.2.0, DROP_IP_BROADCAST",
        "255.255.255.255, DROP_IP_BROADCAST",
        "224.0.0.1, DROP_IP_MULTICAST",
        "239.255.255.250, DROP_IP_MULTICAST",
    })
    void whatIsNotForUsAloneIsDropped(String destination, String counter) {
        Board board = new Board();
        int to = Frames.address(destination);
        byte[] syn = Frames.segment(Frames.PEER, to, 4000, 80, 1, 0, Frames.SYN);

        board.drops(ping().to(to).frame(), id(counter));
        board.drops(Frames.ip().to(to).payload(syn).frame(), id(counter));
    }

    @Test
    @Tag("RFC1122-22")
    @Tag("RFC1122L-7")
    void aUnicastPacketInABroadcastFrameIsDropped() {
        byte[] frame =
                Frames.ethernet(Frames.BROADCAST_MAC, Frames.PEER_MAC, 0x0800, ping().packet());

        new Board().drops(frame, NetCounter.DROP_LINK_BROADCAST);
    }

    @ParameterizedTest
    @Tag("RFC1122-8")
    @ValueSource(ints = {0, 1, 2, 255})
    void theTimeToLiveOfWhatHasArrivedDoesNotMatter(int ttl) {
        byte[] reply = new Board().answer(ping().ttl(ttl).frame());

        assertEquals(64, Frames.packet(reply)[8]);
    }

    @Test
    @Tag("RFC6864-1")
    void theIdentificationOfAWholeDatagramMeansNothing() {
        Board board = new Board();
        for (int again = 0; again < 3; again++) {
            byte[] data = {1, 2, (byte) again};
            byte[] payload = Frames.icmp(8, 0, again, data);

            byte[] reply = board.answer(Frames.ip().id(7).protocol(1).payload(payload).frame());

            assertEquals(again, Frames.payload(reply)[10], "the same number is no repetition");
        }
    }

    @Test
    void identificationsTellAPeerNothingOfOthers() {
        Board board = new Board();
        int steps = 0;
        int last = -1;
        boolean[] seen = new boolean[65536];
        int repeated = 0;
        for (int i = 0; i < 300; i++) {
            board.now += Board.MS * 10;
            int id = Frames.get16(Frames.packet(board.answer(ping().frame())), 4);
            steps += last >= 0 && (id - last & 0xffff) < 16 ? 1 : 0;
            repeated += seen[id] ? 1 : 0;
            seen[id] = true;
            last = id;
        }
        assertEquals(true, steps < 5, steps + " small steps of 300");
        assertEquals(true, repeated < 10, repeated + " repetitions of 300");
    }

    @Test
    void identificationsAreSipHashUnderTheBootKey() {
        long key0 = 0x0706050403020100L;
        long key1 = 0x0f0e0d0c0b0a0908L;
        IpIds ids = new IpIds(key0, key1);
        for (int count = 0; count < 100; count++) {
            ByteBuffer message = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            message.putLong(count / 4).put((byte) 'd').put((byte) 'i');
            long expected = sipHash(key0, key1, message.array()) >>> 16 * (count % 4);
            assertEquals((int) expected & 0xffff, ids.next(), "" + count);
        }
    }

    @Test
    void theReferenceAgreesWithThePublishedVector() {
        byte[] message = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

        assertEquals(
                0xa129ca6149be45e5L, sipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message));
    }

    /** SipHash-2-4 as its paper writes it. */
    private static long sipHash(long key0, long key1, byte[] message) {
        long[] v = {
            key0 ^ 0x736f6d6570736575L, key1 ^ 0x646f72616e646f6dL,
            key0 ^ 0x6c7967656e657261L, key1 ^ 0x7465646279746573L
        };
        byte[] padded = Arrays.copyOf(message, message.length / 8 * 8 + 8);
        padded[padded.length - 1] = (byte) message.length;
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            long word = words.getLong();
            v[3] ^= word;
            sipRounds(v, 2);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        sipRounds(v, 4);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void sipRounds(long[] v, int rounds) {
        for (int i = 0; i < rounds; i++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }
}
