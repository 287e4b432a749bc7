package org.tcplite.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.SackFlood;

/**
 * What a segment costs whose SACK blocks were chosen to be dear, counted and not timed: how often
 * an array of the sent records is read or written. For that the class is compiled anew with a
 * counter at every such place, so that nobody has to think of counting.
 */
class SackFloodTest {

    private static final String FILE = "org/tcplite/tcp/SentRecords.java";
    private static final String HEAD = "final class SentRecords {";
    private static final int LIMIT_SECONDS = 120;

    /** Looks at each record of the ring: one walk to mark, one to detect, splits and joins. */
    private static final int MOST_A_RECORD = 24;

    /** Binary searches, and what does not grow with the ring. */
    private static final int MOST_BESIDES = 100;

    private static Path counting() throws Exception {
        String source = Files.readString(Mutant.SOURCES.resolve(FILE));
        String counted =
                source.replaceAll("\\b(endSeq|sentAtNs|flags)\\[", "$1[look() + ")
                        .replace(
                                HEAD,
                                HEAD
                                        + " static long looks;"
                                        + " private static int look() { looks++; return 0; }");
        assertTrue(counted.contains("[look() + first + i & mask]"), "counts the reading of flags");
        return SeededBuild.compile("counting-records", FILE, counted);
    }

    @Test
    @Tag("RFC2018-11")
    @Tag("RFC6675-11")
    void whateverItsBlocksSayASegmentCostsOneWalkAndAFewMoves() throws Exception {
        SeededBuild.Outcome outcome =
                SeededBuild.run(
                        counting(), LIMIT_SECONDS, SackFlood.class, List.of("8", "64", "1024"));
        List<String> lines =
                outcome.lines().stream().filter(l -> l.startsWith(SackFlood.LINE)).toList();
        assertEquals(3 * SackFlood.Kind.values().length, lines.size(), outcome::toString);
        for (String line : lines) {
            String[] words = line.split(" ");
            int most = MOST_A_RECORD * Integer.parseInt(words[2]) + MOST_BESIDES;
            assertTrue(Integer.parseInt(words[3]) > 0, line);
            assertTrue(Integer.parseInt(words[3]) <= most, line + ": arriving, of " + most);
            assertTrue(Integer.parseInt(words[4]) <= most, line + ": sending, of " + most);
        }
    }
}
