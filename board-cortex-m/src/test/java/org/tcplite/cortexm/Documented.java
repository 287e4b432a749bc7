package org.tcplite.cortexm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The figures that docs/cortex-m.md promises. */
final class Documented {

    private static final Path PAGE = Path.of("../docs/cortex-m.md");
    private static final List<String> BOARDS = List.of("lm3s6965evb", "emcraft-sf2", "mps2-an385");

    /** The column behind the boards. */
    static final String BUDGET = "budget";

    private Documented() {}

    /** The figure in the row that begins with these words, and a board's column or the budget's. */
    static int figure(String row, String column) throws IOException {
        int index = column.equals(BUDGET) ? BOARDS.size() : BOARDS.indexOf(column);
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| " + row)) {
                return Integer.parseInt(line.split("\\|")[2 + index].strip().replace(",", ""));
            }
        }
        throw new IOException(PAGE + " has no row '" + row + "'");
    }
}
