package org.tcplite.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmarks run under JMH and the report says what they found; no time is asserted. */
class RunCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path directory;

    private int run(String... args) throws IOException {
        RunCommand command = new RunCommand(print(out), print(err));
        return command.run(args);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** In this JVM (no fork) and for moments, which is what makes it a smoke test. */
    @Test
    void aRunLeavesATableADocumentAndAPageAllLabelled() throws IOException {
        int code =
                run(
                        "--quick",
                        "--output",
                        directory.toString(),
                        "RequestResponse|SynBenchmark.table",
                        "-p",
                        "options=off",
                        "-p",
                        "entries=64",
                        "-f",
                        "0",
                        "-wi",
                        "0",
                        "-i",
                        "2",
                        "-r",
                        "20ms");

        assertEquals(0, code, err());
        assertTrue(out().contains("not publishable"), out());
        assertTrue(
                out().matches(
                                "(?s).*request and response +SACK and timestamps off, posted"
                                        + " reads, 64 octets +[1-9].*"),
                out());
        assertTrue(
                out().matches("(?s).*SYN with an entry, and its RST +64 entries +[1-9].*SYNs/s.*"),
                out());
        assertTrue(err().contains("Iteration   1"), "progress: " + err());
        assertEquals(out(), Files.readString(directory.resolve("run.txt")));
        String json = Files.readString(directory.resolve("run.json"));
        assertTrue(json.contains("\"publishable\": false"), json);
        assertTrue(json.matches("(?s).*\"octetsAllocatedEach\": [0-9].*"), json);
        String page = Files.readString(directory.resolve("run.html"));
        assertTrue(page.contains("Not publishable"), page);
        assertEquals(2, page.split("<svg ", -1).length - 1, "plots");
    }

    @Test
    void ofASingleShotNoAllocationIsTold() throws IOException {
        int code = run("--quick", "--output", directory.toString(), "ColdHandshakes", "-f", "0");

        assertEquals(0, code, err());
        assertTrue(
                out().matches("(?s).*the first 1,000 connections, cold +[0-9.]+ +- +ms\n"), out());
        String json = Files.readString(directory.resolve("run.json"));
        assertTrue(json.contains("\"octetsAllocatedEach\": null"), json);
    }

    @Test
    void wrongUsageIsRefusedInOneLine() throws IOException {
        assertEquals(2, run("--quick", "--full"));
        assertEquals(2, run("--bogus"));
        assertEquals(2, run("--output"));
        assertEquals(2, run("NoSuchBenchmark"));
        assertEquals(
                4, err().lines().filter(line -> line.startsWith("bench/run: ")).count(), err());
        assertEquals("", out());
    }

    @Test
    void helpNamesTheOptions() throws IOException {
        assertEquals(0, run("--help"));
        assertTrue(out().contains("--full") && out().contains("--quick"), out());
        assertFalse(out().contains("%n"), out());
    }
}
