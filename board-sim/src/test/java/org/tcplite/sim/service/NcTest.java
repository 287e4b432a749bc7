package org.tcplite.sim.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcplite.sim.wire.InProcessWire;

/** Netcat on a board, in virtual time. */
class NcTest {

    private final ServedBoard board = new ServedBoard();
    private final NcConfig config = new NcConfig();
    private final HostPipe in = new HostPipe(16, () -> {});
    private final HostPipe out = new HostPipe(16, () -> {});
    private final List<String> log = new ArrayList<>();

    @Test
    void whoWaitsIsToldWhichSynItIs() {
        silence();
        Nc nc = start(ServedBoard.SERVER, 80);
        assertEquals("connection timed out: no answer to any SYN in 243 s", nc.failure());
        assertEquals(
                List.of(
                        "SYN 3 of 9, next in 4 s",
                        "SYN 4 of 9, next in 8 s",
                        "SYN 5 of 9, next in 16 s",
                        "SYN 6 of 9, next in 32 s",
                        "SYN 7 of 9, next in 60 s",
                        "SYN 8 of 9, next in 60 s",
                        "SYN 9 of 9, giving up in 60 s"),
                log);
    }

    @Test
    void theTimeoutShortensTheSeries() {
        config.timeoutMs = 5_000;
        silence();
        Nc nc = start(ServedBoard.SERVER, 80);
        assertEquals("connection timed out: no answer to any SYN in 5 s", nc.failure());
        assertEquals(List.of("SYN 3 of 3, giving up in 2 s"), log);
    }

    @Test
    void refusedIsRefused() {
        assertEquals("connection refused", start(ServedBoard.SERVER, 1234).failure());
    }

    @Test
    void theInputsEndIsAHalfClose() {
        in.array()[0] = 'a';
        in.commit(1);
        in.end();
        assertNull(start(ServedBoard.SERVER, Sha256Service.PORT, 65).failure());
        assertNull(start(ServedBoard.SERVER, EchoService.PORT, 0).failure());
    }

    @Test
    void anAbsentNeighbourIsUnreachable() {
        assertEquals("destination unreachable", start(0x0a000009, 80).failure());
    }

    /** The boards know each other, but no segment arrives any more. */
    private void silence() {
        board.talk(EchoService.PORT, "");
        board.wire.impair(
                InProcessWire.LEFT,
                fate -> {
                    int etherType = fate.offset() + 12;
                    if (fate.octets()[etherType] == 8 && fate.octets()[etherType + 1] == 0) {
                        fate.drop(null);
                    }
                });
    }

    private Nc start(int address, int port) {
        return start(address, port, 0);
    }

    private Nc start(int address, int port, int expected) {
        config.remoteAddress = address;
        config.remotePort = port;
        Nc nc = new Nc(board.tcp, config, in, out, log::add);
        board.client.add(nc);
        int[] got = {0};
        board.until(
                () -> {
                    got[0] += out.readable();
                    out.consume(out.readable());
                    return nc.isOver();
                });
        got[0] += out.readable();
        assertEquals(expected, got[0]);
        return nc;
    }
}
