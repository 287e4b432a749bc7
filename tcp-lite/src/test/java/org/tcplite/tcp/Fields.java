package org.tcplite.tcp;

/** Fields of segments on the wire, read and made independently of {@link Segment}. */
final class Fields {

    private Fields() {}

    static int get32(byte[] s, int at) {
        return (s[at] & 0xff) << 24
                | (s[at + 1] & 0xff) << 16
                | (s[at + 2] & 0xff) << 8
                | s[at + 3] & 0xff;
    }

    static void put32(byte[] s, int at, int value) {
        for (int i = 0; i < 4; i++) {
            s[at + i] = (byte) (value >>> 24 - 8 * i);
        }
    }

    static int sourcePort(byte[] s) {
        return get32(s, 0) >>> 16;
    }

    static int destinationPort(byte[] s) {
        return get32(s, 0) & 0xffff;
    }

    static int seq(byte[] s) {
        return get32(s, 4);
    }

    static int ack(byte[] s) {
        return get32(s, 8);
    }

    static int flags(byte[] s) {
        return s[13] & 0x3f;
    }

    static boolean has(byte[] s, int flag) {
        return (s[13] & flag) != 0;
    }

    static int window(byte[] s) {
        return get32(s, 12) & 0xffff;
    }

    static int textOffset(byte[] s) {
        return (s[12] & 0xf0) >> 2;
    }

    static int textLength(byte[] s) {
        return s.length - textOffset(s);
    }

    /** The value of a one-octet or two-octet option, or -1. */
    static int option(byte[] s, int kind) {
        int at = optionAt(s, kind);
        if (at < 0) {
            return -1;
        }
        return s[at + 1] == 3 ? s[at + 2] & 0xff : (s[at + 2] & 0xff) << 8 | s[at + 3] & 0xff;
    }

    /** Where an option begins, or -1. */
    static int optionAt(byte[] s, int kind) {
        int at = 20;
        while (at < textOffset(s)) {
            int found = s[at];
            if (found == kind) {
                return at;
            }
            if (found == 0) {
                return -1;
            }
            at += found == 1 ? 1 : s[at + 1];
        }
        return -1;
    }

    /** The one's-complement sum over pseudo-header and segment, folded: 0xffff if it is intact. */
    static int sum(byte[] s, int source, int destination) {
        long sum = (source >>> 16) + (source & 0xffff);
        sum += (destination >>> 16) + (destination & 0xffff) + 6 + s.length;
        for (int i = 0; i < s.length; i++) {
            sum += (i & 1) == 0 ? (s[i] & 0xff) << 8 : s[i] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    static boolean isIntact(byte[] s, int source, int destination) {
        return sum(s, source, destination) == 0xffff;
    }

    /** A segment with its checksum. */
    static byte[] segment(
            int from,
            int sourcePort,
            int destinationPort,
            int seq,
            int ack,
            int flags,
            int window,
            byte[] options,
            byte[] text) {
        int header = 20 + options.length;
        byte[] s = new byte[header + text.length];
        put32(s, 0, sourcePort << 16 | destinationPort);
        put32(s, 4, seq);
        put32(s, 8, ack);
        put32(s, 12, header << 26 | flags << 16 | window);
        System.arraycopy(options, 0, s, 20, options.length);
        System.arraycopy(text, 0, s, header, text.length);
        seal(s, TwoHosts.ADDRESS[from], TwoHosts.ADDRESS[1 - from]);
        return s;
    }

    /** Fills in the checksum between two addresses. */
    static void seal(byte[] s, int source, int destination) {
        s[16] = 0;
        s[17] = 0;
        int sum = ~sum(s, source, destination) & 0xffff;
        s[16] = (byte) (sum >>> 8);
        s[17] = (byte) sum;
    }

    static byte[] segment(
            int from,
            int sourcePort,
            int destinationPort,
            int seq,
            int ack,
            int flags,
            int window) {
        byte[] none = {};
        return segment(from, sourcePort, destinationPort, seq, ack, flags, window, none, none);
    }
}
