package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.tcplite.hal.Entropy;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Tcp;

/**
 * A stack on a {@link TestMac}, with a clock the test moves. After each frame it asserts the rule
 * of accounting: one frame, one outcome.
 */
final class Board {

    static final long MS = 1_000_000L;

    final TestMac mac = new TestMac();
    final NetworkStack stack;
    final Tcp tcp;
    long now = 5_000_000_000L;

    Board() {
        this(config -> {});
    }

    Board(Consumer<NetConfig> changes) {
        this(changes, mac -> {});
    }

    Board(Consumer<NetConfig> changes, Consumer<TestMac> hardware) {
        NetConfig config = new NetConfig();
        config.address = Frames.OWN;
        config.gateway = Frames.GATEWAY;
        config.tcp.connections = 8;
        config.tcp.receiveBuffer = 4096;
        config.tcp.sendBuffer = 4096;
        changes.accept(config);
        hardware.accept(mac);
        stack = new NetworkStack(config, mac, new CountingEntropy(), new PortableOctets());
        assertEquals(0, stack.start(() -> {}));
        tcp = stack.tcp();
    }

    /** Bits for tests: always the same, said to be good. */
    static final class CountingEntropy implements Entropy {
        private int state = 1;

        @Override
        public int next() {
            state = state * 0x915f77f5 + 1;
            return state;
        }

        @Override
        public boolean hardware() {
            return true;
        }
    }

    /** Delivers a frame and polls; what was sent. */
    List<byte[]> receive(byte[] frame) {
        long[] before = counters();
        mac.deliver(frame);
        poll();
        assertOutcomes(before, 1);
        return mac.takeSent();
    }

    /** Delivers a frame of which it is known how it ends; what was sent. */
    List<byte[]> receive(byte[] frame, int outcome) {
        long before = count(outcome);
        List<byte[]> sent = receive(frame);
        assertEquals(1, count(outcome) - before, () -> "not " + NetCounter.name(outcome));
        return sent;
    }

    /** Delivers a frame that has to be dropped without an answer, and for this reason. */
    void drops(byte[] frame, int outcome) {
        assertEquals(0, receive(frame, outcome).size(), "frames sent");
    }

    /** Delivers a frame that has to be answered by one frame. */
    byte[] answer(byte[] frame) {
        List<byte[]> sent = receive(frame);
        assertEquals(1, sent.size(), "frames sent");
        return sent.get(0);
    }

    /** Polls until there is nothing more to do at once. */
    void poll() {
        int polls = 0;
        while (stack.poll(now)) {
            assertEquals(true, ++polls < 10_000, "the poll loop does not end");
        }
    }

    /** Moves the clock from deadline to deadline, polling at each. */
    void advanceMs(long ms) {
        long end = now + ms * MS;
        long deadline = stack.nextDeadlineNs();
        int steps = 0;
        while (deadline != Long.MAX_VALUE && deadline - end <= 0) {
            now = Math.max(now, deadline);
            poll();
            deadline = stack.nextDeadlineNs();
            assertEquals(true, ++steps < 100_000, "the deadline does not move");
        }
        now = end;
        poll();
    }

    long count(int id) {
        return stack.counter(id);
    }

    private long[] counters() {
        long[] all = new long[NetCounter.COUNT];
        for (int i = 0; i < all.length; i++) {
            all[i] = count(i);
        }
        return all;
    }

    private void assertOutcomes(long[] before, int frames) {
        long outcomes = 0;
        for (int i = NetCounter.FIRST_OUTCOME; i < NetCounter.COUNT; i++) {
            outcomes += count(i) - before[i];
        }
        assertEquals(frames, count(NetCounter.IN_FRAMES) - before[NetCounter.IN_FRAMES]);
        assertEquals(frames, outcomes, "outcomes of " + frames + " frames");
    }

    /** The row of a neighbour, or null. */
    NeighbourStatus neighbour(int address) {
        for (int row = 0; row < stack.neighbourRows(); row++) {
            NeighbourStatus status = new NeighbourStatus();
            if (stack.neighbour(row, status) && status.address == address) {
                return status;
            }
        }
        return null;
    }

    /** The link address known for a neighbour; 0 if none. */
    long macOf(int address) {
        NeighbourStatus status = neighbour(address);
        return status == null ? 0 : (status.macHigh & 0xffffffffL) << 16 | status.macLow;
    }
}
