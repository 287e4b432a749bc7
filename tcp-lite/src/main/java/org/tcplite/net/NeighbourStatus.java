package org.tcplite.net;

/**
 * One row of what {@code arp -a} shows: filled by {@link NetworkStack#neighbour}, owned and reused
 * by the caller.
 */
public final class NeighbourStatus {

    /** {@link #state}: asked for, not answered yet; no link address. */
    public static final int INCOMPLETE = ArpTable.INCOMPLETE;

    /** {@link #state}: known. */
    public static final int REACHABLE = ArpTable.REACHABLE;

    /** {@link #state}: not confirmed for a lifetime; the next use asks. */
    public static final int STALE = ArpTable.STALE;

    /** {@link #state}: in use, and being asked whether it is still there. */
    public static final int PROBING = ArpTable.PROBING;

    /** The neighbour's IPv4 address, a big-endian int. */
    public int address;

    /** The link address's first four octets, big-endian. */
    public int macHigh;

    /** The link address's last two octets, {@code 0..65535}. */
    public int macLow;

    /** {@link #INCOMPLETE} ... */
    public int state;

    /** Whether it is the default gateway. */
    public boolean isGateway;

    /** Whether a connection has used the entry. */
    public boolean isUsed;

    /** When the entry's state ends by itself. */
    public long deadlineNs;

    /** Rows are made once and filled again and again. */
    public NeighbourStatus() {}

    /** The name of a state, as Linux prints it; never null. */
    public static String stateName(int state) {
        switch (state) {
            case INCOMPLETE:
                return "INCOMPLETE";
            case REACHABLE:
                return "REACHABLE";
            case STALE:
                return "STALE";
            case PROBING:
                return "PROBE";
            default:
                return "NONE";
        }
    }
}
