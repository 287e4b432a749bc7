package org.tcplite.sim.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Floods of the outside world are written in nobody's name. */
class ReservedAddressesTest {

    @Test
    void allOfThemAndNoOthersAreDrawn() {
        Set<Integer> networks = new HashSet<>();
        for (long random = 0; random < 1L << 32; random += 997) {
            int address = ReservedAddresses.of((int) random);
            assertTrue(ReservedAddresses.contains(address), Integer.toHexString(address));
            networks.add(address >>> 8);
        }
        assertEquals(512 + 3, networks.size());
        for (int edge : new int[] {0xc61200ff - 256, 0xc6140000, 0xc0000300, 0xc63363ff}) {
            assertFalse(ReservedAddresses.contains(edge), Integer.toHexString(edge));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Spoof.class,
            names = {"RANDOM", "SINGLE", "LIVE"})
    void anAttackerOnALinkWritesNoOther(Spoof spoof) {
        FloodConfig config = new FloodConfig();
        config.spoof = spoof;
        config.target = new FloodConfig.Target(0x0a000002, 7, true);
        Attacker attacker = new Attacker(config, new byte[6], new byte[6]);
        attacker.start(0, Long.MAX_VALUE / 4);
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = attacker.frame();
            assertTrue(ReservedAddresses.contains(Frames.source(frame, 0)));
            assertEquals(0x0a000002, Frames.destination(frame, 0));
            attacker.sent();
        }
    }
}
