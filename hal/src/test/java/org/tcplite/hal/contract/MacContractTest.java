package org.tcplite.hal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/**
 * The driver contract as JUnit tests, one a case: a porter extends this class and says in {@link
 * #chip()} how frames get to the driver and from it. Each case has a driver of its own, and runs in
 * virtual time, in one thread.
 */
public abstract class MacContractTest {

    /** Time moves on by that much a turn. */
    private static final long NS_PER_TURN = 50_000;

    /** Far more than any case takes. */
    private static final int MOST_TURNS = 5_000_000;

    /** A driver over something that stands for its hardware, and the cable's end of that. */
    public interface Chip {
        /** The driver, not started. */
        EthernetMac driver();

        /** A frame arrives from the cable, padded, without check sequence. */
        void arrive(byte[] frame);

        /** The next frame the hardware has put on the cable; null if there is none. */
        byte[] sent();

        /** The carrier comes or goes; false if the hardware's stand-in has no such thing. */
        boolean setLink(boolean up);

        /** The driver's time; {@code clock} is the virtual time it may charge for its work. */
        default void useClock(VirtualTime clock) {}
    }

    /** Time that stands still until somebody moves it on. */
    public static final class VirtualTime implements Clock {
        private long nowNs;

        @Override
        public long nanos() {
            return nowNs;
        }

        /** Moves on. */
        public void advanceBy(long durationNs) {
            nowNs += durationNs;
        }
    }

    /** What was found in one case. */
    public record Verdict(int outcome, String why, int value) {
        @Override
        public String toString() {
            return why.isEmpty() ? "" : why + " " + value;
        }
    }

    /** A new driver for each case. */
    protected abstract Chip chip();

    @TestFactory
    Stream<DynamicTest> theDriverKeepsTheContract() {
        return IntStream.rangeClosed(1, MacContract.CASES)
                .mapToObj(
                        number ->
                                DynamicTest.dynamicTest(
                                        number + " " + MacContract.name(number),
                                        () -> holds(number)));
    }

    private void holds(int number) {
        Verdict verdict = judge(chip(), number);
        Assumptions.assumeFalse(verdict.outcome == MacContract.SKIPPED, verdict::toString);
        assertEquals(MacContract.OK, verdict.outcome, verdict::toString);
    }

    /** Runs one case. */
    public static Verdict judge(Chip chip, int number) {
        VirtualTime clock = new VirtualTime();
        chip.useClock(clock);
        Verdict[] verdict = new Verdict[1];
        MacContract contract =
                new MacContract(
                        chip.driver(),
                        clock,
                        (which, outcome, why, value) ->
                                verdict[0] = new Verdict(outcome, why, value),
                        number);
        assertEquals(0, contract.start(() -> {}), "the driver starts");
        PeerMac peerMac = new PeerMac();
        MacContractPeer peer = new MacContractPeer(peerMac, clock, chip::setLink);
        peer.start(() -> {});
        contract.begin(number);
        for (int turns = 0; contract.step(); turns++) {
            if (turns > MOST_TURNS) {
                fail("case " + number + " does not come to an end");
            }
            peer.step();
            peerMac.exchangeWith(chip);
            clock.advanceBy(NS_PER_TURN);
        }
        return verdict[0];
    }

    /** The peer's own MAC: queues, and frames longer than others have. */
    private static final class PeerMac implements EthernetMac {
        private static final int GREATEST = 4096;
        private final ArrayDeque<byte[]> received = new ArrayDeque<>();
        private final ArrayDeque<byte[]> toSend = new ArrayDeque<>();
        private final byte[] tx = new byte[GREATEST];

        void exchangeWith(Chip chip) {
            byte[] frame;
            while ((frame = chip.sent()) != null) {
                received.add(frame);
            }
            while ((frame = toSend.poll()) != null) {
                chip.arrive(frame);
            }
        }

        @Override
        public int start(Wakeup wakeup) {
            return 0;
        }

        @Override
        public void stop() {
            received.clear();
        }

        @Override
        public int capabilities() {
            return 0;
        }

        @Override
        public int maxFrame() {
            return GREATEST;
        }

        @Override
        public int rxDepth() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int txDepth() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void macAddress(byte[] destination, int offset) {
            byte[] address = {2, 0, 0, 0, 0x50, 0x45};
            System.arraycopy(address, 0, destination, offset, address.length);
        }

        @Override
        public int rxPoll() {
            return received.isEmpty() ? 0 : received.peek().length;
        }

        @Override
        public byte[] rxBuffer() {
            return received.peek();
        }

        @Override
        public int rxOffset() {
            return 0;
        }

        @Override
        public int rxStatus() {
            return 0;
        }

        @Override
        public void rxRelease() {
            received.remove();
        }

        @Override
        public boolean txClaim(int length) {
            return true;
        }

        @Override
        public byte[] txBuffer() {
            return tx;
        }

        @Override
        public int txOffset() {
            return 0;
        }

        @Override
        public void txCommit(int length, int flags) {
            toSend.add(Arrays.copyOf(tx, length));
        }

        @Override
        public void txAbandon() {
            // nothing was queued yet
        }

        @Override
        public int linkState() {
            return LINK_UP;
        }

        @Override
        public long counter(int id) {
            return -1;
        }
    }
}
