package org.tcplite.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of a mutant, a line of {@code results.tsv}: its name, the rows whose tests notice it,
 * and one test that does; both are {@code -} for a survivor.
 */
public record Killing(String mutant, List<String> rows, String test) {

    static final Path RESULTS = Mutant.FOLDER.resolve("results.tsv");

    private static final String NONE = "-";

    boolean isKilled() {
        return !test.equals(NONE);
    }

    static Killing survived(Mutant mutant) {
        return new Killing(mutant.name(), List.of(), NONE);
    }

    String line() {
        String killed = rows.isEmpty() ? NONE : String.join(" ", rows);
        return mutant + "\t" + killed + "\t" + test;
    }

    /** The stored results. */
    public static List<Killing> stored() throws IOException {
        List<Killing> results = new ArrayList<>();
        for (String line : Files.readAllLines(RESULTS)) {
            String[] fields = line.split("\t");
            List<String> rows = fields[1].equals(NONE) ? List.of() : List.of(fields[1].split(" "));
            results.add(new Killing(fields[0], rows, fields[2]));
        }
        return results;
    }

    /** Stores results; those of other mutants stay. */
    static void store(List<Killing> results) throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        Set<String> names = new HashSet<>(Mutant.names());
        for (Killing old : Files.exists(RESULTS) ? stored() : List.<Killing>of()) {
            if (names.contains(old.mutant())) {
                lines.put(old.mutant(), old.line());
            }
        }
        results.forEach(result -> lines.put(result.mutant(), result.line()));
        Files.write(RESULTS, lines.values());
    }
}
