package org.tcplite.sim.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.Idle;
import org.tcplite.sim.time.VirtualClock;

class EventLoopTest {

    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop = EventLoop.virtual(clock);
    private final List<String> log = new ArrayList<>();

    /** Does something at given times, and nothing in between. */
    private final class Alarm implements LoopMember {
        private final String name;
        private final long[] timesNs;
        private int next;

        Alarm(String name, long... timesNs) {
            this.name = name;
            this.timesNs = timesNs;
        }

        @Override
        public boolean turn(long nowNs) {
            if (next == timesNs.length || timesNs[next] - nowNs > 0) {
                return false;
            }
            log.add(name + "@" + nowNs);
            next++;
            return true;
        }

        @Override
        public long nextDeadlineNs() {
            return next == timesNs.length ? Idle.FOREVER : timesNs[next];
        }
    }

    @Test
    void virtualTimeJumpsFromDeadlineToDeadline() {
        loop.add(new Alarm("a", 10, 3_600_000_000_000L));
        loop.add(new Alarm("b", 7, 10));
        assertFalse(loop.runUntil(() -> false, Idle.FOREVER));
        assertEquals(List.of("b@7", "a@10", "b@10", "a@3600000000000"), log);
    }

    @Test
    void aRunEndsAtItsDeadlineAfterWhatIsDueThen() {
        loop.add(new Alarm("a", 5, 10, 11));
        assertFalse(loop.runUntil(() -> false, 10));
        assertEquals(List.of("a@5", "a@10"), log);
        assertEquals(10, clock.nanos());
        loop.runFor(3);
        assertEquals(List.of("a@5", "a@10", "a@11"), log);
        assertEquals(13, clock.nanos());
    }

    @Test
    void aRunEndsAsSoonAsItsConditionHolds() {
        loop.add(new Alarm("a", 5, 10, 15));
        assertTrue(loop.runUntil(() -> log.size() == 2, Idle.FOREVER));
        assertEquals(10, clock.nanos());
        assertTrue(loop.runUntil(() -> true, 0));
    }

    @Test
    void membersTakeTurnsInTheOrderTheyWereAdded() {
        for (String name : List.of("a", "b", "c")) {
            loop.add(new Alarm(name, 1, 1));
        }
        loop.runFor(1);
        assertEquals(List.of("a@1", "b@1", "c@1", "a@1", "b@1", "c@1"), log);
    }

    @Test
    void aRemovedMemberGetsNoTurn() {
        Alarm a = new Alarm("a", 1);
        loop.add(a);
        loop.remove(a);
        loop.runFor(10);
        assertEquals(List.of(), log);
    }

    @Test
    void itSleepsExactlyUntilTheEarliestDeadline() {
        List<Long> sleeps = new ArrayList<>();
        Idle idle =
                deadlineNs -> {
                    sleeps.add(deadlineNs);
                    clock.advanceTo(deadlineNs);
                };
        EventLoop sleeper = new EventLoop(clock, idle, () -> {});
        sleeper.add(new Alarm("a", 30, 100));
        sleeper.add(new Alarm("b", 20, 100));
        sleeper.add(new Alarm("never"));
        sleeper.runUntil(() -> log.size() == 4, 1000);
        assertEquals(List.of(20L, 30L, 100L), sleeps);
    }

    @Test
    void withoutDeadlinesItSleepsForever() {
        List<Long> sleeps = new ArrayList<>();
        EventLoop[] sleeper = new EventLoop[1];
        Idle idle =
                deadlineNs -> {
                    sleeps.add(deadlineNs);
                    sleeper[0].stop();
                };
        sleeper[0] = new EventLoop(clock, idle, () -> {});
        sleeper[0].add(new Alarm("never"));
        sleeper[0].run();
        assertEquals(List.of(Idle.FOREVER), sleeps);
    }

    @Test
    void deadlinesAreComparedAcrossTheWrapOfTheClock() {
        assertEquals(Long.MAX_VALUE - 1, EventLoop.earlier(Long.MAX_VALUE - 1, Long.MIN_VALUE));
        assertEquals(5, EventLoop.earlier(Idle.FOREVER, 5));
        assertEquals(5, EventLoop.earlier(5, Idle.FOREVER));
        assertEquals(-5, EventLoop.earlier(-5, 5));
    }

    @Test
    @Timeout(30)
    void otherThreadsHandOverWorkAndAreKeptAwayFromTheRest() throws Exception {
        EventLoop real = EventLoop.realTime();
        Thread thread = new Thread(real, "the loop");
        thread.start();
        CompletableFuture<Thread> answer = real.supplyOnLoop(Thread::currentThread);
        assertSame(thread, answer.get(20, TimeUnit.SECONDS));
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> real.add(new Alarm("a")));
        assertTrue(refusal.getMessage().contains("\"the loop\""), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("EventLoop.runOnLoop"), refusal.getMessage());
        assertThrows(IllegalStateException.class, real::run);
        real.stop();
        thread.join();
        real.checkThread(); // nobody is inside any more
        assertThrows(IllegalStateException.class, () -> real.runOnLoop(() -> {}));
    }

    @Test
    @Timeout(30)
    void aFailureOfAQuestionReachesTheAsker() throws Exception {
        CompletableFuture<Object> answer =
                loop.supplyOnLoop(
                        () -> {
                            throw new IllegalArgumentException("no");
                        });
        loop.runFor(0);
        assertThrows(ExecutionException.class, answer::get);
    }

    @Test
    void theMailboxHasALimit() {
        for (int i = 0; i < EventLoop.MAILBOX; i++) {
            loop.runOnLoop(() -> log.add("mail"));
        }
        assertThrows(IllegalStateException.class, () -> loop.runOnLoop(() -> {}));
        loop.runFor(0);
        assertEquals(EventLoop.MAILBOX, log.size());
    }

    @Test
    @Timeout(30)
    void anInterruptEndsTheLoop() throws Exception {
        EventLoop real = EventLoop.realTime();
        CountDownLatch running = new CountDownLatch(1);
        real.runOnLoop(running::countDown);
        Thread thread = new Thread(real);
        thread.start();
        running.await();
        thread.interrupt();
        thread.join();
    }

    @Test
    void aLoopDoesNotRunInsideItself() {
        loop.runOnLoop(() -> assertThrows(IllegalStateException.class, loop::run));
        loop.runFor(0);
    }

    @Test
    void anExceptionLeavesTheLoopUsable() {
        loop.runOnLoop(
                () -> {
                    throw new IllegalArgumentException("first");
                });
        assertThrows(IllegalArgumentException.class, () -> loop.runFor(1));
        loop.add(new Alarm("a", 1));
        loop.runFor(1);
        assertEquals(List.of("a@1"), log);
    }
}
