package org.tcplite.sim.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.Idle;
import org.tcplite.hal.MacCounter;
import org.tcplite.sim.time.ParkIdle;
import org.tcplite.sim.time.SystemClock;

/** A board's loop echoes what a host thread feeds: every frame comes back intact and in order. */
class MacThreadsTest {

    private static final int FRAMES = 1_000_000;
    private static final int LENGTH = 64;

    private final MacConfig config = new MacConfig();
    private SimulatedDmaMac mac;
    private volatile boolean done;

    @Test
    @Timeout(120)
    void aMillionFramesCrossTheQueuesIntact() throws Exception {
        config.rxDepth = 16;
        config.txDepth = 4;
        run();
    }

    @Test
    @Timeout(120)
    void ringsOfDepthOneDoNotLockUp() throws Exception {
        config.rxDepth = 1;
        config.txDepth = 1;
        run();
    }

    private void run() throws Exception {
        mac = new SimulatedDmaMac(config);
        ParkIdle idle = new ParkIdle(new SystemClock());
        mac.start(idle);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread board = new Thread(() -> echo(idle), "board");
        board.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        board.start();
        int frames = config.rxDepth == 1 ? FRAMES / 20 : FRAMES;
        feedAndDrain(frames);
        done = true;
        idle.signal();
        board.join();
        assertEquals(null, failure.get());
        assertEquals(frames, mac.counter(MacCounter.RX_PACKETS));
        assertEquals(frames, mac.counter(MacCounter.TX_PACKETS));
    }

    /** The board: waits for space before it releases a frame, so that none is lost. */
    private void echo(ParkIdle idle) {
        while (!done) {
            int length = mac.rxPoll();
            if (length == 0 || !mac.txClaim(length)) {
                idle.waitUntil(Idle.FOREVER);
                continue;
            }
            System.arraycopy(
                    mac.rxBuffer(), mac.rxOffset(), mac.txBuffer(), mac.txOffset(), length);
            mac.rxRelease();
            mac.txCommit(length, 0);
        }
    }

    private void feedAndDrain(int frames) {
        byte[] frame = TestFrames.numbered(LENGTH, 0);
        int sent = 0;
        int received = 0;
        while (received < frames) {
            boolean moved = false;
            if (sent < frames && mac.canReceive()) {
                stamp(frame, sent);
                mac.receiveFromWire(frame, 0, LENGTH);
                sent++;
                moved = true;
            }
            Frame back = mac.pollTransmitted();
            if (back != null) {
                check(back, received);
                mac.releaseTransmitted();
                received++;
                moved = true;
            }
            if (!moved) {
                Thread.yield();
            }
        }
    }

    private static void stamp(byte[] frame, int number) {
        for (int i = 20; i < LENGTH; i++) {
            frame[i] = (byte) (number >> i % 3 * 8);
        }
    }

    private static void check(Frame frame, int number) {
        for (int i = 20; i < LENGTH; i++) {
            if (frame.octets[frame.offset + i] != (byte) (number >> i % 3 * 8)) {
                throw new AssertionError("frame " + number + " differs at octet " + i);
            }
        }
    }
}
