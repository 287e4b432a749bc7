package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextExpiryTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final NextExpiry next = new NextExpiry();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, -1_000_000, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void hasComeWithTheEarliestTimerArmedWhereverTheClockStands(long nowNs) {
        assertFalse(next.mayHaveCome(nowNs), "no timer");
        next.armed(nowNs + 10);
        next.armed(nowNs + 30);
        next.armed(nowNs + 20);
        assertFalse(next.mayHaveCome(nowNs + 9));
        assertTrue(next.mayHaveCome(nowNs + 10));
        assertTrue(next.mayHaveCome(nowNs + 11));
        next.armed(nowNs + 4);
        assertFalse(next.mayHaveCome(nowNs + 3));
        assertTrue(next.mayHaveCome(nowNs + 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1_000_000, Long.MAX_VALUE - 15})
    void isWhatWasFoundUntilATimerIsArmedForEarlier(long nowNs) {
        next.armed(nowNs);
        next.found(nowNs + 20);
        assertFalse(next.mayHaveCome(nowNs + 19));
        assertTrue(next.mayHaveCome(nowNs + 20));
        next.found(NEVER);
        assertFalse(next.mayHaveCome(nowNs + 1000));
        next.armed(nowNs + 40);
        assertFalse(next.mayHaveCome(nowNs + 39));
        assertTrue(next.mayHaveCome(nowNs + 40));
    }
}
