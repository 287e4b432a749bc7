package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The clock behind our timestamps: RFC 7323 sections 5.4 and 7.1. */
class TimestampClockTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<byte[]> sent = new ArrayList<>();

    private TwoHosts hosts(long key) {
        TcpConfig config = new TcpConfig();
        return new TwoHosts(config, config, 0, key, (wire, from, segment) -> sent.add(segment));
    }

    /** TSval of the SYN of a connection opened now, and aborted. */
    private int tsVal(TwoHosts hosts, int localPort) {
        int connection = hosts.tcp[0].connect(TwoHosts.ADDRESS[1], 80, localPort, hosts.nowNs);
        hosts.transmit(0);
        hosts.tcp[0].abort(connection, hosts.nowNs);
        byte[] syn = sent.get(sent.size() - 1);
        return Fields.get32(syn, Fields.optionAt(syn, 8) + 2);
    }

    @Test
    @Tag("RFC7323-20")
    @Tag("RFC7323-21")
    void forOnePairOfSocketsItGoesOnByATickAMillisecond() {
        TwoHosts hosts = hosts(1);
        int first = tsVal(hosts, 4000);
        for (long seconds : new long[] {1, 60, 86_400, 40 * 86_400}) {
            hosts.nowNs = seconds * SECOND;
            int ticks = tsVal(hosts, 4000) - first;
            assertEquals(seconds * SECOND >>> 20, ticks & 0xffffffffL);
        }
    }

    @Test
    @Tag("RFC7323-21")
    void itDoesNotTellTheUptimeNorAnotherConnectionsClock() {
        TwoHosts hosts = hosts(1);
        Set<Integer> offsets = new HashSet<>();
        for (int port = 4000; port < 4200; port++) {
            offsets.add(tsVal(hosts, port) >>> 12);
        }
        assertTrue(offsets.size() > 190, "at time 0, " + offsets.size() + " of 200 differ");
    }
}
