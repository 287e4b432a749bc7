package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tcplite.gate.SubsetGate;

/** What runs on the boards keeps to the core's subset; only Machine's methods are native. */
class SubsetGateTest {

    /** Text for people, 64-bit counters in decimal digits; and the check of that division. */
    private static final String[] MAY_DIVIDE = {
        "org.tcplite.cortexm.JavaChecks.longs", "org.tcplite.cortexm.Line.number",
    };

    /** A main method makes the one driver and the one program there are. */
    private static final String START_UP_AND_C =
            ".*\\.(Machine\\.\\w+: native|(\\w+\\.main|\\w+\\.mac|Firmware\\.run): allocates .*)";

    @Test
    void theFirmwareKeepsToTheSubset() {
        SubsetGate gate =
                SubsetGate.forPackages(
                                "org.tcplite.cortexm",
                                "org.tcplite.tcp",
                                "org.tcplite.net",
                                "org.tcplite.hal",
                                "org.tcplite.hal.contract")
                        .mayDivide(MAY_DIVIDE);

        List<String> findings =
                gate.findings(Path.of("target/classes")).stream()
                        .filter(finding -> !finding.matches(START_UP_AND_C))
                        .collect(Collectors.toList());

        assertEquals(List.of(), findings);
    }
}
