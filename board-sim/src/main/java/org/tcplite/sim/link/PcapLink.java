package org.tcplite.sim.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.CaptureReader;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Taps;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.ParkIdle;
import org.tcplite.sim.time.SystemClock;

/**
 * {@code pcap:FILE}: the board hears the frames of a capture, at the spacing they were recorded
 * with, the first at once. What it sends goes nowhere but to the taps.
 *
 * <p>Time is what the loop says, so that in virtual time a day of capture takes as long as its
 * frames. A frame for which the MAC has no descriptor waits, and those after it. The end of the
 * file, or what is wrong with it, is said in one line; {@link LinkSettings#ended} is told when the
 * linger after it is over. Nothing allocates per frame.
 */
public final class PcapLink implements Link {

    /** Frames moved in one turn, each way. */
    private static final int FRAMES_PER_TURN = 64;

    private static final int ADDRESS = 6;
    private static final double NS_PER_S = 1e9;
    private static final long NS_PER_MS = 1_000_000;

    private final LinkSpec spec;
    private final LinkSettings settings;
    private final CaptureReader reader;
    private final SimulatedDmaMac mac;
    private final byte[] station = new byte[ADDRESS];

    private FrameTap tap;
    private boolean begun;
    private boolean waiting;
    private boolean ended;
    private boolean endIsTold;
    private String failure;
    private long lastTurnNs;
    private long beganNs;
    private long firstFrameNs;
    private long dueNs;
    private long endNs;
    private long frames;
    private long forBoard;

    private PcapLink(LinkSpec spec, LinkSettings settings, CaptureReader reader) {
        this.spec = spec;
        this.settings = settings;
        this.reader = reader;
        mac = new SimulatedDmaMac(settings.boardMac());
        mac.macAddress(station, 0);
    }

    /**
     * Opens the file; nothing is played before the loop runs.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    static PcapLink open(LinkSpec spec, LinkSettings settings) throws LinkException {
        Path file = Path.of(spec.name());
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("it is no ordinary file");
            }
            return new PcapLink(spec, settings, CaptureReader.open(file));
        } catch (NoSuchFileException e) {
            throw new LinkException("--link " + spec + ": there is no such file", e);
        } catch (IOException e) {
            throw new LinkException(
                    "--link "
                            + spec
                            + ": "
                            + StreamSockets.reason(e)
                            + "; say a capture of Ethernet, pcap or pcapng",
                    e);
        }
    }

    @Override
    public EthernetMac mac() {
        return mac;
    }

    @Override
    public String describe() {
        return spec.toString();
    }

    @Override
    public void setCable(boolean in) {
        mac.setLink(in);
    }

    @Override
    public void tap(FrameTap another) {
        tap = Taps.both(tap, another);
    }

    @Override
    public EventLoop newLoop() {
        Clock clock = new SystemClock();
        return new EventLoop(clock, new ParkIdle(clock));
    }

    /** Frames given to the board's MAC so far. */
    public long frames() {
        return frames;
    }

    /** Those of them that were for the board's station address, or for a group. */
    public long forBoard() {
        return forBoard;
    }

    /** True if the last frame has been given. */
    public boolean isAtEnd() {
        return ended;
    }

    // ---- the loop

    @Override
    public boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        if (!begun) {
            begun = true;
            beganNs = nowNs;
            readNext(nowNs);
            firstFrameNs = reader.timeNs();
            dueNs = nowNs;
        }
        boolean any = play(nowNs) | discardTransmitted(nowNs);
        if (ended && !endIsTold && nowNs - endNs >= 0) {
            endIsTold = true;
            settings.ended.accept(failure);
        }
        return any;
    }

    private boolean play(long nowNs) {
        int played = 0;
        while (waiting && played < FRAMES_PER_TURN && dueNs - nowNs <= 0 && mac.canReceive()) {
            byte[] frame = reader.array();
            show(FrameTap.IN, nowNs, frame, 0, reader.length());
            mac.receiveFromHost(frame, 0, reader.length());
            frames++;
            if (isForBoard(frame)) {
                forBoard++;
            }
            readNext(nowNs);
            played++;
        }
        return played > 0;
    }

    private boolean isForBoard(byte[] frame) {
        return reader.length() >= ADDRESS
                && ((frame[0] & 1) != 0 || Arrays.equals(frame, 0, ADDRESS, station, 0, ADDRESS));
    }

    private void readNext(long nowNs) {
        try {
            waiting = reader.next();
            if (waiting) {
                long later = (long) ((reader.timeNs() - firstFrameNs) / spec.replay().speed());
                dueNs = Math.max(dueNs, beganNs + later); // clocks of captures go back at times
                return;
            }
        } catch (IOException e) {
            waiting = false;
            failure = "--link " + spec + ": " + StreamSockets.reason(e);
        }
        ended = true;
        endNs = nowNs + spec.replay().lingerMs() * NS_PER_MS;
        settings.news.accept("link " + spec + ": " + summary(nowNs));
    }

    private String summary(long nowNs) {
        StringBuilder text = new StringBuilder(failure == null ? "the end" : "broken off");
        double seconds = (nowNs - beganNs) / NS_PER_S;
        text.append(String.format(Locale.ROOT, ": %,d frames in %.3f s", frames, seconds));
        if (reader.cut() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d cut short and left out", reader.cut()));
        }
        if (reader.foreign() > 0) {
            text.append(
                    String.format(
                            Locale.ROOT, ", %,d not Ethernet and left out", reader.foreign()));
        }
        if (frames > 0 && forBoard == 0) {
            text.append(", none of them for the board: say --mac and --address of the capture");
        }
        return text.toString();
    }

    private boolean discardTransmitted(long nowNs) {
        Frame frame;
        int taken = 0;
        while (taken < FRAMES_PER_TURN && (frame = mac.pollTransmitted()) != null) {
            show(FrameTap.OUT, nowNs, frame.octets, frame.offset, frame.length);
            mac.releaseTransmitted();
            taken++;
        }
        return taken > 0;
    }

    private void show(int direction, long nowNs, byte[] frame, int offset, int length) {
        if (tap != null) {
            tap.frame(direction, nowNs, frame, offset, length, null);
        }
    }

    @Override
    public long nextDeadlineNs() {
        if (!begun || mac.hasTransmitted()) {
            return lastTurnNs;
        }
        if (waiting) {
            return mac.canReceive() ? dueNs : Long.MAX_VALUE;
        }
        return endIsTold ? Long.MAX_VALUE : endNs;
    }

    @Override
    public void close() {
        mac.setLink(false);
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
