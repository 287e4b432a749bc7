package org.tcplite.sim.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.TraceWriter;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Simulation;

/**
 * What passes the wire of a simulation, as frames: a capture with an interface for each host, and a
 * trace as seen from host B, the one that listens.
 */
final class SimulationCapture implements Simulation.Tap, AutoCloseable {

    private static final int HEADERS = 34;
    private static final int SERVER = 1;

    private final CaptureFile file;
    private final FrameTap[] taps = new FrameTap[2];
    private final BufferedWriter text;
    private final TraceWriter trace;
    private final Octets octets = new PortableOctets();

    /** Opens the capture; the writer is closed with it. */
    SimulationCapture(Path capture, BufferedWriter text) throws IOException {
        this.text = text;
        file = CaptureFile.open(capture.toString(), new VirtualClock());
        taps[0] = file.tap("A");
        taps[1] = file.tap("B");
        trace = new TraceWriter(this::line);
    }

    private void line(String line) {
        try {
            text.write(line);
            text.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void segment(long timeNs, int host, boolean out, int from, int to, byte[] segment) {
        frame(timeNs, host, out, frame(from, to, segment));
    }

    @Override
    public void frame(long timeNs, int host, boolean out, byte[] frame) {
        int direction = out ? FrameTap.OUT : FrameTap.IN;
        taps[host].frame(direction, timeNs, frame, 0, frame.length, null);
        if (host == SERVER) {
            trace.frame(direction, timeNs, frame, 0, frame.length, null);
        }
    }

    /** The segment in a packet in a frame; station addresses follow from the packet's. */
    private byte[] frame(int from, int to, byte[] segment) {
        ByteBuffer frame = ByteBuffer.allocate(HEADERS + segment.length);
        frame.putShort((short) 0x0200).putInt(to);
        frame.putShort((short) 0x0200).putInt(from);
        frame.putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (20 + segment.length));
        frame.putInt(0);
        frame.putShort((short) 0x4006).putShort((short) 0);
        frame.putInt(from).putInt(to);
        int checksum = Octets.checksum(octets.sum(frame.array(), 14, 20));
        frame.putShort(24, (short) checksum);
        return frame.put(segment).array();
    }

    @Override
    public void close() throws IOException {
        file.close();
        text.close();
    }
}
