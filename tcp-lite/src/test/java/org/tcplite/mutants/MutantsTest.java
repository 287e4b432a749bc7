package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeded bugs fit the sources of today, and what became of each of them is known. */
class MutantsTest {

    private static final int LEAST_PER_CENT = 95;

    static Stream<Mutant> mutants() throws IOException {
        return Mutant.all().stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void everyPatchStillApplies(Mutant mutant) throws IOException {
        String source = Files.readString(Mutant.SOURCES.resolve(mutant.file()));

        assertNotEquals(source, mutant.source());
        assertNotNull(mutant.what(), "says what is wrong");
        assertFalse(mutant.rows().isEmpty() && mutant.tests().isEmpty(), "says what it breaks");
    }

    @Test
    void theResultsAreOfTheseMutants() throws IOException {
        List<String> names = Mutant.all().stream().map(Mutant::name).sorted().toList();
        List<String> stored = Killing.stored().stream().map(Killing::mutant).sorted().toList();

        assertEquals(names, stored, "run them: mvn -Pmutants, with -Dtcplite.docs.write=true");
        assertTrue(names.size() >= 40, names.size() + " mutants");
    }

    @Test
    void nearlyAllAreKilledAndSurvivorsHaveAReason() throws IOException {
        Map<String, Mutant> byName =
                Mutant.all().stream().collect(Collectors.toMap(Mutant::name, Function.identity()));
        List<Killing> results = Killing.stored();
        for (Killing result : results) {
            boolean isExplained = byName.get(result.mutant()).survives() != null;
            assertEquals(!result.isKilled(), isExplained, result.mutant());
        }
        long killed = results.stream().filter(Killing::isKilled).count();
        assertTrue(killed * 100 >= results.size() * LEAST_PER_CENT, killed + " killed");
    }
}
