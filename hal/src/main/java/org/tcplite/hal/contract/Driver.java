package org.tcplite.hal.contract;

import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/** The driver under test, each call timed, its wake-ups seen. */
final class Driver implements Wakeup {

    static final int CLAIM = 0;
    static final int REFUSED_CLAIM = 1;
    static final int COMMIT = 2;
    static final int POLL = 3;
    static final int EMPTY_POLL = 4;
    static final int RELEASE = 5;
    static final int LINK_STATE = 6;
    static final int ABANDON = 7;
    private static final int CALLS = 8;

    /** A call made seldom may have been interrupted each time; that says nothing. */
    private static final int ENOUGH = 4;

    final EthernetMac mac;
    final Clock clock;

    /** There was a wake-up since somebody set it false. */
    volatile boolean woken;

    private final int[] made = new int[CALLS];
    private final long[] fastestNs = new long[CALLS];
    private Wakeup board;

    Driver(EthernetMac mac, Clock clock) {
        this.mac = mac;
        this.clock = clock;
    }

    int start(Wakeup boardWakeup) {
        board = boardWakeup;
        return mac.start(this);
    }

    @Override
    public void signal() {
        woken = true;
        board.signal();
    }

    boolean has(int capability) {
        return (mac.capabilities() & capability) != 0;
    }

    boolean claim(int length) {
        long sinceNs = clock.nanos();
        boolean claimed = mac.txClaim(length);
        took(claimed ? CLAIM : REFUSED_CLAIM, sinceNs);
        return claimed;
    }

    void commit(int length, int flags) {
        long sinceNs = clock.nanos();
        mac.txCommit(length, flags);
        if (length >= MacContract.TIMED_LENGTH) { // a short one would set too easy a mark
            took(COMMIT, sinceNs);
        }
    }

    void abandon() {
        long sinceNs = clock.nanos();
        mac.txAbandon();
        took(ABANDON, sinceNs);
    }

    int poll() {
        long sinceNs = clock.nanos();
        int length = mac.rxPoll();
        took(length >= MacContract.TIMED_LENGTH ? POLL : EMPTY_POLL, sinceNs);
        return length;
    }

    void release() {
        long sinceNs = clock.nanos();
        mac.rxRelease();
        took(RELEASE, sinceNs);
    }

    int linkState() {
        long sinceNs = clock.nanos();
        int state = mac.linkState();
        took(LINK_STATE, sinceNs);
        return state;
    }

    private void took(int call, long sinceNs) {
        long ns = clock.nanos() - sinceNs;
        if (made[call] == 0 || ns < fastestNs[call]) {
            fastestNs[call] = ns;
        }
        made[call]++;
    }

    void forgetTimes() {
        for (int i = 0; i < CALLS; i++) {
            made[i] = 0;
        }
    }

    /**
     * A kind of call that took longer than that every time it was made since {@link #forgetTimes},
     * or -1. Once would prove nothing: an interrupt, or another process, may have come between.
     */
    int slowerThan(long limitNs) {
        for (int i = 0; i < CALLS; i++) {
            if (made[i] >= ENOUGH && fastestNs[i] > limitNs) {
                return i;
            }
        }
        return -1;
    }

    /** What {@link #slowerThan} found, in words. */
    static String nameOfCall(int call) {
        switch (call) {
            case CLAIM:
                return "txClaim() takes longer each time than microseconds";
            case REFUSED_CLAIM:
                return "txClaim() that refuses takes longer each time than microseconds";
            case COMMIT:
                return "txCommit() takes longer each time than microseconds";
            case POLL:
            case EMPTY_POLL:
                return "rxPoll() takes longer each time than microseconds";
            case RELEASE:
                return "rxRelease() takes longer each time than microseconds";
            case ABANDON:
                return "txAbandon() takes longer each time than microseconds";
            default:
                return "linkState() takes longer each time than microseconds";
        }
    }
}
