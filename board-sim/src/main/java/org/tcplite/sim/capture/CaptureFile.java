package org.tcplite.sim.capture;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.tcplite.hal.Clock;
import org.tcplite.sim.time.VirtualClock;

/**
 * A file of captured frames for Wireshark and its like. Every frame is written at once, so that the
 * file can be followed while it grows and is whole after a crash.
 *
 * <p>Taps may be called from any thread. A failure to write ends the capture, not the run; {@link
 * #failure()} tells.
 */
public abstract class CaptureFile implements AutoCloseable {

    /** The time of day at virtual time 0: 2000-01-01 00:00:00 UTC, the same for every run. */
    public static final long VIRTUAL_EPOCH_NS = 946_684_800_000_000_000L;

    private final Object lock = new Object();
    private final OutputStream out;
    private final long epochNs;
    private IOException failure;

    CaptureFile(OutputStream out, long epochNs) {
        this.out = out;
        this.epochNs = epochNs;
    }

    /**
     * Opens a file: the classic format with nanoseconds if its name ends in {@code .pcap}, pcapng
     * otherwise; {@code -} is standard output.
     *
     * @param clock the clock of the times the taps will be given; a virtual one begins at {@link
     *     #VIRTUAL_EPOCH_NS}, a real one is set by the time of day
     */
    public static CaptureFile open(String fileName, Clock clock) throws IOException {
        OutputStream out =
                fileName.equals("-")
                        ? new FileOutputStream(FileDescriptor.out)
                        : new FileOutputStream(fileName);
        long epochNs =
                clock instanceof VirtualClock
                        ? VIRTUAL_EPOCH_NS
                        : System.currentTimeMillis() * 1_000_000L - clock.nanos();
        return fileName.endsWith(".pcap")
                ? new PcapWriter(out, epochNs)
                : new PcapngWriter(out, epochNs);
    }

    /**
     * A point at which frames are captured; points are made by one thread.
     *
     * @param interfaceName its name in the file, where the format has room for one
     */
    public abstract FrameTap tap(String interfaceName);

    /** The first failure to write, or null. */
    public final IOException failure() {
        synchronized (lock) {
            return failure;
        }
    }

    @Override
    public final void close() throws IOException {
        synchronized (lock) {
            out.close();
        }
    }

    /** The time of day in nanoseconds since 1970. */
    final long timeOfDayNs(long timeNs) {
        return epochNs + timeNs;
    }

    /** Writes and flushes; after a failure nothing more. */
    final void write(byte[] octets, int length) {
        synchronized (lock) {
            if (failure != null) {
                return;
            }
            try {
                out.write(octets, 0, length);
                out.flush();
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
