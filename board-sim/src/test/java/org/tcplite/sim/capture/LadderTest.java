package org.tcplite.sim.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.sim.mac.TestFrames.ACK;
import static org.tcplite.sim.mac.TestFrames.BOARD;
import static org.tcplite.sim.mac.TestFrames.FIN;
import static org.tcplite.sim.mac.TestFrames.PEER;
import static org.tcplite.sim.mac.TestFrames.PSH;
import static org.tcplite.sim.mac.TestFrames.SYN;

import org.junit.jupiter.api.Test;
import org.tcplite.sim.mac.TestFrames;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.tcp.TcpState;

class LadderTest {

    private static final int LEFT = Ladder.LEFT;
    private static final int RIGHT = Ladder.RIGHT;
    private static final long MS = 1_000_000;
    private static final byte[] NO_OPTIONS = {};
    private static final byte[] MSS = {2, 4, 5, (byte) 0xb4};

    private final VirtualClock clock = new VirtualClock();
    private final Ladder ladder = new Ladder(clock, "client", "server");
    private final FrameTap[] taps = {ladder.tap(LEFT), ladder.tap(RIGHT)};
    private final int[] states = {TcpState.CLOSED, TcpState.CLOSED};

    private void watch(int stateOfRight) {
        states[RIGHT] = stateOfRight;
        ladder.watch(LEFT, () -> states[LEFT]);
        ladder.watch(RIGHT, () -> states[RIGHT]);
    }

    private static byte[] segment(int from, int flags, long seq, long ack, int text) {
        byte[] options = (flags & SYN) != 0 ? MSS : NO_OPTIONS;
        return from == LEFT
                ? TestFrames.tcp(PEER, 40000, BOARD, 80, flags, seq, ack, options, text)
                : TestFrames.tcp(BOARD, 80, PEER, 40000, flags, seq, ack, options, text);
    }

    private void leave(int from, byte[] frame, String comment) {
        taps[from].frame(FrameTap.OUT, clock.nanos(), frame, 0, frame.length, comment);
    }

    private void arrive(int from, byte[] frame, String comment) {
        taps[1 - from].frame(FrameTap.IN, clock.nanos(), frame, 0, frame.length, comment);
    }

    /** From one side to the other in 10 ms; the receiver is in this state then. */
    private void cross(int from, int flags, long seq, long ack, int text, int newState) {
        byte[] frame = segment(from, flags, seq, ack, text);
        leave(from, frame, null);
        clock.advanceBy(10 * MS);
        arrive(from, frame, null);
        states[1 - from] = newState;
        ladder.turn(clock.nanos());
    }

    private void call(int side, String text, int newState) {
        ladder.call(side, text);
        states[side] = newState;
    }

    private String drawing(boolean unicode) {
        return String.join("\n", ladder.lines(unicode)) + "\n";
    }

    @Test
    void aWholeConnectionIsDrawnInTextbookLetters() {
        watch(TcpState.LISTEN);
        call(LEFT, "connect()", TcpState.SYN_SENT);
        cross(LEFT, SYN, 1000, 0, 0, TcpState.SYN_RECEIVED);
        cross(RIGHT, SYN | ACK, 5000, 1001, 0, TcpState.ESTABLISHED);
        cross(LEFT, ACK, 1001, 5001, 0, TcpState.ESTABLISHED);
        ladder.call(RIGHT, "accept() returns");
        cross(LEFT, PSH | ACK, 1001, 5001, 6, TcpState.ESTABLISHED);
        call(LEFT, "close()", TcpState.FIN_WAIT_1);
        cross(LEFT, FIN | ACK, 1007, 5001, 0, TcpState.CLOSE_WAIT);
        cross(RIGHT, ACK, 5001, 1008, 0, TcpState.FIN_WAIT_2);
        ladder.call(RIGHT, "read() = 0");
        call(RIGHT, "close()", TcpState.LAST_ACK);
        cross(RIGHT, FIN | ACK, 5001, 1008, 0, TcpState.TIME_WAIT);
        cross(LEFT, ACK, 1008, 5002, 0, TcpState.CLOSED);
        clock.advanceBy(60_000 * MS);
        states[LEFT] = TcpState.CLOSED;
        assertEquals(GoldenLadders.OPEN_CLOSE, drawing(true));
    }

    @Test
    void segmentsThatCrossAreDrawnInTwoHalves() {
        watch(TcpState.CLOSED);
        call(LEFT, "connect()", TcpState.SYN_SENT);
        call(RIGHT, "connect()", TcpState.SYN_SENT);
        byte[] fromLeft = segment(LEFT, SYN, 0xfffffffeL, 0, 0);
        byte[] fromRight = segment(RIGHT, SYN, 5000, 0, 0);
        leave(LEFT, fromLeft, null);
        leave(RIGHT, fromRight, null);
        clock.advanceBy(10 * MS);
        arrive(LEFT, fromLeft, null);
        states[RIGHT] = TcpState.SYN_RECEIVED;
        arrive(RIGHT, fromRight, null);
        states[LEFT] = TcpState.SYN_RECEIVED;
        ladder.turn(clock.nanos());
        assertEquals(GoldenLadders.SIMULTANEOUS_OPEN, drawing(true));
    }

    @Test
    void segmentsThatFollowEachOtherAreDrawnWhole() {
        watch(TcpState.ESTABLISHED);
        byte[] ack = segment(RIGHT, ACK, 5001, 1002, 0);
        byte[] fin = segment(RIGHT, FIN | ACK, 5001, 1002, 0);
        states[LEFT] = TcpState.FIN_WAIT_1;
        states[RIGHT] = TcpState.CLOSE_WAIT;
        leave(RIGHT, ack, null);
        states[RIGHT] = TcpState.LAST_ACK;
        leave(RIGHT, fin, null);
        clock.advanceBy(10 * MS);
        arrive(RIGHT, ack, null);
        states[LEFT] = TcpState.FIN_WAIT_2;
        arrive(RIGHT, fin, null);
        states[LEFT] = TcpState.TIME_WAIT;
        assertEquals(GoldenLadders.FOLLOWING, drawing(false));
    }

    @Test
    void aLostSegmentEndsInACrossWithItsReason() {
        watch(TcpState.LISTEN);
        call(LEFT, "connect()", TcpState.SYN_SENT);
        byte[] syn = segment(LEFT, SYN, 1000, 0, 0);
        leave(LEFT, syn, "dropped by wire: frame 1 out");
        arrive(LEFT, syn, "dropped by wire: frame 1 in");
        clock.advanceBy(1000 * MS);
        cross(LEFT, SYN, 1000, 0, 0, TcpState.SYN_RECEIVED);
        byte[] synAck = segment(RIGHT, SYN | ACK, 5000, 1001, 0);
        leave(RIGHT, synAck, null);
        arrive(RIGHT, synAck, "dropped by wire: no free receive descriptor, frame 1 in");
        assertEquals(GoldenLadders.LOST_ASCII, drawing(false));
    }

    @Test
    void theNextConnectionBetweenThePortsHasLettersOfItsOwn() {
        watch(TcpState.LISTEN);
        cross(RIGHT, FIN | ACK, 5001, 1001, 0, TcpState.CLOSE_WAIT);
        cross(LEFT, SYN, 70000, 0, 0, TcpState.SYN_RECEIVED);
        cross(LEFT, FIN | ACK, 70001, 9001, 0, TcpState.CLOSE_WAIT);
        cross(RIGHT, FIN | ACK, 9001, 70002, 0, TcpState.TIME_WAIT);
        String drawing = drawing(true);
        assertTrue(drawing.contains("seq 5001 (M)"), drawing);
        assertTrue(drawing.contains("seq 70001 (M = J+1)"), drawing);
        assertTrue(drawing.contains("seq 9001 (N)"), drawing);
    }

    @Test
    void aSegmentThatIsOnlyLateOrCopiedArrives() {
        watch(TcpState.LISTEN);
        byte[] syn = segment(LEFT, SYN, 1000, 0, 0);
        leave(LEFT, syn, "duplicated, +3.000 ms of delay by wire: frame 1 out");
        clock.advanceBy(10 * MS);
        arrive(LEFT, syn, "duplicated, +3.000 ms of delay by wire: frame 1 in");
        arrive(LEFT, syn, "copy made by wire: frame 1 in");
        String drawing = drawing(true);
        assertTrue(drawing.contains("seq 1000 (J)  again"), drawing);
        assertTrue(drawing.lines().allMatch(line -> !line.contains("by wire")), drawing);
    }

    @Test
    void otherConnectionsAndOtherFramesAreLeftOut() {
        watch(TcpState.LISTEN);
        cross(LEFT, SYN, 1000, 0, 0, TcpState.SYN_RECEIVED);
        String before = drawing(true);
        byte[] other = TestFrames.tcp(PEER, 40001, BOARD, 80, SYN, 1, 0, NO_OPTIONS, 0);
        leave(LEFT, other, null);
        arrive(LEFT, other, null);
        leave(LEFT, TestFrames.arp(1, PEER, BOARD), null);
        assertEquals(before, drawing(true));
    }

    @Test
    void aDuplicateArrivesAgain() {
        watch(TcpState.LISTEN);
        cross(LEFT, SYN, 1000, 0, 0, TcpState.SYN_RECEIVED);
        arrive(LEFT, segment(LEFT, SYN, 1000, 0, 0), null);
        assertTrue(drawing(true).contains("seq 1000 (J)  again"), drawing(true));
    }

    @Test
    void oneTapAloneDrawsWholeArrows() {
        Ladder alone = new Ladder(clock, "board", "peer");
        FrameTap tap = alone.tap(LEFT);
        byte[] syn = segment(LEFT, SYN, 1000, 0, 0);
        byte[] synAck = segment(RIGHT, SYN | ACK, 5000, 1001, 0);
        tap.frame(FrameTap.OUT, 0, syn, 0, syn.length, null);
        tap.frame(FrameTap.IN, 0, synAck, 0, synAck.length, null);
        String drawing = String.join("\n", alone.lines(false));
        assertTrue(drawing.contains("|-- SYN  seq 1000 (J) -"), drawing);
        assertTrue(drawing.contains("|<-- SYN ACK  seq 5000 (K)  ack 1001 (J+1) -"), drawing);
    }
}
