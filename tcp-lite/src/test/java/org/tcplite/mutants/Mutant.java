package org.tcplite.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A seeded bug: a unified diff of one file with one hunk, under a head of {@code key: value} lines:
 * {@code what} it does wrong, the {@code rows} of the requirements it breaks, the {@code tests} to
 * run where there is no such row, and, if no test notices it, why it {@code survives}.
 *
 * <p>The hunk is found by its lines, which have to stand in the file exactly once, and not by its
 * line numbers: those grow old with every change above them.
 */
record Mutant(
        String name,
        String what,
        List<String> rows,
        List<String> tests,
        String survives,
        String file,
        String before,
        String after) {

    static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src/test/mutants");
    static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "src/main/java");

    private static final String SUFFIX = ".patch";

    /** All of them, by name. */
    static List<Mutant> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Mutant> mutants = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                mutants.add(read(file));
            }
            return mutants;
        }
    }

    static List<String> names() throws IOException {
        return all().stream().map(Mutant::name).toList();
    }

    private static Mutant read(Path path) throws IOException {
        String name = path.getFileName().toString().replace(SUFFIX, "");
        Map<String, String> head = new HashMap<>();
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        String file = null;
        boolean inHunk = false;
        for (String line : Files.readAllLines(path)) {
            if (file == null && line.contains(": ")) {
                int colon = line.indexOf(": ");
                head.put(line.substring(0, colon), line.substring(colon + 2));
            } else if (line.startsWith("+++ b/")) {
                file = line.substring("+++ b/".length());
            } else if (line.startsWith("@@ ")) {
                if (inHunk) {
                    throw new IllegalArgumentException(name + ": more than one hunk");
                }
                inHunk = true;
            } else if (inHunk) {
                String text = line.isEmpty() ? "" : line.substring(1);
                char kind = line.isEmpty() ? ' ' : line.charAt(0);
                if (kind != '+') {
                    before.append(text).append('\n');
                }
                if (kind != '-') {
                    after.append(text).append('\n');
                }
            }
        }
        return new Mutant(
                name,
                head.get("what"),
                words(head.get("rows")),
                words(head.get("tests")),
                head.get("survives"),
                file,
                before.toString(),
                after.toString());
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    /**
     * The file with the bug.
     *
     * @throws IllegalStateException if the hunk is not found exactly once
     */
    String source() throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        int at = source.indexOf(before);
        if (at < 0 || source.indexOf(before, at + 1) >= 0) {
            throw new IllegalStateException(
                    name + ": its lines stand in " + file + (at < 0 ? " no more" : " twice"));
        }
        return source.substring(0, at) + after + source.substring(at + before.length());
    }
}
