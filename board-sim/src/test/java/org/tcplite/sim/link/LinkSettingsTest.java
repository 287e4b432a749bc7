package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinkSettingsTest {

    @Test
    void theGatewayIsTheFirstHostThatIsNotTheBoard() {
        assertEquals("10.0.0.1", gateway(0x0a000002, 24));
        assertEquals("10.0.0.2", gateway(0x0a000001, 24));
        assertEquals("192.168.7.129", gateway(0xc0a807c8, 25));
        assertEquals("10.0.0.2", gateway(0x0a000003, 31));
        assertEquals("10.0.0.3", gateway(0x0a000002, 31));
    }

    @Test
    void aGatewayThatIsSetIsTaken() {
        LinkSettings settings = new LinkSettings();
        settings.gateway = 0x0a0000fe;
        assertEquals("10.0.0.254", LinkSettings.dotted(settings.gatewayAddress()));
    }

    @Test
    void theStationAddressIsMadeOfTheAddress() {
        assertArrayEquals(
                new byte[] {2, 0, 10, 0, 0, 2}, LinkSettings.derivedMac(0x0a000002, 1500).address);
        assertEquals(1514, LinkSettings.derivedMac(0x0a000002, 1500).maxFrame);
    }

    private static String gateway(int board, int prefixLength) {
        LinkSettings settings = new LinkSettings();
        settings.board = board;
        settings.prefixLength = prefixLength;
        return LinkSettings.dotted(settings.gatewayAddress());
    }
}
