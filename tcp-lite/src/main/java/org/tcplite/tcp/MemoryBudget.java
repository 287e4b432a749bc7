package org.tcplite.tcp;

/**
 * What the limits cost in memory, as sums of named terms. The sizes of objects are those of a
 * 64-bit HotSpot with compressed pointers; on a board they are smaller.
 */
final class MemoryBudget {

    private static final int OBJECT_HEADER = 12;
    private static final int ARRAY_HEADER = 16;
    private static final int REFERENCE = 4;

    /** The Tcb's own fields, rounded up to 8. */
    private static final int TCB_FIELDS = 584;

    private MemoryBudget() {}

    static int octetsPerSlot(TcpConfig config) {
        int tcb = REFERENCE + TCB_FIELDS;
        int records =
                OBJECT_HEADER + 60 + 3 * ARRAY_HEADER + SentRecords.octets(config.sentRecords);
        int ranges = OBJECT_HEADER + 20 + 3 * (ARRAY_HEADER + 4 * config.receivedRanges);
        int posted = OBJECT_HEADER + REFERENCE + 3 * 4;
        int timers = 2 * TimerWheel.OCTETS_PER_TIMER;
        int lists = 3 * IntrusiveFifo.OCTETS_PER_MEMBER; // owing, ready, free
        int tables = 2 * 2 * 3 * 4; // by pair of sockets and by source, at most half full
        int rings = config.receiveBuffer + config.sendBuffer;
        int progress = SendProgress.OCTETS_PER_SLOT;
        return tcb + records + ranges + posted + timers + lists + tables + progress + rings;
    }

    static int octetsPerSynEntry() {
        return SynQueue.OCTETS_PER_ENTRY
                + IntrusiveFifo.OCTETS_PER_MEMBER
                + ProvenPeers.OCTETS_PER_PEER;
    }

    static int octetsPerTimeWaitRecord() {
        return TimeWaitTable.OCTETS_PER_RECORD;
    }
}
