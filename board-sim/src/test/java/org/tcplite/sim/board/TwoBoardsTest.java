package org.tcplite.sim.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.hal.EthernetMac.CAP_IRQ;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_RX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_ICMP;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_IP4;
import static org.tcplite.hal.EthernetMac.CAP_TX_CSUM_TCP;
import static org.tcplite.hal.EthernetMac.CAP_TX_PADS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.capture.Ladder;
import org.tcplite.sim.capture.TraceWriter;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.RandomLoss;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.TcpState;

/** Whole boards, end to end, in virtual time. */
@Timeout(120)
class TwoBoardsTest {

    private static final long MS = 1_000_000;
    private static final long S = 1000 * MS;
    private static final long MIB = 1 << 20;
    private static final int OFFLOAD =
            CAP_IRQ
                    | CAP_RX_CSUM_IP4
                    | CAP_RX_CSUM_TCP
                    | CAP_RX_CSUM_ICMP
                    | CAP_TX_CSUM_IP4
                    | CAP_TX_CSUM_TCP
                    | CAP_TX_CSUM_ICMP
                    | CAP_TX_PADS;

    private static WireConfig delayed() {
        return new WireConfig().withDelay(MS).withRate(1_000_000_000);
    }

    private static void complete(Exchange exchange, long octets, long limitNs) {
        List<String> trace = new ArrayList<>();
        boolean done = exchange.loop.runUntil(exchange::isOver, limitNs);
        assertEquals(0, exchange.sink.wrong, trace::toString);
        assertEquals(octets, exchange.sink.read);
        assertEquals(0, exchange.source.failure);
        assertTrue(done, "not over at " + exchange.clock.nanos() + " ns");
    }

    @Test
    void aMebibyteCrossesAWireWithoutDelay() {
        complete(new Exchange(MIB, new WireConfig(), CAP_IRQ, 1), MIB, 60 * S);
    }

    @Test
    void aMebibyteCrossesAWireWithDelayAndRate() {
        complete(new Exchange(MIB, delayed(), CAP_IRQ, 2), MIB, 60 * S);
    }

    @Test
    void aMebibyteSurvivesThreePercentLossBothWays() {
        Exchange exchange = new Exchange(MIB, delayed(), CAP_IRQ, 3);
        exchange.wire.impair(InProcessWire.LEFT, new RandomLoss(0.03, 3));
        exchange.wire.impair(InProcessWire.RIGHT, new RandomLoss(0.03, 4));
        complete(exchange, MIB, 3600 * S);
        assertTrue(exchange.wire.lost(InProcessWire.LEFT) > 5);
    }

    @Test
    void macsThatComputeChecksumsAndPadCarryTheSame() {
        complete(new Exchange(MIB, delayed(), OFFLOAD, 4), MIB, 60 * S);
    }

    @Test
    void macsWithoutInterruptsCarryTheSame() {
        complete(new Exchange(MIB, delayed(), 0, 5), MIB, 60 * S);
    }

    @Test
    void aBoardWithoutInterruptsAsksToBePolled() {
        Exchange polled = new Exchange(6, new WireConfig(), 0, 5);
        Exchange woken = new Exchange(6, new WireConfig(), CAP_IRQ, 5);
        assertTrue(polled.server.nextDeadlineNs() <= 100 * MS);
        assertEquals(Long.MAX_VALUE, woken.server.nextDeadlineNs());
    }

    @Test
    void whatAnApplicationAsksForIsSentInTheSameTurn() {
        Exchange exchange = new Exchange(6, new WireConfig(), CAP_IRQ, 5);
        exchange.client.turn(0); // connects
        exchange.wire.turn(0);
        assertEquals(1, exchange.wire.sent(InProcessWire.LEFT));
    }

    @Test
    void aVirtualRunIsTheSameEveryTime() {
        List<String> first = tracedRun(6);
        assertEquals(first, tracedRun(6));
        assertFalse(first.equals(tracedRun(7)), "another seed gives another run");
    }

    private static List<String> tracedRun(long seed) {
        Exchange exchange = new Exchange(100_000, delayed(), CAP_IRQ, seed);
        List<String> trace = new ArrayList<>();
        exchange.wire.tap(InProcessWire.LEFT, new TraceWriter(trace::add));
        exchange.wire.impair(InProcessWire.LEFT, new RandomLoss(0.05, seed));
        complete(exchange, 100_000, 3600 * S);
        assertTrue(trace.size() > 70, trace::toString);
        return trace;
    }

    @Test
    void theLadderSeesTheStatesGoBy() {
        Exchange exchange = new Exchange(6, new WireConfig().withDelay(10 * MS), CAP_IRQ, 8);
        Ladder ladder = new Ladder(exchange.clock, "client", "server");
        exchange.wire.tap(InProcessWire.LEFT, ladder.tap(Ladder.LEFT));
        exchange.wire.tap(InProcessWire.RIGHT, ladder.tap(Ladder.RIGHT));
        StateProbe left =
                new StateProbe(exchange.client.tcp(), Exchange.CLIENT_PORT, Exchange.PORT);
        StateProbe right =
                new StateProbe(exchange.server.tcp(), Exchange.PORT, Exchange.CLIENT_PORT);
        ladder.watch(Ladder.LEFT, left);
        ladder.watch(Ladder.RIGHT, right);
        exchange.loop.add(ladder);
        complete(exchange, 6, 60 * S);
        exchange.loop.runFor(5 * S);
        assertEquals(TcpState.TIME_WAIT, left.getAsInt());
        exchange.loop.runFor(300 * S);
        assertEquals(TcpState.CLOSED, left.getAsInt());
        String drawing = String.join("\n", ladder.lines(true));
        for (String word : List.of("SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "TIME-WAIT")) {
            assertTrue(drawing.contains(word), drawing);
        }
    }

    @Test
    void anAbsentNeighbourEndsTheConnectInTime() {
        Exchange exchange = new Exchange(6, new WireConfig(), CAP_IRQ, 9);
        exchange.wire.setCable(false);
        exchange.loop.runUntil(() -> exchange.source.ended, 600 * S);
        assertTrue(exchange.source.ended, "ended at " + exchange.clock.nanos());
        assertTrue(exchange.clock.nanos() <= 244 * S, "" + exchange.clock.nanos());
    }

    @Test
    void aShutdownLetsConnectionsFinish() {
        Exchange exchange = new Exchange(MIB, delayed(), CAP_IRQ, 10);
        exchange.loop.runUntil(() -> exchange.sink.read > 1000, 60 * S);
        exchange.server.shutDown(60 * S);
        exchange.loop.runUntil(exchange.server::isDown, 120 * S);
        assertTrue(exchange.server.isDown());
        assertEquals(MIB, exchange.sink.read);
        assertTrue(exchange.clock.nanos() < 60 * S);
    }

    @Test
    void aShutdownAbortsWhatDoesNotFinishInTime() {
        Exchange exchange = new Exchange(MIB, delayed(), CAP_IRQ, 11);
        exchange.loop.runUntil(() -> exchange.sink.read > 1000, 60 * S);
        long askedNs = exchange.clock.nanos();
        exchange.server.shutDown(2 * MS);
        exchange.loop.runUntil(exchange.server::isDown, 120 * S);
        assertEquals(askedNs + 2 * MS, exchange.clock.nanos());
        exchange.loop.runUntil(() -> exchange.source.ended, 130 * S);
        assertTrue(exchange.source.failure < 0, "the peer is told by a reset");
    }

    @Test
    void aBoardIsKeptFromOtherThreads() throws Exception {
        Exchange exchange = new Exchange(6, new WireConfig(), CAP_IRQ, 12);
        Throwable[] thrown = new Throwable[1];
        exchange.loop.runOnLoop(
                () -> {
                    Thread other =
                            new Thread(
                                    () ->
                                            thrown[0] =
                                                    assertThrows(
                                                            IllegalStateException.class,
                                                            () -> exchange.server.tcp()));
                    other.start();
                    join(other);
                });
        exchange.loop.runFor(0);
        assertTrue(thrown[0].getMessage().contains("loop's thread only"));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theMemoryBudgetAddsUp() {
        MemoryBudget budget = new Exchange(6, new WireConfig(), CAP_IRQ, 13).server.memoryBudget();
        long sum = 0;
        for (MemoryBudget.Row row : budget.rows()) {
            assertTrue(row.octetsEach > 0, row.what);
            sum += row.count * row.octetsEach;
        }
        assertEquals(sum, budget.totalOctets());
        List<String> lines = budget.lines();
        assertEquals(budget.rows().size() + 1, lines.size());
        assertTrue(lines.get(lines.size() - 1).endsWith(String.format(Locale.ROOT, "%,d", sum)));
        assertEquals(1, lines.stream().map(String::length).distinct().count(), lines::toString);
    }
}
