package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instructions, from the interrupt that ends the sleep to the next sleep: driver, stack, service
 * and main loop. QEMU takes one nanosecond an instruction ({@code -icount shift=0}); these are not
 * cycles. They stand in docs/cortex-m.md, true to a tenth.
 */
@Tag("board")
class InstructionsTest {

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385"})
    void aWakeUpTakesNoMoreThanTheTableSays(String name) throws IOException {
        try (CraftedPeer peer = CraftedPeer.open()) {
            String[] words = {"./run", name, "--link", peer.link(), "--icount", "0", "--meter"};
            try (EmulatedBoard booted = EmulatedBoard.boot(name, List.of(words))) {
                InstructionMeter meter = new InstructionMeter(booted, peer);
                long echoes = meter.echoes();
                long syns = meter.syns();
                long handshakes = meter.handshakes();
                long texts = meter.texts();
                long drops = meter.drops();
                long cookies = meter.cookies();
                System.out.printf(
                        "%s, instructions: ICMP echo of 56 octets %d, SYN %d, by a cookie %d,"
                                + " handshake %d, segment of 536 octets %d, RST ignored %d%n",
                        name, echoes, syns, cookies, handshakes, texts, drops);
                assertWithin(name, "ICMP echo", echoes);
                assertWithin(name, "SYN, answered", syns);
                assertWithin(name, "SYN, by a cookie", cookies);
                assertWithin(name, "RST, ignored", drops);
                assertWithin(name, "handshake", handshakes);
                assertWithin(name, "segment of 536 octets", texts);
            }
        }
    }

    private static void assertWithin(String board, String row, long measured) throws IOException {
        int table = Documented.figure(row, board);
        assertTrue(
                Math.abs(measured - table) <= table / 10,
                row + ": " + measured + " instructions, in docs/cortex-m.md " + table);
    }
}
