package org.tcplite.sim.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pcapng capture format (IETF draft-ietf-opsawg-pcapng): one interface a tap point, times in
 * nanoseconds, the direction of each frame, and a comment where the simulator did something to it.
 */
public final class PcapngWriter extends CaptureFile {

    private static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION_BLOCK = 1;
    private static final int ENHANCED_PACKET_BLOCK = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int LINKTYPE_ETHERNET = 1;

    private static final int OPT_END = 0;
    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;

    private static final byte TSRESOL_NANOSECONDS = 9;
    private static final int FLAG_INBOUND = 1;
    private static final int FLAG_OUTBOUND = 2;

    private final AtomicInteger interfaces = new AtomicInteger();

    /** Begins a capture; virtual or real time 0 is {@code epochNs} after 1970. */
    public PcapngWriter(OutputStream out, long epochNs) {
        super(out, epochNs);
        ByteBuffer block = begin(SECTION_HEADER_BLOCK, 128);
        block.putInt(BYTE_ORDER_MAGIC);
        block.putShort((short) 1).putShort((short) 0); // version 1.0
        block.putLong(-1); // the section's length is not known
        option(block, SHB_USERAPPL, utf8("tcp-lite board-sim"));
        end(block);
    }

    @Override
    public FrameTap tap(String interfaceName) {
        int id = interfaces.getAndIncrement();
        byte[] name = utf8(interfaceName);
        ByteBuffer block = begin(INTERFACE_DESCRIPTION_BLOCK, 64 + name.length);
        block.putShort((short) LINKTYPE_ETHERNET).putShort((short) 0);
        block.putInt(0); // frames are captured whole
        option(block, IF_NAME, name);
        option(block, IF_TSRESOL, new byte[] {TSRESOL_NANOSECONDS});
        end(block);
        return (direction, timeNs, frame, offset, length, comment) ->
                packet(id, direction, timeOfDayNs(timeNs), frame, offset, length, comment);
    }

    private void packet(
            int id,
            int direction,
            long timeNs,
            byte[] frame,
            int offset,
            int length,
            String comment) {
        byte[] words = comment == null ? new byte[0] : utf8(comment);
        ByteBuffer block = begin(ENHANCED_PACKET_BLOCK, 80 + length + words.length);
        block.putInt(id);
        block.putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
        block.putInt(length).putInt(length);
        block.put(frame, offset, length);
        pad(block);
        if (comment != null) {
            option(block, OPT_COMMENT, words);
        }
        int flags = direction == FrameTap.IN ? FLAG_INBOUND : FLAG_OUTBOUND;
        option(block, EPB_FLAGS, new byte[] {(byte) flags, 0, 0, 0});
        end(block);
    }

    private static ByteBuffer begin(int type, int capacity) {
        ByteBuffer block = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(type);
        block.putInt(0); // the total length, known at the end
        return block;
    }

    private static void option(ByteBuffer block, int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length);
        block.put(value);
        pad(block);
    }

    /** Ends the options and the block, and writes it. */
    private void end(ByteBuffer block) {
        block.putInt(OPT_END);
        int total = block.position() + 4;
        block.putInt(total);
        block.putInt(4, total);
        write(block.array(), total);
    }

    private static void pad(ByteBuffer block) {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
