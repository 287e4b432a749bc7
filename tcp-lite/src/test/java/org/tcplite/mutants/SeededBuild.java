package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** Compiles a seeded bug, and runs programs with it in front of the class path. */
final class SeededBuild {

    static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target");

    /** What a program has printed, and whether it ended in time. */
    record Outcome(List<String> lines, boolean inTime) {}

    private SeededBuild() {}

    /** The folder with the one class that has the bug. */
    static Path compile(Mutant mutant) throws IOException {
        return compile(mutant.name(), mutant.file(), mutant.source());
    }

    /** The folder with the one class that was changed. */
    static Path compile(String name, String file, String text) throws IOException {
        Path folder = TARGET.resolve("mutants").resolve(name);
        Path source = folder.resolve("java").resolve(file);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(source.getParent());
        Files.writeString(source, text);
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
        assertEquals(0, result, name + " does not compile");
        return classes;
    }

    /**
     * Runs a program in a process of its own.
     *
     * @param classes stand before all others; null for none
     */
    static Outcome run(Path classes, int limitSeconds, Class<?> program, List<String> arguments)
            throws IOException, InterruptedException {
        String path = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Dbasedir=" + TARGET.getParent(), "-cp"));
        command.add(classes == null ? path : classes + System.getProperty("path.separator") + path);
        command.add(program.getName());
        command.addAll(arguments);
        Path output = Files.createTempFile("mutant", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean inTime = process.waitFor(limitSeconds, TimeUnit.SECONDS);
        if (!inTime) {
            process.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(output);
        Files.delete(output);
        return new Outcome(lines, inTime);
    }
}
