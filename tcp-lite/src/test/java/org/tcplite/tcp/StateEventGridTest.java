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

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/org/tcplite/tcp");

    private static final Path STORED = FOLDER.resolve("state-event-grid.txt");
    private static final Path STORED_DROPS = FOLDER.resolve("state-event-drops.txt");

    private final StateEventGrid grid = new StateEventGrid();

    @Test
    @Tag("SEC-7")
    @Tag("RFC9293-34")
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        holds(STORED, grid.lines());
    }

    /** And each segment that is dropped, or not taken whole, is counted under its reason. */
    @Test
    void theDropCountersMoveAsTheTableSays() throws IOException {
        holds(STORED_DROPS, grid.drops());
    }

    @Test
    void whatIsDroppedWholeLeavesTheConnectionAsItWas() {
        assertEquals(List.of(), grid.turned);
        assertTrue(grid.compared > 300, "segments compared: " + grid.compared);
    }

    private static void holds(Path file, List<String> lines) throws IOException {
        if (Boolean.getBoolean("tcplite.docs.write")) {
            Files.write(file, lines);
        }
        List<String> stored = Files.readAllLines(file);
        for (int i = 0; i < Math.min(stored.size(), lines.size()); i++) {
            String where = "row " + (i + 1) + ", under " + lines.get(0);
            assertEquals(narrow(stored.get(i)), narrow(lines.get(i)), where);
        }
        assertEquals(stored.size(), lines.size(), "rows");
    }

    /** However wide its columns are. */
    private static String narrow(String line) {
        return line.replaceAll(" +", " ");
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
