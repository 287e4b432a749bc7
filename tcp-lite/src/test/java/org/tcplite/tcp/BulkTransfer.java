package org.tcplite.tcp;

import java.util.SplittableRandom;

/**
 * One transfer from one stack to the other over a bottleneck in virtual time: a rate, a queue, a
 * round trip, and what the test does to the segments that carry text. The receiver reads at once.
 */
final class BulkTransfer {

    private static final long MS = 1_000_000;
    private static final int PORT = 80;
    private static final int HEADERS = 14 + 20 + 4;

    /** What becomes of the nth segment with text. */
    interface Path {
        /** It does not arrive. */
        int LOST = -1;

        /**
         * How much later than the others it arrives, in nanoseconds, or {@link #LOST}.
         *
         * @param n counts segments with text from 1
         */
        long delayNs(long n, SplittableRandom random);
    }

    final TwoHosts hosts;
    private final int client;
    private int server;
    private final SplittableRandom random;
    private final Path path;
    private final long rttNs;
    private final long nsAnOctet;
    private final long queueNs;
    private final long[] busyUntilNs = new long[2];
    private final byte[] buffer = new byte[64 * 1024];
    private long withText;
    private int written;

    /** How much has arrived. */
    int read;

    BulkTransfer(TcpConfig config, long rttMs, int mbits, int queue, long seed, Path path) {
        random = new SplittableRandom(seed);
        this.path = path;
        rttNs = rttMs * MS;
        nsAnOctet = 8_000 / mbits;
        queueNs = queue * 1_514L * nsAnOctet;
        hosts = new TwoHosts(config, config, 0, seed, this::carry);
        int listener = hosts.tcp[1].listen(PORT, 1);
        client = hosts.tcp[0].connect(TwoHosts.ADDRESS[1], PORT, 10_000, hosts.nowNs);
        while ((server = hosts.tcp[1].accept(listener)) < 0) {
            hosts.runFor(rttNs);
        }
    }

    private void carry(TwoHosts on, int from, byte[] segment) {
        long late = 0;
        if (segment.length > TwoHosts.headerLength(segment)) {
            late = path.delayNs(++withText, random);
            if (late == Path.LOST) {
                return;
            }
        }
        long begins = Math.max(on.nowNs, busyUntilNs[from]);
        if (begins - on.nowNs > queueNs) {
            return; // the queue is full
        }
        busyUntilNs[from] = begins + (segment.length + HEADERS) * nsAnOctet;
        on.arriveAt(1 - from, busyUntilNs[from] + (rttNs >> 1) + late, segment);
    }

    /** Goes on until {@code octets} of all there will be have arrived; the time at the end. */
    long run(int octets, int all) {
        long limitNs = hosts.nowNs + 3_600_000 * MS;
        while (read < octets) {
            TwoHosts.check(hosts.nowNs < limitNs, "it will not end");
            int more = Math.min(buffer.length, all - written);
            written += Math.max(0, hosts.tcp[0].write(client, buffer, 0, more, hosts.nowNs));
            hosts.transmit(0);
            hosts.runUntil(hosts.nextEventNs());
            int got;
            while ((got = hosts.tcp[1].read(server, buffer, 0, buffer.length, hosts.nowNs)) > 0) {
                read += got;
            }
            hosts.transmit(1);
        }
        return hosts.nowNs;
    }

    long counter(int id) {
        return hosts.tcp[0].counter(id);
    }
}
