package org.tcplite.sim.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Taps;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SystemClock;

/**
 * What links of one desktop socket have in common: the board's MAC, a loop asleep in a {@link
 * Selector}, and reading that stops while the MAC has no free descriptor, so that frames wait where
 * the desktop keeps them.
 */
abstract class SocketLink implements Link {

    /** Frames moved in one turn, each way. */
    static final int FRAMES_PER_TURN = 64;

    final SimulatedDmaMac mac;
    final Clock clock = new SystemClock();
    final Selector selector;
    private final SelectorIdle idle;
    private FrameTap tap;
    private volatile boolean cable = true;
    private volatile boolean peer;
    private volatile boolean paused;
    private volatile boolean blocked;
    private boolean closed;
    private volatile long lastTurnNs;

    SocketLink(MacConfig config) throws IOException {
        mac = new SimulatedDmaMac(config);
        mac.setLink(false);
        selector = Selector.open();
        idle = new SelectorIdle(selector, clock, this::serve);
    }

    /** The key whose channel frames are read from and written to, or null while there is none. */
    abstract SelectionKey frames();

    /** Something else than frames: a peer to accept, a connection made. */
    abstract void otherwiseReady(SelectionKey key);

    /**
     * Reads frames, at most {@link #FRAMES_PER_TURN} and while {@link #wantsFrame}.
     *
     * @return true if there may be more
     */
    abstract boolean receive();

    /**
     * Takes frames from the MAC and writes them, at most {@link #FRAMES_PER_TURN}; calls {@link
     * #setBlocked}.
     *
     * @return true if there was one
     */
    abstract boolean send();

    /** Closes the channels. */
    abstract void closeChannels() throws IOException;

    /** What has to be done by the clock, once a turn. */
    boolean tick(long nowNs) {
        return false;
    }

    // ---- the link

    @Override
    public final EthernetMac mac() {
        return mac;
    }

    @Override
    public final void setCable(boolean in) {
        cable = in;
        mac.setLink(cable && peer);
    }

    /** The peer is there, or gone: the carrier. */
    final void setPeer(boolean there) {
        peer = there;
        paused = false;
        blocked = false;
        mac.setLink(cable && peer);
    }

    /** True while there is somebody at the other end. */
    public final boolean hasPeer() {
        return peer;
    }

    @Override
    public final void tap(FrameTap another) {
        tap = Taps.both(tap, another);
    }

    @Override
    public final EventLoop newLoop() {
        return new EventLoop(clock, idle);
    }

    // ---- the loop

    @Override
    public final boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        boolean more = idle.serveUnlessJustServed();
        more |= tick(nowNs);
        if (paused && wantsFrame()) {
            paused = false;
            more |= read();
            interest();
        }
        return more | (!blocked && send());
    }

    /** At once, if a frame waits for the wire or for the MAC that can go now. */
    @Override
    public long nextDeadlineNs() {
        boolean now = !blocked && mac.hasTransmitted() || paused && wantsFrame();
        return now ? lastTurnNs : Long.MAX_VALUE;
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key != frames()) {
            otherwiseReady(key);
            return;
        }
        if (key.isWritable()) {
            blocked = false;
            send();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
        interest();
    }

    private boolean read() {
        boolean more = receive();
        paused = more;
        return more;
    }

    /** Frames that arrive with the cable out are read, and lost as on a cable. */
    final boolean wantsFrame() {
        return mac.canReceive() || !cable;
    }

    /** A frame for the board. */
    final void deliver(byte[] frame, int offset, int length) {
        show(FrameTap.IN, frame, offset, length);
        mac.receiveFromHost(frame, offset, length);
    }

    final void show(int direction, byte[] frame, int offset, int length) {
        show(direction, frame, offset, length, null);
    }

    final void show(int direction, byte[] frame, int offset, int length, String comment) {
        if (tap != null) {
            tap.frame(direction, clock.nanos(), frame, offset, length, comment);
        }
    }

    /** The channel takes no more for now: the MAC's frames stay in its ring. */
    final void setBlocked(boolean isBlocked) {
        if (blocked != isBlocked) {
            blocked = isBlocked;
            interest();
        }
    }

    /** What to be woken for. */
    private void interest() {
        SelectionKey key = frames();
        if (key != null && key.isValid()) {
            int wanted =
                    (paused ? 0 : SelectionKey.OP_READ) | (blocked ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        mac.setLink(false);
        try {
            closeChannels();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
