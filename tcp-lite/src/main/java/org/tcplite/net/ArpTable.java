package org.tcplite.net;

import org.tcplite.tcp.NextExpiry;

/**
 * The neighbours and their link addresses: a fixed number of entries, found by hash, recycled
 * oldest first; and, for each, the flows that wait for its link address. All of it is fixed arrays
 * and intrusive lists; every operation is O(1) but {@link #firstDue} and the minimum after a
 * change.
 *
 * <pre>
 *                 request sent            reply             lifetime over
 *     (no entry) ------------&gt; INCOMPLETE -----&gt; REACHABLE ---------------&gt; STALE
 *                                  |                 ^                       |
 *                     nobody waits |                 | same link address     | a flow uses it
 *                                  v                 |                       v
 *                              (no entry) &lt;------ PROBING (asked by unicast; still used)
 *                                        two misses
 * </pre>
 *
 * <p>Entries that a flow has used are recycled only if no other is left, and never for a stranger's
 * request (RFC 826-6 in the requirements). INCOMPLETE and PROBING entries are not recycled at all:
 * they end by time.
 */
final class ArpTable {

    static final int NONE = -1;

    static final int FREE = 0;
    static final int INCOMPLETE = 1;
    static final int REACHABLE = 2;
    static final int STALE = 3;
    static final int PROBING = 4;

    /** The least time between two requests for one address (RFC 1122 section 2.3.2.1). */
    static final long SECOND_NS = 1_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    /** The two orders of age: entries no flow has used, entries one has. */
    private static final int IDLE = 0;

    private static final int USED = 1;

    final int[] address;
    final int[] macHigh;
    final char[] macLow;
    final byte[] state;

    /** Unicast requests that were not answered. */
    final byte[] misses;

    /** {@link #IDLE} or {@link #USED}. */
    private final byte[] use;

    /** When the last request was sent. */
    final long[] askedNs;

    private final long[] deadlineNs;
    private long earliestNs = NEVER;
    private boolean earliestKnown = true;

    private final int[] bucket;
    private final int hashKey;
    private final int[] chain;

    private final int[] older;
    private final int[] newer;
    private final int[] oldest = {NONE, NONE};
    private final int[] newest = {NONE, NONE};
    private int free;

    private final int[] firstWaiting;
    private final int[] waitsOn;
    private final int[] nextWaiting;
    private final int[] previousWaiting;

    /**
     * Steps when a link address that a flow may have copied is no longer sure: it has to be looked
     * up again.
     */
    int epoch;

    private final NextExpiry nextExpiry;
    private final long[] counters;

    /**
     * An empty table.
     *
     * @param flows those that can wait, {@code 0..flows-1}
     * @param hashKey secret, odd or not
     * @param nextExpiry hears of every deadline
     */
    ArpTable(int entries, int flows, int hashKey, NextExpiry nextExpiry, long[] counters) {
        this.hashKey = hashKey;
        this.nextExpiry = nextExpiry;
        this.counters = counters;
        address = new int[entries];
        macHigh = new int[entries];
        macLow = new char[entries];
        state = new byte[entries];
        misses = new byte[entries];
        use = new byte[entries];
        askedNs = new long[entries];
        deadlineNs = new long[entries];
        chain = new int[entries];
        older = new int[entries];
        newer = new int[entries];
        firstWaiting = new int[entries];
        bucket = new int[buckets(entries)];
        waitsOn = new int[flows];
        nextWaiting = new int[flows];
        previousWaiting = new int[flows];
        fill(bucket);
        fill(waitsOn);
        fill(firstWaiting);
        for (int i = 0; i < entries; i++) {
            deadlineNs[i] = NEVER;
            newer[i] = i + 1 < entries ? i + 1 : NONE;
        }
    }

    private static void fill(int[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = NONE;
        }
    }

    /** The least power of two that is not below {@code entries}. */
    private static int buckets(int entries) {
        int buckets = 2;
        while (buckets < entries) {
            buckets <<= 1;
        }
        return buckets;
    }

    /** Octets one entry takes: its fields, and at most two buckets. */
    static int octetsPerEntry() {
        int mapping = 4 + 4 + 2; // address, macHigh, macLow
        int life = 1 + 1 + 1 + 8 + 8; // state, misses, use, askedNs, deadlineNs
        int lists = 4 + 4 + 4 + 4; // chain, older, newer, firstWaiting
        int buckets = 2 * 4;
        return mapping + life + lists + buckets;
    }

    /** Octets one flow that can wait takes. */
    static int octetsPerFlow() {
        return 4 + 4 + 4; // waitsOn, nextWaiting, previousWaiting
    }

    int entries() {
        return address.length;
    }

    // ---- entries

    /** The entry of a neighbour, or {@link #NONE}. */
    int find(int neighbour) {
        int entry = bucket[bucketOf(neighbour)];
        while (entry != NONE && address[entry] != neighbour) {
            entry = chain[entry];
        }
        return entry;
    }

    /**
     * Makes an INCOMPLETE entry that has never been asked for, in a free place or that of the
     * oldest neighbour.
     *
     * @param mayTakeUsed whether a neighbour that flows have used may have to give way
     * @return the entry, or {@link #NONE} if nothing may give way
     */
    int create(int neighbour, boolean mayTakeUsed, long nowNs) {
        if (free == NONE && !evict(IDLE, nowNs) && !(mayTakeUsed && evict(USED, nowNs))) {
            counters[NetCounter.ARP_TABLE_FULL]++;
            return NONE;
        }
        int entry = free;
        free = newer[entry];
        int head = bucketOf(neighbour);
        chain[entry] = bucket[head];
        bucket[head] = entry;
        address[entry] = neighbour;
        state[entry] = INCOMPLETE;
        misses[entry] = 0;
        use[entry] = IDLE;
        askedNs[entry] = nowNs - SECOND_NS;
        setDeadline(entry, nowNs + SECOND_NS);
        return entry;
    }

    /** Recycles the oldest; not if it was asked for just now, lest it be asked again too soon. */
    private boolean evict(int age, long nowNs) {
        int entry = oldest[age];
        if (entry == NONE || !mayAsk(entry, nowNs)) {
            return false;
        }
        counters[NetCounter.ARP_EVICTED]++;
        remove(entry);
        return true;
    }

    /** Frees an entry nobody waits on. */
    void remove(int entry) {
        if (use[entry] == USED) {
            epoch++;
        }
        leaveOrder(entry);
        unchain(entry);
        state[entry] = FREE;
        setDeadline(entry, NEVER);
        newer[entry] = free;
        free = entry;
    }

    private void unchain(int entry) {
        int head = bucketOf(address[entry]);
        if (bucket[head] == entry) {
            bucket[head] = chain[entry];
            return;
        }
        int before = bucket[head];
        while (chain[before] != entry) {
            before = chain[before];
        }
        chain[before] = chain[entry];
    }

    private int bucketOf(int neighbour) {
        int mixed = (neighbour ^ hashKey) * 0x9e3779b1;
        return (mixed ^ mixed >>> 15) * 0x85ebca77 >>> 16 & bucket.length - 1;
    }

    /** A link address was learnt, or confirmed. */
    void enterReachable(int entry, int high, int low, long deadline) {
        leaveOrder(entry);
        macHigh[entry] = high;
        macLow[entry] = (char) low;
        state[entry] = REACHABLE;
        misses[entry] = 0;
        setDeadline(entry, deadline);
        joinOrder(entry);
    }

    /** The link address has not been confirmed for a lifetime; the next use asks. */
    void enterStale(int entry, long deadline) {
        if (use[entry] == USED) {
            epoch++;
        }
        state[entry] = STALE;
        setDeadline(entry, deadline);
    }

    /** The neighbour is asked by unicast whether it is still there. */
    void enterProbing(int entry) {
        leaveOrder(entry);
        state[entry] = PROBING;
        misses[entry] = 0;
    }

    /** A flow copies the entry's link address. */
    void markUsed(int entry) {
        leaveOrder(entry);
        use[entry] = USED;
        joinOrder(entry);
    }

    boolean isUsed(int entry) {
        return use[entry] == USED;
    }

    boolean isFrom(int entry, int high, int low) {
        return macHigh[entry] == high && macLow[entry] == low;
    }

    boolean mayAsk(int entry, long nowNs) {
        return nowNs - askedNs[entry] >= SECOND_NS;
    }

    // ---- the orders of age: REACHABLE and STALE entries stand in one of two

    private boolean isInOrder(int entry) {
        return state[entry] == REACHABLE || state[entry] == STALE;
    }

    private void joinOrder(int entry) {
        if (!isInOrder(entry)) {
            return;
        }
        int age = use[entry];
        older[entry] = newest[age];
        newer[entry] = NONE;
        if (newest[age] == NONE) {
            oldest[age] = entry;
        } else {
            newer[newest[age]] = entry;
        }
        newest[age] = entry;
    }

    private void leaveOrder(int entry) {
        if (!isInOrder(entry)) {
            return;
        }
        int age = use[entry];
        if (older[entry] == NONE) {
            oldest[age] = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
        if (newer[entry] == NONE) {
            newest[age] = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
    }

    // ---- flows that wait

    /** A flow waits on the entry; it waits on nothing else any more. */
    void addWaiting(int entry, int flow) {
        if (waitsOn[flow] == entry) {
            return;
        }
        removeWaiting(flow);
        waitsOn[flow] = entry;
        previousWaiting[flow] = NONE;
        nextWaiting[flow] = firstWaiting[entry];
        if (firstWaiting[entry] != NONE) {
            previousWaiting[firstWaiting[entry]] = flow;
        }
        firstWaiting[entry] = flow;
    }

    /** The flow waits no longer. */
    void removeWaiting(int flow) {
        int entry = waitsOn[flow];
        if (entry == NONE) {
            return;
        }
        if (previousWaiting[flow] == NONE) {
            firstWaiting[entry] = nextWaiting[flow];
        } else {
            nextWaiting[previousWaiting[flow]] = nextWaiting[flow];
        }
        if (nextWaiting[flow] != NONE) {
            previousWaiting[nextWaiting[flow]] = previousWaiting[flow];
        }
        waitsOn[flow] = NONE;
    }

    /** A flow that waits on the entry, or {@link #NONE}. */
    int firstWaiting(int entry) {
        return firstWaiting[entry];
    }

    // ---- deadlines

    void setDeadline(int entry, long deadline) {
        if (deadlineNs[entry] == earliestNs) {
            earliestKnown = false;
        }
        deadlineNs[entry] = deadline;
        if (deadline != NEVER) {
            nextExpiry.armed(deadline);
        }
        if (earliestKnown && isBefore(deadline, earliestNs)) {
            earliestNs = deadline;
        }
    }

    long deadlineNs(int entry) {
        return deadlineNs[entry];
    }

    private static boolean isBefore(long a, long b) {
        return a != NEVER && (b == NEVER || a - b < 0);
    }

    /**
     * The earliest deadline; the table is read through only if the last earliest one has changed.
     */
    long nextDeadlineNs() {
        if (!earliestKnown) {
            earliestNs = NEVER;
            for (int i = 0; i < deadlineNs.length; i++) {
                if (isBefore(deadlineNs[i], earliestNs)) {
                    earliestNs = deadlineNs[i];
                }
            }
            earliestKnown = true;
        }
        return earliestNs;
    }

    /** The first entry from {@code from} on whose deadline has come, or {@link #NONE}. */
    int firstDue(int from, long nowNs) {
        for (int i = from; i < deadlineNs.length; i++) {
            if (deadlineNs[i] != NEVER && deadlineNs[i] - nowNs <= 0) {
                return i;
            }
        }
        return NONE;
    }
}
