package org.tcplite.sim.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.Idle;
import org.tcplite.hal.MacCounter;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.mac.TestFrames;
import org.tcplite.sim.time.VirtualClock;

class InProcessWireTest {

    private static final long MS = 1_000_000;

    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop = EventLoop.virtual(clock);
    private final MacConfig leftConfig = new MacConfig();
    private final MacConfig rightConfig = new MacConfig();
    private SimulatedDmaMac left;
    private SimulatedDmaMac right;
    private InProcessWire wire;

    private void join(WireConfig config) {
        left = new SimulatedDmaMac(leftConfig);
        right = new SimulatedDmaMac(rightConfig);
        left.start(loop.wakeup());
        right.start(loop.wakeup());
        wire = new InProcessWire(left, right, config);
        loop.add(wire);
    }

    private static void send(SimulatedDmaMac mac, int number) {
        sendOf(mac, 60, number);
    }

    private static void sendOf(SimulatedDmaMac mac, int length, int number) {
        byte[] frame = TestFrames.numbered(length, number);
        assertTrue(mac.txClaim(length));
        System.arraycopy(frame, 0, mac.txBuffer(), mac.txOffset(), length);
        mac.txCommit(length, 0);
    }

    /** The numbers of all frames that have arrived. */
    private static List<Integer> numbers(SimulatedDmaMac mac) {
        List<Integer> numbers = new ArrayList<>();
        int length;
        while ((length = mac.rxPoll()) > 0) {
            byte[] frame = Arrays.copyOfRange(mac.rxBuffer(), mac.rxOffset(), length);
            int number = (frame[14] << 24) | frame[15] << 16 | frame[16] << 8 | frame[17] & 0xff;
            assertArrayEquals(TestFrames.numbered(length, number), frame);
            numbers.add(number);
            mac.rxRelease();
        }
        return numbers;
    }

    @Test
    void framesCrossAtOnceAndInOrderBothWays() {
        join(new WireConfig());
        send(left, 1);
        send(left, 2);
        send(right, 3);
        loop.runFor(0);
        assertEquals(List.of(1, 2), numbers(right));
        assertEquals(List.of(3), numbers(left));
        assertEquals(0, clock.nanos());
        assertEquals(2, wire.sent(InProcessWire.LEFT));
    }

    @Test
    void delayAndRateAddUpToTheNanosecond() {
        join(new WireConfig().withDelay(20 * MS).withRate(10_000_000));
        sendOf(left, 1500, 1);
        sendOf(left, 1500, 2);
        long oneFrameNs = 1500 * 8 * 100;
        loop.runUntil(right::hasReceived, Idle.FOREVER);
        assertEquals(20 * MS + oneFrameNs, clock.nanos());
        assertEquals(List.of(1), numbers(right));
        loop.runUntil(right::hasReceived, Idle.FOREVER);
        assertEquals(20 * MS + 2 * oneFrameNs, clock.nanos());
        assertEquals(List.of(2), numbers(right));
    }

    @Test
    void theQueueLimitLosesWhatComesOnTop() {
        WireConfig config = new WireConfig().withDelay(MS);
        config.limit = 2;
        join(config);
        for (int i = 1; i <= 4; i++) {
            send(left, i);
        }
        loop.runFor(10 * MS);
        assertEquals(List.of(1, 2), numbers(right));
        assertEquals(2, wire.lost(InProcessWire.LEFT));
        send(left, 5);
        loop.runFor(10 * MS);
        assertEquals(List.of(5), numbers(right));
    }

    @Test
    void aFrameWaitsForAReceiverWithFlowControl() {
        rightConfig.rxDepth = 1;
        join(new WireConfig());
        for (int i = 1; i <= 3; i++) {
            send(left, i);
        }
        for (int i = 1; i <= 3; i++) {
            loop.runFor(MS);
            assertEquals(List.of(i), numbers(right));
        }
        assertEquals(0, right.counter(MacCounter.RX_OVER_ERRORS));
        assertEquals(3, wire.sent(InProcessWire.LEFT), "each is counted, and judged, once");
    }

    @Test
    void aFrameThatHasArrivedWaitsForAReceiverToo() {
        rightConfig.rxDepth = 1;
        join(new WireConfig().withDelay(MS));
        send(left, 1);
        send(left, 2);
        loop.runFor(5 * MS);
        assertEquals(List.of(1), numbers(right));
        loop.runFor(0);
        assertEquals(List.of(2), numbers(right));
    }

    @Test
    void withoutFlowControlAFullReceiverOverruns() {
        rightConfig.rxDepth = 1;
        WireConfig config = new WireConfig();
        config.flowControl = false;
        join(config);
        send(left, 1);
        send(left, 2);
        loop.runFor(MS);
        assertEquals(List.of(1), numbers(right));
        assertEquals(1, right.counter(MacCounter.RX_OVER_ERRORS));
        assertEquals(1, wire.lost(InProcessWire.LEFT));
    }

    @Test
    void aStoppedReceiverDoesNotBlockTheSender() {
        rightConfig.rxDepth = 1;
        join(new WireConfig());
        send(left, 1);
        send(left, 2);
        loop.runFor(MS);
        right.stop();
        loop.runFor(MS);
        assertEquals(1, wire.lost(InProcessWire.LEFT));
    }

    @Test
    void listedFramesAreDroppedAndShownToBothTaps() {
        join(new WireConfig());
        List<String> seen = new ArrayList<>();
        wire.tap(InProcessWire.LEFT, tap("left", seen));
        wire.tap(InProcessWire.RIGHT, tap("right", seen));
        wire.impair(InProcessWire.LEFT, new DropList(2, 1));
        send(left, 1);
        send(left, 2);
        send(left, 3);
        loop.runFor(0);
        assertEquals(List.of(3), numbers(right));
        assertEquals(
                List.of(
                        "left out dropped by wire: frame 1 out",
                        "right in dropped by wire: frame 1 in",
                        "left out dropped by wire: frame 2 out",
                        "right in dropped by wire: frame 2 in",
                        "left out null",
                        "right in null"),
                seen);
    }

    private static FrameTap tap(String name, List<String> seen) {
        return (direction, timeNs, frame, offset, length, comment) ->
                seen.add(name + (direction == FrameTap.IN ? " in " : " out ") + comment);
    }

    @Test
    void lossFollowsItsSeed() {
        List<Integer> first = withLoss(0.25, 7);
        assertEquals(first, withLoss(0.25, 7));
        assertNotEquals(first, withLoss(0.25, 8));
        assertTrue(first.size() > 7_300 && first.size() < 7_700, "arrived: " + first.size());
        assertEquals(10_000, withLoss(0, 7).size());
        assertEquals(0, withLoss(1, 7).size());
    }

    private List<Integer> withLoss(double probability, long seed) {
        join(new WireConfig());
        wire.impair(InProcessWire.LEFT, new RandomLoss(probability, seed));
        List<Integer> arrived = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            send(left, i % 100);
            wire.turn(0);
            numbers(right).forEach(number -> arrived.add(number));
        }
        return arrived;
    }

    @Test
    void theReasonOfARandomLossNamesItsSeed() {
        join(new WireConfig());
        List<String> seen = new ArrayList<>();
        wire.tap(InProcessWire.LEFT, tap("left", seen));
        wire.impair(InProcessWire.LEFT, new RandomLoss(1, 9));
        send(left, 1);
        loop.runFor(0);
        assertEquals(List.of("left out dropped by wire: loss 100%, seed 9, frame 1 out"), seen);
        assertThrows(IllegalArgumentException.class, () -> new RandomLoss(3, 1));
    }

    @Test
    void anImpairmentMayDelayAFrameSoThatOthersOvertakeIt() {
        join(new WireConfig().withDelay(MS));
        wire.impair(
                InProcessWire.LEFT,
                Impairment.all(
                        new DropList(4), fate -> fate.delayBy(fate.number() == 1 ? 2 * MS : 0)));
        for (int i = 1; i <= 4; i++) {
            send(left, i);
        }
        loop.runFor(10 * MS);
        assertEquals(List.of(2, 3, 1), numbers(right));
    }

    @Test
    void aPulledCableLosesWhatIsOnItAndWhatIsSent() {
        join(new WireConfig().withDelay(MS));
        send(left, 1);
        loop.runFor(MS / 2);
        wire.setCable(false);
        assertEquals(0, left.linkState());
        send(left, 2);
        send(right, 3);
        loop.runFor(5 * MS);
        wire.setCable(true);
        send(left, 4);
        loop.runFor(5 * MS);
        assertEquals(List.of(4), numbers(right));
        assertEquals(List.of(), numbers(left));
        assertEquals(1, left.counter(MacCounter.TX_CARRIER_ERRORS));
    }

    @Test
    void aCablePulledForAMomentLosesWhatWasOnIt() {
        join(new WireConfig().withDelay(MS));
        send(left, 1);
        send(right, 2);
        loop.runFor(MS / 2);
        wire.setCable(false);
        wire.setCable(true);
        loop.runFor(5 * MS);
        assertEquals(List.of(), numbers(right));
        assertEquals(List.of(), numbers(left));
        assertEquals(1, wire.lost(InProcessWire.LEFT));
        assertEquals(1, wire.lost(InProcessWire.RIGHT));
    }

    @Test
    void anIdleWireWantsNoTurn() {
        join(new WireConfig().withDelay(MS));
        assertEquals(Idle.FOREVER, wire.nextDeadlineNs());
        send(left, 1);
        assertEquals(0, wire.nextDeadlineNs());
        wire.turn(0);
        assertEquals(MS, wire.nextDeadlineNs());
    }

    @Test
    void aWireOutOfRangeIsRefused() {
        WireConfig config = new WireConfig();
        config.limit = 0;
        assertThrows(IllegalArgumentException.class, () -> join(config));
        assertThrows(IllegalArgumentException.class, () -> join(new WireConfig().withDelay(-1)));
    }

    private List<String> bothTaps() {
        List<String> seen = new ArrayList<>();
        wire.tap(InProcessWire.LEFT, tap("left", seen));
        wire.tap(InProcessWire.RIGHT, tap("right", seen));
        return seen;
    }

    @Test
    void aDuplicateFollowsItsFrame() {
        join(new WireConfig());
        List<String> seen = bothTaps();
        wire.impair(InProcessWire.LEFT, Fate::duplicate);
        send(left, 1);
        send(left, 2);
        loop.runFor(0);
        assertEquals(List.of(1, 1, 2, 2), numbers(right));
        assertEquals(2, wire.counters(InProcessWire.LEFT).duplicated());
        assertEquals(4, wire.counters(InProcessWire.LEFT).deliveredFrames());
        assertEquals(
                List.of(
                        "left out duplicated by wire: frame 1 out",
                        "left out duplicated by wire: frame 2 out",
                        "right in duplicated by wire: frame 1 in",
                        "right in copy made by wire: frame 1 in",
                        "right in duplicated by wire: frame 2 in",
                        "right in copy made by wire: frame 2 in"),
                seen);
    }

    @Test
    void aCorruptedFrameDiffersInOneBitAtTheReceiver() {
        join(new WireConfig());
        List<String> seen = bothTaps();
        wire.impair(InProcessWire.LEFT, fate -> fate.flip(8 * 20 + 1));
        send(left, 1);
        byte[] expected = TestFrames.numbered(60, 1);
        expected[20] = (byte) (expected[20] ^ 0x40);
        loop.runFor(0);
        assertEquals(60, right.rxPoll());
        int offset = right.rxOffset();
        assertArrayEquals(expected, Arrays.copyOfRange(right.rxBuffer(), offset, offset + 60));
        assertEquals(1, wire.counters(InProcessWire.LEFT).corrupted());
        assertEquals(
                List.of(
                        "left out bit 1 of octet 20 changed by wire: frame 1 out",
                        "right in bit 1 of octet 20 changed by wire: frame 1 in"),
                seen);
    }

    @Test
    void aFrameThatOvertakesComesAtOnceAndIsCounted() {
        join(new WireConfig().withDelay(MS).withRate(1_000_000));
        List<String> seen = bothTaps();
        wire.impair(
                InProcessWire.LEFT,
                fate -> {
                    if (fate.number() == 3) {
                        fate.overtake();
                    }
                });
        for (int i = 1; i <= 3; i++) {
            send(left, i);
        }
        loop.runFor(0);
        assertEquals(List.of(3), numbers(right));
        loop.runFor(10 * MS);
        assertEquals(List.of(1, 2), numbers(right));
        assertEquals(1, wire.counters(InProcessWire.LEFT).reordered());
        assertTrue(seen.contains("left out overtakes 2 by wire: frame 3 out"), seen::toString);
    }

    @Test
    void jitterIsToldInTheComment() {
        join(new WireConfig().withDelay(MS));
        List<String> seen = bothTaps();
        wire.impair(InProcessWire.LEFT, fate -> fate.delayBy(-MS / 4));
        send(left, 1);
        loop.runUntil(right::hasReceived, Idle.FOREVER);
        assertEquals(3 * MS / 4, clock.nanos());
        assertEquals("left out -0.250 ms of delay by wire: frame 1 out", seen.get(0));
    }

    @Test
    void aFullQueueTakesNoTimeOfTheLine() {
        WireConfig config = new WireConfig().withRate(1_000_000);
        config.limit = 1;
        join(config);
        sendOf(left, 125, 1); // a millisecond
        sendOf(left, 1250, 2); // lost
        loop.runFor(MS);
        assertEquals(List.of(1), numbers(right));
        sendOf(left, 125, 3);
        loop.runFor(MS);
        assertEquals(List.of(3), numbers(right));
        assertEquals(1, wire.counters(InProcessWire.LEFT).overLimit());
    }

    @Test
    void aCopyCountsForTheLimitToo() {
        WireConfig config = new WireConfig().withDelay(MS);
        config.limit = 1;
        join(config);
        wire.impair(InProcessWire.LEFT, Fate::duplicate);
        send(left, 1);
        loop.runFor(2 * MS);
        assertEquals(List.of(1), numbers(right));
        assertEquals(1, wire.counters(InProcessWire.LEFT).overLimit());
    }

    @Test
    void anotherConfigurationLeavesWhatIsOnItsWay() {
        join(new WireConfig().withDelay(MS));
        send(left, 1);
        send(left, 2);
        loop.runFor(0);
        WireConfig slower = new WireConfig().withDelay(10 * MS);
        slower.limit = 1;
        wire.reconfigure(InProcessWire.LEFT, slower, null);
        slower.limit = 4;
        wire.reconfigure(InProcessWire.LEFT, slower, new DropList(1));
        assertEquals(2, wire.counters(InProcessWire.LEFT).onTheWay());
        send(left, 3);
        loop.runFor(MS);
        assertEquals(List.of(1, 2), numbers(right));
        send(left, 4);
        loop.runFor(10 * MS);
        assertEquals(List.of(4), numbers(right), "frame 3 is number 1 of the new numbering");
    }

    /** A receiver that is slow is no reason to lose frames that nothing delays. */
    @Test
    void framesThatAreOnlyCopiedWaitForTheReceiver() {
        rightConfig.rxDepth = 1;
        WireConfig config = new WireConfig();
        config.limit = 2;
        join(config);
        wire.impair(InProcessWire.LEFT, Fate::duplicate);
        List<Integer> arrived = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            send(left, i);
        }
        for (int i = 0; i < 20; i++) {
            loop.runFor(0);
            arrived.addAll(numbers(right));
        }
        assertEquals(List.of(1, 1, 2, 2, 3, 3, 4, 4, 5, 5), arrived);
    }
}
