package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Puts each seeded bug into a class of its own, before the true one on the class path, and runs the
 * tests of the requirements it breaks, in a process of their own. {@code mvn -Pmutants -pl tcp-lite
 * -am test} runs it; {@code -Dtcplite.mutant=REGEX} only some; with {@code
 * -Dtcplite.docs.write=true} it stores the results.
 */
@Tag("mutants")
class MutantRunTest {

    private static final Path TEST_CLASSES = SeededBuild.TARGET.resolve("test-classes");
    private static final int LIMIT_SECONDS = 60;

    /** The output of one run of tests. */
    private record Outcome(List<String> failures, boolean inTime) {}

    @Test
    void theTestsOfItsRequirementsKillEachMutant() throws Exception {
        String only = System.getProperty("tcplite.mutant", ".*");
        List<Mutant> mutants =
                Mutant.all().stream().filter(mutant -> mutant.name().matches(only)).toList();
        assertEquals(List.of(), withoutBug(mutants), "failures without any bug");
        List<Killing> results = new ArrayList<>();
        for (Mutant mutant : mutants) {
            Killing killing = kill(mutant);
            results.add(killing);
            System.out.println(killing.line());
        }
        long killed = results.stream().filter(Killing::isKilled).count();
        System.out.println(killed + " of " + mutants.size() + " killed");
        if (Boolean.getBoolean("tcplite.docs.write")) {
            Killing.store(results);
        }
        List<String> stored =
                Killing.stored().stream()
                        .filter(killing -> killing.mutant().matches(only))
                        .map(Killing::line)
                        .toList();
        List<String> lines = results.stream().map(Killing::line).sorted().toList();
        assertEquals(String.join("\n", stored), String.join("\n", lines));
    }

    private static List<String> withoutBug(List<Mutant> mutants) throws Exception {
        TreeSet<String> rows = new TreeSet<>();
        TreeSet<String> tests = new TreeSet<>();
        mutants.forEach(mutant -> rows.addAll(mutant.rows()));
        mutants.forEach(mutant -> tests.addAll(mutant.tests()));
        List<String> failures = new ArrayList<>();
        if (!rows.isEmpty()) {
            failures.addAll(run(null, "tags", List.copyOf(rows)).failures());
        }
        if (!tests.isEmpty()) {
            failures.addAll(run(null, "classes", List.copyOf(tests)).failures());
        }
        return failures;
    }

    private static Killing kill(Mutant mutant) throws Exception {
        Path classes = SeededBuild.compile(mutant);
        boolean byTag = mutant.tests().isEmpty();
        Outcome outcome =
                run(classes, byTag ? "tags" : "classes", byTag ? mutant.rows() : mutant.tests());
        if (!outcome.inTime()) {
            return new Killing(mutant.name(), mutant.rows(), "(does not end)");
        }
        if (outcome.failures().isEmpty()) {
            return Killing.survived(mutant);
        }
        TreeSet<String> rows = new TreeSet<>();
        TreeSet<String> tests = new TreeSet<>();
        for (String failure : outcome.failures()) {
            String[] testAndTags = (failure + "\t").split("\t", 3);
            tests.add(testAndTags[0]);
            rows.addAll(List.of(testAndTags[1].split(" ")));
        }
        rows.retainAll(mutant.rows());
        return new Killing(mutant.name(), List.copyOf(rows), tests.first());
    }

    /** Runs tests with {@code classes}, if any, before all others. */
    private static Outcome run(Path classes, String how, List<String> names) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(TEST_CLASSES.toString(), how));
        arguments.addAll(names);
        SeededBuild.Outcome outcome =
                SeededBuild.run(classes, LIMIT_SECONDS, TaggedTests.class, arguments);
        List<String> lines = outcome.lines();
        List<String> failures = lines.stream().filter(line -> line.contains("\t")).toList();
        boolean ran = lines.stream().anyMatch(line -> line.matches(TaggedTests.END + "[1-9]\\d*"));
        assertTrue(
                ran || !outcome.inTime(),
                () -> names + " ran no test:\n" + String.join("\n", lines));
        return new Outcome(
                failures.stream().filter(line -> !line.startsWith("\t")).toList(),
                outcome.inTime());
    }
}
