package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Connections opened and closed in every way there is, on a wire that loses some segments: nothing
 * is left behind. {@code -Dtcplite.cycles=1000000} plays more of them.
 */
class OpenCloseCyclesTest {

    private static final int CYCLES = Integer.getInteger("tcplite.cycles", 10_000);
    private static final int AT_A_TIME = 5;
    private static final int BETWEEN_CHECKS = 500;
    private static final int PORT = 80;
    private static final int SERVER = 1;
    private static final long MS = 1_000_000;
    private static final long DELAY_NS = 5 * MS;
    private static final long HOUR_NS = 3_600_000 * MS;
    private static final int STYLES = 8;

    private final SplittableRandom random = new SplittableRandom(20_000);
    private final int[] ways = new int[STYLES];
    private final TwoHosts hosts = new TwoHosts(config(), config(), 0, 99, this::carry);
    private final byte[] text = new byte[400];
    private int lost;
    private int opened;

    private static TcpConfig config() {
        TcpConfig config = new TcpConfig();
        config.connections = 8;
        config.receiveBuffer = 1024;
        config.sendBuffer = 1024;
        config.mslMs = 1_000;
        return config;
    }

    private void carry(TwoHosts wire, int from, byte[] segment) {
        if (random.nextInt(50) == 0) {
            lost++;
        } else {
            wire.arriveAt(1 - from, wire.nowNs + DELAY_NS, segment);
        }
    }

    private Tcp tcp(int host) {
        return hosts.tcp[host];
    }

    @Test
    void leaveNothingBehind() {
        int listener = tcp(SERVER).listen(PORT, 8);
        for (int cycle = 0; cycle < CYCLES; cycle += AT_A_TIME) {
            int[] clients = new int[AT_A_TIME];
            for (int i = 0; i < AT_A_TIME; i++) {
                clients[i] = tcp(0).connect(TwoHosts.ADDRESS[SERVER], PORT, 0, hosts.nowNs);
                assertTrue(clients[i] > 0, () -> "cycle: " + TcpError.text(clients[0]));
            }
            hosts.runFor(50 * MS);
            for (int client : clients) {
                end(client, tcp(SERVER).accept(listener));
            }
            hosts.runFor(random.nextInt(100) * MS);
            if (cycle % BETWEEN_CHECKS == 0) {
                settle(listener);
            } else if (tcp(0).connections.freeSlots() < AT_A_TIME
                    || tcp(SERVER).connections.freeSlots() < AT_A_TIME) {
                settle(listener);
            }
        }
        settle(listener);
        for (int way : ways) {
            assertTrue(way > CYCLES / STYLES / 2, "every way");
        }
        assertTrue(opened > CYCLES / 2, opened + " opened");
        assertTrue(lost > CYCLES / 20, lost + " segments lost");
        System.out.printf("%d cycles, %d opened, %d segments lost%n", CYCLES, opened, lost);
    }

    /** Ends a connection of which the server may know nothing yet: its SYN was lost. */
    private void end(int client, int server) {
        int way = random.nextInt(STYLES);
        ways[way]++;
        opened += server > 0 ? 1 : 0;
        switch (way) {
            case 0: // the client first
                close(0, client);
                hosts.runFor(20 * MS);
                close(SERVER, server);
                break;
            case 1: // the server first
                close(SERVER, server);
                hosts.runFor(20 * MS);
                close(0, client);
                break;
            case 2: // both at once
                close(0, client);
                close(SERVER, server);
                break;
            case 3: // half: the server goes on sending
                tcp(0).shutdownWrite(client, hosts.nowNs);
                hosts.runFor(20 * MS);
                write(SERVER, server);
                close(SERVER, server);
                hosts.runFor(20 * MS);
                close(0, client);
                break;
            case 4:
                abort(0, client);
                close(SERVER, server);
                break;
            case 5:
                write(0, client);
                abort(SERVER, server);
                close(0, client);
                break;
            case 6: // text on its way
                write(0, client);
                write(SERVER, server);
                close(0, client);
                hosts.runFor(7 * MS);
                close(SERVER, server);
                break;
            default: // at once, with nothing waited for
                close(0, client);
                hosts.runFor(random.nextInt(12) * MS);
                abort(SERVER, server);
        }
    }

    private void close(int host, int handle) {
        if (handle > 0) {
            tcp(host).close(handle, hosts.nowNs);
        }
    }

    private void abort(int host, int handle) {
        if (handle > 0) {
            tcp(host).abort(handle, hosts.nowNs);
        }
    }

    private void write(int host, int handle) {
        if (handle > 0) {
            tcp(host).write(handle, text, 0, random.nextInt(1, text.length), hosts.nowNs);
        }
    }

    /** Who opened late is closed; then everything runs out, and every pool is full again. */
    private void settle(int listener) {
        long untilNs = hosts.nowNs + HOUR_NS;
        do {
            int late = tcp(SERVER).accept(listener);
            close(SERVER, late);
            hosts.runFor(1_000 * MS);
        } while (!isAtRest() && hosts.nowNs - untilNs < 0);
        for (Tcp tcp : hosts.tcp) {
            Inspector.checkNothingHeld(tcp);
            assertEquals(8, tcp.connections.freeSlots());
            assertEquals(0, tcp.connections.table.size());
        }
    }

    private boolean isAtRest() {
        return hosts.tcp[0].nextDeadlineNs() == Long.MAX_VALUE
                && hosts.tcp[SERVER].nextDeadlineNs() == Long.MAX_VALUE
                && hosts.tcp[SERVER].connections.freeSlots() == 8
                && hosts.tcp[0].connections.freeSlots() == 8;
    }
}
