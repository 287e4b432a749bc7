package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.sim.acceptance.TwoQuietBoards.MS;
import static org.tcplite.sim.acceptance.TwoQuietBoards.PORT;
import static org.tcplite.sim.acceptance.TwoQuietBoards.S;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.acceptance.TwoQuietBoards.Pair;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/**
 * The cable is pulled, or the transmitter hangs, while connections stand in every phase of their
 * lives: each ends by its own time-out, at the very nanosecond, and every slot comes home.
 */
@Timeout(120)
class CablePulledTest {

    private static final long CONNECT = 243 * S;
    private static final long USER = 300 * S;
    private static final long ORPHAN = 60 * S;
    private static final long TIME_WAIT = 60 * S;
    private static final long HALF_OPEN = 63 * S;

    /** Idle time, then nine probes and the wait for the last one's answer: the defaults. */
    private static final long KEEP_ALIVE = (7200 + 9 * 75) * S;

    /** The same for those that ask for little: idle time, interval, probes. */
    private static final long QUICK_KEEP_ALIVE = (10 + 3 * 5) * S;

    private TwoQuietBoards boards;

    /** How a connection ends that has missed its neighbour for so long that it asks for it. */
    private int lost;

    /** What can be said only when the last segment has arrived. */
    private final List<Runnable> afterCut = new ArrayList<>();

    @Test
    void everyPhaseEndsInTimeWhenTheCableIsPulled() {
        boards = new TwoQuietBoards(64, config -> {});
        lost = TcpError.UNREACHABLE;
        setUpEveryPhase(0); // a reset leaves at once, into the void
        boards.wire.setCable(false);
        seeThemEnd();
        boards.wire.setCable(true);
        everySlotIsGoodAgain();
    }

    @Test
    void everyPhaseEndsInTimeWhenTheTransmitterHangs() {
        boards = new TwoQuietBoards(2, config -> {});
        lost = TcpError.TIMED_OUT; // no question for the neighbour could be sent either
        setUpEveryPhase(S);
        boards.loop.remove(boards.wire);
        seeThemEnd();
        boards.loop.add(boards.wire);
        everySlotIsGoodAgain();
    }

    private void setUpEveryPhase(long resetNs) {
        windowShut();
        toBeWritten();
        toBeClosed();
        toBeAborted(resetNs); // after those that take the last descriptors
        idle();
        finWait2();
        timeWait(false);
        timeWait(true);
        closing();
        lastAck();
        finWait2Orphan();
        finWait1(false);
        finWait1(true);
        textUnacknowledged();
        ownTimeout();
        unaccepted(); // whoever opens after this one would be accepted in its place
        synReceived();
        halfOpen();
        synSent();
        afterCut.add(
                () -> {
                    int handle = boards.connect(boards.newPort());
                    boards.leftEnds.expect("connect after", handle, in(CONNECT), lost);
                });
    }

    private void seeThemEnd() {
        for (Runnable each : afterCut) {
            each.run();
            boards.loop.runFor(MS);
        }
        int phases = boards.leftEnds.count();
        assertTrue(phases >= 20, "phases: " + phases);
        boards.loop.runUntil(
                () -> boards.leftEnds.areAllThere() && boards.rightEnds.areAllThere(), 9000 * S);
        boards.loop.runFor(S);
        List<String> complaints = boards.leftEnds.complaints();
        complaints.addAll(boards.rightEnds.complaints());
        assertEquals("", String.join("\n", complaints));
        assertEquals(List.of(), boards.leftEnds.left());
        assertEquals(List.of(), boards.rightEnds.left());
    }

    private void everySlotIsGoodAgain() {
        boards.loop.runFor(S);
        for (int i = 0; i < boards.left.config().tcp.connections; i++) {
            boards.open();
        }
    }

    // ---- opening

    private void synSent() {
        int port = boards.newPort();
        boards.fromLeft.close(port);
        int handle = boards.connect(port);
        boards.leftEnds.expect("SYN-SENT", handle, in(CONNECT), lost);
    }

    private void halfOpen() {
        int port = boards.newPort();
        boards.fromRight.close(port);
        int handle = boards.connect(port);
        boards.leftEnds.expect("SYN-SENT, answer lost", handle, in(CONNECT), lost);
        untilRight(port, TcpState.SYN_RECEIVED);
        boards.rightEnds.expectGone("half-open", PORT, port, in(HALF_OPEN));
    }

    private void synReceived() {
        int port = boards.newPort();
        int left = boards.leftTcp().connect(TwoQuietBoards.RIGHT, port, port, boards.nowNs());
        int right = boards.rightTcp().connect(TwoQuietBoards.LEFT, port, port, boards.nowNs());
        boards.leftEnds.expect("SYN-RECEIVED", left, in(CONNECT), lost);
        boards.rightEnds.expect("SYN-RECEIVED", right, in(CONNECT), lost);
        boards.loop.runFor(MS / 2);
        block(port); // the SYNs are on their way
        boards.loop.runFor(MS);
        assertEquals(TcpState.SYN_RECEIVED, boards.leftTcp().state(left));
        assertEquals(TcpState.SYN_RECEIVED, boards.rightTcp().state(right));
    }

    /** Open on the left, waiting to be accepted on the right until after the cut. */
    private void unaccepted() {
        int port = boards.newPort();
        int handle = boards.connect(port);
        untilRight(port, TcpState.ESTABLISHED);
        boards.loop.runFor(S);
        afterCut.add(
                () -> {
                    waits("whose peer accepts after", handle, port);
                    int accepted = boards.accept();
                    boards.rightTcp().close(accepted, boards.nowNs());
                    boards.rightEnds.expectGone("accepted after, closed", PORT, port, in(USER));
                });
    }

    // ---- open

    private void idle() {
        Pair pair = boards.open();
        afterCut.add(() -> waitsBriefly("idle", pair));
        rightWaits(pair);
    }

    private void textUnacknowledged() {
        Pair pair = boards.open();
        block(pair.port());
        write(pair, 100);
        boards.leftEnds.expect("text unacknowledged", pair.leftHandle(), in(USER), lost);
        rightWaits(pair);
    }

    private void ownTimeout() {
        Pair pair = boards.open();
        block(pair.port());
        boards.leftTcp().setUserTimeout(pair.leftHandle(), 3_000, boards.nowNs());
        write(pair, 100);
        boards.leftEnds.expect(
                "its own time-out", pair.leftHandle(), in(3 * S), TcpError.TIMED_OUT);
        rightWaits(pair);
    }

    private void toBeWritten() {
        Pair pair = boards.open();
        afterCut.add(
                () -> {
                    write(pair, 100);
                    boards.leftEnds.expect("text after", pair.leftHandle(), in(USER), lost);
                });
        rightWaits(pair);
    }

    private void windowShut() {
        Pair pair = boards.open();
        int more = 4096 + 100; // than the window
        write(pair, more);
        boards.loop.runFor(S);
        rightWaits(pair, boards.rightEnds.lastHeardNs(pair.port())); // no probe is acceptable
        boards.loop.runFor(10 * S);
        afterCut.add(
                () -> {
                    long heardNs = boards.leftEnds.lastHeardNs(pair.port());
                    boards.leftEnds.expect("window shut", pair.leftHandle(), heardNs + USER, lost);
                });
    }

    private void toBeAborted(long resetNs) {
        Pair pair = boards.open();
        afterCut.add(
                () -> {
                    boards.leftTcp().abort(pair.leftHandle(), boards.nowNs());
                    boards.leftEnds.expectGone("aborted", pair.port(), PORT, in(resetNs));
                });
        rightWaits(pair);
    }

    // ---- closing

    private void finWait1(boolean orphan) {
        Pair pair = boards.open();
        block(pair.port());
        if (orphan) {
            boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
            boards.leftEnds.expectGone("FIN-WAIT-1, orphan", pair.port(), PORT, in(USER));
        } else {
            boards.leftTcp().shutdownWrite(pair.leftHandle(), boards.nowNs());
            boards.leftEnds.expect("FIN-WAIT-1", pair.leftHandle(), in(USER), lost);
        }
        rightWaits(pair);
    }

    private void finWait2() {
        Pair pair = boards.open();
        boards.leftTcp().shutdownWrite(pair.leftHandle(), boards.nowNs());
        untilLeft(pair.port(), TcpState.FIN_WAIT_2);
        afterCut.add(() -> waitsBriefly("FIN-WAIT-2", pair));
        rightWaits(pair);
    }

    private void finWait2Orphan() {
        Pair pair = boards.open();
        boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
        untilLeft(pair.port(), TcpState.FIN_WAIT_2);
        boards.leftEnds.expectGone("FIN-WAIT-2, orphan", pair.port(), PORT, in(ORPHAN));
        rightWaits(pair);
    }

    /** CLOSE-WAIT at the cut, closed after it. */
    private void toBeClosed() {
        Pair pair = boards.open();
        boards.rightTcp().shutdownWrite(pair.rightHandle(), boards.nowNs());
        untilLeft(pair.port(), TcpState.CLOSE_WAIT);
        afterCut.add(
                () -> {
                    boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
                    boards.leftEnds.expectGone("CLOSE-WAIT", pair.port(), PORT, in(USER));
                });
        rightWaits(pair);
    }

    private void lastAck() {
        Pair pair = boards.open();
        boards.rightTcp().close(pair.rightHandle(), boards.nowNs());
        untilRight(pair.port(), TcpState.FIN_WAIT_2);
        boards.rightEnds.expectGone("before LAST-ACK", PORT, pair.port(), in(ORPHAN));
        block(pair.port());
        boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
        untilLeft(pair.port(), TcpState.LAST_ACK);
        boards.leftEnds.expectGone("LAST-ACK", pair.port(), PORT, in(USER));
    }

    private void closing() {
        Pair pair = boards.open();
        boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
        boards.rightTcp().close(pair.rightHandle(), boards.nowNs());
        boards.leftEnds.expectGone("CLOSING", pair.port(), PORT, in(USER));
        boards.rightEnds.expectGone("CLOSING", PORT, pair.port(), in(USER));
        boards.loop.runFor(MS / 2);
        block(pair.port()); // the FINs are on their way
        untilLeft(pair.port(), TcpState.CLOSING);
        untilRight(pair.port(), TcpState.CLOSING);
    }

    private void timeWait(boolean owned) {
        Pair pair = boards.open();
        boards.leftTcp().shutdownWrite(pair.leftHandle(), boards.nowNs());
        untilRight(pair.port(), TcpState.CLOSE_WAIT);
        boards.rightTcp().close(pair.rightHandle(), boards.nowNs());
        untilLeft(pair.port(), TcpState.TIME_WAIT);
        if (owned) { // the slot is the application's until it closes; the record is not
            long end = in(TIME_WAIT);
            afterCut.add(
                    () -> {
                        boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
                        boards.leftEnds.expectGone("TIME-WAIT, owned", pair.port(), PORT, end);
                    });
        } else {
            boards.leftTcp().close(pair.leftHandle(), boards.nowNs());
            boards.leftEnds.expectGone("TIME-WAIT", pair.port(), PORT, in(TIME_WAIT));
        }
    }

    // ---- helpers

    private long in(long durationNs) {
        return boards.nowNs() + durationNs;
    }

    private void write(Pair pair, int octets) {
        int taken =
                boards.leftTcp()
                        .write(pair.leftHandle(), new byte[octets], 0, octets, boards.nowNs());
        assertEquals(octets, taken);
    }

    /** Nothing passes to or from the port any more; what is on its way arrives. */
    private void block(int port) {
        boards.fromLeft.close(port);
        boards.fromRight.close(port);
    }

    private void untilLeft(int port, int state) {
        String what = TcpState.name(state) + " on the left";
        boards.until(what, () -> boards.leftEnds.state(port, PORT) == state);
    }

    private void untilRight(int port, int state) {
        String what = TcpState.name(state) + " on the right";
        boards.until(what, () -> boards.rightEnds.state(PORT, port) == state);
    }

    /** A left side that owes nothing: keep-alive ends it. */
    private void waits(String what, int handle, int port) {
        boards.leftTcp().setKeepAlive(handle, 7_200_000, 75_000, 9, boards.nowNs());
        long heardNs = boards.leftEnds.lastHeardNs(port);
        boards.leftEnds.expect(what, handle, heardNs + KEEP_ALIVE, lost);
    }

    private void waitsBriefly(String what, Pair pair) {
        boards.leftTcp().setKeepAlive(pair.leftHandle(), 10_000, 5_000, 3, boards.nowNs());
        long heardNs = boards.leftEnds.lastHeardNs(pair.port());
        boards.leftEnds.expect(what, pair.leftHandle(), heardNs + QUICK_KEEP_ALIVE, lost);
    }

    /**
     * The right side owes nothing and never learns what happened: keep-alive ends it. It sends to
     * where the left side's frames came from, so it does not miss its neighbour.
     */
    private void rightWaits(Pair pair) {
        afterCut.add(() -> rightWaits(pair, boards.rightEnds.lastHeardNs(pair.port())));
    }

    private void rightWaits(Pair pair, long heardNs) {
        int handle = pair.rightHandle();
        boards.rightTcp().setKeepAlive(handle, 7_200_000, 75_000, 9, boards.nowNs());
        String what = "the other side of " + pair.port();
        boards.rightEnds.expect(what, handle, heardNs + KEEP_ALIVE, TcpError.TIMED_OUT);
    }
}
