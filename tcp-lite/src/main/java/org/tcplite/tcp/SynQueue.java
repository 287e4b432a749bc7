package org.tcplite.tcp;

/**
 * The half-open connections of all listeners: a fixed table in which an entry is a promise to know
 * one ACK again (RFC 4987 section 3.5). It is what a SYN gets; a connection slot is taken only when
 * the handshake is complete.
 *
 * <p>Buckets of four entries; the bucket follows from a keyed hash of the tuple. A SYN whose bucket
 * is full finds no entry, which starts flood mode ({@link FloodGate}); nobody is evicted. So who
 * could fill a bucket on purpose would start flood mode with five SYNs instead of a few dozen, and,
 * where there are no cookies, shut out whose SYN belongs there; to find out who collides he would
 * have to watch for long, so a hash of a few cycles will do. An entry is given up when a slot has
 * been taken for it, by an exact RST, with its listener, or by age.
 *
 * <p>SYN-ACKs are repeated after 1, 2, 4, 8 and 16 s while the table is less than half full, and
 * the entry dies 63 s after it was made. Above half there is one repetition (7 s: 1 s, then the
 * rest of its life), above three quarters and in flood mode none (3 s).
 */
final class SynQueue {

    /** {@link #find}, {@link #claim}: none. */
    static final int NONE = -1;

    /**
     * Octets one entry takes, its timer included; its link address is kept by the layer beneath.
     */
    static final int OCTETS_PER_ENTRY = 4 * 8 + 3 + TimerWheel.OCTETS_PER_TIMER;

    /** The peer offered window scaling. */
    static final int WINDOW_SCALE = 1;

    /** The peer permits SACK. */
    static final int SACK_PERMITTED = 1 << 1;

    /** The peer offered timestamps. */
    static final int TIMESTAMPS = 1 << 2;

    /** The peer has answered our SYN-ACK: its entry lives 31 s, flood and load or not. */
    static final int PROVEN = 1 << 3;

    /** {@link #timerCame}: the life of the entry has ended. */
    static final long OVER = -1;

    private static final int WAYS = 4;
    private static final int END = 6; // 2^6 - 1 = 63 s
    private static final int END_PROVEN = 5; // 31 s
    private static final int END_ABOVE_HALF = 3; // 7 s
    private static final int END_ABOVE_THREE_QUARTERS = 2; // 3 s
    private static final int OWES = 1 << 7;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int FREE = 0; // no tuple: there is no port 0

    private static final int WORDS_SHIFT = 2;
    private static final int NUMBERS = 1;
    private static final int CLOCKS = 2;
    private static final int ADDRESS_AND_SIZES = 3;

    /**
     * Four words an entry, one behind the other: {@link TupleHash#tuple}, or {@link #FREE}; ISS
     * above IRS; the peer's timestamp above where the clock of ours begins; our address above the
     * window offered with the SYN-ACK, above the MSS of the SYN, or 0.
     */
    private final long[] words;

    /** The peer's window shift plus one, above the options in force: the bits above. */
    private final byte[] offers;

    private final byte[] listener;

    /**
     * On the line of times 2^k - 1 seconds: the k of the timer in the low four bits, that of the
     * latest SYN-ACK in the next three; above them whether a SYN-ACK is owed.
     */
    private final byte[] timeline;

    private final int capacity;
    private final int bucketMask;
    private int size;

    /** A table of {@code entries} entries, a power of two of at least 8. */
    SynQueue(int entries) {
        words = new long[entries << WORDS_SHIFT];
        offers = new byte[entries];
        listener = new byte[entries];
        timeline = new byte[entries];
        capacity = entries;
        bucketMask = entries / WAYS - 1;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    boolean isUsed(int entry) {
        return words[entry << WORDS_SHIFT] != FREE;
    }

    /** The listener the entry belongs to, by index. */
    int listener(int entry) {
        return listener[entry];
    }

    int localAddress(int entry) {
        return (int) (words[(entry << WORDS_SHIFT) + ADDRESS_AND_SIZES] >>> 32);
    }

    int remoteAddress(int entry) {
        return (int) (words[entry << WORDS_SHIFT] >>> 32);
    }

    /** {@code remotePort << 16 | localPort}. */
    int ports(int entry) {
        return (int) words[entry << WORDS_SHIFT];
    }

    int iss(int entry) {
        return (int) (words[(entry << WORDS_SHIFT) + NUMBERS] >>> 32);
    }

    int irs(int entry) {
        return (int) words[(entry << WORDS_SHIFT) + NUMBERS];
    }

    /** The window offered with the SYN-ACK. */
    int window(int entry) {
        return (int) words[(entry << WORDS_SHIFT) + ADDRESS_AND_SIZES] >>> 16;
    }

    /** The bucket of a tuple, by the high half of its hash. */
    private int bucket(long hash) {
        return ((int) (hash >>> 32) & bucketMask) * WAYS;
    }

    /** The entry of a tuple, or {@link #NONE}. */
    int find(int remote, int remoteAndLocalPort, long hash) {
        if (size == 0) {
            return NONE;
        }
        long tuple = TupleHash.tuple(remote, remoteAndLocalPort);
        int start = bucket(hash);
        for (int i = start; i < start + WAYS; i++) {
            if (words[i << WORDS_SHIFT] == tuple) {
                return i;
            }
        }
        return NONE;
    }

    /** Writes into a free entry of the tuple's bucket, which it answers, or {@link #NONE}. */
    int claim(HalfOpen from, long hash, boolean flood) {
        int start = bucket(hash);
        for (int i = start; i < start + WAYS; i++) {
            if (words[i << WORDS_SHIFT] == FREE) {
                size++;
                int end = end(flood);
                boolean isShort = end == END_ABOVE_THREE_QUARTERS;
                boolean proven = (from.options & PROVEN) != 0; // whatever the load
                timeline[i] = (byte) (isShort && !proven ? end : 1);
                store(i, from);
                return i;
            }
        }
        return NONE;
    }

    void release(int entry) {
        words[entry << WORDS_SHIFT] = FREE;
        size--;
    }

    private void store(int entry, HalfOpen from) {
        int at = entry << WORDS_SHIFT;
        words[at] = TupleHash.tuple(from.remoteAddress, from.ports);
        words[at + NUMBERS] = Octets.pair(from.iss, from.irs);
        words[at + CLOCKS] = Octets.pair(from.tsRecent, from.tsOffset);
        words[at + ADDRESS_AND_SIZES] =
                Octets.pair(from.localAddress, from.window << 16 | from.mss);
        offers[entry] = (byte) (from.windowShift + 1 << 4 | from.options);
        listener[entry] = (byte) from.listener;
    }

    /** Reads an entry. */
    void load(int entry, HalfOpen into) {
        int at = entry << WORDS_SHIFT;
        long tuple = words[at];
        long numbers = words[at + NUMBERS];
        long clocks = words[at + CLOCKS];
        long addressAndSizes = words[at + ADDRESS_AND_SIZES];
        into.remoteAddress = (int) (tuple >>> 32);
        into.ports = (int) tuple;
        into.iss = (int) (numbers >>> 32);
        into.irs = (int) numbers;
        into.tsRecent = (int) (clocks >>> 32);
        into.tsOffset = (int) clocks;
        into.localAddress = (int) (addressAndSizes >>> 32);
        into.window = (int) addressAndSizes >>> 16;
        into.mss = (int) addressAndSizes & 0xffff;
        into.listener = listener[entry];
        into.options = offers[entry] & 15;
        into.windowShift = (offers[entry] >>> 4 & 15) - 1;
        into.cookie = isProven(entry); // which may end before the cookie does
        into.repeated = retransmissions(entry) > 0;
    }

    /** The peer has repeated its SYN with this timestamp. */
    void setTsRecent(int entry, int tsVal) {
        int at = (entry << WORDS_SHIFT) + CLOCKS;
        words[at] = Octets.pair(tsVal, (int) words[at]);
    }

    /** Whether the entry's peer has brought a good cookie, and only waits for a slot. */
    boolean isProven(int entry) {
        return (offers[entry] & PROVEN) != 0;
    }

    /** How far the entry's SYN-ACK was repeated: 0 for not yet. */
    int retransmissions(int entry) {
        return timeline[entry] >>> 4 & 7;
    }

    /** The time from the entry's latest SYN-ACK to its timer. */
    long intervalNs(int entry) {
        int due = timeline[entry] & 15;
        int sent = timeline[entry] >>> 4 & 7;
        return secondsTo(due) - secondsTo(sent);
    }

    /**
     * The entry's timer has come: a SYN-ACK is owed again, if the load allows.
     *
     * @return the time to the entry's next timer, or {@link #OVER}: its life has ended
     */
    long timerCame(int entry, boolean flood) {
        int due = timeline[entry] & 15;
        int end = isProven(entry) ? END_PROVEN : end(flood);
        boolean repeated = retransmissions(entry) > 0;
        if (due >= end || end == END_ABOVE_HALF && repeated) {
            return OVER;
        }
        int next = end >= END_PROVEN ? due + 1 : end;
        if (end == END_ABOVE_THREE_QUARTERS) {
            timeline[entry] = (byte) (timeline[entry] & 0xf0 | next);
        } else {
            timeline[entry] = (byte) (OWES | due << 4 | next);
        }
        return secondsTo(next) - secondsTo(due);
    }

    /** True if a SYN-ACK is owed at the timer's call. */
    boolean owes(int entry) {
        return words[entry << WORDS_SHIFT] != FREE && timeline[entry] < 0;
    }

    /** The SYN-ACK owed has been sent. */
    void paid(int entry) {
        timeline[entry] = (byte) (timeline[entry] & ~OWES);
    }

    /** The place of {@code k} on the line of times, less a constant. */
    private static long secondsTo(int k) {
        return SECOND_NS << (k & 7);
    }

    /** When an entry's life ends, at the present load. */
    private int end(boolean flood) {
        if (flood || size > capacity - (capacity >> 2)) {
            return END_ABOVE_THREE_QUARTERS;
        }
        return size > capacity >> 1 ? END_ABOVE_HALF : END;
    }
}
