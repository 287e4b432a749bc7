package org.tcplite.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tags of the tests, the list of requirements and docs/conformance.md agree. */
class ConformanceTest {

    private static final Path DOCUMENT = Requirement.ROOT.resolve("docs/conformance.md");
    private static final Path CLASSES =
            Requirement.ROOT.resolve("tcp-lite/target/test-classes").normalize();

    private static final int MOST_IDS = 5;

    private static Map<String, TreeSet<String>> methods() throws IOException {
        return TaggedMethods.in(CLASSES);
    }

    /**
     * {@code mvn -pl tcp-lite -am -Dtest=ConformanceTest -Dtcplite.docs.write=true test} writes it
     * anew.
     */
    @Test
    void theDocumentIsTheOneThatListTagsAndResultsMake() throws IOException {
        String made =
                new ConformanceDocument(Requirement.all(), TaggedMethods.byTag(methods())).text();
        if (Boolean.getBoolean("tcplite.docs.write")) {
            Files.writeString(DOCUMENT, made);
        }
        List<String> stands = Files.readAllLines(DOCUMENT);
        List<String> should = made.lines().toList();
        List<String> differences = new ArrayList<>(should);
        differences.removeAll(new HashSet<>(stands));
        assertEquals(
                stands,
                should,
                () ->
                        "docs/conformance.md is not up to date; -Dtcplite.docs.write=true writes it."
                                + " Lines it lacks:\n"
                                + String.join("\n", differences));
    }

    @Test
    void everyTagThatLooksLikeARequirementIsOne() throws IOException {
        Set<String> ids = ids();
        List<String> unknown = new ArrayList<>();
        methods()
                .forEach(
                        (method, tags) ->
                                tags.stream()
                                        .filter(
                                                tag ->
                                                        tag.matches(
                                                                "(?:[A-Z]+\\d*[A-Z]?-\\d+|(?:st|uc|tm|sc)_.*)"))
                                        .filter(tag -> !ids.contains(tag))
                                        .forEach(tag -> unknown.add(method + ": " + tag)));
        assertEquals(List.of(), unknown);
    }

    /** One test shows a few things: who tags it with more has not looked. */
    @Test
    void noTestShowsMoreThanFiveRequirements() throws IOException {
        Set<String> ids = ids();
        List<String> crowded = new ArrayList<>();
        methods()
                .forEach(
                        (method, tags) -> {
                            if (tags.stream().filter(ids::contains).count() > MOST_IDS) {
                                crowded.add(method);
                            }
                        });
        assertEquals(List.of(), crowded);
    }

    @Test
    void everyDepartureIsALineOfTheDeviations() throws IOException {
        String deviations = Files.readString(Requirement.ROOT.resolve("docs/deviations.md"));
        int departures = 0;
        for (Requirement each : Requirement.all()) {
            if (!each.departure().isEmpty()) {
                departures++;
                assertTrue(deviations.contains("\n| " + each.departure() + " |"), each.toString());
            }
        }
        assertTrue(departures > 0, "some are written down");
    }

    @Test
    void noRequirementStandsTwice() throws IOException {
        assertEquals(Requirement.all().size(), ids().size());
    }

    private static Set<String> ids() throws IOException {
        return Requirement.all().stream().map(Requirement::id).collect(Collectors.toSet());
    }
}
