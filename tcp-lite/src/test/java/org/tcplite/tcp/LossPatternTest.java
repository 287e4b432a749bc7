package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every pattern of losses among the next eight segments, of opening and of closing, with both ends
 * ours: it always ends open, or closed, and nothing is left over.
 */
class LossPatternTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int PATTERNS = 1 << 8;
    private static final int CLIENT = 10_000;
    private static final int SERVER = 80;

    private final byte[] buffer = new byte[512];
    private int losses;

    /**
     * Two hosts with ISNs of the client's just below the wrap, on a wire that obeys the pattern.
     */
    private TwoHosts hosts() {
        TcpConfig config = new TcpConfig();
        config.connections = 2;
        config.listeners = 1;
        config.synQueue = 8;
        config.timeWait = 4;
        config.receiveBuffer = 512;
        config.sendBuffer = 512;
        long hash =
                new SipHash(42, ~42L)
                        .hash(
                                TwoHosts.ADDRESS[0],
                                TwoHosts.ADDRESS[1],
                                SERVER << 16 | CLIENT,
                                SipHash.CONNECTION);
        long startNs = (0xffffffff - (int) hash & 0xffffffffL) << 12;
        losses = 0;
        return new TwoHosts(config, config, startNs, 42, this::carry);
    }

    private void carry(TwoHosts hosts, int from, byte[] segment) {
        boolean lost = (losses & 1) != 0;
        losses >>>= 1;
        if (!lost) {
            hosts.arriveAt(1 - from, hosts.nowNs + MS, segment);
        }
    }

    private void runPatterns(String what, PatternRun run) {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            TwoHosts hosts = hosts();
            hosts.tracing = true;
            try {
                run.run(hosts, pattern);
            } catch (AssertionError e) {
                throw new AssertionError(
                        what
                                + ", losses "
                                + Integer.toBinaryString(pattern)
                                + ": "
                                + e.getMessage()
                                + "\n  "
                                + String.join("\n  ", hosts.trace),
                        e);
            }
        }
    }

    private interface PatternRun {
        void run(TwoHosts hosts, int pattern);
    }

    private static int state(TwoHosts hosts, int host, int handle) {
        return hosts.tcp[host].state(handle);
    }

    /** Reads all there is; the answer that ended it. */
    private int drain(TwoHosts hosts, int host, int handle) {
        int got;
        do {
            got = hosts.tcp[host].read(handle, buffer, 0, buffer.length, hosts.nowNs);
        } while (got > 0);
        return got;
    }

    // ---- opening

    @Test
    @Tag("sc_01")
    @Tag("sc_20")
    void everyLossPatternOfAHandshakeWithTextEndsOpen() {
        runPatterns(
                "handshake with text",
                (hosts, pattern) -> {
                    int listener = hosts.tcp[1].listen(SERVER, 2);
                    losses = pattern;
                    int client =
                            hosts.tcp[0].connect(TwoHosts.ADDRESS[1], SERVER, CLIENT, hosts.nowNs);
                    assertEquals(5, hosts.tcp[0].write(client, buffer, 0, 5, hosts.nowNs));
                    hosts.runFor(250 * SECOND);
                    assertEquals(TcpState.ESTABLISHED, state(hosts, 0, client));
                    int server = hosts.tcp[1].accept(listener);
                    assertTrue(server > 0, "accept: " + server);
                    assertEquals(5, hosts.tcp[1].readable(server));
                    assertEquals(TcpError.WOULD_BLOCK, hosts.tcp[1].accept(listener));
                    endBoth(hosts, client, server);
                });
    }

    /**
     * Without text one pattern may leave the client alone with an open connection: when its ACK and
     * all five repetitions of the SYN-ACK are lost. It learns of it with its first text.
     */
    @Test
    @Tag("sc_01")
    @Tag("sc_20")
    void everyLossPatternOfABareHandshakeEndsOpenOnBothSidesOrOnNone() {
        runPatterns(
                "bare handshake",
                (hosts, pattern) -> {
                    int listener = hosts.tcp[1].listen(SERVER, 2);
                    losses = pattern;
                    int client =
                            hosts.tcp[0].connect(TwoHosts.ADDRESS[1], SERVER, CLIENT, hosts.nowNs);
                    hosts.runFor(250 * SECOND);
                    assertEquals(TcpState.ESTABLISHED, state(hosts, 0, client));
                    int server = hosts.tcp[1].accept(listener);
                    if (server < 0) {
                        assertEquals(0b11111100, pattern, "accept: " + server);
                        hosts.tcp[0].write(client, buffer, 0, 5, hosts.nowNs);
                        hosts.runFor(SECOND);
                        assertEquals(TcpError.RESET, hosts.tcp[0].endReason(client));
                    }
                    endBoth(hosts, client, server);
                });
    }

    @Test
    @Tag("sc_02")
    @Tag("sc_20")
    @Tag("MUST-10")
    void everyLossPatternOfASimultaneousOpenEndsOpenOnBothSides() {
        runPatterns(
                "simultaneous open",
                (hosts, pattern) -> {
                    losses = pattern;
                    int[] handle = openSimultaneously(hosts);
                    hosts.runFor(250 * SECOND);
                    assertEquals(TcpState.ESTABLISHED, state(hosts, 0, handle[0]));
                    assertEquals(TcpState.ESTABLISHED, state(hosts, 1, handle[1]));
                    assertEquals(1, hosts.inUse(0));
                    assertEquals(1, hosts.inUse(1));
                    endBoth(hosts, handle[0], handle[1]);
                });
    }

    private static int[] openSimultaneously(TwoHosts hosts) {
        int[] handle = new int[2];
        for (int i = 0; i < 2; i++) {
            int remotePort = i == 0 ? SERVER : CLIENT;
            int localPort = i == 0 ? CLIENT : SERVER;
            handle[i] =
                    hosts.tcp[i].connect(
                            TwoHosts.ADDRESS[1 - i], remotePort, localPort, hosts.nowNs);
        }
        return handle;
    }

    @Test
    @Tag("sc_02")
    void aSimultaneousOpenTakesFourSegments() {
        TwoHosts hosts = hosts();
        openSimultaneously(hosts);
        hosts.runFor(SECOND);
        assertEquals(4, hosts.segments);
    }

    // ---- closing

    private static int[] open(TwoHosts hosts) {
        int listener = hosts.tcp[1].listen(SERVER, 2);
        int client = hosts.tcp[0].connect(TwoHosts.ADDRESS[1], SERVER, CLIENT, hosts.nowNs);
        hosts.runFor(SECOND);
        int server = hosts.tcp[1].accept(listener);
        assertTrue(server > 0, "accept: " + server);
        return new int[] {client, server};
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    @Tag("sc_07")
    @Tag("sc_08")
    @Tag("sc_12")
    @Tag("sc_13")
    @Tag("sc_20")
    void everyLossPatternOfACloseEndsClosed(int octets) {
        runPatterns(
                "close",
                (hosts, pattern) -> {
                    int[] handle = open(hosts);
                    losses = pattern;
                    if (octets > 0) {
                        hosts.tcp[0].write(handle[0], buffer, 0, octets, hosts.nowNs);
                    }
                    hosts.tcp[0].close(handle[0], hosts.nowNs);
                    for (int i = 0; i < 250; i++) {
                        hosts.runFor(SECOND);
                        if (drain(hosts, 1, handle[1]) == TcpError.END_OF_STREAM) {
                            break;
                        }
                    }
                    assertEquals(TcpError.END_OF_STREAM, drain(hosts, 1, handle[1]));
                    assertEquals(0, hosts.tcp[1].close(handle[1], hosts.nowNs));
                    hosts.runOut(600 * SECOND);
                    hosts.checkAllHome();
                });
    }

    @Test
    @Tag("sc_09")
    @Tag("sc_20")
    void everyLossPatternOfASimultaneousCloseEndsClosed() {
        runPatterns(
                "simultaneous close",
                (hosts, pattern) -> {
                    int[] handle = open(hosts);
                    losses = pattern;
                    assertEquals(0, hosts.tcp[0].close(handle[0], hosts.nowNs));
                    assertEquals(0, hosts.tcp[1].close(handle[1], hosts.nowNs));
                    hosts.runOut(600 * SECOND);
                    hosts.checkAllHome();
                });
    }

    @Test
    @Tag("sc_07")
    @Tag("sc_09")
    void withoutLossAClosesSegmentsAreFour() {
        TwoHosts hosts = hosts();
        int[] handle = open(hosts);
        final long before = hosts.segments;
        hosts.tcp[0].close(handle[0], hosts.nowNs);
        hosts.runFor(SECOND);
        assertEquals(TcpState.CLOSE_WAIT, state(hosts, 1, handle[1]));
        hosts.tcp[1].close(handle[1], hosts.nowNs);
        hosts.runFor(SECOND);
        assertEquals(4, hosts.segments - before);
        assertEquals(1, hosts.inUse(0), "a TIME-WAIT record");
        assertEquals(0, hosts.inUse(1));
        hosts.runFor(60 * SECOND);
        assertEquals(0, hosts.inUse(0));
    }

    /** The rest of a run about opening: both close, nothing remains. */
    private void endBoth(TwoHosts hosts, int first, int second) {
        losses = 0;
        drain(hosts, 1, second);
        hosts.tcp[0].close(first, hosts.nowNs);
        hosts.tcp[1].close(second, hosts.nowNs);
        hosts.runOut(600 * SECOND);
        hosts.checkAllHome();
    }
}
