package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The octets that are printed per slot, entry and record are those that more of them cost. */
@Tag("allocation")
class MemoryBudgetTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static TcpConfig config(int receive, int send, int records, int ranges) {
        TcpConfig config = new TcpConfig();
        config.connections = 64;
        config.synQueue = 256;
        config.timeWait = 256;
        config.receiveBuffer = receive;
        config.sendBuffer = send;
        config.sentRecords = records;
        config.receivedRanges = ranges;
        return config;
    }

    private static Tcp tcp(TcpConfig config) {
        InternetLayer ip =
                new InternetLayer() {
                    @Override
                    public int sourceAddressFor(int remoteAddress) {
                        return 1;
                    }

                    @Override
                    public int mtuTo(int remoteAddress) {
                        return 1500;
                    }
                };
        return new Tcp(config, new PortableOctets(), ip, 1, 2, true);
    }

    /** Octets allocated by one construction: the least of some. */
    private static long octets(TcpConfig config) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Tcp made = tcp(config);
            long octets = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(made.octetsPerSlot() > 0);
            least = Math.min(least, octets);
        }
        return least;
    }

    /** What one more costs, from {@code n} to {@code 2 * n}. */
    private static void compare(
            String what, int printed, TcpConfig of, int n, Consumer<TcpConfig> twice) {
        long once = octets(of);
        twice.accept(of);
        double slope = (octets(of) - once) / (double) n;
        System.out.printf("%s: %d octets printed, %.1f measured%n", what, printed, slope);
        assertTrue(
                Math.abs(slope - printed) <= printed / 10.0,
                what + ": " + printed + " octets printed, " + slope + " measured");
    }

    @ParameterizedTest
    @CsvSource({"256, 256, 4, 0", "256, 256, 4, 8", "1024, 1024, 8, 8", "65536, 65536, 64, 8"})
    void ofASlot(int receive, int send, int records, int ranges) {
        TcpConfig config = config(receive, send, records, ranges);
        int printed = tcp(config).octetsPerSlot();
        String what = "slot " + receive + "/" + send + "/" + records + "/" + ranges;
        compare(what, printed, config, 64, c -> c.connections = 128);
    }

    @Test
    void ofAHalfOpenEntry() {
        TcpConfig config = config(256, 256, 4, 0);
        int printed = tcp(config).octetsPerSynEntry();
        assertTrue(printed <= 64, "an entry is a promise, not a connection");
        compare("entry", printed, config, 256, c -> c.synQueue = 512);
    }

    @Test
    void ofATimeWaitRecord() {
        TcpConfig config = config(256, 256, 4, 0);
        int printed = tcp(config).octetsPerTimeWaitRecord();
        compare("record", printed, config, 256, c -> c.timeWait = 512);
    }
}
