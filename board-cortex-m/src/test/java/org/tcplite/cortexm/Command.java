package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that is run to its end. */
record Command(int status, byte[] stdout, String stderr) {

    private static final int PATIENCE_S = 120;

    /** Runs it in the module's directory; beyond two minutes it is ended and the test fails. */
    static Command run(List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("tcplite", ".out");
        Path err = Files.createTempFile("tcplite", ".err");
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            String complaint = Files.readString(err);
            assertTrue(
                    ended, () -> "it does not end: " + String.join(" ", words) + "\n" + complaint);
            return new Command(process.exitValue(), Files.readAllBytes(out), complaint);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Command run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }

    String text() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Fails the test unless it ended with this status. */
    Command assertStatus(int expected) {
        assertEquals(expected, status, () -> text() + stderr);
        return this;
    }
}
