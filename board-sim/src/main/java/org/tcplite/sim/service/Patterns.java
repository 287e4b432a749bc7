package org.tcplite.sim.service;

import java.nio.charset.StandardCharsets;

/** Endless octet patterns that can be copied from any position of them. */
public final class Patterns {

    /** {@code GET /bytes/N}: octet i is i mod 251, a prime, so that no power of two repeats it. */
    public static final Patterns MODULO_251 = new Patterns(modulo251());

    /** RFC 864: lines of 72 printing characters, each line beginning one character further. */
    static final Patterns CHARGEN = new Patterns(chargen());

    private static final int LINE = 72;
    private static final int PRINTING = 95;

    private final byte[] period;

    private Patterns(byte[] period) {
        this.period = period;
    }

    /** Copies the octets {@code position .. position + count - 1} of the pattern. */
    public void copy(long position, byte[] destination, int offset, int count) {
        int from = (int) (position % period.length);
        int to = offset;
        int left = count;
        while (left > 0) {
            int n = Math.min(left, period.length - from);
            System.arraycopy(period, from, destination, to, n);
            from = 0;
            to += n;
            left -= n;
        }
    }

    private static byte[] modulo251() {
        byte[] octets = new byte[251 * 64];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i % 251);
        }
        return octets;
    }

    private static byte[] chargen() {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < PRINTING; line++) {
            for (int column = 0; column < LINE; column++) {
                lines.append((char) (' ' + (line + column) % PRINTING));
            }
            lines.append("\r\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
