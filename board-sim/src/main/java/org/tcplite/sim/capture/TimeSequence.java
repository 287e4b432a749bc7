package org.tcplite.sim.capture;

import java.util.Arrays;

/**
 * The segments of one connection as they pass a point, for a time-sequence plot of what one end
 * sends: its text, and the acknowledgments, windows and SACK blocks that come back. The connection
 * is the first that opens. Numbers are relative to the first octet of text.
 */
public final class TimeSequence {

    /** Points of each kind that are kept; of what comes later {@link #isComplete()} tells. */
    static final int MOST = 1 << 20;

    private static final int NO_PORTS = -1;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK = 5;
    private static final int GREATEST_SHIFT = 14;

    /** Points or upright bars in the order of time. */
    public static final class Marks {
        private long[] timeNs = new long[64];
        private long[] low = new long[64];
        private long[] high = new long[64];
        private int count;

        private Marks() {}

        private boolean add(long atNs, long from, long to) {
            if (count == MOST) {
                return false;
            }
            if (count == timeNs.length) {
                timeNs = Arrays.copyOf(timeNs, 2 * count);
                low = Arrays.copyOf(low, 2 * count);
                high = Arrays.copyOf(high, 2 * count);
            }
            timeNs[count] = atNs;
            low[count] = from;
            high[count] = to;
            count++;
            return true;
        }

        /** How many there are. */
        public int count() {
            return count;
        }

        /** When, in nanoseconds since the connection's first segment. */
        public long timeNs(int i) {
            return timeNs[i];
        }

        /** Where a bar begins; of a point, the number. */
        public long low(int i) {
            return low[i];
        }

        /** Where a bar ends; of a point of {@link #acks()}, the window's edge. */
        public long high(int i) {
            return high[i];
        }
    }

    private final int textDirection;
    private final FrameView view = new FrameView();
    private final Marks sent = new Marks();
    private final Marks again = new Marks();
    private final Marks lost = new Marks();
    private final Marks acks = new Marks();
    private final Marks sacks = new Marks();
    private boolean complete = true;
    private int portsOut = NO_PORTS;
    private long startNs;
    private int firstOctet;
    private boolean firstKnown;
    private long highest;
    private int receiverShift;
    private boolean scaledOut;
    private boolean scaledBack;

    /**
     * Nothing yet.
     *
     * @param textDirection {@link FrameTap#IN} or {@link FrameTap#OUT}: in which the text goes
     */
    public TimeSequence(int textDirection) {
        this.textDirection = textDirection;
    }

    /** To be attached to a link; best at the end that sends, where its time is. */
    public FrameTap tap() {
        return this::frame;
    }

    /** Segments sent for the first time. */
    public Marks sent() {
        return sent;
    }

    /** Segments with octets that were sent before. */
    public Marks again() {
        return again;
    }

    /** Those of both kinds that did not arrive, as far as the wire tells. */
    public Marks lost() {
        return lost;
    }

    /** Acknowledgments and the edge of the window they offer. */
    public Marks acks() {
        return acks;
    }

    /** Blocks of selective acknowledgments. */
    public Marks sacks() {
        return sacks;
    }

    /** False if there was more than is kept. */
    public boolean isComplete() {
        return complete;
    }

    private void frame(
            int direction, long timeNs, byte[] frame, int offset, int length, String comment) {
        view.parse(frame, offset, length);
        if (view.kind != FrameView.TCP) {
            return;
        }
        boolean isText = direction == textDirection;
        int ports =
                isText
                        ? view.sourcePort << 16 | view.destinationPort
                        : view.destinationPort << 16 | view.sourcePort;
        if (portsOut == NO_PORTS && view.has(FrameView.SYN)) {
            portsOut = ports;
            startNs = timeNs;
        }
        if (ports != portsOut) {
            return;
        }
        long atNs = timeNs - startNs;
        boolean dropped = FrameTap.isDropped(comment);
        if (isText) {
            text(atNs, dropped);
        } else if (!dropped) {
            answer(atNs);
        }
    }

    private void text(long atNs, boolean dropped) {
        if (view.has(FrameView.SYN)) {
            firstOctet = view.seq + 1;
            firstKnown = true;
            scaledOut = option(WINDOW_SCALE) >= 0;
            return;
        }
        if (!firstKnown || view.textLength == 0) {
            return;
        }
        long from = relative(view.seq);
        long to = from + view.textLength;
        complete = (from < highest ? again : sent).add(atNs, from, to) && complete;
        if (dropped) {
            complete = lost.add(atNs, from, to) && complete;
        }
        highest = Math.max(highest, to);
    }

    private void answer(long atNs) {
        if (view.has(FrameView.SYN)) {
            int at = option(WINDOW_SCALE);
            scaledBack = at >= 0;
            receiverShift = at < 0 ? 0 : Math.min(GREATEST_SHIFT, view.get8(at + 2));
        }
        if (!firstKnown || !view.has(FrameView.ACK)) {
            return;
        }
        long ack = relative(view.ack);
        boolean scaled = scaledOut && scaledBack && !view.has(FrameView.SYN);
        long edge = ack + ((long) view.window << (scaled ? receiverShift : 0));
        complete = acks.add(atNs, ack, edge) && complete;
        int at = option(SACK);
        if (at < 0) {
            return;
        }
        int end = at + view.get8(at + 1);
        for (int block = at + 2; block + 8 <= end; block += 8) {
            long from = relative(view.get32(block));
            complete =
                    sacks.add(atNs, from, from + view.get32(block + 4) - view.get32(block))
                            && complete;
        }
    }

    /** Numbers go on where 32 bits end. */
    private long relative(int number) {
        return highest + (number - (firstOctet + (int) highest));
    }

    /** Where an option of this kind stands whole, or -1. */
    private int option(int kind) {
        int at = view.optionsAt;
        int end = at + view.optionsLength;
        while (at + 1 < end && view.get8(at) != 0) {
            if (view.get8(at) == 1) {
                at++;
                continue;
            }
            int length = view.get8(at + 1);
            if (length < 2 || at + length > end) {
                return -1;
            }
            if (view.get8(at) == kind) {
                return at;
            }
            at += length;
        }
        return -1;
    }
}
