package org.tcplite.tcp;

/**
 * Timers by index, each with an exact deadline: a hierarchical wheel of nine levels of 32 buckets,
 * one tick being 2^20 ns (about 1 ms), on intrusive lists.
 *
 * <p>Who puts a timer off or stops it need not say so: the wheel asks {@link Deadlines} when the
 * time comes for which the timer is filed, and files it anew. So a retransmission timer put off by
 * every acknowledgment costs one comparison each. Arming and cancelling are O(1). A timer moves
 * down a level at most eight times in its life, and once for each time it was put off: that is the
 * amortised cost of {@link #pollExpired} and {@link #nextDeadlineNs}.
 *
 * <p>A timer never fires before its deadline, and at the first {@link #pollExpired} after it.
 * Deadlines may lie any distance ahead; times are compared by subtraction and may wrap.
 */
public final class TimerWheel {

    /** {@link #pollExpired}: no timer is due. */
    public static final int NONE = -1;

    private static final int TICK_SHIFT = 20;
    private static final int LEVEL_BITS = 5;
    private static final int BUCKETS = 1 << LEVEL_BITS;
    private static final int LEVELS = 9; // 45 bits of ticks: a long of nanoseconds has 43

    /** The time a timer is filed for when it is cancelled, or not filed. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final short UNFILED = -1;

    private final Deadlines deadlines;

    /** The time each timer is filed for; its deadline, or one that it had before. */
    private final long[] filedNs;

    private final short[] bucket;
    private final int[] next;
    private final int[] previous;

    /** First timer of each bucket, level times 32 plus index; and which buckets have one. */
    private final int[] head = new int[LEVELS * BUCKETS];

    private final int[] occupied = new int[LEVELS];

    /** Trailing zeros of an isolated bit, by a de Bruijn number (CLDC has no intrinsic). */
    private final byte[] bitIndex = new byte[32];

    /** The time of tick 0: the first time seen, so that ticks never wrap. */
    private long originNs;

    private boolean started;

    /** Ticks before this one are done. */
    private long currentTick;

    /** The timer filed for the earliest time, if {@link #earliestKnown}; or {@link #NONE}. */
    private int earliest = NONE;

    private boolean earliestKnown = true;

    /** Of the timers here, and of those that others keep beside them. */
    final NextExpiry nextExpiry = new NextExpiry();

    /** Makes {@code timers} timers, {@code 0..timers-1}, none armed. */
    public TimerWheel(int timers, Deadlines deadlines) {
        this.deadlines = deadlines;
        filedNs = new long[timers];
        bucket = new short[timers];
        next = new int[timers];
        previous = new int[timers];
        for (int i = 0; i < timers; i++) {
            filedNs[i] = NEVER;
            bucket[i] = UNFILED;
        }
        for (int i = 0; i < head.length; i++) {
            head[i] = NONE;
        }
        for (int i = 0; i < 32; i++) {
            bitIndex[(1 << (i & 31)) * 0x077CB531 >>> 27] = (byte) i;
        }
    }

    /** Octets one timer takes in the arrays of a wheel. */
    static final int OCTETS_PER_TIMER = 8 + 2 + 4 + 4;

    /** True if the timer is filed: it fires, unless it has been stopped. */
    public boolean isFiled(int timer) {
        return filedNs[timer] != NEVER;
    }

    /** The time the timer is filed for; only meaningful if it is. */
    public long filedNs(int timer) {
        return filedNs[timer];
    }

    /** The timer is due at {@code deadline}. A deadline in the past is due at once. */
    public void arm(int timer, long deadline, long nowNs) {
        long filed = filedNs[timer];
        if (filed != NEVER && deadline - filed >= 0) {
            return; // it is asked for its deadline then
        }
        fileFor(timer, deadline, nowNs);
    }

    private void fileFor(int timer, long deadline, long nowNs) {
        if (!started) {
            started = true;
            originNs = nowNs;
        }
        filedNs[timer] = deadline;
        nextExpiry.armed(deadline);
        if (earliestKnown && (earliest == NONE || deadline - filedNs[earliest] < 0)) {
            earliest = timer;
        }
        if (bucket[timer] != UNFILED) {
            if (tickOf(deadline) >= startOf(bucket[timer])) {
                return; // it is filed anew when its bucket comes
            }
            unlink(timer);
        }
        file(timer);
    }

    /** Stops the timer; nothing happens if it is not armed. */
    public void cancel(int timer) {
        filedNs[timer] = NEVER;
        if (timer == earliest) {
            earliestKnown = false;
        }
    }

    /** Files the timer for its deadline, within its bucket; false if it has been stopped. */
    private boolean renew(int timer) {
        long filed = filedNs[timer];
        if (filed == NEVER) {
            return false;
        }
        long deadline = deadlines.deadlineNs(timer, filed);
        if (deadline != filed) {
            earliestKnown = earliestKnown && timer != earliest;
            filedNs[timer] = deadline;
        }
        return deadline != NEVER;
    }

    /**
     * Takes one timer that is due out of the wheel.
     *
     * @return the timer, no longer armed, or {@link #NONE}
     */
    public int pollExpired(long nowNs) {
        if (!started) {
            return NONE; // ticks are not counted yet
        }
        long nowTick = tickOf(nowNs);
        int first;
        while ((first = firstBucket()) != NONE && startOf(first) <= nowTick) {
            advanceTo(startOf(first));
            if (first >= BUCKETS) {
                cascade(first);
                continue;
            }
            int due = fireOne(first, nowNs);
            if (due != NONE) {
                return due;
            }
            if (head[first] != NONE) {
                return NONE; // the rest of this tick is still to come
            }
        }
        advanceTo(nowTick);
        return NONE;
    }

    private void advanceTo(long tick) {
        if (tick > currentTick) {
            currentTick = tick;
        }
    }

    /**
     * The earliest deadline of all armed timers, exact, or {@code Long.MAX_VALUE} if none is armed.
     */
    public long nextDeadlineNs() {
        if (earliest != NONE) {
            renew(earliest);
        }
        if (!earliestKnown) {
            findEarliest();
        }
        return earliest == NONE ? NEVER : filedNs[earliest];
    }

    /** Files the timers of a higher level's bucket, whose time has come, among the lower levels. */
    private void cascade(int from) {
        int timer = head[from];
        while (timer != NONE) {
            int following = next[timer];
            unlink(timer);
            if (renew(timer)) {
                file(timer);
            }
            timer = following;
        }
    }

    /** Takes the first due timer out of a bucket of the lowest level, and strays to their place. */
    private int fireOne(int from, long nowNs) {
        int timer = head[from];
        while (timer != NONE) {
            int following = next[timer];
            if (!renew(timer)) {
                unlink(timer);
            } else if (filedNs[timer] - nowNs <= 0) {
                unlink(timer);
                cancel(timer);
                return timer;
            } else if (bucketFor(filingTick(filedNs[timer])) != from) {
                unlink(timer);
                file(timer);
            }
            timer = following;
        }
        return NONE;
    }

    /**
     * Files strays of the first bucket anew until it holds a true member, and finds its earliest.
     */
    private void findEarliest() {
        earliest = NONE;
        int first;
        while (earliest == NONE && (first = firstBucket()) != NONE) {
            int timer = head[first];
            while (timer != NONE) {
                int following = next[timer];
                if (!renew(timer)) {
                    unlink(timer);
                } else if (bucketFor(filingTick(filedNs[timer])) != first) {
                    unlink(timer);
                    file(timer);
                } else if (earliest == NONE || filedNs[timer] - filedNs[earliest] < 0) {
                    earliest = timer;
                }
                timer = following;
            }
        }
        earliestKnown = true;
    }

    private void file(int timer) {
        int into = bucketFor(filingTick(filedNs[timer]));
        bucket[timer] = (short) into;
        previous[timer] = NONE;
        next[timer] = head[into];
        if (head[into] != NONE) {
            previous[head[into]] = timer;
        }
        head[into] = timer;
        occupied[into >>> LEVEL_BITS] |= 1 << (into & BUCKETS - 1);
    }

    private void unlink(int timer) {
        int from = bucket[timer];
        if (previous[timer] == NONE) {
            head[from] = next[timer];
            if (head[from] == NONE) {
                occupied[from >>> LEVEL_BITS] &= ~(1 << (from & BUCKETS - 1));
            }
        } else {
            next[previous[timer]] = next[timer];
        }
        if (next[timer] != NONE) {
            previous[next[timer]] = previous[timer];
        }
        bucket[timer] = UNFILED;
    }

    /** The tick a deadline is filed under: its own, but not one that is done. */
    private long filingTick(long deadline) {
        return Math.max(tickOf(deadline), currentTick);
    }

    /** The level is that of the highest digit in which the tick differs from the current one. */
    private int bucketFor(long tick) {
        long differing = tick ^ currentTick;
        int level = 0;
        while (differing >>> LEVEL_BITS != 0) {
            differing >>>= LEVEL_BITS;
            level++;
        }
        return level << LEVEL_BITS | (int) (tick >>> (level * LEVEL_BITS & 63)) & BUCKETS - 1;
    }

    /** The first occupied bucket: all timers of a level come before those of the next. */
    private int firstBucket() {
        for (int level = 0; level < LEVELS; level++) {
            int bits = occupied[level];
            if (bits != 0) {
                int lowest = bits & -bits;
                return level << LEVEL_BITS | bitIndex[lowest * 0x077CB531 >>> 27];
            }
        }
        return NONE;
    }

    /**
     * The tick at which a bucket comes: the current one's higher digits, the bucket's own, zeros.
     */
    private long startOf(int bucketIndex) {
        int shift = (bucketIndex >>> LEVEL_BITS) * LEVEL_BITS & 63;
        long higher = currentTick >>> shift & -BUCKETS;
        return (higher | bucketIndex & BUCKETS - 1) << shift;
    }

    private long tickOf(long ns) {
        return ns - originNs >> TICK_SHIFT;
    }
}
