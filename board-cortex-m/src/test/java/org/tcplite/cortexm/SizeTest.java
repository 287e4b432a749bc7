package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget: what one image, as it is booted by default, takes at -O2. */
@Tag("board")
class SizeTest {

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @CsvSource({"lm3s6965evb, 57344", "emcraft-sf2, 57344", "mps2-an385, 57344"})
    void theImageKeepsToItsBudget(String board, int greatestRam)
            throws IOException, InterruptedException {
        String size = Command.run("./run", board, "--size").assertStatus(0).text();
        System.out.print(size);

        assertTrue(size.contains(board + ", gcc ") && size.contains(" -O2"), size);
        assertTrue(figure(size, "flash") <= 128 * 1024, size);
        assertTrue(figure(size, "RAM in all") <= greatestRam, size);
        assertTrue(figure(size, "a connection") <= 3584, size);
    }

    @ParameterizedTest
    @CsvSource({"lm3s6965evb"})
    void theConnectionsAskedForAreThere(String board) throws IOException, InterruptedException {
        String size =
                Command.run("./run", board, "--size", "--connections", "8").assertStatus(0).text();

        assertTrue(size.contains("measured from 8 to 9 slots"), size);
        assertEquals(0, figure(size, "descriptors, buffers"), size);
    }

    private static int figure(String text, String name) {
        Matcher line = Pattern.compile(name + " +([0-9]+)").matcher(text);
        assertTrue(line.find(), () -> "no " + name + " in\n" + text);
        return Integer.parseInt(line.group(1));
    }
}
