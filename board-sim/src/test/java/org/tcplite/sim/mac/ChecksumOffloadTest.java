package org.tcplite.sim.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.RX_CSUM_BAD;
import static org.tcplite.hal.EthernetMac.RX_CSUM_CHECKED;
import static org.tcplite.hal.EthernetMac.TX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.TX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.TX_CSUM_TCP;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.hal.MacCounter;

/** What the MAC says and fills, for every combination of capabilities. */
class ChecksumOffloadTest {

    private static final int IP_CHECKSUM = 14 + 10;
    private static final int TCP_CHECKSUM = 34 + 16;
    private static final int ICMP_CHECKSUM = 34 + 2;
    private static final int GOOD = RX_CSUM_CHECKED;
    private static final int BAD = RX_CSUM_CHECKED | RX_CSUM_BAD;
    private static final int NOT_CHECKED = 0;
    private static final int ALL_RX = CAP_RX_CSUM_IP4 | CAP_RX_CSUM_TCP | CAP_RX_CSUM_ICMP;

    private static byte[] tcp() {
        return TestFrames.tcp(
                TestFrames.PEER, 40000, TestFrames.BOARD, 80, 16, 1000, 2000, new byte[0], 33);
    }

    private static byte[] icmp() {
        return TestFrames.icmp(TestFrames.PEER, TestFrames.BOARD, 8, 0, 1, 2);
    }

    private static byte[] broken(byte[] frame, int at) {
        byte[] copy = frame.clone();
        copy[at] ^= 0x40;
        return copy;
    }

    private static int statusOf(int capabilities, byte[] frame) {
        MacConfig config = new MacConfig();
        config.capabilities = capabilities;
        SimulatedDmaMac mac = new SimulatedDmaMac(config);
        mac.start(() -> {});
        mac.receiveFromWire(frame, 0, frame.length);
        assertEquals(frame.length, mac.rxPoll());
        return mac.rxStatus();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void receptionSaysWhatItsCapabilitiesCover(int rx) {
        int clean = rx == 0 ? NOT_CHECKED : GOOD;
        int onIp = (rx & CAP_RX_CSUM_IP4) != 0 ? BAD : clean;
        int onTcp = (rx & CAP_RX_CSUM_TCP) != 0 ? BAD : clean;
        int onIcmp = (rx & CAP_RX_CSUM_ICMP) != 0 ? BAD : clean;
        assertEquals(clean, statusOf(rx, tcp()), "TCP, intact");
        assertEquals(clean, statusOf(rx, icmp()), "ICMP, intact");
        assertEquals(onIp, statusOf(rx, broken(tcp(), IP_CHECKSUM)), "IP checksum");
        assertEquals(onTcp, statusOf(rx, broken(tcp(), TCP_CHECKSUM)), "TCP checksum");
        assertEquals(onTcp, statusOf(rx, broken(tcp(), 34 + 20 + 32)), "last octet of the text");
        assertEquals(onIcmp, statusOf(rx, broken(icmp(), ICMP_CHECKSUM)), "ICMP checksum");
        assertEquals(clean, statusOf(rx, broken(icmp(), 59)), "padding");
    }

    @Test
    void framesTheHardwareCannotJudgeAreNotChecked() {
        byte[] fragment = tcp();
        fragment[20] = 0x20; // more fragments; the header checksum again:
        fragment[24] -= 0x20;
        byte[] shortHeader = broken(tcp(), 14);
        byte[] overlong = tcp();
        overlong[16] = 0x40;
        assertEquals(NOT_CHECKED, statusOf(ALL_RX, fragment));
        assertEquals(NOT_CHECKED, statusOf(ALL_RX, shortHeader));
        assertEquals(NOT_CHECKED, statusOf(ALL_RX, overlong));
        assertEquals(NOT_CHECKED, statusOf(ALL_RX, TestFrames.arp(1, 1, 2)));
        byte[] stump = TestFrames.ip(1, 2, 6, new byte[19]);
        assertEquals(NOT_CHECKED, statusOf(ALL_RX, stump));
        assertEquals(BAD, statusOf(ALL_RX, broken(fragment, IP_CHECKSUM)));
    }

    @Test
    void badFramesAreDroppedAndCountedIfConfigured() {
        MacConfig config = new MacConfig();
        config.capabilities = ALL_RX;
        config.dropBadChecksums = true;
        SimulatedDmaMac mac = new SimulatedDmaMac(config);
        mac.start(() -> {});
        byte[] frame = broken(tcp(), TCP_CHECKSUM);
        assertFalse(mac.receiveFromWire(frame, 0, frame.length));
        assertEquals(1, mac.counter(MacCounter.RX_CSUM_ERRORS));
        assertEquals(0, mac.rxPoll());
    }

    private static byte[] sent(int capabilities, int flags, byte[] frame) {
        MacConfig config = new MacConfig();
        config.capabilities = capabilities;
        config.frameOffset = 2;
        SimulatedDmaMac mac = new SimulatedDmaMac(config);
        mac.start(() -> {});
        mac.txClaim(frame.length);
        System.arraycopy(frame, 0, mac.txBuffer(), mac.txOffset(), frame.length);
        mac.txCommit(frame.length, flags);
        Frame out = mac.pollTransmitted();
        return Arrays.copyOfRange(out.octets, out.offset, out.offset + out.length);
    }

    private static byte[] cleared(byte[] frame, int... fields) {
        byte[] copy = frame.clone();
        for (int field : fields) {
            copy[field] = 0;
            copy[field + 1] = 0;
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void transmissionFillsWhatItIsAskedFor(int flags) {
        int capabilities = CAP_TX_CSUM_IP4 | CAP_TX_CSUM_TCP | CAP_TX_CSUM_ICMP;
        byte[] bareTcp = cleared(tcp(), IP_CHECKSUM, TCP_CHECKSUM);
        byte[] expectedTcp = tcp();
        if ((flags & TX_CSUM_IP4) == 0) {
            expectedTcp = cleared(expectedTcp, IP_CHECKSUM);
        }
        if ((flags & TX_CSUM_TCP) == 0) {
            expectedTcp = cleared(expectedTcp, TCP_CHECKSUM);
        }
        assertArrayEquals(expectedTcp, sent(capabilities, flags, bareTcp));
        byte[] bareIcmp = cleared(icmp(), ICMP_CHECKSUM);
        byte[] expectedIcmp = (flags & TX_CSUM_ICMP) == 0 ? bareIcmp : icmp();
        assertArrayEquals(expectedIcmp, sent(capabilities, flags & ~TX_CSUM_IP4, bareIcmp));
    }

    @Test
    void transmissionFillsNothingItsCapabilitiesDoNotName() {
        byte[] bare = cleared(tcp(), IP_CHECKSUM, TCP_CHECKSUM);
        int flags = TX_CSUM_IP4 | TX_CSUM_TCP;
        assertArrayEquals(bare, sent(0, flags, bare));
        assertArrayEquals(cleared(tcp(), IP_CHECKSUM), sent(CAP_TX_CSUM_TCP, flags, bare));
        assertArrayEquals(cleared(tcp(), TCP_CHECKSUM), sent(CAP_TX_CSUM_IP4, flags, bare));
    }

    @Test
    void aFieldThatIsNotZeroSpoilsTheChecksum() {
        byte[] unclean = cleared(tcp(), IP_CHECKSUM);
        byte[] out = sent(CAP_TX_CSUM_IP4 | CAP_TX_CSUM_TCP, TX_CSUM_IP4 | TX_CSUM_TCP, unclean);
        assertEquals(BAD, statusOf(ALL_RX, out));
    }
}
