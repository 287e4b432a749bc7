package org.tcplite.sim.service;

/**
 * One inactivity timer per connection slot, in a few classes whose members all have the same
 * time-out: so each class is a FIFO, and every operation takes the same short time however many
 * connections there are.
 */
final class IdleTimers {

    /** No slot, no class. */
    static final int NONE = -1;

    private final long[] timeoutNs;
    private final long[] deadlineNs;
    private final int[] classOf;
    private final int[] next;
    private final int[] previous;

    /** Timers for {@code slots} connections; class {@code k} expires after {@code timeoutNs[k]}. */
    IdleTimers(int slots, long... timeoutNs) {
        this.timeoutNs = timeoutNs.clone();
        deadlineNs = new long[slots];
        classOf = new int[slots];
        next = new int[slots + timeoutNs.length];
        previous = new int[slots + timeoutNs.length];
        for (int slot = 0; slot < slots; slot++) {
            classOf[slot] = NONE;
        }
        for (int head = slots; head < next.length; head++) {
            next[head] = head;
            previous[head] = head;
        }
    }

    /** Starts the timer of {@code slot} anew; a class whose time-out is 0 never expires. */
    void start(int slot, int timerClass, long nowNs) {
        stop(slot);
        if (timeoutNs[timerClass] == 0) {
            return;
        }
        int head = deadlineNs.length + timerClass;
        int last = previous[head];
        classOf[slot] = timerClass;
        deadlineNs[slot] = nowNs + timeoutNs[timerClass];
        next[slot] = head;
        previous[slot] = last;
        next[last] = slot;
        previous[head] = slot;
    }

    /** Stops the timer of {@code slot}, if it runs. */
    void stop(int slot) {
        if (classOf[slot] == NONE) {
            return;
        }
        classOf[slot] = NONE;
        next[previous[slot]] = next[slot];
        previous[next[slot]] = previous[slot];
    }

    /** A slot whose time has come, or {@link #NONE}. It is stopped. */
    int takeExpired(long nowNs) {
        for (int head = deadlineNs.length; head < next.length; head++) {
            int slot = next[head];
            if (slot != head && deadlineNs[slot] - nowNs <= 0) {
                stop(slot);
                return slot;
            }
        }
        return NONE;
    }

    /** When the earliest timer expires; {@code Long.MAX_VALUE} if none runs. */
    long nextDeadlineNs() {
        long earliest = Long.MAX_VALUE;
        for (int head = deadlineNs.length; head < next.length; head++) {
            int slot = next[head];
            if (slot != head && (earliest == Long.MAX_VALUE || deadlineNs[slot] - earliest < 0)) {
                earliest = deadlineNs[slot];
            }
        }
        return earliest;
    }
}
