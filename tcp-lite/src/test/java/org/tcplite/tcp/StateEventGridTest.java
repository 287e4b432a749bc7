package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every event in every state does what the stored table says. When that changes as it should,
 * {@code mvn -pl tcp-lite -am -Dtest=StateEventGridTest -Dtcplite.docs.write=true test} writes the
 * table anew, and its diff is the review.
 */
class StateEventGridTest {

    private static final Path STORED =
            Path.of(
                    System.getProperty("basedir", "."),
                    "src/test/resources/org/tcplite/tcp/state-event-grid.txt");

    @Test
    @Tag("SEC-7")
    @Tag("RFC9293-34")
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        List<String> grid = new StateEventGrid().lines();
        if (Boolean.getBoolean("tcplite.docs.write")) {
            Files.write(STORED, grid);
        }
        List<String> stored = Files.readAllLines(STORED);
        for (int i = 0; i < Math.min(stored.size(), grid.size()); i++) {
            assertEquals(stored.get(i), grid.get(i), "row " + (i + 1) + ", under " + grid.get(0));
        }
        assertEquals(stored.size(), grid.size(), "rows");
    }

    /** The states' names stand at the head, so that a state left out cannot go unnoticed. */
    @Test
    void everyStateHasAColumn() throws IOException {
        String head = Files.readAllLines(STORED).get(0);
        for (StateEventGrid.State state : StateEventGrid.State.values()) {
            assertTrue(head.contains(state.name().replace('_', '-')), head);
        }
        assertEquals(TcpState.COUNT + 1, StateEventGrid.State.values().length, "and HALF-OPEN");
    }
}
