package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against a list that is searched from end to end. */
class TimerWheelTest {

    private static final long TICK = 1 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long MONTH = 30 * 86_400 * SECOND;
    private static final int TIMERS = 12;
    private static final Deadlines AS_FILED = (timer, filedNs) -> filedNs;

    /** What a timer wheel is, without the wheel; and whom it asks. */
    private static final class Model implements Deadlines {
        final long[] deadline = new long[TIMERS];
        final boolean[] armed = new boolean[TIMERS];

        @Override
        public long deadlineNs(int timer, long filedNs) {
            assertTrue(!armed[timer] || deadline[timer] - filedNs >= 0, "filed too late");
            return armed[timer] ? deadline[timer] : Long.MAX_VALUE;
        }

        long earliest() {
            long earliest = Long.MAX_VALUE;
            boolean any = false;
            for (int i = 0; i < TIMERS; i++) {
                if (armed[i] && (!any || deadline[i] - earliest < 0)) {
                    earliest = deadline[i];
                    any = true;
                }
            }
            return earliest;
        }

        Set<Integer> due(long nowNs) {
            Set<Integer> due = new HashSet<>();
            for (int i = 0; i < TIMERS; i++) {
                if (armed[i] && deadline[i] - nowNs <= 0) {
                    due.add(i);
                }
            }
            return due;
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                -5 * SECOND,
                Long.MAX_VALUE - 3 * SECOND + 7,
                Long.MAX_VALUE - MONTH + 7,
                Long.MIN_VALUE,
                0x7fffffffL << 20,
                1_234_567_890_123_456_789L
            })
    void agreesWithABruteForceList(long startNs) {
        for (int seed = 0; seed < 60; seed++) {
            playAgainstTheModel(startNs, new SplittableRandom(seed), "seed " + seed);
        }
    }

    private static void playAgainstTheModel(long startNs, SplittableRandom random, String what) {
        Model model = new Model();
        TimerWheel wheel = new TimerWheel(TIMERS, model);
        long now = startNs;
        for (int step = 0; step < 400; step++) {
            int timer = random.nextInt(TIMERS);
            int action = random.nextInt(12);
            if (action < 5) {
                long deadline = now + span(random) - (random.nextInt(8) == 0 ? SECOND : 0);
                if (model.armed[timer] && random.nextBoolean()) {
                    deadline = model.deadline[timer] + span(random); // put off
                }
                model.armed[timer] = true;
                model.deadline[timer] = deadline;
                wheel.arm(timer, deadline, now);
            } else if (action == 5) {
                model.armed[timer] = false;
                if (random.nextBoolean()) {
                    wheel.cancel(timer); // else the wheel finds out
                }
            } else if (action < 8) {
                model.deadline[timer] += span(random); // put off without a word
            } else {
                now = advance(random, now, model);
                Set<Integer> due = model.due(now);
                int fired;
                while ((fired = wheel.pollExpired(now)) != TimerWheel.NONE) {
                    assertTrue(due.remove(fired), what + ": timer " + fired + " is not due");
                    assertFalse(wheel.isFiled(fired));
                    model.armed[fired] = false;
                    if (random.nextInt(4) == 0) { // armed again from its own expiry
                        model.deadline[fired] = now + 1 + span(random);
                        model.armed[fired] = true;
                        wheel.arm(fired, model.deadline[fired], now);
                    }
                }
                assertEquals(Set.of(), due, what + ": due and not fired");
            }
            if (random.nextBoolean()) {
                assertEquals(model.earliest(), wheel.nextDeadlineNs(), what + " step " + step);
            }
            for (int i = 0; i < TIMERS; i++) {
                assertTrue(wheel.isFiled(i) || !model.armed[i], what);
            }
        }
    }

    /** Distances from nothing to months, those round a tick and a level's edge more often. */
    private static long span(SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0:
                return random.nextInt(3);
            case 1:
                return TICK * (1L << 5 * random.nextInt(5)) + random.nextInt(-2, 3);
            case 2:
                return random.nextLong(SECOND);
            case 3:
                return random.nextLong(100 * SECOND);
            case 4:
                return random.nextLong(2 * MONTH);
            default:
                return random.nextLong(40 * TICK);
        }
    }

    private static long advance(SplittableRandom random, long now, Model model) {
        long earliest = model.earliest();
        if (earliest != Long.MAX_VALUE && random.nextBoolean()) {
            long to = earliest + random.nextInt(-1, 2); // just before, at, just after
            return to - now > 0 ? to : now;
        }
        return now + span(random);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -3, Long.MAX_VALUE - 5 * TICK + 2, Long.MIN_VALUE})
    void neverFiresEarlyAndFiresAtTheFirstPollAfter(long startNs) {
        for (long span : new long[] {1, TICK - 1, TICK, TICK + 1, 32 * TICK, SECOND, MONTH}) {
            TimerWheel wheel = new TimerWheel(1, AS_FILED);
            wheel.arm(0, startNs + span, startNs);
            assertEquals(startNs + span, wheel.nextDeadlineNs());
            assertEquals(TimerWheel.NONE, wheel.pollExpired(startNs + span - 1));
            assertEquals(0, wheel.pollExpired(startNs + span));
            assertEquals(TimerWheel.NONE, wheel.pollExpired(startNs + span));
            assertEquals(Long.MAX_VALUE, wheel.nextDeadlineNs());
        }
    }

    @Test
    void aDeadlineInThePastIsDueAtOnce() {
        TimerWheel wheel = new TimerWheel(2, AS_FILED);
        wheel.arm(0, 5 * SECOND, 10 * SECOND);
        assertEquals(0, wheel.pollExpired(10 * SECOND));
        wheel.arm(1, 20 * SECOND, 10 * SECOND);
        assertEquals(TimerWheel.NONE, wheel.pollExpired(15 * SECOND));
        wheel.arm(0, 11 * SECOND, 15 * SECOND);
        assertEquals(0, wheel.pollExpired(15 * SECOND));
    }

    @Test
    void puttingOffAHundredTimesFiresOnce() {
        long[] deadline = {SECOND};
        TimerWheel wheel = new TimerWheel(1, (timer, filedNs) -> deadline[0]);
        wheel.arm(0, SECOND, 0);
        for (int i = 0; i < 100; i++) {
            deadline[0] = (i + 1) * SECOND;
            assertEquals((i + 1) * SECOND, wheel.nextDeadlineNs());
            assertEquals(TimerWheel.NONE, wheel.pollExpired(i * SECOND / 2));
        }
        assertEquals(TimerWheel.NONE, wheel.pollExpired(100 * SECOND - 1));
        assertEquals(0, wheel.pollExpired(200 * SECOND));
        assertEquals(TimerWheel.NONE, wheel.pollExpired(300 * SECOND));
    }
}
