package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.SimulationSearch;

/**
 * The simulation finds bugs it has not been told of, and has them again from the line it prints.
 * {@code mvn -Pmutants -pl tcp-lite -am -Dtest=PlantedBugsTest test} runs this alone.
 */
@Tag("mutants")
class PlantedBugsTest {

    private static final int LIMIT_SECONDS = 180;

    private static SeededBuild.Outcome search(Path classes, List<String> options) throws Exception {
        return SeededBuild.run(classes, LIMIT_SECONDS, SimulationSearch.class, options);
    }

    private static String line(SeededBuild.Outcome outcome, String start) {
        List<String> lines = outcome.lines();
        return lines.stream().filter(l -> l.startsWith(start)).findFirst().orElse("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cookies-never-expire",
                "old-text-is-not-cut",
                "fin-ahead-of-a-hole",
                "arp-believes-all",
                "reset-in-window-ends"
            })
    void isFoundAndHadAgainFromThePrintedLine(String name) throws Exception {
        Mutant mutant =
                Mutant.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        Path classes = SeededBuild.compile(mutant);
        long startNs = System.nanoTime();
        SeededBuild.Outcome found = search(classes, List.of("--seed", "1", "--runs", "100000"));
        long seconds = (System.nanoTime() - startNs) / 1_000_000_000L;
        String failed = line(found, SimulationSearch.FAILED);
        assertFalse(failed.equals("none"), "not found in " + seconds + " s: " + found);
        String replay = line(found, SimulationSearch.REPLAY);
        System.out.printf("%s: %d s: %s%n%s%n", name, seconds, failed, replay);
        String options = replay.substring(SimulationSearch.REPLAY.length());
        assertEquals(failed, line(search(classes, List.of(options.split(" "))), "FAILED "));
    }

    /** What has been found is the bug: without it the same seeds say nothing. */
    @Test
    void withoutABugNothingIsFound() throws Exception {
        SeededBuild.Outcome outcome = search(null, List.of("--seed", "1", "--runs", "50"));
        assertEquals(new SeededBuild.Outcome(List.of(), true), outcome);
    }
}
