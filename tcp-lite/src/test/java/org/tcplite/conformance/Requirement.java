package org.tcplite.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code requirements.tsv}.
 *
 * @param id the tag of the tests that show it: labels of RFC 9293 as they are ({@code MUST-12}),
 *     rules of other texts by RFC and number, {@code st_} a segment in a state, {@code uc_} a user
 *     call in a state, {@code tm_} a timer, {@code sc_} a scenario
 * @param source RFC and section
 * @param level the RFC's word, {@code rule} where the text just says how it is, {@code choice}
 *     where it leaves room
 * @param text the requirement in our words
 * @param scope {@code core}, or {@code more}: listed once a test shows it
 * @param departure the matter of {@code docs/deviations.md} under which we depart from it, or empty
 */
record Requirement(
        String id, String source, String level, String text, String scope, String departure) {

    static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();

    private static final Path LIST =
            ROOT.resolve("tcp-lite/src/test/resources/org/tcplite/requirements.tsv");

    /** All of them, in the order of the list. */
    static List<Requirement> all() throws IOException {
        List<Requirement> all = new ArrayList<>();
        List<String> lines = Files.readAllLines(LIST);
        for (String line : lines.subList(1, lines.size())) {
            String[] field = line.split("\t", -1);
            all.add(new Requirement(field[0], field[1], field[2], field[3], field[4], field[5]));
        }
        return all;
    }

    boolean isCore() {
        return scope.equals("core");
    }

    /** The text it is from: {@code RFC 9293}. */
    String rfc() {
        String[] words = source.split(" ");
        return words[0] + " " + words[1];
    }

    /** The section of it, or empty. */
    String section() {
        return source.substring(rfc().length()).strip();
    }
}
