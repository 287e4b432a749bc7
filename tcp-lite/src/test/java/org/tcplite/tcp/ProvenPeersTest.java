package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who completed a handshake lately. */
class ProvenPeersTest {

    private final ProvenPeers peers = new ProvenPeers(64, 0x123456789L);

    @Test
    void nobodyIsKnownAtFirst() {
        for (int i = 1; i < 10_000; i++) {
            assertFalse(peers.contains(i * 0x10203));
        }
    }

    @Test
    void theLatestAreKnown() {
        for (int i = 1; i <= 1_000; i++) {
            peers.add(i);
            peers.add(7);
            assertTrue(peers.contains(i));
            assertTrue(peers.contains(7), "who comes again is not the oldest");
        }
        int known = 0;
        for (int i = 1; i <= 1_000; i++) {
            known += peers.contains(i) ? 1 : 0;
        }
        assertEquals(64, known, "as many as there is room for, none twice");
    }

    @Test
    void twentyFindRoom() {
        int known = 0;
        for (int i = 0; i < 20; i++) {
            peers.add(0xcb007101 + i);
        }
        for (int i = 0; i < 20; i++) {
            known += peers.contains(0xcb007101 + i) ? 1 : 0;
        }
        assertEquals(20, known);
    }
}
