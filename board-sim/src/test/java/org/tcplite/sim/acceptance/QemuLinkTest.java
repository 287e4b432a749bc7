package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two boards with QEMU between them: a machine without a processor, whose hub joins the network
 * back ends that the boards are plugged into.
 */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class QemuLinkTest {

    private static final int START_S = 30;

    @TempDir Path directory;

    @Test
    void aBoardOnAStreamThatQemuServesMeetsOneOnItsDatagrams() throws Exception {
        List<Integer> ports = Content.freePorts(2);
        Path socket = directory.resolve("q");
        String stream = "stream,server=on,addr.type=unix,addr.path=" + socket;
        BoardPair boards = new BoardPair(directory);
        try (Program qemu = hub(stream, datagrams(ports))) {
            qemu.requireFile(socket);
            try (Program serve = boards.serve("unix:" + socket + ",reconnect=50ms")) {
                boards.exchange(asking(ports));
                BoardPair.end(serve);
            }
        }
    }

    /**
     * QEMU 7.2 dies if a frame comes before a stream it serves listens: only one end is a stream.
     */
    @Test
    void aBoardThatQemuConnectsToMeetsOneOnItsDatagrams() throws Exception {
        List<Integer> ports = Content.freePorts(2);
        Path listening = directory.resolve("b");
        String stream = "stream,server=off,addr.type=unix,addr.path=" + listening;
        BoardPair boards = new BoardPair(directory);
        try (Program serve = boards.serve("unix-listen:" + listening);
                Program qemu = hub(datagrams(ports), stream)) {
            serve.line("board-sim: link unix-listen:" + listening + ": up", START_S);
            boards.exchange(asking(ports));
            BoardPair.end(serve);
            qemu.signal("TERM");
            assertEquals(0, qemu.waitFor(START_S), qemu::said);
        }
    }

    private static String datagrams(List<Integer> ports) {
        return "dgram," + inet("local", ports.get(0)) + "," + inet("remote", ports.get(1));
    }

    /** The other end of {@link #datagrams}. */
    private static String asking(List<Integer> ports) {
        return "udp:127.0.0.1:" + ports.get(1) + "/127.0.0.1:" + ports.get(0);
    }

    private static String inet(String end, int port) {
        return end + ".type=inet," + end + ".host=127.0.0.1," + end + ".port=" + port;
    }

    private static Program hub(String one, String other) throws Exception {
        return Program.of("qemu-system-arm", "-machine", "none", "-nodefaults")
                .arguments("-display", "none", "-monitor", "none", "-serial", "none")
                .arguments("-netdev", one + ",id=one")
                .arguments("-netdev", "hubport,hubid=0,id=port1,netdev=one")
                .arguments("-netdev", other + ",id=other")
                .arguments("-netdev", "hubport,hubid=0,id=port2,netdev=other")
                .start();
    }
}
