package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.sim.peer.PeerNamespace;

/** {@code serve --link macvtap:} on the network of a namespace, whose kernel is the peer. */
@Tag("tap")
@Timeout(180)
class MacvtapLinkTest {

    private static final int OCTETS = 10_000_000;
    private static final int START_S = 60;

    @TempDir Path directory;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("curl", "ping");
    }

    @Test
    void theKernelReachesTheBoardThroughAMacvtap() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create()) {
            String link = "macvtap:" + peer.addMacvtap("10.0.0.1/24");
            try (Program serve = serve(link)) {
                String ready = serve.line("ready ", START_S);
                assertEquals("ready http://10.0.0.2/ board=10.0.0.2 link=" + link, ready);
                peer.run("ping", "-q", "-i0.01", "-c20", "-s1400", "10.0.0.2").assertSuccess();
                byte[] got =
                        peer.run("curl", "-sS", "--fail", "http://10.0.0.2/bytes/" + OCTETS)
                                .assertSuccess()
                                .stdout();
                assertEquals(Content.sha256(Content.pattern(OCTETS)), Content.sha256(got));
                Path sent = Files.write(directory.resolve("sent"), got);
                String sum =
                        peer.run("curl", "-sS", "-T", sent.toString(), "http://10.0.0.2/sha256")
                                .assertSuccess()
                                .text();
                assertEquals(Content.sha256(got), sum.strip());
                serve.signal("TERM");
                assertEquals(0, serve.waitFor(30), serve::said);
            }
        }
    }

    @Test
    void aStationAddressThatIsNotTheInterfacesIsRefused() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create()) {
            String name = peer.addMacvtap("10.0.0.1/24");
            try (Program serve = serve("macvtap:" + name, "--mac", "02:00:00:00:00:01")) {
                assertEquals(1, serve.waitFor(START_S));
                String wayOut = "type: sudo ip link set " + name + " address 02:00:00:00:00:01";
                assertTrue(serve.said().strip().endsWith(wayOut), serve::said);
            }
        }
    }

    private Program serve(String link, String... more) throws Exception {
        return Program.java(Program.BOARD_SIM, "serve", "--link", link)
                .arguments(more)
                .runtimeDirectory(directory)
                .start();
    }
}
