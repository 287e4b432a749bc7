package org.tcplite.sim.transfer;

import java.util.Arrays;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;

/** What one end of a transfer has counted, since it was made. */
public final class TransferEnd {

    private final long[] counts = new long[TcpCounter.COUNT];

    private TransferEnd() {}

    /** The counters as they stand. */
    static TransferEnd of(Tcp tcp) {
        TransferEnd end = new TransferEnd();
        Arrays.setAll(end.counts, tcp::counter);
        return end;
    }

    /** A counter, by an id of {@link TcpCounter}. */
    public long count(int id) {
        return counts[id];
    }
}
