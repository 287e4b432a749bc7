package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.Idle;
import org.tcplite.sim.time.SystemClock;

@Timeout(30)
class SelectorIdleTest {

    private static final long MS = 1_000_000;

    private final SystemClock clock = new SystemClock();
    private final AtomicInteger served = new AtomicInteger();
    private Selector selector;
    private SelectorIdle idle;

    @BeforeEach
    void open() throws Exception {
        selector = Selector.open();
        idle = new SelectorIdle(selector, clock, key -> served.incrementAndGet());
    }

    @AfterEach
    void close() throws Exception {
        selector.close();
    }

    @Test
    void returnsAtTheDeadlineNotBefore() {
        long deadline = clock.nanos() + 20 * MS + 1;
        idle.waitUntil(deadline);
        assertTrue(clock.nanos() - deadline >= 0);
    }

    @Test
    void aDeadlineThatHasPassedDoesNotWait() {
        idle.waitUntil(clock.nanos() - 1);
    }

    @Test
    void aSignalGivenBeforeTheWaitEndsIt() {
        idle.signal();
        idle.waitUntil(Idle.FOREVER);
    }

    @Test
    void aSignalOfAnotherThreadEndsTheWait() throws Exception {
        Thread other =
                new Thread(
                        () -> {
                            sleepMs(50);
                            idle.signal();
                        });
        other.start();
        idle.waitUntil(Idle.FOREVER);
        other.join();
    }

    @Test
    void aSignalOfTheLoopItselfEndsItsNextWait() {
        idle.waitUntil(clock.nanos());
        idle.signal();
        idle.waitUntil(Idle.FOREVER);
    }

    @Test
    void lookingAtTheSocketsDoesNotLoseASignal() {
        idle.signal();
        idle.serveUnlessJustServed();
        idle.waitUntil(Idle.FOREVER);
    }

    @Test
    void aReadySocketIsServedOnceAWait() throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            source.register(selector, SelectionKey.OP_READ);
            sink.write(ByteBuffer.allocate(1));
            idle.waitUntil(Idle.FOREVER);
            assertEquals(1, served.get());
            assertFalse(idle.serveUnlessJustServed());
            assertTrue(idle.serveUnlessJustServed());
            assertEquals(2, served.get());
        }
    }

    private static void sleepMs(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
