package org.tcplite.sim.capture;

import java.io.IOException;

/** The classic format (draft-ietf-opsawg-pcap). */
final class PcapReader extends CaptureReader {

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int REST_OF_HEADER = 12;

    /** The field has the link type, and how many 16-bit words of check sequence follow a frame. */
    private static final int LINKTYPE_MASK = 0xffff;

    private static final int FCS_IS_KNOWN = 1 << 26;

    private final int nsPerUnit;
    private final int fcs;

    private PcapReader(OctetInput in, int nsPerUnit, int fcs) {
        super(in);
        this.nsPerUnit = nsPerUnit;
        this.fcs = fcs;
    }

    /** Reads the rest of the file's header. */
    static PcapReader of(int magic, OctetInput in) throws IOException {
        int inOurOrder = magic;
        boolean swapped = magic != MICROSECONDS && magic != NANOSECONDS;
        if (swapped) {
            inOurOrder = Integer.reverseBytes(magic);
            in.setBigEndian(false);
        }
        if (inOurOrder != MICROSECONDS && inOurOrder != NANOSECONDS) {
            throw new CaptureFormatException("it is neither pcap nor pcapng");
        }
        int major = in.u16();
        if (major != 2) {
            throw new CaptureFormatException("it is pcap of version " + major + ", not 2");
        }
        in.u16();
        in.skip(REST_OF_HEADER);
        int network = in.u32();
        int linkType = network & LINKTYPE_MASK;
        if (linkType != LINKTYPE_ETHERNET) {
            throw new CaptureFormatException("its link type is " + linkType + ", not Ethernet (1)");
        }
        int fcs = (network & FCS_IS_KNOWN) == 0 ? 0 : (network >>> 28) * 2;
        return new PcapReader(in, inOurOrder == NANOSECONDS ? 1 : 1_000, fcs);
    }

    @Override
    public boolean next() throws IOException {
        while (!in.isAtEnd()) {
            long seconds = in.u32() & 0xffff_ffffL;
            long fraction = in.u32() & 0xffff_ffffL;
            int captured = in.u32();
            int original = in.u32();
            if (take(seconds * NS_PER_S + fraction * nsPerUnit, captured, original, fcs)) {
                return true;
            }
        }
        return false;
    }
}
