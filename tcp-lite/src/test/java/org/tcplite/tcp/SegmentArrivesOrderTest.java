package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise that RFC 9293 section 3.10.7 and the code can be read side by side: the steps stand
 * in the order of the text, in methods and classes short enough to be read.
 */
class SegmentArrivesOrderTest {

    private static final int LONGEST_CLASS = 500;
    private static final int LONGEST_METHOD = 60;

    /** Longer classes, each with the document that says why. */
    private static final Map<String, String> EXCEPTIONS =
            Map.of("Tcp.java", "the face of the layer: one documented method a call");

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "."), "src/main/java/org/tcplite");

    private static List<String> lines(String name) throws IOException {
        return Files.readAllLines(SOURCES.resolve("tcp").resolve(name));
    }

    @Test
    void noClassIsTooLongToBeRead() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                int length = Files.readAllLines(file).size();
                String name = file.getFileName().toString();
                if (length > LONGEST_CLASS && !EXCEPTIONS.containsKey(name)) {
                    tooLong.add(name + ": " + length);
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SegmentArrives.java",
                "PassiveOpen.java",
                "TimeWaitArrives.java",
                "Acknowledgment.java"
            })
    void noStepIsTooLongToBeRead(String name) throws IOException {
        Map<String, Integer> tooLong = new TreeMap<>();
        Map<String, Integer> methods = methods(lines(name));
        assertTrue(methods.size() > 2, "methods are found: " + methods);
        methods.forEach(
                (method, length) -> {
                    if (length > LONGEST_METHOD) {
                        tooLong.put(method, length);
                    }
                });
        assertEquals(Map.of(), tooLong);
    }

    /** Methods by name with their length, as google-java-format indents them. */
    private static Map<String, Integer> methods(List<String> lines) {
        Pattern start = Pattern.compile("^    (?:\\w[\\w<>\\[\\]., ]* )?(\\w+)\\(.*");
        Map<String, Integer> found = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = start.matcher(lines.get(i));
            if (!matcher.matches() || lines.get(i).endsWith(";")) {
                continue;
            }
            int end = i;
            while (!lines.get(end).equals("    }")) {
                end++;
            }
            found.merge(matcher.group(1), end - i + 1, Math::max);
            i = end;
        }
        return found;
    }

    @Test
    void theStepsStandInTheOrderOfTheText() throws IOException {
        String source = String.join("\n", lines("SegmentArrives.java"));
        int body = source.indexOf("private void inOtherStates(");
        String steps = source.substring(body, source.indexOf("\n    }\n", body));
        assertInOrder(
                steps,
                "checkSequenceNumber(",
                "// First",
                "checkRst(",
                "// Second",
                "// Third, security",
                "checkSyn(",
                "// Fourth",
                "checkAck(",
                "// Fifth",
                "checkUrg(",
                "// Sixth",
                "processText(",
                "// Seventh",
                "checkFin(",
                "// Eighth");
        assertInOrder(
                source,
                "// ---- 3.10.7.1 CLOSED",
                "// ---- 3.10.7.2 LISTEN",
                "// ---- 3.10.7.3 SYN-SENT",
                "private void inSynSent(",
                "// ---- 3.10.7.4 other states",
                "private void inOtherStates(",
                "private boolean checkSequenceNumber(",
                "private boolean checkRst(",
                "private boolean checkSyn(",
                "private boolean checkAck(",
                "private void checkUrg(",
                "private void processText(",
                "private void checkFin(");
    }

    @Test
    void inListenTheStepsAreFirstSecondThirdFourth() throws IOException {
        String source = String.join("\n", lines("PassiveOpen.java"));
        int body = source.indexOf("int inListen(");
        String steps = source.substring(body, source.indexOf("\n    }\n", body));
        // the third stands last, where the work is
        assertInOrder(steps, "Segment.RST)) { // First", "Segment.ACK)) { // Second", "// Third");
    }

    private static void assertInOrder(String source, String... parts) {
        int at = 0;
        for (String part : parts) {
            int found = source.indexOf(part, at);
            assertFalse(found < 0, part + " is missing, or stands before its turn");
            at = found;
        }
    }
}
