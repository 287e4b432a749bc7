package org.tcplite.sim.board;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.tcplite.hal.Clock;
import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;
import org.tcplite.sim.time.ParkIdle;
import org.tcplite.sim.time.SystemClock;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.time.VirtualIdle;

/**
 * Gives its members turns, in the order they were added, and sleeps until the earliest of their
 * deadlines when none has anything to do.
 *
 * <p><b>Threads.</b> The loop and everything on it belong to the thread inside {@link #run} or
 * {@link #runUntil}; between such calls, to whoever makes the next one. Other threads may call
 * {@link #stop}, {@link #runOnLoop}, {@link #supplyOnLoop} and the {@link #wakeup()}, nothing else;
 * {@link #checkThread} catches the rest. A round allocates nothing.
 *
 * <p><b>Virtual time.</b> Made by {@link #virtual}, the loop moves its clock to the next deadline
 * instead of sleeping: a minute takes as long as its events, and the same run gives the same events
 * at the same times.
 */
public final class EventLoop implements Runnable {

    /** Requests of other threads that can wait at one time. */
    static final int MAILBOX = 1024;

    /**
     * Rounds without a tick of virtual time after which something must be going round in circles.
     */
    static final int MAX_ROUNDS_AT_ONE_TIME = 50_000_000;

    private final Clock clock;
    private final Idle idle;
    private final Wakeup wakeup;
    private final boolean virtual;
    private final MpscAtomicArrayQueue<Runnable> mailbox = new MpscAtomicArrayQueue<>(MAILBOX);

    private LoopMember[] members = {};
    private volatile Thread owner;
    private volatile boolean stopped;
    private long lastRoundNs;
    private int roundsAtOneTime;

    /**
     * A loop that idles in its own way, such as in a selector.
     *
     * @param idle what the loop does while nothing is to be done
     * @param wakeup ends that, from any thread
     */
    public EventLoop(Clock clock, Idle idle, Wakeup wakeup) {
        this.clock = clock;
        this.idle = idle;
        this.wakeup = wakeup;
        virtual = idle instanceof VirtualIdle;
    }

    /** A loop whose idling can be woken directly. */
    public <I extends Idle & Wakeup> EventLoop(Clock clock, I idle) {
        this(clock, idle, idle);
    }

    /** A loop in real time that parks its thread. */
    public static EventLoop realTime() {
        Clock clock = new SystemClock();
        return new EventLoop(clock, new ParkIdle(clock));
    }

    /** A loop in virtual time: nothing sleeps, the clock jumps. */
    public static EventLoop virtual(VirtualClock clock) {
        return new EventLoop(clock, new VirtualIdle(clock));
    }

    /** The loop's time. */
    public Clock clock() {
        return clock;
    }

    /** Now, by the loop's clock. */
    public long nowNs() {
        return clock.nanos();
    }

    /** Ends the loop's sleep, from any thread. */
    public Wakeup wakeup() {
        return wakeup;
    }

    /** Adds a member at the end of the round. */
    public void add(LoopMember member) {
        checkThread();
        members = Arrays.copyOf(members, members.length + 1);
        members[members.length - 1] = member;
    }

    /** Takes a member out; it may still get the turn of the round that goes on. */
    public void remove(LoopMember member) {
        checkThread();
        members =
                Arrays.stream(members).filter(other -> other != member).toArray(LoopMember[]::new);
    }

    /** Runs until {@link #stop}, or until the thread is interrupted. */
    @Override
    public void run() {
        runUntil(() -> false, Idle.FOREVER);
    }

    /**
     * Ends {@link #run} and {@link #runUntil} after the present round, for good; from any thread.
     */
    public void stop() {
        stopped = true;
        wakeup.signal();
    }

    /** True after {@link #stop}. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Runs until the condition holds, asked before every round and after the last.
     *
     * @param deadlineNs the time to give up at; what is due at that very time still happens
     * @return whether the condition holds; false also after {@link #stop}, and in virtual time if
     *     nothing would ever happen again
     */
    public boolean runUntil(BooleanSupplier condition, long deadlineNs) {
        enter();
        try {
            while (!condition.getAsBoolean()) {
                if (stopped || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                long nowNs = clock.nanos();
                boolean more = round(nowNs);
                if (isDue(deadlineNs, nowNs) && !(virtual && more)) {
                    return condition.getAsBoolean();
                }
                if (!more && !sleep(nowNs, deadlineNs)) {
                    return condition.getAsBoolean();
                }
            }
            return true;
        } finally {
            leave();
        }
    }

    /** Runs for a while, in the loop's time. */
    public void runFor(long durationNs) {
        runUntil(() -> false, clock.nanos() + durationNs);
    }

    /**
     * Has the loop's thread do something, in its next round; from any thread.
     *
     * @throws IllegalStateException if the loop has stopped, or does not empty its mailbox
     */
    public void runOnLoop(Runnable task) {
        if (stopped) {
            throw new IllegalStateException("the loop has stopped");
        }
        if (!mailbox.offer(task)) {
            throw new IllegalStateException(
                    "the loop's mailbox of " + MAILBOX + " is full: the loop does not run");
        }
        wakeup.signal();
    }

    /** As {@link #runOnLoop}, for a question that has an answer. */
    public <T> CompletableFuture<T> supplyOnLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        runOnLoop(
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException | Error failure) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    /**
     * The thread guard: called by whatever belongs to the loop.
     *
     * @throws IllegalStateException if another thread is inside the loop
     */
    public void checkThread() {
        Thread thread = owner;
        if (thread != null && thread != Thread.currentThread()) {
            throw new IllegalStateException(
                    "a board and its connections are used from the loop's thread only: this is \""
                            + Thread.currentThread().getName()
                            + "\", the loop runs in \""
                            + thread.getName()
                            + "\"; hand the work over with EventLoop.runOnLoop");
        }
    }

    private void enter() {
        checkThread();
        if (owner != null) {
            throw new IllegalStateException("the loop is already running in this thread");
        }
        owner = Thread.currentThread();
    }

    private void leave() {
        if (stopped) {
            readMail();
        }
        owner = null;
    }

    /** One turn for everybody; true if somebody has more to do at once. */
    private boolean round(long nowNs) {
        guardAgainstCircles(nowNs);
        boolean more = readMail();
        LoopMember[] present = members;
        for (int i = 0; i < present.length; i++) {
            more |= present[i].turn(nowNs);
        }
        return more;
    }

    /** At most one mailbox full a round. */
    private boolean readMail() {
        for (int i = 0; i < MAILBOX; i++) {
            Runnable task = mailbox.poll();
            if (task == null) {
                return i > 0;
            }
            task.run();
        }
        return true;
    }

    /** Waits for the earliest deadline; false if there is none, nor anybody who could wake us. */
    private boolean sleep(long nowNs, long limitNs) {
        long deadlineNs = limitNs;
        LoopMember[] present = members;
        for (int i = 0; i < present.length; i++) {
            deadlineNs = earlier(deadlineNs, present[i].nextDeadlineNs());
        }
        if (virtual && deadlineNs == Idle.FOREVER) {
            return !mailbox.isEmpty();
        }
        if (!isDue(deadlineNs, nowNs)) {
            idle.waitUntil(deadlineNs);
        }
        return true;
    }

    private void guardAgainstCircles(long nowNs) {
        roundsAtOneTime = nowNs == lastRoundNs ? roundsAtOneTime + 1 : 0;
        lastRoundNs = nowNs;
        if (virtual && roundsAtOneTime > MAX_ROUNDS_AT_ONE_TIME) {
            throw new IllegalStateException("virtual time stands still at " + nowNs + " ns");
        }
    }

    private static boolean isDue(long deadlineNs, long nowNs) {
        return deadlineNs != Idle.FOREVER && deadlineNs - nowNs <= 0;
    }

    /** The earlier of two times of one clock, either of which may be {@link Idle#FOREVER}. */
    public static long earlier(long a, long b) {
        if (a == Idle.FOREVER) {
            return b;
        }
        return b == Idle.FOREVER || a - b <= 0 ? a : b;
    }
}
