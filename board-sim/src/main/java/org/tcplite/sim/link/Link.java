package org.tcplite.sim.link;

import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.capture.FrameTap;

/**
 * What a board's MAC is plugged into: it owns the {@link EthernetMac} the board drives, carries its
 * frames, and takes turns on the board's loop.
 *
 * <pre>
 *     Link link = Links.open(LinkSpec.parse("forward"), settings);
 *     EventLoop loop = link.newLoop();
 *     Board board = new Board("board", config, link.mac(), entropy, loop);
 *     board.start();
 *     loop.add(link);
 * </pre>
 *
 * <p>After the board, the link sends what the board made in the same round; before it, in the next.
 */
public interface Link extends LoopMember, AutoCloseable {

    /** The MAC to build the board's stack on. */
    EthernetMac mac();

    /** The link in words, as in the ready line: {@code forward}, {@code tap:tap0}. */
    String describe();

    /** Cable in or out. */
    void setCable(boolean in);

    /**
     * Attaches a tap at the board's end of the cable, in addition to those already there; before
     * the board starts.
     */
    void tap(FrameTap tap);

    /** A loop in real time that this link can wake; the link still has to be added to it. */
    EventLoop newLoop();

    /** Frames the desktop did not take from the link: the device was down, nobody listens. */
    default long unsent() {
        return 0;
    }

    /** Stops threads and closes sockets; nothing of it stays on the machine. */
    @Override
    void close();
}
