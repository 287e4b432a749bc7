package org.tcplite.bench.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * Copy and checksum in C.
 *
 * @param built the directory its build script filled
 * @param march {@code native} or {@code default}
 */
record FloorInC(Path built, String march) implements Subject {

    @Override
    public String name() {
        return "C " + march;
    }

    @Override
    public String description() {
        return "C, -O3" + (march.equals("native") ? " -march=native" : "");
    }

    @Override
    public boolean does(Case which) {
        return which.isFloor();
    }

    @Override
    public List<String> command(Case which, int warmMs, int measureMs) {
        String program = built.resolve("floor-" + march).toString();
        return which.inC(List.of(program), List.of(which.text()), warmMs, measureMs);
    }
}
