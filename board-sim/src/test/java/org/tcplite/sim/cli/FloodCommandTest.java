package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Command flood: what it prints, writes and exits with. */
class FloodCommandTest {

    private static final String SHORT = "flood --duration 2s --clients 4 --bulk 2 --syn-rate 2000 ";

    private String out;

    private int run(String arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(text));
        int code = line.execute(arguments.trim().split(" +"));
        out = text.toString();
        return code;
    }

    private String row(String label) {
        return out.lines().filter(line -> line.startsWith(label)).findFirst().orElseThrow();
    }

    @Test
    void allDefencesStandSideBySideBesideARunWithoutTheFlood() {
        assertEquals(0, run(SHORT));
        assertTrue(out.startsWith("seed=1\n"), out);
        assertTrue(row("           ").matches(" +no flood +cookies +queue +slots"), out);
        assertTrue(row("  connected").matches("  connected +100\\.0 % +100\\.0 % .*"), out);
        assertTrue(out.contains("what cookies promise:"), out);
        assertFalse(out.contains("BROKEN"), out);
    }

    @Test
    void theSameSeedPrintsTheSame() {
        run(SHORT + "--defence cookies --seed 7");
        String once = out;
        run(SHORT + "--defense cookies --seed 7");
        assertEquals(once, out);
        run(SHORT + "--defence cookies --seed 8");
        assertFalse(once.replace("seed=7", "").equals(out.replace("seed=8", "")));
    }

    @Test
    void aBrokenPromiseIsExitCode1() {
        assertEquals(1, run(SHORT + "--defence cookies --cost-per-frame 2ms"));
        assertTrue(out.contains("BROKEN"), out);
    }

    @Test
    void whoPromisesNothingBreaksNothing() {
        assertEquals(0, run(SHORT + "--defence slots"));
        assertFalse(out.contains("promise"), out);
    }

    @Test
    void writesAPageAndJson(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("f.html");
        Path json = directory.resolve("f.json");
        assertEquals(0, run(SHORT + "--defence cookies --html " + page + " --json " + json));
        String html = Files.readString(page);
        assertEquals(3, html.split("<svg ", -1).length - 1);
        for (String name : List.of("no flood", "cookies", "goodput", "half-open")) {
            assertTrue(html.contains(name), name);
        }
        assertFalse(html.contains("http"), "it fetches nothing");
        String figures = Files.readString(json);
        assertTrue(figures.startsWith("{\n  \"schema\": 1,\n"), figures);
        assertTrue(figures.contains("\"promiseKept\": true"), figures);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid(@TempDir Path directory) {
        assertEquals(1, run(SHORT + "--defence queue --json " + directory));
    }
}
