package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goodput through loss, in virtual time: what a change does to recovery is seen here first. {@code
 * -Dtcplite.golden=true} writes the table anew.
 */
class GoodputTableTest {

    private static final String TABLE = "goodput.txt";
    private static final double TOLERANCE = 0.03;
    private static final int OCTETS = 2 << 20;
    private static final long[] SEEDS = {1, 2, 3};
    private static final double[] LOSSES = {0.1, 1, 3, 5};
    private static final int[] ROUND_TRIPS = {20, 100};
    private static final int MBITS = 10;
    private static final int QUEUE = 100;

    private static TcpConfig config(int congestionControl) {
        TcpConfig config = new TcpConfig();
        config.connections = 1;
        config.synQueue = 8;
        config.timeWait = 1;
        config.receiveBuffer = 256 * 1024;
        config.sendBuffer = 256 * 1024;
        config.sentRecords = 256;
        config.rtoMinMs = 200;
        config.delayedAckMs = 40;
        config.largeInitialWindow = true;
        config.congestionControl = congestionControl;
        return config;
    }

    /** Kilobits a second, retransmissions and time-outs of all seeds together. */
    private static long[] cell(int congestionControl, double loss, int rttMs) {
        long ns = 0;
        long again = 0;
        long timeouts = 0;
        for (long seed : SEEDS) {
            BulkTransfer transfer =
                    new BulkTransfer(
                            config(congestionControl),
                            rttMs,
                            MBITS,
                            QUEUE,
                            seed,
                            (n, random) ->
                                    random.nextDouble(100) < loss ? BulkTransfer.Path.LOST : 0);
            long begins = transfer.hosts.nowNs;
            ns += transfer.run(OCTETS, OCTETS) - begins;
            again += transfer.counter(TcpCounter.RETRANS_SEGS);
            timeouts += transfer.counter(TcpCounter.TIMEOUTS);
        }
        return new long[] {8_000_000L * OCTETS * SEEDS.length / ns, again, timeouts};
    }

    private static List<String> measure() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# control, loss %, round trip ms: goodput kbit/s, segments sent again, time-outs;"
                        + " 10 Mbit/s, 2 MiB, three seeds");
        for (int control : new int[] {TcpConfig.NEW_RENO, TcpConfig.CUBIC}) {
            for (int rtt : ROUND_TRIPS) {
                for (double loss : LOSSES) {
                    long[] cell = cell(control, loss, rtt);
                    String name = control == TcpConfig.CUBIC ? "cubic" : "newreno";
                    lines.add(
                            String.format(
                                    "%-7s %s %3d: %5d %4d %3d",
                                    name, loss, rtt, cell[0], cell[1], cell[2]));
                }
            }
        }
        return lines;
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = GoodputTableTest.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void goodputThroughLossIsWhatTheTableSays() throws IOException {
        List<String> measured = measure();
        if (Boolean.getBoolean("tcplite.golden")) {
            Path file = Path.of("src/test/resources/org/tcplite/tcp", TABLE);
            Files.createDirectories(file.getParent());
            Files.write(file, measured);
            return;
        }
        List<String> golden = golden();
        assertEquals(golden.size(), measured.size());
        for (int i = 1; i < golden.size(); i++) {
            String[] wanted = golden.get(i).split("[: ]+");
            String[] is = measured.get(i).split("[: ]+");
            for (int k = 0; k < 3; k++) {
                assertEquals(wanted[k], is[k]);
            }
            double ratio = Double.parseDouble(is[3]) / Double.parseDouble(wanted[3]);
            assertTrue(
                    Math.abs(ratio - 1) <= TOLERANCE,
                    "golden " + golden.get(i) + ", measured " + measured.get(i));
        }
    }
}
