package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.hal.contract.MacContract;

/**
 * Each driver keeps the driver contract on its board; the peer is {@code board-sim/run contract} at
 * the other end of a UDP link. No rights needed.
 */
@Tag("board")
class DriverContractTest {

    /** These MACs neither pad nor sum, and a UDP link has no cable to pull. */
    private static final Set<Integer> SKIPPED =
            Set.of(
                    MacContract.PADDING,
                    MacContract.LINK,
                    MacContract.CHECKSUM_OUT,
                    MacContract.CHECKSUM_IN,
                    MacContract.FRAGMENT);

    @BeforeAll
    static void tools() {
        Toolchain.assumeBoards();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm3s6965evb", "emcraft-sf2", "mps2-an385", "mps2-an500"})
    void theDriverKeepsTheContractOnItsBoard(String board) throws Exception {
        String boardEnd = "127.0.0.1:" + CraftedPeer.freePort();
        String peerEnd = "127.0.0.1:" + CraftedPeer.freePort();
        Process peer = startPeer("udp:" + peerEnd + "/" + boardEnd);
        try {
            String link = "udp:" + boardEnd + "/" + peerEnd;
            Command done = Command.run("./run", board, "--contract", "--link", link);

            assertEquals(0, done.status(), () -> done.text() + done.stderr());
            assertEquals(MacContract.CASES, numbers(done, "ok").size() + SKIPPED.size());
            assertEquals(SKIPPED, numbers(done, "skip"), done.text());
            assertTrue(done.text().contains("21 cases, 0 failed, 5 skipped"), done.text());
        } finally {
            peer.destroy();
            assertTrue(peer.waitFor(10, TimeUnit.SECONDS), "the peer does not end");
        }
    }

    @Test
    void withoutALinkTheLocalCasesAreDecided() throws IOException, InterruptedException {
        Command done = Command.run("./run", "lm3s6965evb", "--contract").assertStatus(0);

        assertEquals(Set.of(MacContract.IDENTITY, MacContract.CLAIM), numbers(done, "ok"));
    }

    /** The numbers of the cases with this verdict. */
    private static Set<Integer> numbers(Command done, String verdict) {
        return done.text()
                .lines()
                .filter(line -> line.startsWith(verdict + " "))
                .map(line -> Integer.valueOf(line.substring(6, 9).strip()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Process startPeer(String link) throws IOException {
        Process peer =
                new ProcessBuilder(List.of("../board-sim/run", "contract", "--link", link))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the peer of the contract does not start");
        }
        return peer;
    }
}
