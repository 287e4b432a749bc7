package org.tcplite.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcplite.sim.flood.Cost;
import org.tcplite.sim.flood.Defence;
import org.tcplite.sim.flood.FloodConfig;
import org.tcplite.sim.flood.LoadRun;
import org.tcplite.sim.report.Json;

/** Connection loads in virtual time: how many, how long, and what became of the rest. */
class ConnectionLoadTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long RTT_NS = 10 * MS;

    private final FloodConfig site = new FloodConfig();
    private final LoadConfig load = new LoadConfig();

    ConnectionLoadTest() {
        site.synRate = 0;
        site.loss = 0;
        load.durationNs = 2 * SECOND;
        load.perSecond = 100;
    }

    private LoadResult play() {
        return LoadRun.play(site, load, RTT_NS);
    }

    @ParameterizedTest
    @EnumSource(LoadMode.class)
    void everyConnectionAskedForIsMadeAndTakesItsRoundTrips(LoadMode mode) {
        load.mode = mode;
        LoadResult result = play();

        assertEquals(200, result.intended);
        assertEquals(200, result.succeeded);
        assertEquals(Map.of(), result.failures);
        assertEquals(0, result.neverBegun);
        assertEquals(100, result.perSecond(), 3);
        assertEquals(200, result.connected.getTotalCount());
        assertEquals(RTT_NS, result.connected.getValueAtPercentile(50), 0.1 * MS);
        int answers = mode == LoadMode.CRR ? 200 : 0;
        assertEquals(answers, result.answered.getTotalCount());
        if (answers > 0) {
            assertEquals(2 * RTT_NS, result.answered.getValueAtPercentile(50), 0.1 * MS);
        }
    }

    /**
     * One client that needs three round trips can begin 33 connections a second of 100: those that
     * wait for it count from when they were to begin, and what is left at the end is told.
     */
    @Test
    void connectionsThatWaitForAClientCountFromTheirIntendedStart() {
        load.clients = 1;
        load.mode = LoadMode.CRR;
        LoadResult result = play();

        assertEquals(200, result.intended);
        assertEquals(200, result.succeeded + result.neverBegun);
        assertTrue(result.neverBegun > 100, "never begun: " + result.neverBegun);
        assertTrue(result.connected.getValueAtPercentile(99) > SECOND, "the last waited longest");
    }

    @Test
    void maxBeginsTheNextWhenTheLastIsOver() {
        load.perSecond = LoadConfig.MAX;
        load.clients = 4;
        LoadResult result = play();

        // connect and the two closes: two round trips each
        assertEquals(4 * 100, result.succeeded, 8);
        assertEquals(result.intended, result.succeeded);
        assertEquals(RTT_NS, result.connected.getMaxValue(), 12 * MS);
    }

    @Test
    void aClosedPortIsAFailureWithItsCause() {
        load.remotePort = 81;
        LoadResult result = play();

        assertEquals(0, result.succeeded);
        assertEquals(Map.of("connection refused", 200L), result.failures);
    }

    @Test
    void aFloodStopsNobodyWithCookiesAndMostWithout() {
        site.synRate = 10_000;
        load.perSecond = 20;
        LoadResult cookies = play();
        site.defence = Defence.QUEUE;
        LoadResult queue = play();

        assertEquals(40, cookies.succeeded);
        assertEquals(RTT_NS, cookies.connected.getValueAtPercentile(90), MS);
        assertTrue(queue.succeeded < 20, "without cookies: " + queue.succeeded);
        assertEquals(
                40,
                queue.succeeded
                        + queue.neverBegun
                        + queue.failures.values().stream().mapToLong(each -> each).sum());
    }

    @Test
    void aBusyProcessorShowsInTheTimes() {
        site.cost = Cost.of(500_000, 0, 0);
        load.perSecond = 250;
        load.clients = 200;
        LoadResult slow = play();
        site.cost = Cost.DESKTOP;
        LoadResult fast = play();
        assertEquals(RTT_NS, fast.connected.getValueAtPercentile(99), 0.1 * MS);
        assertTrue(slow.connected.getValueAtPercentile(99) > RTT_NS + MS, slow.server.toString());
    }

    @Test
    void theSameSeedIsTheSameRun() {
        site.synRate = 1_000;
        load.mode = LoadMode.CRR;
        assertEquals(document(play()), document(play()));
    }

    private static String document(LoadResult result) {
        Map<String, LoadResult> runs = new LinkedHashMap<>(Map.of("a", result));
        return Json.text(new LoadTable(LoadMode.CRR, runs).document());
    }

    @Test
    void theTableHasEveryFigureOfEveryRun() {
        load.remotePort = 81;
        LoadResult refused = play();
        load.remotePort = 7;
        Map<String, LoadResult> runs = new LinkedHashMap<>();
        runs.put("open", play());
        runs.put("shut", refused);
        List<String> lines = new LoadTable(LoadMode.CC, runs).lines();

        String table = String.join("\n", lines);
        assertTrue(table.contains("to connect, p99.9"), table);
        assertTrue(table.matches("(?s).*failed: connection refused +0 +200\n.*"), table);
        assertTrue(table.matches("(?s).*succeeded +200 +0\n.*"), table);
        assertEquals(1, lines.stream().mapToInt(String::length).distinct().count(), table);
    }
}
