package org.tcplite.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tcplite.mutants.Killing;

/** Writes {@code docs/conformance.md}. */
final class ConformanceDocument {

    /** Tests named for one requirement at most: the rest has the same tag. */
    private static final int TESTS = 2;

    private static final String HEAD =
            """
            # Conformance

            Every requirement tcp-lite is held to, in our words, and the tests that show it: of RFC 9293 each labelled requirement
            (`MUST-12`), of it and of other RFCs the rules that carry no label, and, in rows of our own, what a segment (`st_`),
            a user call (`uc_`) or a timer (`tm_`) does in a state, and scenarios (`sc_`). A test shows a requirement by carrying its
            id as a tag; all of them run, and pass, in every build. **Mutants** are seeded bugs that those tests have been seen to
            notice ([`src/test/mutants`](../tcp-lite/src/test/mutants)). A requirement we depart from names its line in
            [deviations.md](deviations.md); its test shows what we do instead.

            This page is made by `ConformanceTest` from `requirements.tsv`, the tags and the results; do not edit it.
            """;

    private final List<Requirement> requirements;
    private final Map<String, List<String>> tests;
    private final Map<String, TreeSet<String>> mutants = new TreeMap<>();

    ConformanceDocument(List<Requirement> requirements, Map<String, List<String>> tests)
            throws IOException {
        this.requirements = requirements;
        this.tests = tests;
        for (Killing killing : Killing.stored()) {
            for (String row : killing.rows()) {
                mutants.computeIfAbsent(row, r -> new TreeSet<>()).add(killing.mutant());
            }
        }
    }

    String text() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append('\n').append(summary());
        Map<String, List<Requirement>> byRfc = new LinkedHashMap<>();
        List<Requirement> open = new ArrayList<>();
        for (Requirement each : requirements) {
            if (tests.containsKey(each.id())) {
                byRfc.computeIfAbsent(each.rfc(), r -> new ArrayList<>()).add(each);
            } else if (each.isCore()) {
                open.add(each);
            }
        }
        byRfc.forEach((rfc, rows) -> page.append(section(rfc, rows)));
        if (!open.isEmpty()) {
            page.append(
                    "\n## Not shown by a test yet\n\n| id | source | requirement |\n|---|---|---|\n");
            open.forEach(
                    each ->
                            page.append(
                                    "| %s | %s | %s |\n"
                                            .formatted(
                                                    each.id(),
                                                    each.source(),
                                                    escaped(each.text()))));
        }
        return page.toString();
    }

    private String summary() {
        long shown = requirements.stream().filter(r -> tests.containsKey(r.id())).count();
        long departed = requirements.stream().filter(r -> !r.departure().isEmpty()).count();
        long bitten = requirements.stream().filter(r -> mutants.containsKey(r.id())).count();
        long open =
                requirements.stream().filter(r -> r.isCore() && !tests.containsKey(r.id())).count();
        return "%d requirements are shown by a test, %d of them by what we do instead; for %d a mutant stands; %d are open.\n"
                .formatted(shown, departed, bitten, open);
    }

    private String section(String rfc, List<Requirement> rows) {
        StringBuilder section = new StringBuilder("\n## " + rfc + "\n\n");
        section.append("| id | section | level | requirement | shown by | mutants | |\n");
        section.append("|---|---|---|---|---|---|---|\n");
        for (Requirement each : rows) {
            section.append(
                    "| %s | %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    each.id(),
                                    each.section(),
                                    each.level(),
                                    escaped(each.text()),
                                    named(tests.get(each.id())),
                                    String.join(
                                            ", ", mutants.getOrDefault(each.id(), new TreeSet<>())),
                                    each.departure().isEmpty()
                                            ? "passes"
                                            : "deviates: " + each.departure()));
        }
        return section.toString();
    }

    private static String named(List<String> methods) {
        List<String> named = methods.subList(0, Math.min(TESTS, methods.size()));
        String more = methods.size() > TESTS ? ", ..." : "";
        return String.join(", ", named.stream().map(name -> "`" + name + "`").toList()) + more;
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;").replace("*", "\\*");
    }
}
