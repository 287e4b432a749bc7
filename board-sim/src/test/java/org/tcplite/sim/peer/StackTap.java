package org.tcplite.sim.peer;

import java.io.IOException;
import java.nio.file.Path;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.ForwardingMac;

/**
 * Captures what a stack takes from its MAC and gives to it, in that order and at the time the stack
 * goes by, which is that of the loop's round.
 *
 * <p>The link's own capture has frames in the order and at the time they passed the device. On a
 * machine that keeps threads waiting the two differ: a segment stamped in one round may be written
 * long after, and an acknowledgment may have been read that the stack has not been given yet. What
 * the stack should have known when it sent something, only this capture tells.
 *
 * <p>It has to join the loop before the board does.
 */
final class StackTap extends ForwardingMac implements LoopMember, AutoCloseable {

    private final CaptureFile file;
    private final FrameTap tap;
    private long roundNs;

    StackTap(EthernetMac mac, Path captureTo, EventLoop loop) throws IOException {
        super(mac);
        file = CaptureFile.open(captureTo.toString(), loop.clock());
        tap = file.tap("stack");
        roundNs = loop.nowNs();
    }

    @Override
    public boolean turn(long nowNs) {
        roundNs = nowNs;
        return false;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void rxRelease() {
        tap.frame(FrameTap.IN, roundNs, rxBuffer(), rxOffset(), rxPoll(), null);
        super.rxRelease();
    }

    @Override
    public void txCommit(int length, int flags) {
        tap.frame(FrameTap.OUT, roundNs, txBuffer(), txOffset(), length, null);
        super.txCommit(length, flags);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
