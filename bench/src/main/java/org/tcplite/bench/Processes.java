package org.tcplite.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs, run to their end. */
public final class Processes {

    private static final int MOST_WORDS = 400;

    private Processes() {}

    /**
     * What a program printed.
     *
     * @throws IOException if it cannot be started, fails or takes too long, with its last words
     */
    public static String output(List<String> command, int seconds) throws IOException {
        Path out = Files.createTempFile("tcp-lite-bench", ".out");
        Path err = Files.createTempFile("tcp-lite-bench", ".err");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("still running after " + seconds + " s");
            }
            String words = Files.readString(err, StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                int from = Math.max(0, words.length() - MOST_WORDS);
                throw new IOException("exit " + process.exitValue() + ": " + words.substring(from));
            }
            return Files.readString(out, StandardCharsets.UTF_8).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a program printed, or null if it cannot be had. */
    public static String outputOrNull(String... command) {
        try {
            return output(List.of(command), 10);
        } catch (IOException e) {
            return null;
        }
    }

    private static File nothing() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new File(windows ? "NUL" : "/dev/null");
    }
}
