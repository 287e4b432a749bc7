package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.CoreChecks;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Verdict;

/** The self-test firmware's verdict is its exit status. */
@Tag("board")
class SelfTestTest {

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385", "mps2-an500"})
    void everyCheckHoldsOnTheBoard(String board) throws IOException, InterruptedException {
        Command done = Command.run("./run", board, "--self-test").assertStatus(0);

        assertTrue(done.text().contains(" checks, 0 failed"), done.text());
        assertTrue(done.text().contains("SipHash"), done.text());
    }

    @Test
    void aBoundsViolationStopsTheBoard() throws IOException, InterruptedException {
        Command stopped = Command.run("./run", "lm3s6965evb", "--self-test", "--boot", "fault=1");

        assertTrue(stopped.assertStatus(110).text().contains("ArrayIndexOutOfBoundsException"));
    }

    @Test
    void theSameChecksHoldOnTheDesktop() {
        List<String> failed = new ArrayList<>();
        Verdict verdict =
                new Verdict() {
                    @Override
                    public void check(String what, boolean holds) {
                        if (!holds) {
                            failed.add(what);
                        }
                    }
                };
        new JavaChecks(verdict, 0).run();
        new CoreChecks(verdict, new PortableOctets(), 0).run();

        assertEquals(List.of(), failed);
    }
}
