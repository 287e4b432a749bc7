package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Command transfer in virtual time: what it prints, writes and exits with. */
class TransferCommandTest {

    private static final String LOSSY =
            "transfer --bytes 256k --rate 10mbit --delay 10ms --loss 3% ";

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

    /** The number in a row's column, the first of which is 1. */
    private long value(String label, int column) {
        String rest = row(label).substring(label.length()).strip();
        return Long.parseLong(rest.split(" +")[column - 1].replace(",", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "in", "both"})
    void whateverTheCableDoesEverythingArrives(String direction) {
        assertEquals(
                0,
                run(
                        LOSSY
                                + "--dup 1% --corrupt 0.5% --reorder 5% --seed 3 --direction "
                                + direction));
        assertTrue(out.startsWith("seed=3\n"), out);
        assertTrue(row("intact and finished").endsWith("yes"), out);
        String ours = row("SHA-256, this end").replaceAll(".* ", "");
        assertEquals(ours, row("SHA-256, the other").replaceAll(".* ", ""));
        assertTrue(ours.matches("[0-9a-f]{64}"), ours);
        int sender = direction.equals("in") ? 2 : 1;
        assertTrue(value("segments sent again", sender) > 0, out);
        assertTrue(value("segments that came out of order", 3 - sender) > 0, out);
    }

    @Test
    void theSameSeedIsTheSameTransferAndAnotherOneIsNot() {
        run(LOSSY + "--seed 7");
        String once = out;
        run(LOSSY + "--seed 7");
        assertEquals(once, out);
        run(LOSSY + "--seed 8");
        assertNotEquals(row("segments sent again"), once);
        assertFalse(once.replace("seed=7", "").equals(out.replace("seed=8", "")));
    }

    /** 9.6 Mbit/s of text is what headers leave of ten. */
    @Test
    void withoutLossTheRateIsUsed() {
        assertEquals(0, run("transfer --bytes 4m --rate 10mbit --delay 5ms"));
        String goodput = row("goodput").replaceAll("[^0-9.]", "");
        double mbits = Double.parseDouble(goodput);
        assertTrue(mbits > 9.2 && mbits < 9.6, goodput);
        assertEquals(0, value("segments sent again", 1), out);
        assertEquals(0, value("time-outs", 1), out);
    }

    @Test
    void aDurationEndsItInGoodOrder() {
        for (String direction : new String[] {"out", "in", "both"}) {
            String command = "transfer --duration 3s --rate 2mbit --delay 5ms --direction ";
            assertEquals(0, run(command + direction), out);
            double seconds = Double.parseDouble(row("elapsed").replaceAll("[^0-9.]", ""));
            assertTrue(seconds >= 3 && seconds < 3.6, row("elapsed"));
        }
    }

    /** Nothing arrives any more: the user time-out ends it, and the promise is broken. */
    @Test
    void aTransferThatDoesNotFinishIsExitCode1() {
        assertEquals(1, run("transfer --delay 5ms --rate 1mbit --drop 50-2000000"));
        assertTrue(row("intact and finished").contains("NO: "), out);
        assertTrue(value("time-outs", 1) > 5, out);
    }

    @Test
    void congestionControlAndInitialWindowAreChosen() {
        run("transfer --bytes 64k --delay 20ms --rate 100mbit");
        final double small = seconds();
        assertTrue(out.contains("board: newreno, initial window small, RTO from 1s, SACK on"), out);
        run(
                "transfer --bytes 64k --delay 20ms --rate 100mbit --initial-window large"
                        + " --congestion cubic --rto-min 200ms --sent-records 128");
        assertTrue(out.contains("board: cubic, initial window large, RTO from 200ms"), out);
        assertTrue(out.contains("128 records"), out);
        assertTrue(seconds() < small - 0.03, "a round trip less: " + small + ", " + seconds());
        assertEquals(0, run(LOSSY + "--no-sack --no-timestamps"));
        assertTrue(out.contains("SACK off, timestamps off"), out);
        assertEquals(0, value("fast recoveries", 1), "those are of SACK");
    }

    private double seconds() {
        return Double.parseDouble(row("elapsed").replaceAll("[^0-9.]", ""));
    }

    @Test
    void writesAPageAndJson(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("t.html");
        Path json = directory.resolve("t.json");
        assertEquals(0, run(LOSSY + "--html " + page + " --json " + json));
        String html = Files.readString(page);
        assertEquals(2, html.split("<svg viewBox=\"0 0 860", -1).length - 1, "whole and part");
        for (String name : new String[] {"acknowledged", "sent again", "SACK blocks", "lost"}) {
            assertTrue(html.contains(">" + name + "<"), name);
        }
        assertFalse(html.contains("http"), "it fetches nothing");
        assertTrue(html.contains("<code>board-sim/run transfer --bytes 256k"), "as typed");
        String figures = Files.readString(json);
        assertTrue(figures.startsWith("{\n  \"schema\": 1,\n"), figures);
        assertTrue(figures.contains("\"promiseKept\": true"), figures);
        String again = String.format(Locale.ROOT, "\"RetransSegs\": %d,", again());
        assertTrue(figures.contains(again), figures);
    }

    private long again() {
        return value("segments sent again", 1);
    }

    @Test
    void theCaptureShowsTheLossesAndTheLadderTheSegments(@TempDir Path directory)
            throws IOException {
        Path capture = directory.resolve("t.pcapng");
        Path ladder = directory.resolve("t.txt");
        assertEquals(
                0,
                run(
                        "transfer --bytes 8k --delay 5ms --drop 4@out --pcap "
                                + capture
                                + " --ladder="
                                + ladder));
        assertTrue(Files.size(capture) > 8_192);
        assertTrue(Files.readString(ladder).contains("SYN"), Files.readString(ladder));
    }
}
