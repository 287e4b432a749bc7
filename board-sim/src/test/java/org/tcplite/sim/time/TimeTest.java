package org.tcplite.sim.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.Idle;

class TimeTest {

    private static final long MS = 1_000_000;

    @Test
    void virtualTimeStandsStillUntilMovedAndNeverGoesBack() {
        VirtualClock clock = new VirtualClock(Long.MAX_VALUE);
        clock.advanceBy(2); // across the wrap
        assertEquals(Long.MIN_VALUE + 1, clock.nanos());
        clock.advanceTo(clock.nanos());
        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(Long.MAX_VALUE));
    }

    @Test
    void virtualIdleMovesToTheDeadlineUnlessSignalled() {
        VirtualClock clock = new VirtualClock();
        VirtualIdle idle = new VirtualIdle(clock);
        idle.signal();
        idle.waitUntil(100);
        assertEquals(0, clock.nanos());
        idle.waitUntil(100);
        assertEquals(100, clock.nanos());
        idle.waitUntil(50);
        idle.waitUntil(Idle.FOREVER);
        assertEquals(100, clock.nanos());
    }

    @Test
    void parkIdleWaitsForTheDeadline() {
        SystemClock clock = new SystemClock();
        long deadlineNs = clock.nanos() + 20 * MS;
        ParkIdle idle = new ParkIdle(clock);
        while (clock.nanos() - deadlineNs < 0) {
            idle.waitUntil(deadlineNs); // may come back for no reason
        }
        assertTrue(clock.nanos() - deadlineNs < 2_000 * MS);
    }

    @Test
    void aSignalBeforeTheWaitIsNotLost() {
        ParkIdle idle = new ParkIdle(new SystemClock());
        idle.signal();
        idle.signal();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> idle.waitUntil(Idle.FOREVER), "sticky signal lost");
    }

    @Test
    void aSignalIsUsedUpByTheWaitItEnds() {
        SystemClock clock = new SystemClock();
        ParkIdle idle = new ParkIdle(clock);
        idle.signal();
        idle.waitUntil(Idle.FOREVER);
        long deadlineNs = clock.nanos() + 20 * MS;
        int returns = 0;
        while (clock.nanos() - deadlineNs < 0) {
            idle.waitUntil(deadlineNs);
            returns++;
        }
        assertTrue(returns < 10, returns + " returns: it does not sleep");
    }

    @Test
    void signalsOfAnotherThreadAreNeverLost() {
        ParkIdle there = new ParkIdle(new SystemClock());
        ParkIdle here = new ParkIdle(new SystemClock());
        int[] ball = new int[1];
        int rounds = 20_000;
        Thread other = new Thread(() -> play(there, here, ball, 1, rounds));
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    other.start();
                    play(here, there, ball, 0, rounds);
                    other.join();
                });
        assertEquals(2 * rounds, ball[0]);
    }

    /** Plain accesses on purpose: what is written before a signal has to be seen after the wait. */
    private static void play(ParkIdle mine, ParkIdle other, int[] ball, int parity, int rounds) {
        for (int i = 0; i < rounds; i++) {
            while (ball[0] % 2 != parity) {
                mine.waitUntil(Idle.FOREVER);
            }
            ball[0]++;
            other.signal();
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndLetsAStackListen() {
        SeededEntropy one = new SeededEntropy(7);
        SeededEntropy two = new SeededEntropy(7);
        SeededEntropy other = new SeededEntropy(8);
        int first = one.next();
        assertEquals(first, two.next());
        assertNotEquals(first, other.next());
        assertNotEquals(first, one.next());
        assertTrue(one.hardware());
        assertTrue(new SecureEntropy().hardware());
        assertNotEquals(new SecureEntropy().next(), new SecureEntropy().next());
    }
}
