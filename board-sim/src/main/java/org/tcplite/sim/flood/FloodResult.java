package org.tcplite.sim.flood;

import java.util.Map;

/** What came of a flood, as plain fields; filled by {@link FloodRun}. Times are nanoseconds. */
public final class FloodResult {

    /** What was asked for. */
    public final FloodConfig config;

    /** Connections that honest clients tried to open during the flood. */
    public int attempts;

    /** Those whose 4 KiB came back as they were. */
    public int intact;

    /** Echoes that were not what had been sent: 0, whatever the defence. */
    public int corrupted;

    /** Why others failed, and how many of them. */
    public Map<String, Integer> failures = Map.of();

    /** How long those that came about took to connect, ascending. */
    public long[] connectNs = {};

    /** Half-open connections during the flood, over time. */
    public double meanHalfOpen;

    /** And most at one time. */
    public int mostHalfOpen;

    /** Octets of the memory that half-open connections can use up. */
    public long octetsOfHalfOpen;

    /** Transfers that began before the flood. */
    public int bulkFlows;

    /** Those of them that reached the victim's program octet by octet. */
    public int bulkIntact;

    /** What they carried together during the flood. */
    public double bulkBitsPerSecond;

    /** SYNs the attackers sent. */
    public long synsSent;

    /** SYNs of the attackers that the victim took, in normal and in flood mode. */
    public final long[] syns = new long[2];

    /** SYN-ACKs to their addresses, likewise. */
    public final long[] synAcks = new long[2];

    /** Octets from them, likewise. */
    public final long[] octetsIn = new long[2];

    /** Octets to them, likewise. */
    public final long[] octetsOut = new long[2];

    /** ARP requests of the victim, for its router left out. */
    public long arpRequests;

    /** How often flood mode began. */
    public int floodModes;

    /** Connections made from cookies. */
    public long cookiesTaken;

    /** From the flood's end to normal mode; 0 if it was in it, -1 if it did not come back. */
    public long backToNormalNs;

    /** Frames that found the receive ring full. */
    public long overruns;

    /** SYNs dropped before they were looked at closely. */
    public long earlyDrops;

    /** The share of the flood's time in which the processor was busy. */
    public double busyShare;

    /** Slots not free at the end of all. */
    public int slotsLeftInUse;

    /** The time between two samples of the following, which begin 5 s before the flood. */
    public long sampleNs;

    /** Half-open connections. */
    public double[] halfOpenCourse = {};

    /** Slots of connections that are open. */
    public double[] slotsCourse = {};

    /** Octets carried by the bulk transfers so far. */
    public double[] bulkOctetsCourse = {};

    /**
     * It was on a link, in real time: what the target did not say of itself is -1, the modes are
     * not told apart, and there are no transfers and no samples.
     */
    public boolean overLink;

    FloodResult(FloodConfig config) {
        this.config = config;
    }

    /** What honest clients have seen. */
    void take(HonestLog log) {
        attempts = log.attempts();
        intact = log.intactCount();
        corrupted = log.corruptedCount();
        failures = log.failures();
        connectNs = log.sortedConnectNs();
    }

    /** Honest connections that came about, per attempt. */
    public double connectedShare() {
        return attempts == 0 ? 1 : (double) connectNs.length / attempts;
    }

    /** Echoes that came back as sent, per attempt. */
    public double intactShare() {
        return attempts == 0 ? 1 : (double) intact / attempts;
    }

    /**
     * The time in which this share of the connections that came about did; 0 if there are none.
     *
     * @param share above 0, up to 1
     */
    public long connectNs(double share) {
        if (connectNs.length == 0) {
            return 0;
        }
        return connectNs[Math.max(0, (int) Math.ceil(share * connectNs.length) - 1)];
    }
}
