package org.tcplite.sim.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pcapng format (draft-ietf-opsawg-pcapng): sections, interfaces, and the frames of enhanced,
 * simple and old packet blocks. Other blocks are passed over.
 */
final class PcapngReader extends CaptureReader {

    /** The same in both orders of octets. */
    static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION_BLOCK = 1;
    private static final int OLD_PACKET_BLOCK = 2;
    private static final int SIMPLE_PACKET_BLOCK = 3;
    private static final int ENHANCED_PACKET_BLOCK = 6;

    private static final int OPT_END = 0;
    private static final int IF_TSRESOL = 9;
    private static final int IF_FCSLEN = 13;
    private static final int IF_TSOFFSET = 14;

    /** Type, length, and the length again. */
    private static final int FRAME_OF_BLOCK = 12;

    private static final int SECTION_BODY = 16;
    private static final int PACKET_BODY = 20;
    private static final int MAX_INTERFACES = 4_096;

    private final List<Interface> interfaces = new ArrayList<>();

    /** A point of capture. */
    private static final class Interface {
        private int linkType;
        private int snapLength;
        private int resolution = 6;
        private long offsetS;
        private int fcs;

        /** A time in the interface's units, in nanoseconds since 1970. */
        long toNs(long units) {
            return offsetS * NS_PER_S
                    + ((resolution & 0x80) == 0
                            ? decimalNs(units, resolution)
                            : binaryNs(units, resolution & 0x3f));
        }

        private static long decimalNs(long units, int digits) {
            long ns = units;
            for (int i = digits; i < 9; i++) {
                ns *= 10;
            }
            for (int i = 9; i < digits; i++) {
                ns = Long.divideUnsigned(ns, 10);
            }
            return ns;
        }

        private static long binaryNs(long units, int bits) {
            long fraction = bits == 0 ? 0 : units << 64 - bits >>> 34; // in units of 2^-30 s
            return (units >>> bits) * NS_PER_S + (fraction * NS_PER_S >>> 30);
        }
    }

    /** The type of the first section's header has been read. */
    PcapngReader(OctetInput in) throws IOException {
        super(in);
        section();
    }

    @Override
    public boolean next() throws IOException {
        while (!in.isAtEnd()) {
            int type = in.u32();
            if (type == SECTION_HEADER_BLOCK) {
                section();
                continue;
            }
            long total = in.u32() & 0xffff_ffffL;
            checkLength(total, FRAME_OF_BLOCK);
            long end = in.position() - 8 + total - 4;
            boolean whole = block(type, total - FRAME_OF_BLOCK);
            endBlock(end, total);
            if (whole) {
                return true;
            }
        }
        return false;
    }

    /** A section's header sets the order of octets, and forgets the interfaces. */
    private void section() throws IOException {
        in.setBigEndian(true);
        int length = in.u32();
        int magic = in.u32();
        if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            in.setBigEndian(false);
            length = Integer.reverseBytes(length);
        } else if (magic != BYTE_ORDER_MAGIC) {
            throw malformed("a section without its byte-order magic");
        }
        long total = length & 0xffff_ffffL;
        checkLength(total, FRAME_OF_BLOCK + SECTION_BODY);
        long end = in.position() - 12 + total - 4;
        int major = in.u16();
        if (major != 1) {
            throw malformed("a section of version " + major);
        }
        interfaces.clear();
        endBlock(end, total);
    }

    private void checkLength(long total, int least) throws CaptureFormatException {
        if (total < least || total % 4 != 0) {
            throw malformed("a block of " + total + " octets");
        }
    }

    /** Passes over the rest of a block; its length stands there again. */
    private void endBlock(long end, long total) throws IOException {
        in.skip(end - in.position());
        long again = in.u32() & 0xffff_ffffL;
        if (again != total) {
            throw malformed("a block of " + total + " octets that ends as one of " + again);
        }
    }

    /** True if the block brought a whole frame. */
    private boolean block(int type, long body) throws IOException {
        switch (type) {
            case INTERFACE_DESCRIPTION_BLOCK:
                describe(body);
                return false;
            case ENHANCED_PACKET_BLOCK:
                require(body, PACKET_BODY);
                return packet(known(in.u32()), body);
            case OLD_PACKET_BLOCK:
                require(body, PACKET_BODY);
                Interface from = known(in.u16());
                in.u16(); // drops
                return packet(from, body);
            case SIMPLE_PACKET_BLOCK:
                require(body, 4);
                return simplePacket(known(0), body - 4);
            default:
                return false;
        }
    }

    private void require(long body, int least) throws CaptureFormatException {
        if (body < least) {
            throw malformed("a block too short for what it is");
        }
    }

    private Interface known(int id) throws CaptureFormatException {
        if (id < 0 || id >= interfaces.size()) {
            throw malformed("a frame of interface " + (id & 0xffff_ffffL) + ", which is not there");
        }
        return interfaces.get(id);
    }

    private void describe(long body) throws IOException {
        require(body, 8);
        if (interfaces.size() == MAX_INTERFACES) {
            throw malformed("more than " + MAX_INTERFACES + " interfaces");
        }
        Interface added = new Interface();
        added.linkType = in.u16();
        in.u16();
        added.snapLength = in.u32();
        interfaces.add(added);
        long left = body - 8;
        while (left >= 4) {
            int code = in.u16();
            int length = in.u16();
            long padded = length + 3 & ~3;
            left -= 4 + padded;
            if (left < 0) {
                throw malformed("an option longer than its block");
            }
            if (code == OPT_END) {
                return;
            }
            long end = in.position() + padded;
            option(added, code, length);
            in.skip(end - in.position());
        }
    }

    private void option(Interface of, int code, int length) throws IOException {
        if (code == IF_TSRESOL && length == 1) {
            of.resolution = in.u8();
        } else if (code == IF_FCSLEN && length == 1) {
            of.fcs = in.u8();
        } else if (code == IF_TSOFFSET && length == 8) {
            of.offsetS = in.u64();
        }
    }

    private boolean packet(Interface from, long body) throws IOException {
        long high = in.u32() & 0xffff_ffffL;
        long units = high << 32 | in.u32() & 0xffff_ffffL;
        int captured = in.u32();
        int original = in.u32();
        if ((captured & 0xffff_ffffL) > body - PACKET_BODY) {
            throw malformed("a frame longer than its block");
        }
        return frame(from, from.toNs(units), captured, original);
    }

    /** One without a time: it comes with the one before. */
    private boolean simplePacket(Interface from, long room) throws IOException {
        int original = in.u32();
        boolean isCut =
                from.snapLength != 0 && Integer.compareUnsigned(from.snapLength, original) < 0;
        int captured = isCut ? from.snapLength : original;
        if ((captured & 0xffff_ffffL) > room) {
            throw malformed("a frame longer than its block");
        }
        return frame(from, timeNs(), captured, original);
    }

    private boolean frame(Interface from, long atNs, int captured, int original)
            throws IOException {
        if (from.linkType != LINKTYPE_ETHERNET) {
            leaveOut(captured & 0xffff_ffffL);
            return false;
        }
        return take(atNs, captured, original, from.fcs);
    }
}
