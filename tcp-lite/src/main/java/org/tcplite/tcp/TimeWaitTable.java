package org.tcplite.tcp;

/**
 * Connections in TIME-WAIT, as compact records without a slot (RFC 9293 section 3.6.1). All wait
 * equally long, so the records stand in a first-in-first-out list by their end, and expiry is
 * looking at its head. When all records are used the oldest gives way.
 */
final class TimeWaitTable {

    /** {@link #find}: no record with this pair of sockets. */
    static final int NONE = -1;

    /** Octets one record takes, with its share of the hash heads (one a record). */
    static final int OCTETS_PER_RECORD = 5 * 4 + 8 + 3 * 2 + 2;

    final int[] remoteAddress;

    /** {@code remotePort << 16 | localPort}. */
    final int[] ports;

    /** SND.NXT when the connection ended: the number after our FIN. */
    final int[] sndNxt;

    /** RCV.NXT when the connection ended: the number after the peer's FIN. */
    final int[] rcvNxt;

    /** TS.Recent when the connection ended; 0 if it had no timestamps. */
    final int[] tsRecent;

    private final long[] deadlineNs;
    private final short[] next;
    private final short[] previous;
    private final short[] chain;
    private final short[] heads;
    private final int mask;
    private final int key;
    private final int capacity;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;
    private int size;

    private final NextExpiry nextExpiry;

    /**
     * A table of {@code records} records, at most 32,767.
     *
     * @param nextExpiry hears of every deadline
     */
    TimeWaitTable(int records, long key, NextExpiry nextExpiry) {
        this.nextExpiry = nextExpiry;
        remoteAddress = new int[records];
        ports = new int[records];
        sndNxt = new int[records];
        rcvNxt = new int[records];
        tsRecent = new int[records];
        deadlineNs = new long[records];
        next = new short[records];
        previous = new short[records];
        chain = new short[records];
        heads = new short[ConnectionTable.capacityFor(records + 1 >> 1)];
        mask = heads.length - 1;
        capacity = records;
        this.key = (int) (key ^ key >>> 32);
        for (int i = 0; i < heads.length; i++) {
            heads[i] = NONE;
        }
        for (int i = 0; i < records; i++) {
            chain[i] = (short) (i + 1 < records ? i + 1 : NONE);
        }
    }

    /** TS.Recent as a record keeps it: one tick older where it is 0, which says none. */
    static int tsRecentOf(Tcb tcb) {
        return tcb.timestamps ? storedTsRecent(tcb.tsRecent) : 0;
    }

    static int storedTsRecent(int tsRecent) {
        return tsRecent == 0 ? -1 : tsRecent;
    }

    boolean hasTimestamps(int record) {
        return tsRecent[record] != 0;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    /** True if a connection's record stands there: a free one has no ports. */
    boolean isUsed(int record) {
        return ports[record] != 0;
    }

    boolean isFull() {
        return size == capacity;
    }

    /** The oldest record, or {@link #NONE}. */
    int oldest() {
        return oldest;
    }

    /** When the record's time is over. */
    long deadlineNs(int record) {
        return deadlineNs[record];
    }

    /** The record of a pair of sockets, or {@link #NONE}. */
    int find(int remote, int remoteAndLocalPort) {
        if (size == 0) {
            return NONE;
        }
        int record = heads[place(remote, remoteAndLocalPort)];
        while (record != NONE
                && (ports[record] != remoteAndLocalPort || remoteAddress[record] != remote)) {
            record = chain[record];
        }
        return record;
    }

    /** Makes a record; the table is not full. {@code deadline} is not before any other record's. */
    int add(int remote, int remoteAndLocalPort, long deadline) {
        int record = free;
        free = chain[record];
        remoteAddress[record] = remote;
        ports[record] = remoteAndLocalPort;
        int place = place(remote, remoteAndLocalPort);
        chain[record] = heads[place];
        heads[place] = (short) record;
        append(record, deadline);
        size++;
        return record;
    }

    /** The record waits anew until {@code deadline}, which is not before any other record's. */
    void restart(int record, long deadline) {
        unlink(record);
        append(record, deadline);
    }

    void remove(int record) {
        unlink(record);
        int place = place(remoteAddress[record], ports[record]);
        if (heads[place] == record) {
            heads[place] = chain[record];
        } else {
            int before = heads[place];
            while (chain[before] != record) {
                before = chain[before];
            }
            chain[before] = chain[record];
        }
        ports[record] = 0;
        chain[record] = (short) free;
        free = record;
        size--;
    }

    private void append(int record, long deadline) {
        deadlineNs[record] = deadline;
        nextExpiry.armed(deadline);
        next[record] = NONE;
        previous[record] = (short) newest;
        if (newest == NONE) {
            oldest = record;
        } else {
            next[newest] = (short) record;
        }
        newest = record;
    }

    private void unlink(int record) {
        if (previous[record] == NONE) {
            oldest = next[record];
        } else {
            next[previous[record]] = next[record];
        }
        if (next[record] == NONE) {
            newest = previous[record];
        } else {
            previous[next[record]] = previous[record];
        }
    }

    private int place(int remote, int remoteAndLocalPort) {
        int h = (remote ^ key) * 0x9E3779B1;
        h = (h ^ h >>> 15 ^ remoteAndLocalPort) * 0x85EBCA6B;
        return (h ^ h >>> 13) & mask;
    }
}
