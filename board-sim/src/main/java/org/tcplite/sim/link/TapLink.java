package org.tcplite.sim.link;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Taps;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.ParkIdle;
import org.tcplite.sim.time.SystemClock;

/**
 * {@code tap:NAME}: the board's cable ends in a TAP device of a Linux kernel, which is then its
 * neighbour. {@code macvtap:NAME}: it ends in the network of a real interface.
 *
 * <p>A reader thread, the receiving interrupt, moves frames from the device into the MAC; the loop
 * writes what the MAC has to send. While the MAC has no free descriptor the reader does not read:
 * the frames wait, and at last are dropped, in the device's own queue. A device that is down, or
 * gone, is a counter and not an error: {@link #writeErrors()}.
 *
 * <p>Nothing allocates per frame after {@link #open}.
 */
public final class TapLink implements Link {

    /** Frames written in one turn. */
    private static final int FRAMES_PER_TURN = 64;

    /** How long the reader waits for a free descriptor before it looks again. */
    private static final long FULL_NS = 20_000;

    private final String words;
    private final SimulatedDmaMac mac;
    private final RandomAccessFile device;
    private final FileChannel channel;
    private final Thread reader;

    private final Clock clock = new SystemClock();

    /** One frame at a time, so that a tap need not be made for two threads. */
    private final Object tapLock = new Object();

    private volatile FrameTap tap;
    private volatile boolean closed;
    private volatile boolean gone;
    private volatile long lastTurnNs;
    private final AtomicLong writeErrors = new AtomicLong();

    private TapLink(String words, RandomAccessFile device, MacConfig config) {
        this.words = words;
        this.device = device;
        mac = new SimulatedDmaMac(config);
        channel = device.getChannel();
        reader = new Thread(this::readAll, words.replace(':', '-'));
        reader.setDaemon(true);
    }

    /**
     * Opens the device and starts reading; one that does not exist is made, if the process may, and
     * then disappears with {@link #close()}.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    public static TapLink open(String name, MacConfig config) throws LinkException {
        return open(name, config, List.of("ip tuntap add dev " + name + " mode tap user $USER"));
    }

    /** As {@link #open(String, MacConfig)}; the way out names all of {@link #commands}. */
    static TapLink open(String name, MacConfig config, List<String> commands) throws LinkException {
        return reading("tap:" + name, TunDevice.open(name, commands), config);
    }

    /**
     * Opens a macvtap; the board's station address is the interface's.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    static TapLink openMacvtap(String name, LinkSettings settings) throws LinkException {
        MacConfig config = settings.boardMac();
        config.address = MacvtapDevice.stationAddress(name, settings.station);
        return reading("macvtap:" + name, MacvtapDevice.open(name), config);
    }

    private static TapLink reading(String words, RandomAccessFile device, MacConfig config) {
        TapLink link = new TapLink(words, device, config);
        link.reader.start();
        return link;
    }

    /**
     * The lines to type so that the device exists, belongs to the user, and is the board's gateway.
     *
     * @param gateway the desktop's address on the link, dotted
     */
    public static List<String> commands(String name, String gateway, int prefixLength) {
        return List.of(
                "ip tuntap add dev " + name + " mode tap user $USER",
                "ip addr add " + gateway + "/" + prefixLength + " dev " + name,
                "ip link set dev " + name + " up");
    }

    @Override
    public EthernetMac mac() {
        return mac;
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    public void setCable(boolean in) {
        mac.setLink(in && !gone);
    }

    @Override
    public void tap(FrameTap another) {
        tap = Taps.both(tap, another);
    }

    @Override
    public EventLoop newLoop() {
        return new EventLoop(clock, new ParkIdle(clock));
    }

    /** Frames the device refused: it was down, or gone. */
    public long writeErrors() {
        return writeErrors.get();
    }

    @Override
    public long unsent() {
        return writeErrors();
    }

    /** True if the device disappeared while it was in use; the MAC's link is down since. */
    public boolean isGone() {
        return gone;
    }

    @Override
    public boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        Frame frame;
        int sent = 0;
        while (sent < FRAMES_PER_TURN && (frame = mac.pollTransmitted()) != null) {
            write(frame);
            mac.releaseTransmitted();
            sent++;
        }
        return sent > 0;
    }

    private void write(Frame frame) {
        show(FrameTap.OUT, frame.octets, frame.offset, frame.length);
        try {
            device.write(frame.octets, frame.offset, frame.length);
        } catch (IOException e) {
            writeErrors.incrementAndGet(); // EIO: the interface is down
        }
    }

    private void show(int direction, byte[] frame, int offset, int length) {
        FrameTap now = tap;
        if (now != null) {
            synchronized (tapLock) {
                now.frame(direction, clock.nanos(), frame, offset, length, null);
            }
        }
    }

    /** At once, if the board has left something to be sent since the last turn. */
    @Override
    public long nextDeadlineNs() {
        return mac.hasTransmitted() ? lastTurnNs : Long.MAX_VALUE;
    }

    /** The reader's life. */
    private void readAll() {
        byte[] frame = new byte[mac.maxFrame() + 4];
        ByteBuffer view = ByteBuffer.wrap(frame);
        try {
            while (!closed) {
                while (!mac.canReceive() && !closed) {
                    LockSupport.parkNanos(this, FULL_NS);
                }
                view.clear();
                int length = channel.read(view);
                if (length > 0) {
                    show(FrameTap.IN, frame, 0, length);
                    mac.receiveFromHost(frame, 0, length);
                }
            }
        } catch (IOException e) {
            return; // the interface was deleted, or we are closing
        } finally {
            gone = true;
            mac.setLink(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(reader);
        try {
            channel.close(); // wakes the reader, which closing the file alone would not
            device.close();
        } catch (IOException e) {
            writeErrors.incrementAndGet();
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
