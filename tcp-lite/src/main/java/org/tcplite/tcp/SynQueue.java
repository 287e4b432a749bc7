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
    static final int OCTETS_PER_ENTRY = 5 * 4 + 4 + 2 * 2 + 2 + 1 + 1 + TimerWheel.OCTETS_PER_TIMER;

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
    private static final byte FREE = -1;

    final int[] remoteAddress;

    /** {@code remotePort << 16 | localPort}; 0 where an entry is free. */
    final int[] ports;

    final int[] irs;
    final int[] iss;

    /** The peer's timestamp of the SYN. */
    final int[] tsRecent;

    /** The MSS of the SYN, or 0. */
    final char[] mss;

    /** The window offered with the SYN-ACK. */
    final char[] window;

    /** Options the SYN carried and we offer too: the bits above. */
    final byte[] options;

    /** The peer's window shift, if {@link #WINDOW_SCALE}. */
    final byte[] windowShift;

    private final byte[] listener;

    /**
     * On the line of times 2^k - 1 seconds: the k of the timer in the low four bits, that of the
     * latest SYN-ACK in the next three; above them whether a SYN-ACK is owed.
     */
    private final byte[] timeline;

    private final int[] localAddress;
    private final int capacity;
    private final int bucketMask;
    private int size;

    /** A table of {@code entries} entries, a power of two of at least 8. */
    SynQueue(int entries) {
        remoteAddress = new int[entries];
        ports = new int[entries];
        irs = new int[entries];
        iss = new int[entries];
        tsRecent = new int[entries];
        mss = new char[entries];
        window = new char[entries];
        options = new byte[entries];
        windowShift = new byte[entries];
        listener = new byte[entries];
        timeline = new byte[entries];
        localAddress = new int[entries];
        capacity = entries;
        bucketMask = entries / WAYS - 1;
        for (int i = 0; i < entries; i++) {
            listener[i] = FREE;
        }
    }

    /** Both sides' SYNs carry timestamps. */
    boolean hasTimestamps(int entry) {
        return (options[entry] & TIMESTAMPS) != 0;
    }

    /** Both sides' SYNs carry a window scale. */
    boolean scalesWindow(int entry) {
        return (options[entry] & WINDOW_SCALE) != 0;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    boolean isUsed(int entry) {
        return listener[entry] != FREE;
    }

    /** The listener the entry belongs to, by index. */
    int listener(int entry) {
        return listener[entry];
    }

    int localAddress(int entry) {
        return localAddress[entry];
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
        int start = bucket(hash);
        for (int i = start; i < start + WAYS; i++) {
            if (ports[i] == remoteAndLocalPort && remoteAddress[i] == remote) {
                return i;
            }
        }
        return NONE;
    }

    /** Takes a free entry of the tuple's bucket for a listener, or answers {@link #NONE}. */
    int claim(
            int remote,
            int local,
            int remoteAndLocalPort,
            int listenerIndex,
            long hash,
            boolean flood) {
        int start = bucket(hash);
        for (int i = start; i < start + WAYS; i++) {
            if (listener[i] == FREE) {
                remoteAddress[i] = remote;
                localAddress[i] = local;
                ports[i] = remoteAndLocalPort;
                listener[i] = (byte) listenerIndex;
                size++;
                int end = end(flood);
                timeline[i] = (byte) (end == END_ABOVE_THREE_QUARTERS ? end : 1);
                return i;
            }
        }
        return NONE;
    }

    void release(int entry) {
        listener[entry] = FREE;
        ports[entry] = 0;
        size--;
    }

    /** Writes an entry that has just been claimed. */
    void store(int entry, HalfOpen from) {
        window[entry] = (char) from.window;
        irs[entry] = from.irs;
        iss[entry] = from.iss;
        mss[entry] = (char) from.mss;
        options[entry] = (byte) from.options;
        windowShift[entry] = (byte) from.windowShift;
        tsRecent[entry] = from.tsRecent;
        if ((from.options & PROVEN) != 0) {
            timeline[entry] = 1; // whatever the load
        }
    }

    /** Whether the entry's peer has brought a good cookie, and only waits for a slot. */
    boolean isProven(int entry) {
        return (options[entry] & PROVEN) != 0;
    }

    /** Reads an entry. */
    void load(int entry, HalfOpen into) {
        into.listener = listener[entry];
        into.localAddress = localAddress[entry];
        into.remoteAddress = remoteAddress[entry];
        into.ports = ports[entry];
        into.window = window[entry];
        into.irs = irs[entry];
        into.iss = iss[entry];
        into.mss = mss[entry];
        into.options = options[entry];
        into.windowShift = windowShift[entry];
        into.tsRecent = tsRecent[entry];
        into.cookie = isProven(entry); // which may end before the cookie does
        into.repeated = retransmissions(entry) > 0;
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
        return listener[entry] != FREE && timeline[entry] < 0;
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
