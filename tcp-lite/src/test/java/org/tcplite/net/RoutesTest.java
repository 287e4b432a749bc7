package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.tcp.InternetLayer;

class RoutesTest {

    private static Routes routes(String address, int prefixLength, String gateway) {
        return routes(address, prefixLength, gateway, true);
    }

    private static Routes routes(
            String address, int prefixLength, String gateway, boolean pathMtuDiscovery) {
        NetConfig config = new NetConfig();
        config.tcp.pathMtuDiscovery = pathMtuDiscovery;
        config.address = Frames.address(address);
        config.prefixLength = prefixLength;
        config.gateway = Frames.address(gateway);
        return new Routes(config);
    }

    @ParameterizedTest
    @Tag("RFC1122-7")
    @CsvSource({
        "192.0.2.1, 24, 192.0.2.254, 192.0.2.9, 192.0.2.9",
        "192.0.2.1, 24, 192.0.2.254, 192.0.3.9, 192.0.2.254",
        "192.0.2.1, 25, 192.0.2.126, 192.0.2.200, 192.0.2.126",
        "192.0.2.4, 31, 192.0.2.5, 192.0.2.5, 192.0.2.5",
        "192.0.2.4, 31, 192.0.2.5, 192.0.2.6, 192.0.2.5",
        "192.0.2.4, 32, 198.51.100.1, 192.0.2.5, 198.51.100.1",
        "192.0.2.1, 24, 0.0.0.0, 192.0.3.9, 0.0.0.0",
        "10.0.0.1, 1, 0.0.0.0, 126.0.0.1, 126.0.0.1",
    })
    void theNextHopHonoursThePrefix(
            String address, int prefix, String gateway, String remote, String nextHop) {
        Routes routes = routes(address, prefix, gateway);

        assertEquals(Frames.address(nextHop), routes.nextHop(Frames.address(remote)));
    }

    @ParameterizedTest
    @Tag("MUST-46")
    @Tag("RFC1122-6")
    @Tag("RFC1122-21")
    @ValueSource(
            strings = {
                "0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.255", "224.0.0.1",
                "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.255", "192.0.2.0",
                "192.0.2.1",
            })
    void addressesOfNoSingleOtherHostAreNoDestinations(String remote) {
        Routes routes = routes("192.0.2.1", 24, "192.0.2.254");

        assertEquals(
                InternetLayer.BAD_DESTINATION, routes.sourceAddressFor(Frames.address(remote)));
    }

    @Test
    @Tag("MUST-44")
    void theSourceAddressIsOurs() {
        Routes routes = routes("192.0.2.1", 24, "192.0.2.254");

        assertEquals(Frames.OWN, routes.sourceAddressFor(Frames.PEER));
        assertEquals(Frames.OWN, routes.sourceAddressFor(Frames.FAR));
    }

    @Test
    @Tag("RFC1122-12")
    void withoutAGatewayOnlyTheLinkIsReached() {
        Routes routes = routes("192.0.2.1", 24, "0.0.0.0");

        assertEquals(Frames.OWN, routes.sourceAddressFor(Frames.PEER));
        assertEquals(InternetLayer.NO_ROUTE, routes.sourceAddressFor(Frames.FAR));
    }

    @Test
    void aPrefixOf31HasTwoHostsAndNoBroadcast() {
        Routes routes = routes("192.0.2.4", 31, "0.0.0.0");

        assertEquals(Frames.address("192.0.2.4"), routes.sourceAddressFor(Frames.OWN + 4));
        assertEquals(false, routes.isBroadcast(Frames.address("192.0.2.5")));
        assertEquals(false, routes.isBroadcast(Frames.address("192.0.2.4")));
    }

    @Test
    @Tag("RFC1122-20")
    @Tag("RFC1122-18")
    void withoutPathMtuDiscoveryFarDestinationsGetSmallPackets() {
        Routes routes = routes("192.0.2.1", 24, "192.0.2.254", false);
        routes.setLinkMtu(1500);

        assertEquals(1500, routes.mtuTo(Frames.PEER));
        assertEquals(576, routes.mtuTo(Frames.FAR));
    }

    @Test
    @Tag("RFC1191-10")
    void withItTheLinkAloneIsTheLimitAtFirst() {
        Routes routes = routes("192.0.2.1", 24, "192.0.2.254");
        routes.setLinkMtu(1400);

        assertEquals(1400, routes.mtuTo(Frames.FAR));
    }
}
