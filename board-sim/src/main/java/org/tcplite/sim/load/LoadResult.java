package org.tcplite.sim.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What has come of a load. Times are nanoseconds since the connection was to begin. */
public final class LoadResult {

    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    /** Connections that were to begin. */
    public long intended;

    /** Those that did all they were to do, the peer's close included. */
    public long succeeded;

    /** Those that never began: until the end all clients were busy. */
    public long neverBegun;

    /** From the first connection to the end of the last. */
    public long elapsedNs;

    /** How many failed, by cause. */
    public final Map<String, Long> failures = new TreeMap<>();

    /** Until the connection was open. */
    public final Histogram connected = new Histogram(LONGEST_NS, DIGITS);

    /** Until the response was there, with {@link LoadMode#CRR}. */
    public final Histogram answered = new Histogram(LONGEST_NS, DIGITS);

    /** What the other end says of itself, where it can be asked: label and value. */
    public final Map<String, String> server = new TreeMap<>();

    /** Nothing yet. */
    public LoadResult() {}

    void failed(String cause) {
        failures.merge(cause, 1L, Long::sum);
    }

    static void record(Histogram histogram, long ns) {
        histogram.recordValue(Math.min(ns, LONGEST_NS));
    }

    /** Connections a second that succeeded. */
    public double perSecond() {
        return elapsedNs == 0 ? 0 : succeeded * 1e9 / elapsedNs;
    }
}
