package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.sim.cli.ConsoleBlocks.Block;

/**
 * The examples of the documents are run, and print what stands there. To write the documents'
 * console blocks anew: {@code mvn -pl board-sim -am -Dtest=DocumentedExamplesTest
 * -Dtcplite.docs.write=true test}.
 */
class DocumentedExamplesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String GUIDE = "docs/tcp-by-example.md";
    private static final String README = "README.md";
    private static final String FLOOD = "docs/syn-flood.md";
    private static final String RECOVERY = "docs/recovery.md";
    private static final String WRITE = "tcplite.docs.write";
    private static final String HOW_TO_WRITE =
            "if that is as it should be: mvn -pl board-sim -am -Dtest=DocumentedExamplesTest -D"
                    + WRITE
                    + "=true test";

    private static final String ENCODING = "stdout.encoding";
    private static final Pattern CONTENT = Pattern.compile("\\[([^]]+)]\\(#([^)]+)\\)");

    /** What somebody who knows the names only comes to look for. */
    private static final List<String> CONCEPTS =
            List.of(
                    "passive open",
                    "active open",
                    "three-way handshake",
                    "SYN and FIN take a sequence number",
                    "the ACK is the next octet expected",
                    "initial sequence numbers J and K",
                    "MSS and the other options",
                    "connect time-out",
                    "lost SYN",
                    "refused connection",
                    "closed listener",
                    "simultaneous open",
                    "early close",
                    "early abort",
                    "half-open entry",
                    "SYN flood",
                    "four-segment close",
                    "active close and passive close",
                    "three-segment close",
                    "half-close",
                    "simultaneous close",
                    "lost FIN",
                    "TIME-WAIT and 2MSL",
                    "TIME-WAIT, first reason",
                    "TIME-WAIT, second reason",
                    "abort",
                    "late RST",
                    "user time-out",
                    "reassembly by sequence number",
                    "sequence numbers wrap",
                    "the eleven states",
                    "every arrow",
                    "netstat, state by state",
                    "netstat of a running board",
                    "many SYN_RECV",
                    "CLOSE_WAIT that stays",
                    "FIN_WAIT2",
                    "TIME_WAIT",
                    "Recv-Q and Send-Q");

    @TempDir Path directory;

    private String encoding;

    @BeforeEach
    void printUnicode() {
        encoding = System.getProperty(ENCODING);
        System.setProperty(ENCODING, "UTF-8");
    }

    @AfterEach
    void restoreEncoding() {
        if (encoding == null) {
            System.clearProperty(ENCODING);
        } else {
            System.setProperty(ENCODING, encoding);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, README, FLOOD, RECOVERY})
    void everyCommandPrintsWhatTheDocumentSays(String name) throws Exception {
        ConsoleBlocks document = ConsoleBlocks.of(ROOT.resolve(name));
        assertFalse(document.blocks().isEmpty(), name + " has no console block");
        Map<Block, List<String>> printed = new LinkedHashMap<>();
        for (Block block : document.blocks()) {
            printed.put(block, printed(block));
        }
        if (Boolean.getBoolean(WRITE)) {
            document.rewrite((block, old) -> differs(block, printed) ? printed.get(block) : old);
            return;
        }
        for (Block block : document.blocks()) {
            assertEquals(
                    text(block, block.output()),
                    text(block, printed.get(block)),
                    () -> where(name, block) + " prints something else; " + HOW_TO_WRITE);
        }
    }

    private static boolean differs(Block block, Map<Block, List<String>> printed) {
        return !text(block, block.output()).equals(text(block, printed.get(block)));
    }

    private List<String> printed(Block block) throws Exception {
        if (!isOfARunningBoard(block)) {
            return ConsoleBlocks.run(block.command());
        }
        try (ObservedBoard board = new ObservedBoard(directory.resolve("s"))) {
            return board.whenAllIsQuiet(block.command());
        }
    }

    private static boolean isOfARunningBoard(Block block) {
        return block.command().startsWith(Main.SCRIPT + " netstat");
    }

    /** To be compared: of a running board without what is different each time. */
    private static String text(Block block, List<String> output) {
        String text = String.join("\n", output);
        return isOfARunningBoard(block)
                ? text.replaceAll("10\\.0\\.0\\.1:\\d+ +", "10.0.0.1:PORT ")
                        .replaceAll("\\(\\d+\\.\\d+/", "(SECONDS/")
                : text;
    }

    private static String where(String name, Block block) {
        return name + ":" + block.line() + ": " + block.command();
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, README, FLOOD, RECOVERY})
    void noBlockIsEmpty(String name) throws IOException {
        assumeFalse(Boolean.getBoolean(WRITE), "the blocks are being written");
        for (Block block : ConsoleBlocks.of(ROOT.resolve(name)).blocks()) {
            assertTrue(block.output().stream().anyMatch(l -> !l.isBlank()), where(name, block));
        }
    }

    @Test
    void theContentsNameEveryConceptAndLeadToItsHeading() throws IOException {
        List<String> named = new ArrayList<>();
        Matcher content = CONTENT.matcher(guide());
        while (content.find()) {
            named.add(content.group(1));
            assertEquals(anchor(content.group(1)), content.group(2));
        }
        assertEquals(CONCEPTS, named);
        assertEquals(CONCEPTS, List.copyOf(sections().keySet()));
    }

    static Stream<String> concepts() {
        return CONCEPTS.stream();
    }

    @ParameterizedTest
    @MethodSource("concepts")
    void aConceptHasOneCommandWhatToSeeAndItsSource(String concept) throws IOException {
        String section = sections().get(concept);
        assertEquals(2, section.split("(?m)^```console$", -1).length, "one command");
        assertTrue(section.contains("**What to see.** "), section);
        assertTrue(section.contains("RFC "), section);
    }

    @Test
    void everyScenarioIsShown() throws IOException {
        String commands =
                ConsoleBlocks.of(ROOT.resolve(GUIDE)).blocks().stream()
                        .map(block -> block.command() + " ")
                        .collect(Collectors.joining());
        for (HandshakeScenario scenario : HandshakeScenario.values()) {
            boolean isDefault = scenario == HandshakeScenario.OPEN_CLOSE;
            String option = isDefault ? "handshake " : "--scenario " + scenario.text() + " ";
            assertTrue(commands.contains(option), scenario.text());
        }
    }

    @Test
    void theGuideIsTheFirstLinkOfTheReadme() throws IOException {
        Matcher link = Pattern.compile("]\\(([^)]+)\\)").matcher(read(README));
        assertTrue(link.find());
        assertEquals(GUIDE, link.group(1));
    }

    /** The text below each heading of the third level, up to the next heading. */
    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : guide().split("(?m)^(?=##+ )")) {
            if (part.startsWith("### ")) {
                int end = part.indexOf('\n');
                sections.put(part.substring("### ".length(), end), part.substring(end));
            }
        }
        return sections;
    }

    /** As GitHub makes one of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    private static String guide() throws IOException {
        return read(GUIDE);
    }

    private static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }
}
