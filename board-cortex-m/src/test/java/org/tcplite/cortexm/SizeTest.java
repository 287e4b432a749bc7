package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget: what one image, as it is booted by default, takes at -O2. */
@Tag("board")
class SizeTest {

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385"})
    void theImageKeepsToItsBudget(String board) throws IOException, InterruptedException {
        String size = Command.run("./run", board, "--size").assertStatus(0).text();
        System.out.print(size);

        assertTrue(size.contains(board + ", gcc ") && size.contains(" -O2"), size);
        assertBudget("flash", figure(size, "flash"), board);
        assertBudget("RAM in all", figure(size, "RAM in all"), board);
        assertBudget("one connection more", figure(size, "a connection"), board);
    }

    /** Below the budget, and what docs/cortex-m.md says, to a tenth. */
    private static void assertBudget(String row, int octets, String board) throws IOException {
        int budget = Documented.figure(row, Documented.BUDGET);
        int table = Documented.figure(row, board);
        assertTrue(octets <= budget, row + ": " + octets + " octets, the budget is " + budget);
        assertTrue(
                Math.abs(octets - table) <= table / 10,
                row + ": " + octets + " octets, in docs/cortex-m.md " + table);
    }

    @Test
    void theConnectionsAskedForAreThere() throws IOException, InterruptedException {
        String[] words = {"./run", "lm3s6965evb", "--size", "--connections", "8"};
        String size = Command.run(words).assertStatus(0).text();

        assertTrue(size.contains("measured from 8 to 9 slots"), size);
        assertEquals(0, figure(size, "descriptors, buffers"), size);
    }

    private static int figure(String text, String name) {
        Matcher line = Pattern.compile(name + " +([0-9]+)").matcher(text);
        assertTrue(line.find(), () -> "no " + name + " in\n" + text);
        return Integer.parseInt(line.group(1));
    }
}
