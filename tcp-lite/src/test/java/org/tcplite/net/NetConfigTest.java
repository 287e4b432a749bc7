package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcplite.tcp.ConfigException;

class NetConfigTest {

    private static NetConfig config(String address, int prefixLength, String gateway) {
        NetConfig config = new NetConfig();
        config.address = Frames.address(address);
        config.prefixLength = prefixLength;
        config.gateway = Frames.address(gateway);
        return config;
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 24, 0.0.0.0",
        "192.0.2.1, 24, 192.0.2.254",
        "192.0.2.0, 31, 192.0.2.1",
        "192.0.2.0, 32, 0.0.0.0",
        "192.0.2.255, 32, 198.51.100.1",
        "10.255.255.254, 8, 10.0.0.1",
        "1.0.0.1, 1, 2.0.0.0",
    })
    void goodAddressesPass(String address, int prefixLength, String gateway) {
        assertDoesNotThrow(config(address, prefixLength, gateway)::check);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 24, 0.0.0.0, address",
        "0.1.2.3, 24, 0.0.0.0, address",
        "127.0.0.1, 8, 0.0.0.0, address",
        "224.0.0.1, 24, 0.0.0.0, address",
        "240.0.0.1, 24, 0.0.0.0, address",
        "255.255.255.255, 32, 0.0.0.0, address",
        "192.0.2.0, 24, 0.0.0.0, address",
        "192.0.2.255, 24, 0.0.0.0, address",
        "192.0.2.7, 30, 0.0.0.0, address",
        "192.0.2.1, 0, 0.0.0.0, prefixLength",
        "192.0.2.1, 33, 0.0.0.0, prefixLength",
        "192.0.2.1, 24, 192.0.3.254, gateway",
        "192.0.2.1, 24, 192.0.2.255, gateway",
        "192.0.2.1, 24, 192.0.2.0, gateway",
        "192.0.2.1, 24, 192.0.2.1, gateway",
        "192.0.2.1, 32, 127.0.0.1, gateway",
    })
    void badAddressesAreNamed(String address, int prefixLength, String gateway, String field) {
        NetConfig config = config(address, prefixLength, gateway);

        assertEquals(field, assertThrows(ConfigException.class, config::check).field);
    }

    @Test
    void aBadAddressComesWithItsRange() {
        NetConfig config = config("192.0.2.255", 24, "0.0.0.0");

        ConfigException thrown = assertThrows(ConfigException.class, config::check);

        assertEquals(0xc00002ffL, thrown.value);
        assertEquals(0xc0000201L, thrown.min);
        assertEquals(0xc00002feL, thrown.max);
    }

    @ParameterizedTest
    @CsvSource({
        "offLinkMtu, 576, 65535",
        "arpEntries, 2, 1024",
        "arpLifetimeMs, 1000, 86400000",
        "reassemblies, 0, 16",
        "reassemblyBuffer, 576, 65528",
        "reassemblyTimeoutMs, 1000, 120000",
        "framesPerPoll, 1, 256",
        "timersPerPoll, 1, 1024",
        "segmentsPerPoll, 1, 1024",
        "pollIntervalMs, 1, 1000",
        "icmpPerSecond, 0, 1000000",
    })
    void eachLimitHasItsRange(String name, int min, int max) throws ReflectiveOperationException {
        NetConfig config = config("192.0.2.1", 24, "0.0.0.0");
        var field = NetConfig.class.getField(name);
        for (int good : new int[] {min, max}) {
            field.setInt(config, good);
            assertDoesNotThrow(config::check);
        }
        for (int bad : new int[] {min - 1, max + 1}) {
            field.setInt(config, bad);
            ConfigException thrown = assertThrows(ConfigException.class, config::check);
            assertEquals(name, thrown.field);
            assertEquals(bad, thrown.value);
            assertEquals(min, thrown.min);
            assertEquals(max, thrown.max);
        }
    }

    @Test
    void aReassemblyBufferIsOfWholeUnits() {
        NetConfig config = config("192.0.2.1", 24, "0.0.0.0");
        config.reassemblyBuffer = 577;

        assertThrows(ConfigException.class, config::check);
    }

    @Test
    void theLimitsOfTcpAreCheckedToo() {
        NetConfig config = config("192.0.2.1", 24, "0.0.0.0");
        config.tcp.ttl = 0;

        assertEquals("ttl", assertThrows(ConfigException.class, config::check).field);
    }

    @Test
    void boardDefaultsAreSound() {
        NetConfig config = config("192.0.2.1", 24, "0.0.0.0");
        config.useBoardDefaults();

        assertDoesNotThrow(config::check);
        assertEquals(4, config.tcp.connections);
    }
}
