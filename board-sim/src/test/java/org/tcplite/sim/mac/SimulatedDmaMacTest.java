package org.tcplite.sim.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;

class SimulatedDmaMacTest {

    private final MacConfig config = new MacConfig();
    private int signals;

    private SimulatedDmaMac started() {
        SimulatedDmaMac mac = new SimulatedDmaMac(config);
        mac.start(() -> signals++);
        return mac;
    }

    private static boolean receive(SimulatedDmaMac mac, byte[] frame) {
        return mac.receiveFromWire(frame, 0, frame.length);
    }

    private static void send(SimulatedDmaMac mac, byte[] frame) {
        assertTrue(mac.txClaim(frame.length));
        System.arraycopy(frame, 0, mac.txBuffer(), mac.txOffset(), frame.length);
        mac.txCommit(frame.length, 0);
    }

    private static byte[] head(SimulatedDmaMac mac) {
        int length = mac.rxPoll();
        return Arrays.copyOfRange(mac.rxBuffer(), mac.rxOffset(), mac.rxOffset() + length);
    }

    private static byte[] octets(Frame frame) {
        return Arrays.copyOfRange(frame.octets, frame.offset, frame.offset + frame.length);
    }

    @Test
    void aFrameIsPeekedUntilItIsReleased() {
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(60, 1));
        receive(mac, TestFrames.numbered(1514, 2));
        assertArrayEquals(TestFrames.numbered(60, 1), head(mac));
        assertArrayEquals(TestFrames.numbered(60, 1), head(mac));
        mac.rxRelease();
        assertArrayEquals(TestFrames.numbered(1514, 2), head(mac));
        mac.rxRelease();
        assertEquals(0, mac.rxPoll());
        assertEquals(2, mac.counter(MacCounter.RX_PACKETS));
        assertEquals(1574, mac.counter(MacCounter.RX_BYTES));
    }

    @Test
    void frameOffsetAlignsBothDirections() {
        config.frameOffset = 2;
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(1514, 3));
        assertArrayEquals(TestFrames.numbered(1514, 3), head(mac));
        send(mac, TestFrames.numbered(1514, 4));
        assertArrayEquals(TestFrames.numbered(1514, 4), octets(mac.pollTransmitted()));
    }

    @Test
    void ringsOfDepthOneCarryOneFrameAtATime() {
        config.rxDepth = 1;
        config.txDepth = 1;
        SimulatedDmaMac mac = started();
        for (int i = 0; i < 5; i++) {
            assertTrue(receive(mac, TestFrames.numbered(60, i)));
            assertFalse(receive(mac, TestFrames.numbered(60, -1)));
            assertArrayEquals(TestFrames.numbered(60, i), head(mac));
            send(mac, head(mac)); // a reply built while the frame is peeked
            mac.rxRelease();
            assertFalse(mac.txClaim(60));
            assertArrayEquals(TestFrames.numbered(60, i), octets(mac.pollTransmitted()));
            mac.releaseTransmitted();
        }
        assertEquals(5, mac.counter(MacCounter.RX_OVER_ERRORS));
        assertEquals(5, mac.counter(MacCounter.TX_BUSY));
    }

    @Test
    void aFullReceiveRingLosesTheNewestAndCountsThem() {
        config.rxDepth = 3;
        SimulatedDmaMac mac = started();
        for (int i = 0; i < 5; i++) {
            assertEquals(i < 3, mac.canReceive());
            assertEquals(i < 3, receive(mac, TestFrames.numbered(60, i)));
        }
        assertEquals(2, mac.counter(MacCounter.RX_OVER_ERRORS));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(TestFrames.numbered(60, i), head(mac));
            mac.rxRelease();
        }
    }

    @Test
    void aHeldFrameKeepsItsDescriptor() {
        config.rxDepth = 1;
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(60, 1));
        mac.rxPoll();
        assertFalse(mac.canReceive());
        mac.rxRelease();
        assertTrue(mac.canReceive());
    }

    @Test
    void runtsAndGiantsAreCountedAndDropped() {
        SimulatedDmaMac mac = started();
        assertFalse(mac.receiveFromWire(new byte[2000], 0, 59));
        assertFalse(mac.receiveFromWire(new byte[2000], 0, 1515));
        assertFalse(mac.receiveFromHost(new byte[2000], 0, 13));
        assertEquals(3, mac.counter(MacCounter.RX_LENGTH_ERRORS));
        assertEquals(0, mac.rxPoll());
        assertEquals(0, signals);
    }

    @Test
    void framesFromTheHostArePaddedWithZeros() {
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(100, 9)); // leaves its octets in the descriptor
        mac.rxPoll();
        mac.rxRelease();
        for (int i = 0; i < config.rxDepth; i++) {
            byte[] frame = TestFrames.numbered(42, i);
            assertTrue(mac.receiveFromHost(frame, 0, 42));
            assertArrayEquals(Arrays.copyOf(frame, 60), head(mac));
            mac.rxRelease();
        }
    }

    @Test
    void theMacPadsOnlyIfItSaysSo() {
        config.capabilities = EthernetMac.CAP_TX_PADS;
        SimulatedDmaMac mac = started();
        send(mac, TestFrames.numbered(42, 1));
        assertArrayEquals(
                Arrays.copyOf(TestFrames.numbered(42, 1), 60), octets(mac.pollTransmitted()));
        config.capabilities = 0;
        SimulatedDmaMac bare = started();
        send(bare, TestFrames.numbered(42, 1));
        assertEquals(42, bare.pollTransmitted().length);
    }

    @Test
    void anAbandonedClaimIsNotSentAndComesBack() {
        config.txDepth = 1;
        SimulatedDmaMac mac = started();
        assertTrue(mac.txClaim(60));
        mac.txAbandon();
        assertNull(mac.pollTransmitted());
        assertTrue(mac.txClaim(60));
    }

    @Test
    void theHeadOfTheTransmitRingStaysUntilItIsReleased() {
        SimulatedDmaMac mac = started();
        assertFalse(mac.hasTransmitted());
        send(mac, TestFrames.numbered(60, 1));
        assertTrue(mac.hasTransmitted());
        assertSame(mac.pollTransmitted(), mac.pollTransmitted());
        assertEquals(1, mac.counter(MacCounter.TX_PACKETS));
        assertEquals(60, mac.counter(MacCounter.TX_BYTES));
        mac.releaseTransmitted();
        assertFalse(mac.hasTransmitted());
    }

    @Test
    void signalsReceptionSpaceAfterARefusalAndTheLink() {
        config.txDepth = 1;
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(60, 1));
        assertEquals(1, signals);
        send(mac, TestFrames.numbered(60, 1));
        mac.pollTransmitted();
        mac.releaseTransmitted();
        assertEquals(1, signals, "space without a refusal is no news");
        send(mac, TestFrames.numbered(60, 1));
        assertFalse(mac.txClaim(60));
        mac.pollTransmitted();
        mac.releaseTransmitted();
        assertEquals(2, signals);
        mac.setLink(false);
        mac.setLink(false);
        mac.setLink(true);
        assertEquals(4, signals);
    }

    @Test
    void aPolledMacNeverSignals() {
        config.capabilities = 0;
        SimulatedDmaMac mac = started();
        receive(mac, TestFrames.numbered(60, 1));
        mac.setLink(false);
        assertEquals(0, signals);
    }

    @Test
    void framesAreLostAndCountedWhileTheLinkIsDown() {
        SimulatedDmaMac mac = started();
        send(mac, TestFrames.numbered(60, 1)); // still in the ring when the carrier goes
        mac.setLink(false);
        assertEquals(0, mac.linkState());
        for (int i = 0; i < 2 * config.txDepth; i++) {
            send(mac, TestFrames.numbered(60, i)); // never stuck
        }
        assertNull(mac.pollTransmitted());
        assertEquals(1 + 2 * config.txDepth, mac.counter(MacCounter.TX_CARRIER_ERRORS));
        assertEquals(0, mac.counter(MacCounter.TX_PACKETS));
        assertFalse(receive(mac, TestFrames.numbered(60, 1)));
        assertEquals(1, mac.receivedWhileDown());
        mac.setLink(true);
        assertTrue(receive(mac, TestFrames.numbered(60, 1)));
        send(mac, TestFrames.numbered(60, 2));
        assertArrayEquals(TestFrames.numbered(60, 2), octets(mac.pollTransmitted()));
    }

    @Test
    void nothingIsReceivedBeforeTheStartOrAfterTheStop() {
        SimulatedDmaMac mac = new SimulatedDmaMac(config);
        assertFalse(receive(mac, TestFrames.numbered(60, 1)));
        mac.start(() -> {});
        assertTrue(receive(mac, TestFrames.numbered(60, 1)));
        mac.stop();
        assertFalse(receive(mac, TestFrames.numbered(60, 1)));
        assertEquals(2, mac.receivedWhileDown());
    }

    @Test
    void theAddressFilterLetsOurFramesAndGroupsThrough() {
        config.withAddress(2, 0, 0, 0, 0, 7);
        config.addressFilter = true;
        SimulatedDmaMac mac = started();
        byte[] frame = TestFrames.numbered(60, 1);
        assertFalse(receive(mac, frame));
        assertEquals(1, mac.counter(MacCounter.RX_FILTERED));
        frame[5] = 7;
        assertTrue(receive(mac, frame));
        Arrays.fill(frame, 0, 6, (byte) 0xff);
        assertTrue(receive(mac, frame));
    }

    @Test
    void countersItDoesNotKeepAreMinusOne() {
        SimulatedDmaMac mac = started();
        assertEquals(-1, mac.counter(MacCounter.RX_CRC_ERRORS));
        assertEquals(-1, mac.counter(MacCounter.RX_FILTERED));
        assertEquals(-1, mac.counter(MacCounter.COUNT));
        assertEquals(-1, mac.counter(-1));
    }

    @Test
    void aConfigurationOutOfRangeIsRefused() {
        config.rxDepth = 0;
        assertThrows(IllegalArgumentException.class, this::started);
    }
}
