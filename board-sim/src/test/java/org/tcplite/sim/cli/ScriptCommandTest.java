package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcplite.sim.cli.CliUsageTest.Outcome;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code script}: what it says, to whom, and with which exit code. */
class ScriptCommandTest {

    private static final Path EXAMPLES = Path.of("../docs/examples/scripts");

    private static final String WRONG_ACK =
            """
            // a reply nobody sends
            +0    listen 80
            +0    < S     0:0(0)           win 4096 <mss 1460>
            +0    > S.    0:0(0)    ack 2  <mss 1460>
            """;

    @TempDir Path directory;

    private String write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsPlayedInSilence(Path script) {
        assertEquals(new Outcome(0, "", ""), CliUsageTest.run("script", script.toString()));
    }

    @Test
    void ofADirectoryEveryScriptIsPlayed() throws IOException {
        Outcome outcome = CliUsageTest.run("script", "-v", EXAMPLES.toString());
        assertEquals(0, outcome.code(), outcome.err());
        long scripts = examples().count();
        assertEquals(scripts, outcome.out().lines().filter(l -> l.startsWith("ok ")).count());
        assertTrue(outcome.out().endsWith(scripts + " scripts, 0 failed\n"), outcome.out());
    }

    @Test
    void aWrongExpectationIsShownBesideWhatCame() throws IOException {
        String file = write("wrong.pkt", WRONG_ACK);
        Outcome outcome = CliUsageTest.run("script", file);
        assertEquals(1, outcome.code());
        assertEquals("", outcome.out());
        String err = outcome.err();
        assertTrue(err.startsWith(file + ", line 4: the ack is 1, not 2\n"), err);
        String picture =
                """
                    4  +0    > S.    0:0(0)    ack 2  <mss 1460>
                   is: +0    > S. 0:0(0) ack 1 win 65535 <mss 1460>
                """;
        assertTrue(err.contains(picture), err);
        assertTrue(err.contains("connection: SYN-RECEIVED, snd una 0 nxt 1 "), err);
        String trace =
                """
                what had happened until then, as a script:

                +0       listen 80
                +0       < S  0:0(0) win 4096 <mss 1460>
                """;
        assertTrue(err.contains(trace), err);
    }

    @Test
    void packetdrillIsToldTheLineToWrite() throws IOException {
        String file = write("drill.pkt", "0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n");
        Outcome outcome = CliUsageTest.run("script", file);
        assertEquals(1, outcome.code());
        String advice = "there is no socket(); write: +0 listen 80, or: +0 connect";
        assertTrue(outcome.err().contains(file + ", line 1: "), outcome.err());
        assertTrue(outcome.err().contains(advice), outcome.err());
    }

    @Test
    void oneBadScriptDoesNotHideTheOthers() throws Exception {
        write("a-wrong.pkt", WRONG_ACK);
        write("b-good.pkt", "+0 listen 80\n");
        Path xml = directory.resolve("verdicts.xml");
        Outcome outcome =
                CliUsageTest.run(
                        "script", "-v", "--junit-xml", xml.toString(), directory.toString());
        assertEquals(1, outcome.code());
        assertTrue(outcome.out().contains("2 scripts, 1 failed"), outcome.out());
        Document read =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        Element suite = read.getDocumentElement();
        assertEquals("2", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertTrue(failure.getTextContent().contains("<mss 1460>"), failure.getTextContent());
    }

    @Test
    void aDirectoryWithoutScriptsIsWrongUsage() {
        Outcome outcome = CliUsageTest.run("script", directory.toString());
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("there is no *.pkt below"), outcome.err());
    }
}
