package org.tcplite.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code bench/compare} without what is built in C: that it runs, and what it refuses. */
class CompareCommandTest {

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = new CommandLine(new CompareCommand());
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void ourOwnRowsRunInProcessesOfTheirOwn() throws IOException {
        int code =
                run(
                        "--without-c",
                        "--only",
                        "receive 64,floor copy 64,open-close",
                        "--rounds",
                        "2",
                        "--warm-ms",
                        "1",
                        "--measure-ms",
                        "1",
                        "--output",
                        directory.toString());

        assertEquals(0, code, out + "" + err);
        String report = out.toString();
        assertTrue(report.startsWith("**Not publishable**"), report);
        assertTrue(
                report.matches(
                        "(?s).*\\| receive 64 \\| tcp-lite, JDK \\d+ \\| .* \\| 0.500 \\| 2 \\|.*"),
                report);
        assertTrue(
                report.matches(
                        "(?s).*\\| receive 64 \\| skeleton, JDK \\d+ \\| .* \\| 0.500 \\| 2 \\|.*"),
                report);
        assertTrue(
                report.matches(
                        "(?s).*\\| open-close \\| tcp-lite, JDK \\d+ \\| .* \\| 6.000 \\| 2 \\|.*"),
                report);
        assertEquals(report, Files.readString(directory.resolve("report.md")));
        assertTrue(Files.readString(directory.resolve("rounds.csv")).lines().count() > 8);
        assertTrue(
                Files.readString(directory.resolve("report.json"))
                        .contains("\"publishable\": false"));
    }

    @Test
    void casesHaveNamesOfTheirOwn() {
        assertEquals(0, run("--list"));
        assertEquals(out.toString().lines().count(), out.toString().lines().distinct().count());
        assertTrue(out.toString().contains("bulk 1460"), out.toString());
    }

    @Test
    void wrongUsageSaysWhatIsRight() {
        assertEquals(2, run("--only", "nonsense"));
        assertTrue(
                err.toString().contains("no case begins with nonsense; --list names them"),
                err.toString());
        assertEquals(2, run("--rounds", "0"));
        assertEquals(2, run("--without-c", "--only", "receive 64", "--jdk", directory.toString()));
        assertTrue(err.toString().contains("is no JDK: it has no bin/java"), err.toString());
    }
}
