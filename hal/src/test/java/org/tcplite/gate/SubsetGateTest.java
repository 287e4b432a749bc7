package org.tcplite.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetGateTest {

    @Test
    void halKeepsToTheSubset() {
        SubsetGate gate = SubsetGate.forPackages("org.tcplite.hal", "org.tcplite.hal.contract");

        assertEquals(List.of(), gate.findings(Path.of("target/classes")));
    }
}
