package org.tcplite.sim.capture;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;
import org.tcplite.hal.Clock;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.tcp.TcpState;

/**
 * Draws one connection as a ladder: time down the page, a side in each margin with its states and
 * socket calls, an arrow for each segment. It collects while the run goes on, and {@link #lines}
 * draws it all.
 *
 * <pre>
 * Ladder ladder = new Ladder(loop.clock(), "client", "server");
 * wire.tap(InProcessWire.LEFT, ladder.tap(Ladder.LEFT));
 * wire.tap(InProcessWire.RIGHT, ladder.tap(Ladder.RIGHT));
 * ladder.watch(Ladder.LEFT, new StateProbe(client.tcp(), 40000, 80));
 * ladder.watch(Ladder.RIGHT, new StateProbe(server.tcp(), 80, 40000));
 * loop.add(ladder);                        // after the boards: it looks at the states each round
 * ladder.call(Ladder.LEFT, "connect()");   // before the call; results after it
 * </pre>
 *
 * <p>The connection drawn is that of the first TCP segment seen; all else is left out. With a tap
 * on one side only, segments are drawn as if they took no time.
 */
public final class Ladder implements LoopMember {

    /** The side of the first name. */
    public static final int LEFT = 0;

    /** The side of the second name. */
    public static final int RIGHT = 1;

    private static final int NOP_NOP_TIMESTAMPS = 0x0101080a;

    private final Clock clock;
    private final String[] names;
    private final LadderRows rows = new LadderRows();
    private final SequenceLetters letters = new SequenceLetters();
    private final FrameView view = new FrameView();
    private final List<Shot> inFlight = new ArrayList<>();
    private final boolean[] tapped = new boolean[2];
    private final IntSupplier[] probes = new IntSupplier[2];
    private final int[] lastState = {-1, -1};
    private final int[] ports = new int[2];
    private boolean connectionKnown;
    private int changes;

    /** A ladder between {@code left} and {@code right}, with the times of {@code clock}. */
    public Ladder(Clock clock, String left, String right) {
        this.clock = clock;
        names = new String[] {left, right};
    }

    /** The tap to attach to the wire at {@code side}. */
    public FrameTap tap(int side) {
        tapped[side] = true;
        return (direction, timeNs, frame, offset, length, comment) -> {
            sample();
            int sender = direction == FrameTap.OUT ? side : 1 - side;
            if (isOurs(sender, frame, offset, length)) {
                segment(direction, sender, timeNs, frame, offset, length, comment);
            }
        };
    }

    /** Asks {@code probe} for the state of {@code side}, now and again as time goes by. */
    public void watch(int side, IntSupplier probe) {
        probes[side] = probe;
        sample();
    }

    /** A socket call, or what it returned, goes into the margin of {@code side}. */
    public void call(int side, String text) {
        sample();
        rows.call(side, clock.nanos(), text);
    }

    /** {@code side} is in this state of {@link TcpState} now; what a probe does by itself. */
    public void state(int side, int state) {
        if (lastState[side] != state) {
            lastState[side] = state;
            changes++;
            rows.state(side, clock.nanos(), TcpState.name(state));
        }
    }

    /** Looks at the watched states: nothing else need be called at the end of a run. */
    public void sample() {
        for (int side = LEFT; side <= RIGHT; side++) {
            if (probes[side] != null) {
                state(side, probes[side].getAsInt());
            }
        }
    }

    /** True if a state has changed: whoever waits for that is asked before time goes on. */
    @Override
    public boolean turn(long nowNs) {
        int before = changes;
        sample();
        return changes != before;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    /**
     * The drawing, line by line.
     *
     * @param unicode with arrows and lines; else in ASCII
     */
    public List<String> lines(boolean unicode) {
        sample();
        return new LadderPage(names, unicode).draw(rows.rows());
    }

    private boolean isOurs(int sender, byte[] frame, int offset, int length) {
        view.parse(frame, offset, length);
        if (view.kind != FrameView.TCP) {
            return false;
        }
        if (!connectionKnown) {
            connectionKnown = true;
            ports[sender] = view.sourcePort;
            ports[1 - sender] = view.destinationPort;
        }
        return view.sourcePort == ports[sender] && view.destinationPort == ports[1 - sender];
    }

    private void segment(
            int direction,
            int sender,
            long timeNs,
            byte[] frame,
            int offset,
            int length,
            String comment) {
        boolean alone = !(tapped[LEFT] && tapped[RIGHT]);
        if (direction == FrameTap.OUT || alone) {
            Shot shot = depart(sender, timeNs, frame, offset, length, comment);
            if (alone && shot.lostBecause == null) {
                arrive(shot, timeNs, null);
            }
            return;
        }
        Shot shot = takeFromFlight(sender, frame, offset, length);
        String lostBecause = FrameTap.isDropped(comment) ? comment : null;
        if (shot != null) {
            arrive(shot, timeNs, lostBecause);
        } else if (lostBecause == null) {
            rows.arrive(new Shot(sender, label(sender) + "  again", "", frame, 0, 0), timeNs);
        }
    }

    private Shot depart(
            int sender, long timeNs, byte[] frame, int offset, int length, String comment) {
        String label = label(sender);
        String options = isStampOnly() ? "" : FrameText.options(view, letters.base(1 - sender));
        String detail = options.isEmpty() ? "" : "win " + view.window + " " + options;
        Shot shot = new Shot(sender, label, detail, frame, offset, length);
        shot.lostBecause = FrameTap.isDropped(comment) ? comment : null;
        rows.depart(shot, timeNs);
        if (shot.lostBecause == null) {
            inFlight.add(shot);
        }
        return shot;
    }

    /**
     * Timestamps stand in every segment: they are drawn where they are agreed on, or with others.
     */
    private boolean isStampOnly() {
        return !view.has(FrameView.SYN)
                && view.optionsLength == 12
                && view.get32(view.optionsAt) == NOP_NOP_TIMESTAMPS;
    }

    private void arrive(Shot shot, long timeNs, String lostBecause) {
        inFlight.remove(shot);
        shot.lostBecause = lostBecause;
        if (lostBecause == null) {
            rows.arrive(shot, timeNs);
        }
    }

    private Shot takeFromFlight(int sender, byte[] frame, int offset, int length) {
        for (Iterator<Shot> i = inFlight.iterator(); i.hasNext(); ) {
            Shot shot = i.next();
            if (shot.sender == sender && shot.isSameAs(frame, offset, length)) {
                i.remove();
                return shot;
            }
        }
        return null;
    }

    private String label(int sender) {
        if (view.has(FrameView.SYN)) {
            letters.syn(sender, view.seq);
        }
        StringBuilder text = new StringBuilder(FrameText.flagNames(view.flags)).append("  seq ");
        boolean finOnly = view.has(FrameView.FIN) && view.textLength == 0;
        if (view.has(FrameView.FIN)) {
            letters.fin(sender, view.seq + view.textLength + (view.has(FrameView.SYN) ? 1 : 0));
        }
        text.append(finOnly ? letters.nameOfFin(sender) : letters.name(sender, view.seq));
        if (view.textLength > 0) {
            text.append(view.textLength == 1 ? "  1 octet" : "  " + view.textLength + " octets");
        }
        if (view.has(FrameView.FIN) && !finOnly) {
            text.append("  FIN ").append(letters.nameOfFin(sender));
        }
        if (view.has(FrameView.ACK)) {
            text.append("  ack ").append(letters.name(1 - sender, view.ack));
        }
        return text.toString();
    }
}
