package org.tcplite.sim.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tcplite.hal.Clock;
import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;

/**
 * Sleeps in a {@link Selector}: the loop wakes for the board's timers, for its wake-up and for the
 * desktop's sockets, whichever comes first.
 *
 * <p>A wait is rounded up to whole milliseconds, the selector's grain; the caller rechecks its work
 * after every return. Sockets that are ready are served inside {@link #waitUntil} and {@link
 * #serveUnlessJustServed}, on the loop's thread.
 */
final class SelectorIdle implements Idle, Wakeup {

    private final Selector selector;
    private final Clock clock;
    private final Consumer<SelectionKey> serve;

    /** A selection forgets {@link Selector#wakeup()}; this does not. */
    private final AtomicBoolean signalled = new AtomicBoolean();

    private volatile Thread loop;

    /** Whether the sockets were looked at since the loop last asked. */
    private volatile boolean served;

    /**
     * Sleeps by a selector it does not own.
     *
     * @param serve called for each ready key; it may close channels and change their interest
     */
    SelectorIdle(Selector selector, Clock clock, Consumer<SelectionKey> serve) {
        this.selector = selector;
        this.clock = clock;
        this.serve = serve;
    }

    @Override
    public void waitUntil(long deadlineNs) {
        if (loop != Thread.currentThread()) {
            loop = Thread.currentThread();
        }
        served = true;
        try {
            if (signalled.getAndSet(false)) {
                selector.selectNow(serve);
            } else if (deadlineNs == FOREVER) {
                selector.select(serve);
            } else {
                long waitNs = deadlineNs - clock.nanos();
                if (waitNs <= 0) {
                    selector.selectNow(serve);
                } else {
                    selector.select(serve, (waitNs - 1) / 1_000_000 + 1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Serves what is ready and does not wait; not so soon after {@link #waitUntil}, which did.
     *
     * @return true if anything was ready
     */
    boolean serveUnlessJustServed() {
        if (served) {
            served = false;
            return false;
        }
        try {
            return selector.selectNow(serve) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loop's own signals need no system call: it looks at the flag before it sleeps. */
    @Override
    public void signal() {
        if (!signalled.getAndSet(true) && Thread.currentThread() != loop) {
            selector.wakeup();
        }
    }
}
