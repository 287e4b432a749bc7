package org.tcplite.sim.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The classic capture format with nanoseconds. It has no room for interfaces, directions or
 * comments: frames that were lost look like the others.
 */
public final class PcapWriter extends CaptureFile {

    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int MAX_FRAME = 262_144;
    private static final long NS_PER_S = 1_000_000_000L;

    /** Begins a capture; virtual or real time 0 is {@code epochNs} after 1970. */
    public PcapWriter(OutputStream out, long epochNs) {
        super(out, epochNs);
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC_NANOSECONDS);
        header.putShort((short) 2).putShort((short) 4); // version 2.4
        header.putInt(0).putInt(0); // time zone, accuracy: always 0
        header.putInt(MAX_FRAME);
        header.putInt(LINKTYPE_ETHERNET);
        write(header.array(), header.position());
    }

    @Override
    public FrameTap tap(String interfaceName) {
        return (direction, timeNs, frame, offset, length, comment) ->
                record(timeOfDayNs(timeNs), frame, offset, length);
    }

    private void record(long timeNs, byte[] frame, int offset, int length) {
        ByteBuffer record = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) Math.floorDiv(timeNs, NS_PER_S));
        record.putInt((int) Math.floorMod(timeNs, NS_PER_S));
        record.putInt(length);
        record.putInt(length);
        record.put(frame, offset, length);
        write(record.array(), record.position());
    }
}
