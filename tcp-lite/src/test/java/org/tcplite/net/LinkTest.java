package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.hal.EthernetMac;

/** Ethernet frames in and out, and the rules every frame obeys (threats A1, A2, A4). */
class LinkTest {

    private static final byte[] ARP = Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN);
    private static final byte[] PING = Frames.ping("hello".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] SYN = Frames.tcp(Frames.PEER, 4000, 9, 1000, 0, Frames.SYN);

    /** Octets each of them needs; behind is padding. */
    private static int needed(byte[] frame) {
        return frame == ARP ? 42 : 14 + Frames.get16(frame, 16);
    }

    @Test
    @Tag("RFC1122-23")
    void cutAnywhereAFrameIsDroppedAndCounted() {
        for (byte[] frame : List.of(ARP, PING, SYN)) {
            for (int length = 1; length < needed(frame); length++) {
                Board board = new Board();
                board.mac.endsWithBuffer = true;
                board.drops(Arrays.copyOf(frame, length), cutAt(frame, length));
                assertNull(board.neighbour(Frames.PEER));
            }
            Board board = new Board();
            board.receive(Arrays.copyOf(frame, needed(frame)));
            assertEquals(0, drops(board));
        }
    }

    @Test
    void aFrameCutShortIsNotCompletedByTheOneBeforeIt() {
        for (byte[] frame : List.of(ARP, PING, SYN)) {
            Board board = new Board();
            board.mac.poison = -1;
            for (int length = 1; length < needed(frame); length++) {
                board.answer(frame);
                board.drops(Arrays.copyOf(frame, length), cutAt(frame, length));
            }
        }
    }

    private static int cutAt(byte[] frame, int length) {
        if (length < 14) {
            return NetCounter.DROP_RUNT;
        }
        return frame == ARP ? NetCounter.DROP_ARP_MALFORMED : NetCounter.DROP_TRUNCATED;
    }

    private static long drops(Board board) {
        long drops = 0;
        for (int id = NetCounter.FIRST_DROP; id < NetCounter.COUNT; id++) {
            drops += board.count(id);
        }
        return drops;
    }

    @Test
    void whatLiesAroundAFrameHasNoEffect() {
        List<String> answers = new ArrayList<>();
        for (int poison : new int[] {0x55, 0xaa}) {
            Board board = new Board();
            board.mac.poison = poison;
            StringBuilder all = new StringBuilder();
            for (byte[] frame : List.of(ARP, PING, SYN)) {
                for (int length = 1; length <= frame.length; length++) {
                    for (byte[] sent : board.receive(Arrays.copyOf(frame, length))) {
                        all.append(Arrays.toString(sent)).append('\n');
                    }
                }
            }
            for (int lie : new int[] {0, 19, 20, 27, 34, 47, 66, 65535}) {
                byte[] lying =
                        Frames.ip()
                                .protocol(1)
                                .totalLength(lie)
                                .payload(Frames.icmp(8, 0, 7, new byte[5]))
                                .frame();
                for (byte[] sent : board.receive(lying)) {
                    all.append(Arrays.toString(sent)).append('\n');
                }
            }
            answers.add(all.toString());
        }
        assertEquals(answers.get(0), answers.get(1));
    }

    @Test
    @Tag("RFC1122L-1")
    void paddingIsZeroAndPaddingReceivedIsIgnored() {
        Board board = new Board();

        byte[] arpReply = board.answer(ARP);
        byte[] echoReply = board.answer(Frames.ping(new byte[1]));

        assertEquals(60, arpReply.length);
        assertArrayEquals(new byte[18], Arrays.copyOfRange(arpReply, 42, 60));
        assertEquals(60, echoReply.length);
        assertEquals(9, Frames.payload(echoReply).length);
    }

    @Test
    void hardwareThatPadsGetsShortFrames() {
        Board board = new Board(config -> {}, mac -> mac.capabilities |= EthernetMac.CAP_TX_PADS);

        assertEquals(42, board.answer(ARP).length);
    }

    @ParameterizedTest
    @CsvSource({
        "02000000ee01, DROP_OTHER_HOST",
        "01005e000001, DROP_LINK_MULTICAST",
        "0180c2000001, DROP_LINK_MULTICAST",
        "03ffffffffff, DROP_LINK_MULTICAST",
    })
    void framesForOthersAreDropped(String destination, String counter) throws Exception {
        byte[] frame = PING.clone();
        setMac(frame, 0, destination);

        new Board().drops(frame, NetCounter.class.getField(counter).getInt(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffff", "01005e000001", "000000000000", "020000000001"})
    void sourcesNoStationHasAreDropped(String source) {
        byte[] frame = PING.clone();
        setMac(frame, 6, source);

        new Board().drops(frame, NetCounter.DROP_LINK_SOURCE);
    }

    private static void setMac(byte[] frame, int at, String mac) {
        for (int i = 0; i < 6; i++) {
            frame[at + i] = (byte) Integer.parseInt(mac.substring(2 * i, 2 * i + 2), 16);
        }
    }

    @ParameterizedTest
    @Tag("RFC1122L-10")
    @CsvSource({
        "0, DROP_LENGTH_FIELD",
        "46, DROP_LENGTH_FIELD",
        "1500, DROP_LENGTH_FIELD",
        "1501, DROP_ETHER_TYPE",
        "0x1001, DROP_ETHER_TYPE",
        "0x8100, DROP_ETHER_TYPE",
        "0x86dd, DROP_ETHER_TYPE",
        "0x8808, DROP_ETHER_TYPE",
        "0xffff, DROP_ETHER_TYPE",
    })
    void otherTypesAreDropped(String type, String counter) throws Exception {
        byte[] frame = PING.clone();
        Frames.put16(frame, 12, Integer.decode(type));

        new Board().drops(frame, NetCounter.class.getField(counter).getInt(null));
    }

    @Test
    void aFrameTheBufferCouldNotHoldIsDropped() {
        Board board = new Board();
        board.mac.rxStatus = EthernetMac.RX_TRUNCATED;

        board.drops(PING, NetCounter.DROP_OVERLONG);
    }

    // ---- checksum offload

    private static final int ALL_RX =
            EthernetMac.CAP_RX_CSUM_IP4
                    | EthernetMac.CAP_RX_CSUM_TCP
                    | EthernetMac.CAP_RX_CSUM_ICMP;

    /** Corrupt in both checksums. */
    private static byte[] corruptPing() {
        byte[] frame = PING.clone();
        frame[24] ^= 1;
        frame[36] ^= 1;
        return frame;
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, DROP_IP_CHECKSUM",
        "false, 1, DROP_IP_CHECKSUM",
        "true, 0, DROP_IP_CHECKSUM",
        "true, 2, DROP_IP_CHECKSUM",
        "true, 3, DROP_HARDWARE_CHECKSUM",
        "true, 1, ACCEPT_ICMP",
    })
    void onlyAFrameTheHardwareCheckedIsTrusted(boolean capable, int status, String counter)
            throws Exception {
        Board board = new Board(config -> {}, mac -> mac.capabilities |= capable ? ALL_RX : 0);
        board.mac.rxStatus = status;

        board.receive(corruptPing(), NetCounter.class.getField(counter).getInt(null));
    }

    @Test
    void icmpIsNotTrustedBecauseTcpIs() {
        int caps = EthernetMac.CAP_RX_CSUM_IP4 | EthernetMac.CAP_RX_CSUM_TCP;
        Board board = new Board(config -> {}, mac -> mac.capabilities |= caps);
        board.mac.rxStatus = EthernetMac.RX_CSUM_CHECKED;

        board.drops(corruptPing(), NetCounter.DROP_ICMP_CHECKSUM);
    }

    @Test
    void checksumsTheHardwareFillsAreLeftZero() {
        int caps = EthernetMac.CAP_TX_CSUM_IP4 | EthernetMac.CAP_TX_CSUM_ICMP;
        Board board = new Board(config -> {}, mac -> mac.capabilities |= caps);

        byte[] reply = board.answer(PING);

        assertEquals(0, Frames.get16(reply, 24));
        assertEquals(0, Frames.get16(reply, 36));
        assertEquals(EthernetMac.TX_CSUM_IP4 | EthernetMac.TX_CSUM_ICMP, board.mac.lastFlags);
        board.answer(ARP);
        assertEquals(0, board.mac.lastFlags);
    }

    // ---- back-pressure

    @Test
    void anAnswerWithoutADescriptorIsDroppedAndCounted() {
        Board board = new Board();
        board.mac.descriptors = 0;

        board.drops(PING, NetCounter.DROP_NO_REPLY);
        board.drops(ARP, NetCounter.DROP_NO_REPLY);

        assertEquals(2, board.count(NetCounter.TX_NO_DESCRIPTOR));
    }
}
