package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.sim.capture.CaptureReader;
import org.tcplite.sim.cli.CliUsageTest.Outcome;
import org.tcplite.tcp.Simulation;

/** {@code simulate}: where the fixed seeds go, and what is printed. */
class SimulateTest {

    /**
     * Counters of events, not of drops, that random transfers hardly reach, and of what honest
     * peers and routers do not do. An ARP table runs full only if it has two entries and both are
     * of neighbours somebody waits for.
     */
    private static final List<String> RARE =
            List.of(
                    "FinWait2Expired",
                    "TCPKeepAlive",
                    "TCPAbortOnTimeout",
                    "TCPSACKReneging",
                    "PathMtuLowered",
                    "ArpTableFull");

    private static final String FRESH = "180s";

    /** A tenth of what a shared machine does while it is busy with other things. */
    private static final long LEAST_EVENTS_PER_SECOND = 20_000;

    @TempDir Path directory;

    private static String line(Outcome outcome, String start) {
        return outcome.out().lines().filter(l -> l.startsWith(start)).findFirst().orElse("none");
    }

    @Test
    void theFixedSeedsGoAlongEveryEdgeAndMoveEveryDropCounter() {
        goesEverywhere(CliUsageTest.run("simulate", "--seed", "1", "--runs", "500"));
    }

    /** In CI, and wherever it is asked for: every time others, told before the first of them. */
    @Test
    void soDoFreshSeeds() {
        assumeTrue(Boolean.getBoolean("tcplite.fresh"), "asked for by -Dtcplite.fresh=true");
        String seed = Long.toString(ThreadLocalRandom.current().nextInt(1_000_000_000));
        System.out.println("fresh seeds from " + seed);
        Outcome outcome = CliUsageTest.run("simulate", "--seed", seed, "--duration", FRESH);
        System.out.print(outcome.out());
        goesEverywhere(outcome);
        Matcher rate = Pattern.compile("\\((\\d+)/s\\)").matcher(outcome.out());
        assertTrue(rate.find(), outcome.out());
        long eventsPerSecond = Long.parseLong(rate.group(1));
        assertTrue(eventsPerSecond >= LEAST_EVENTS_PER_SECOND, rate.group());
    }

    private static void goesEverywhere(Outcome outcome) {
        assertEquals(0, outcome.code(), outcome.err() + outcome.out());
        int edges = StateTable.all().size();
        assertEquals(
                "edges of the state diagram: " + edges + " of " + edges,
                line(outcome, "edges of the state diagram: "));
        assertEquals("drop counters never moved: none", line(outcome, "drop counters never"));
        String never = line(outcome, "counters moved: ").replaceAll(".*never: ", "");
        for (String name : never.split(", ")) {
            assertTrue(name.equals("none") || RARE.contains(name), name + " has not moved");
        }
    }

    @Test
    void theSameSeedHasTheSameHashAndAnotherOneHasNot() {
        String[] hash = new String[3];
        for (int i = 0; i < 3; i++) {
            String seed = i < 2 ? "7" : "8";
            Outcome outcome = CliUsageTest.run("simulate", "--seed", seed, "--runs", "5");
            assertEquals("seed=" + seed, line(outcome, "seed="));
            hash[i] = line(outcome, "transcript sha256=");
            assertTrue(hash[i].matches("transcript sha256=[0-9a-f]{64}"), hash[i]);
        }
        assertEquals(hash[0], hash[1]);
        assertNotEquals(hash[0], hash[2]);
    }

    @Test
    void theClockOnTheWallEndsIt() {
        Outcome outcome = CliUsageTest.run("simulate", "--seed", "3", "--duration", "0s");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("0 runs, 0 events"), outcome.out());
    }

    @Test
    void withoutItsDisturbancesARunIsAnother() {
        String[] run = {"simulate", "--seed", "5", "--runs", "1"};
        String[] quiet = {"simulate", "--seed", "5", "--runs", "1", "--without", "0-1000000"};
        assertNotEquals(
                line(CliUsageTest.run(run), "transcript"),
                line(CliUsageTest.run(quiet), "transcript"));
    }

    /** Of two TCPs, and of two boards. */
    @ParameterizedTest
    @ValueSource(longs = {2, 1})
    void theCaptureHoldsWhatPassedTheWire(long seed) throws Exception {
        Path file = directory.resolve("run.pcapng");
        Path trace = directory.resolve("run.trace");
        int[] segments = new int[1];
        Simulation simulation = new Simulation(seed);
        try (SimulationCapture capture =
                new SimulationCapture(file, Files.newBufferedWriter(trace))) {
            simulation.show(
                    new Simulation.Tap() {
                        @Override
                        public void segment(
                                long ns, int host, boolean out, int from, int to, byte[] s) {
                            segments[0]++;
                            capture.segment(ns, host, out, from, to, s);
                        }

                        @Override
                        public void frame(long ns, int host, boolean out, byte[] frame) {
                            segments[0]++;
                            capture.frame(ns, host, out, frame);
                        }
                    });
            simulation.run();
        }
        int read = 0;
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                read++;
            }
        }
        assertTrue(segments[0] > 100, "segments: " + segments[0]);
        assertEquals(segments[0], read);
        String lines = Files.readString(trace);
        assertTrue(lines.contains(" < S 0:0(0)"), lines.substring(0, 500));
    }
}
