package org.tcplite.sim.acceptance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Octets to be sent, and how to know them again. */
final class Content {

    private static final int PERIOD = 251;

    private Content() {}

    /** What {@code /bytes/count} serves. */
    static byte[] pattern(int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (i % PERIOD);
        }
        return octets;
    }

    /** In hexadecimal digits. */
    static String sha256(byte[] octets) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }
}
