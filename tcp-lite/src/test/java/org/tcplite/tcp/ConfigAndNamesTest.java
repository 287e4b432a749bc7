package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of every setting, and that whatever has a number has a name. */
class ConfigAndNamesTest {

    private static TcpConfig smallRings() {
        TcpConfig config = new TcpConfig();
        config.connections = 1;
        return config;
    }

    private static void set(TcpConfig config, String field, int value) throws Exception {
        TcpConfig.class.getField(field).setInt(config, value);
    }

    private static final String[] RANGES = {
        "connections 1 65536",
        "listeners 0 64",
        "timeWait 1 32767",
        "receivedRanges 0 8",
        "mtu 576 65535",
        "minimumPathMtu 128 1500",
        "minimumMss 64 536",
        "congestionControl 0 1",
        "mslMs 1 120000",
        "rtoInitialMs 1 60000",
        "rtoMinMs 1 60000",
        "rtoMaxMs 60000 600000",
        "connectTimeoutMs 1000 3600000",
        "userTimeoutMs 0 86400000",
        "r1 1 30",
        "delayedAckMs 0 499",
        "swsOverrideMs 100 1000",
        "keepAliveIdleMs 1000 2147483647",
        "keepAliveIntervalMs 1000 2147483647",
        "keepAliveProbes 2 255",
        "finWait2Ms 1000 3600000",
        "challengeAckIntervalMs 0 60000",
        "repliesPerSecond 0 1000000",
        "synAckRepeatsPerSecond 0 1000000",
        "ttl 1 255",
        "synQueue 8 1024",
        "receiveBuffer 256 16777216",
        "sendBuffer 256 16777216",
        "sentRecords 4 1024"
    };

    @Test
    void everyFieldHasTheLimitsItSays() throws Exception {
        Set<String> checked = new HashSet<>();
        for (String range : RANGES) {
            String[] words = range.split(" ");
            String field = words[0];
            checked.add(field);
            int min = Integer.parseInt(words[1]);
            int max = Integer.parseInt(words[2]);
            for (int good : new int[] {min, max}) {
                TcpConfig config = smallRings();
                if (field.equals("connections")) {
                    config.receiveBuffer = 256;
                    config.sendBuffer = 256;
                }
                set(config, field, good);
                assertDoesNotThrow(config::check, field + " = " + good);
            }
            long[] bad = {min - 1L, max + 1L, Integer.MIN_VALUE};
            for (long value : bad) {
                if ((int) value != value) {
                    continue;
                }
                TcpConfig config = smallRings();
                set(config, field, (int) value);
                ConfigException e =
                        assertThrows(ConfigException.class, config::check, field + " = " + value);
                assertEquals(field, e.field);
                assertEquals(value, e.value);
                assertEquals(min, e.min);
                assertEquals(max, e.max);
            }
        }
        for (Field field : TcpConfig.class.getFields()) {
            boolean constant = Modifier.isStatic(field.getModifiers());
            boolean number = field.getType() == int.class && !constant;
            assertTrue(
                    !number || checked.contains(field.getName()), field.getName() + " has limits");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"synQueue", "receiveBuffer", "sendBuffer", "sentRecords"})
    void sizesOfRingsArePowersOfTwo(String field) throws Exception {
        for (int bad : new int[] {300, 511, 513, 768, 1000}) {
            TcpConfig config = smallRings();
            set(config, field, bad);
            ConfigException e = assertThrows(ConfigException.class, config::check);
            assertEquals(field, e.field);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "64, 16777216, true",
        "128, 16777216, false",
        "65536, 16384, true",
        "65536, 32768, false"
    })
    void allRingsOfADirectionFitOneArray(int connections, int ring, boolean fits) {
        TcpConfig config = new TcpConfig();
        config.connections = connections;
        config.receiveBuffer = ring;
        config.sendBuffer = 256;
        if (fits) {
            assertDoesNotThrow(config::check);
        } else {
            assertThrows(ConfigException.class, config::check);
        }
    }

    @Test
    void theDefaultsAreGood() {
        TcpConfig config = new TcpConfig();
        assertDoesNotThrow(config::check);
        config.useBoardDefaults();
        assertDoesNotThrow(config::check);
        assertEquals(4, config.connections);
    }

    /**
     * A configuration changed after start has no effect on the stack, or at least breaks nothing.
     */
    @Test
    void theStackKeepsWhatItWasMadeWith() {
        TcpConfig config = smallRings();
        TwoHosts hosts = TwoHosts.withoutFaults(config);
        config.receiveBuffer = 1 << 24;
        config.sendBuffer = 1 << 24;
        config.mslMs = 1;
        int handle = hosts.tcp[0].connect(TwoHosts.ADDRESS[1], 80, 0, 0);
        assertEquals(64 * 1024, hosts.tcp[0].writable(handle), "the config was copied");
    }

    // ---- names

    private static Map<String, Integer> constants(Class<?> of) throws IllegalAccessException {
        Map<String, Integer> constants = new HashMap<>();
        for (Field field : of.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                constants.put(field.getName(), field.getInt(null));
            }
        }
        return constants;
    }

    private static void allDistinct(Map<String, Integer> ids, IntFunction<String> name) {
        Set<Integer> values = new HashSet<>();
        Set<String> names = new HashSet<>();
        ids.forEach(
                (constant, id) -> {
                    assertTrue(values.add(id), constant + " has the number of another");
                    String text = name.apply(id);
                    assertNotNull(text);
                    assertFalse(text.isEmpty() || text.equals("?"), constant + " has no name");
                    assertFalse(text.startsWith("unknown"), constant + " has no name");
                    assertTrue(names.add(text), constant + " has the name of another: " + text);
                });
    }

    @Test
    void everyErrorHasATextOfItsOwn() throws Exception {
        Map<String, Integer> errors = constants(TcpError.class);
        assertTrue(errors.size() >= 18);
        errors.forEach((name, id) -> assertTrue(id < 0, name));
        allDistinct(errors, TcpError::text);
        assertEquals("no error", TcpError.text(0));
        assertEquals("unknown error", TcpError.text(-1000));
    }

    @Test
    void everyStateHasANameOfItsOwn() throws Exception {
        Map<String, Integer> states = constants(TcpState.class);
        assertEquals(11, states.remove("COUNT"));
        assertEquals(11, states.size());
        allDistinct(states, TcpState::name);
        states.forEach(
                (constant, id) -> assertEquals(constant.replace('_', '-'), TcpState.name(id)));
        assertEquals("?", TcpState.name(11));
    }

    @Test
    void everyCounterHasANameOfItsOwn() throws Exception {
        Map<String, Integer> counters = constants(TcpCounter.class);
        int count = counters.remove("COUNT");
        counters.remove("FIRST_DROP");
        assertEquals(count, counters.size(), "ids without gaps");
        counters.forEach((name, id) -> assertTrue(id >= 0 && id < count, name));
        allDistinct(counters, TcpCounter::name);
        counters.forEach(
                (name, id) -> assertEquals(name.startsWith("DROP_"), id >= TcpCounter.FIRST_DROP));
    }

    // ---- ephemeral ports

    @Test
    void portsAreInRangeDistinctAndPastWhatIsInTheWay() {
        TcpConfig config = new TcpConfig();
        config.connections = 64;
        config.receiveBuffer = 256;
        config.sendBuffer = 256;
        Tcp tcp = new TwoHosts(config, config, 0, 1, (h, f, s) -> {}).tcp[0];
        EphemeralPorts ports = new EphemeralPorts(tcp.connections);
        int first = ports.choose(1, TwoHosts.ADDRESS[1], 80);
        assertEquals(first, new EphemeralPorts(tcp.connections).choose(1, TwoHosts.ADDRESS[1], 80));
        int inTheWay = first;
        for (int i = 0; i < 16; i++) { // the next ones are listened on
            inTheWay = inTheWay == 65535 ? 1024 : inTheWay + 1;
            assertTrue(tcp.listen(inTheWay, 1) > 0);
            assertFalse(ports.isFree(1, TwoHosts.ADDRESS[1], 80, inTheWay));
        }
        int next = inTheWay == 65535 ? 1024 : inTheWay + 1;
        assertEquals(next, ports.choose(1, TwoHosts.ADDRESS[1], 80));
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            int handle = tcp.connect(TwoHosts.ADDRESS[1], 80, 0, i);
            int port = tcp.localPortOf(handle);
            assertTrue(port >= 1024 && port <= 65535, "port " + port);
            assertTrue(seen.add(port));
        }
    }

    @Test
    void everyPortIsReachedAndTheOffsetDependsOnTheDestination() {
        TcpConfig config = smallRings();
        Tcp tcp = TwoHosts.withoutFaults(config).tcp[0];
        EphemeralPorts ports = new EphemeralPorts(tcp.connections);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 65536 - 1024; i++) {
            seen.add(ports.choose(1, 2, 80));
        }
        assertEquals(65536 - 1024, seen.size());
        Set<Integer> offsets = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            offsets.add(new EphemeralPorts(tcp.connections).choose(1, i, 80));
        }
        assertTrue(offsets.size() > 95, "offsets: " + offsets.size());
    }
}
