package org.tcplite.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tcplite.net.Frames;

/** What a router makes of a packet that is too long for its next link (RFC 791 section 3.2). */
final class Fragments {

    private static final int HEADERS = FrameOracle.HEADERS;
    private static final int MORE = 0x2000;
    private static final int LEAST_CUT = 200;

    private Fragments() {}

    /** True for an intact IPv4 packet without options that is long enough and may be cut. */
    static boolean canCut(byte[] frame) {
        return frame.length >= HEADERS + LEAST_CUT
                && Frames.get16(frame, 12) == FrameOracle.TYPE_IPV4
                && Frames.checksum(frame, 14, 20) == 0
                && frame[14] == 0x45
                && Frames.get16(frame, 16) == frame.length - 14
                && (Frames.get16(frame, 20) & ~0x8000) == 0;
    }

    /** The frames of its fragments; now and then one overlaps the one before. */
    static List<byte[]> of(byte[] frame, SplittableRandom random) {
        int length = frame.length - HEADERS;
        int unit = 8 * random.nextInt(10, Math.max(11, length >> 4));
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < length; from += unit) {
            int begin = from > 0 && random.nextInt(200) == 0 ? from - 8 : from;
            int end = Math.min(length, from + unit);
            pieces.add(piece(frame, begin, end, end < length));
        }
        return pieces;
    }

    private static byte[] piece(byte[] frame, int from, int to, boolean more) {
        byte[] piece = Arrays.copyOf(frame, Math.max(60, HEADERS + to - from));
        Arrays.fill(piece, HEADERS, piece.length, (byte) 0);
        System.arraycopy(frame, HEADERS + from, piece, HEADERS, to - from);
        ByteBuffer header = ByteBuffer.wrap(piece);
        header.putShort(16, (short) (20 + to - from));
        header.putShort(20, (short) (from >> 3 | (more ? MORE : 0)));
        header.putShort(24, (short) 0);
        header.putShort(24, (short) Frames.checksum(piece, 14, 20));
        return piece;
    }
}
