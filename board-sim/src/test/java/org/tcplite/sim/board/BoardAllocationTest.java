package org.tcplite.sim.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.RandomLoss;
import org.tcplite.sim.wire.WireConfig;

/** Boards, loop, wire and MACs carry octets without allocating one. */
@Tag("allocation")
class BoardAllocationTest {

    private static final long MIB = 1 << 20;
    private static final int ROUNDS = 5;

    @Test
    @Timeout(300)
    void aTransferAcrossAWireAllocatesNothing() {
        leastAllocationIsZero(new WireConfig(), 0);
    }

    @Test
    @Timeout(300)
    void aTransferWithDelayAndLossAllocatesNothing() {
        leastAllocationIsZero(new WireConfig().withDelay(100_000).withRate(1_000_000_000), 0.001);
    }

    private static void leastAllocationIsZero(WireConfig wire, double loss) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Exchange exchange = new Exchange(1024 * MIB, wire, EthernetMac.CAP_IRQ, 1);
        if (loss > 0) {
            exchange.wire.impair(InProcessWire.LEFT, new RandomLoss(loss, 1));
        }
        long[] goal = {16 * MIB};
        BooleanSupplier reached = () -> exchange.sink.read >= goal[0];
        assertTrue(exchange.loop.runUntil(reached, Long.MAX_VALUE), "warm-up");
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            goal[0] += 4 * MIB;
            long before = threads.getCurrentThreadAllocatedBytes();
            boolean done = exchange.loop.runUntil(reached, Long.MAX_VALUE);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertTrue(done);
        }
        assertEquals(0, exchange.sink.wrong);
        assertEquals(0, least);
    }
}
