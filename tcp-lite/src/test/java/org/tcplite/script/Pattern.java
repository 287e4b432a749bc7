package org.tcplite.script;

/** The text of a stream: each octet follows from its position, so that delivery can be checked. */
final class Pattern {

    private static final int PERIOD = 251;

    private Pattern() {}

    /** The octet the peer sends at relative sequence number {@code position}. */
    static byte ofPeer(int position) {
        return (byte) Math.floorMod(position, PERIOD);
    }

    /** The octet the stack's user writes at relative sequence number {@code position}. */
    static byte ofUser(int position) {
        return (byte) ~Math.floorMod(position, PERIOD);
    }

    static byte[] peerText(int from, int length, boolean other) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (ofPeer(from + i) ^ (other ? 0x5a : 0));
        }
        return text;
    }

    static byte[] userText(int from, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = ofUser(from + i);
        }
        return text;
    }

    /** What is wrong with text, or null. */
    static String difference(byte[] expected, byte[] actual, int from) {
        for (int i = 0; i < actual.length; i++) {
            if (i >= expected.length || expected[i] != actual[i]) {
                return "octet %d of the stream is 0x%02x%s"
                        .formatted(
                                from + i,
                                actual[i] & 0xff,
                                i >= expected.length
                                        ? ", which nobody sent"
                                        : ", not 0x%02x".formatted(expected[i] & 0xff));
            }
        }
        return null;
    }
}
