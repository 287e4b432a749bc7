package org.tcplite.sim.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two boards in two processes, {@code serve} and {@code nc}, as docs/links.md has people type. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class TwoProcessesTest {

    @TempDir Path directory;

    @Test
    void tenMegabytesByDatagramsArriveIntactEachWayAndBothWaysAtOnce() throws Exception {
        List<Integer> ports = Content.freePorts(2);
        exchangeAll(
                "udp:127.0.0.1:" + ports.get(0) + "/127.0.0.1:" + ports.get(1),
                "udp:127.0.0.1:" + ports.get(1) + "/127.0.0.1:" + ports.get(0));
    }

    @Test
    void tenMegabytesByAStreamArriveIntactEachWayAndBothWaysAtOnce() throws Exception {
        Path socket = directory.resolve("s");
        exchangeAll("unix-listen:" + socket, "unix:" + socket);
    }

    private void exchangeAll(String serving, String asking) throws Exception {
        BoardPair boards = new BoardPair(directory);
        try (Program serve = boards.serve(serving)) {
            boards.exchange(asking);
            BoardPair.end(serve);
        }
    }
}
