package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two boards and all services move 4 GiB in a JVM that never frees an octet and has 64 MiB. */
@Tag("allocation")
@Timeout(300)
class EpsilonTest {

    /** What the JVM itself takes in the meantime; a segment's worth of one octet would be more. */
    private static final int MAX_GROWTH_KIB = 1024;

    @Test
    void fourGibibytesInSixtyFourMebibytes() throws Exception {
        Program program = soak("4096", "0");
        assertEquals(0, program.waitFor(280), program::said);
        assertTrue(program.line("4096 MiB on ", 0).endsWith(" ms"));
        String grown = program.line("since warm: ", 0).replaceAll("\\D", "");
        assertTrue(Integer.parseInt(grown) < MAX_GROWTH_KIB, program::said);
    }

    @Test
    void oneThatAllocatesWithEachConnectionDies() throws Exception {
        Program program = soak("4096", Integer.toString(1 << 20));
        assertNotEquals(0, program.waitFor(280), program::said);
        assertTrue(program.said().contains("OutOfMemoryError"), program::said);
    }

    private static Program soak(String... arguments) throws Exception {
        return Program.java(Soak.class.getName(), arguments)
                .options("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx64m")
                .start();
    }
}
