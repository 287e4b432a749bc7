package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
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

    private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target");
    private static final Path TEST_CLASSES = TARGET.resolve("test-classes");
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
        mutants.forEach(mutant -> rows.addAll(mutant.rows()));
        return run(null, "tags", List.copyOf(rows)).failures();
    }

    private static Killing kill(Mutant mutant) throws Exception {
        Path classes = compile(mutant);
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

    private static Path compile(Mutant mutant) throws IOException {
        Path folder = TARGET.resolve("mutants").resolve(mutant.name());
        Path source = folder.resolve("java").resolve(mutant.file());
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(source.getParent());
        Files.writeString(source, mutant.source());
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "8",
                                "-Xlint:-options",
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                source.toString());
        assertEquals(0, result, mutant.name() + " does not compile");
        return classes;
    }

    /** Runs tests with {@code classes}, if any, before all others. */
    private static Outcome run(Path classes, String how, List<String> names) throws Exception {
        String path = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Dbasedir=" + TARGET.getParent(), "-cp"));
        command.add(classes == null ? path : classes + System.getProperty("path.separator") + path);
        command.addAll(List.of(TaggedTests.class.getName(), TEST_CLASSES.toString(), how));
        command.addAll(names);
        Path output = Files.createTempFile("mutant", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean inTime = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!inTime) {
            process.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(output);
        Files.delete(output);
        List<String> failures = lines.stream().filter(line -> line.contains("\t")).toList();
        boolean ran = lines.stream().anyMatch(line -> line.matches(TaggedTests.END + "[1-9]\\d*"));
        assertTrue(ran || !inTime, () -> names + " ran no test:\n" + String.join("\n", lines));
        return new Outcome(
                failures.stream().filter(line -> !line.startsWith("\t")).toList(), inTime);
    }
}
