package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tcplite.sim.cli.CliUsageTest.Outcome;

/** Command handshake on a bad cable: what was asked for comes on top of the scenario. */
class HandshakeImpairedTest {

    private static String handshake(String options) {
        String all = "handshake --ascii " + options;
        Outcome outcome = CliUsageTest.run(all.trim().split(" +"));
        assertEquals(0, outcome.code(), outcome.err());
        return outcome.out();
    }

    @Test
    void framesAreLostByNumberFromTheFirstThatIsDrawn() {
        String drawn = handshake("--drop 1@out --drop 1@in");
        assertTrue(drawn.contains("impairments: "), drawn);
        assertEquals(3, drawn.split("-- SYN  seq", -1).length, "the first is lost: " + drawn);
        assertEquals(3, drawn.split("-- SYN ACK  seq", -1).length, "and so is the answer");
        assertEquals(3, drawn.split("dropped by wire: frame 1 out", -1).length, drawn);
        assertTrue(drawn.contains("2.020000  ESTABLISHED"), drawn);
        assertTrue(drawn.contains("TIME-WAIT"), "and then all goes well");
    }

    @Test
    void theScenariosLossIsOneMore() {
        String drawn = handshake("--scenario lost-syn --drop 2@out");
        assertEquals(4, drawn.split("-- SYN  seq", -1).length, drawn);
    }

    @Test
    void theSeedDecidesWhichFramesAreLost() {
        String options = "--loss 30% --dup 10% --delay 10ms,5ms --seed ";
        assertEquals(handshake(options + 4), handshake(options + 4));
        String other =
                handshake(options + 5).replace("seed=5", "seed=4").replace("seed 5", "seed 4");
        assertFalse(handshake(options + 4).equals(other));
    }

    @Test
    void aDelayAloneIsNoImpairment() {
        String drawn = handshake("--delay 20ms");
        assertFalse(drawn.contains("impairments"), drawn);
        assertTrue(drawn.contains("0.040000"), drawn);
    }
}
