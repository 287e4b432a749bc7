package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.sim.peer.PeerNamespace;

/** {@code wire} between the TAP devices of two network namespaces; tcpdump counts. */
@Tag("tap")
@Timeout(180)
class WireBetweenKernelsTest {

    private static final String MAIN = "org.tcplite.sim.cli.Main";
    private static final int START_S = 60;
    private static final int FRAMES = 20_000;
    private static final String LEFT = "10.0.0.1";
    private static final String RIGHT = "10.0.0.2";

    /** Datagrams in small lots, so that the device's own queue of 500 or 1000 never fills. */
    private static final String SENDER =
            "import socket, sys, time\n"
                    + "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    + "for i in range(int(sys.argv[2])):\n"
                    + "    s.sendto(b'x' * 100, (sys.argv[1], 9))\n"
                    + "    if i % 50 == 49: time.sleep(0.004)\n";

    @TempDir Path directory;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("tcpdump", "python3");
    }

    /** The command between two kernels that know each other's station addresses. */
    private static final class Fixture implements AutoCloseable {
        final PeerNamespace left = PeerNamespace.create();
        final PeerNamespace right = PeerNamespace.create();
        final Program wire;

        Fixture(String... options) throws Exception {
            List<String> arguments = new ArrayList<>();
            arguments.add("wire");
            arguments.add("tap:" + left.deviceName());
            arguments.add("tap:" + right.deviceName());
            arguments.addAll(List.of(options));
            wire = Program.java(MAIN, arguments.toArray(new String[0])).start();
            wire.line("ready tap:", START_S);
            left.adopt(left.deviceName(), LEFT + "/24");
            right.adopt(right.deviceName(), RIGHT + "/24");
            introduce(left, RIGHT, right);
            introduce(right, LEFT, left);
        }

        private static void introduce(PeerNamespace here, String address, PeerNamespace there) {
            String file = "/sys/class/net/" + there.deviceName() + "/address";
            String station = there.run("cat", file).assertSuccess().text().strip();
            here.run("ip", "neigh", "add", address, "lladdr", station, "dev", here.deviceName())
                    .assertSuccess();
        }

        String end() throws Exception {
            wire.signal("TERM");
            assertEquals(0, wire.waitFor(30), wire::said);
            return wire.said();
        }

        @Override
        public void close() {
            wire.close();
            right.close();
            left.close();
        }
    }

    @Test
    void threePercentOfTwentyThousandFramesAreLost() throws Exception {
        Path capture = directory.resolve("right.pcap");
        try (Fixture f = new Fixture("--loss", "3%", "--seed", "7")) {
            Process tcpdump =
                    f.right.start(
                            "tcpdump",
                            "-i",
                            f.right.deviceName(),
                            "--immediate-mode",
                            "-U",
                            "-B",
                            "16384",
                            "-w",
                            capture.toString(),
                            "udp port 9");
            awaitListening(tcpdump);
            f.left.run("python3", "-c", SENDER, RIGHT, "" + FRAMES).assertSuccess();
            int received = captured(f, capture);
            String said = f.end();

            assertTrue(said.startsWith("seed=7\nimpairments: both ways loss 3%\n"), said);
            assertEquals(FRAMES, number("\nout .*: (\\d+) frames", said), said);
            assertEquals(received, number("\nout .*; delivered (\\d+),", said), said);
            assertEquals(FRAMES - received, number("\nout .*\n  lost (\\d+),", said), said);
            double lost = 100.0 * (FRAMES - received) / FRAMES;
            assertEquals(3, lost, 0.5);
            Matcher own = Pattern.compile("own losses at \\S+: (.*)").matcher(said);
            for (int i = 0; i < 2; i++) {
                assertTrue(own.find(), said);
                assertEquals("ring full 0, wrong length 0, no carrier 0, not sent 0", own.group(1));
            }
        }
    }

    private static void awaitListening(Process tcpdump) throws Exception {
        var words = tcpdump.errorReader();
        String line = words.readLine();
        while (line != null && !line.contains("listening on")) {
            line = words.readLine();
        }
        assertTrue(line != null, "tcpdump does not listen");
    }

    /**
     * The datagrams tcpdump has written, once they are as many as the device has received and no
     * more come; half a minute at most.
     */
    private static int captured(Fixture f, Path capture) throws Exception {
        String device = "/sys/class/net/" + f.right.deviceName() + "/statistics/rx_packets";
        int before = -1;
        for (int i = 0; i < 150; i++) {
            String count = f.right.run("tcpdump", "-r", capture.toString(), "--count").text();
            int written = number("^(\\d+) packets", count);
            int received = Integer.parseInt(f.right.run("cat", device).text().strip());
            if (written == received && written == before) {
                return written;
            }
            before = received;
            Thread.sleep(200); // frames come every few milliseconds
        }
        return before;
    }

    private static int number(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), () -> pattern + " in:\n" + text);
        return Integer.parseInt(found.group(1));
    }

    @Test
    void aPingSeesTheDelayOfBothWays() throws Exception {
        try (Fixture f = new Fixture("--delay", "20ms")) {
            String text = f.left.run("ping", "-c", "5", "-i", "0.1", RIGHT).assertSuccess().text();
            assertTrue(text.contains("5 received"), text);
            Matcher least = Pattern.compile("= ([0-9.]+)/").matcher(text);
            assertTrue(least.find(), text);
            assertTrue(Double.parseDouble(least.group(1)) >= 40, text);
            f.end();
        }
    }
}
