package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.sim.acceptance.TwoQuietBoards.S;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpError;

/** A connect to an address on the link that nobody has. */
@Timeout(60)
class AbsentNeighbourTest {

    private static final int NOBODY = 0x0a00004d;

    private final TwoQuietBoards boards = new TwoQuietBoards(64, config -> {});
    private final List<Long> askedNs = new ArrayList<>();
    private int otherFrames;

    @Test
    void fourConnectsFailForTheRightReasonAfterTheSeriesAndAskOnceASecond() {
        boards.wire.tap(InProcessWire.LEFT, this::frame);
        for (int i = 0; i < 4; i++) {
            int handle = boards.leftTcp().connect(NOBODY, 80, 0, boards.nowNs());
            long endNs = boards.nowNs() + 243 * S;
            boards.leftEnds.expect("connect " + i, handle, endNs, TcpError.UNREACHABLE);
            boards.loop.runFor(S * 3 / 10);
        }
        boards.loop.runUntil(boards.leftEnds::areAllThere, 300 * S);
        boards.loop.runFor(5 * S);
        assertEquals(List.of(), boards.leftEnds.complaints());
        assertEquals(List.of(), boards.leftEnds.left());
        assertEquals(4, boards.leftTcp().counter(TcpCounter.ATTEMPT_FAILS));
        assertEquals(0, otherFrames);
        assertTrue(askedNs.size() >= 8, "asked " + askedNs.size() + " times");
        for (int i = 1; i < askedNs.size(); i++) {
            long gapNs = askedNs.get(i) - askedNs.get(i - 1);
            assertTrue(gapNs >= S, "asked again after " + gapNs + " ns");
        }
        assertTrue(askedNs.get(askedNs.size() - 1) < 245 * S, "asked after everybody had given up");
    }

    @Test
    void othersAreServedMeanwhile() {
        int handle = boards.leftTcp().connect(NOBODY, 80, 0, boards.nowNs());
        boards.leftEnds.expect("connect", handle, 243 * S, TcpError.UNREACHABLE);
        boards.loop.runFor(10 * S);
        boards.open();
        boards.loop.runUntil(boards.leftEnds::areAllThere, 300 * S);
        assertEquals(List.of(), boards.leftEnds.complaints());
    }

    private void frame(
            int direction, long timeNs, byte[] frame, int offset, int length, String comment) {
        boolean isArp = frame[offset + 12] == 8 && frame[offset + 13] == 6;
        if (direction == FrameTap.OUT && isArp && frame[offset + 21] == 1) {
            askedNs.add(timeNs);
        } else {
            otherFrames++;
        }
    }
}
