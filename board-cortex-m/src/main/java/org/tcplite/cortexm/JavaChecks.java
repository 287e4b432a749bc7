package org.tcplite.cortexm;

import org.tcplite.tcp.Verdict;

/**
 * What the stack relies on and a C compiler might see otherwise: Java's arithmetic. The operands
 * come through a zero that no compiler knows, so that nothing is computed before it runs.
 */
final class JavaChecks {

    private static final int MIN = 0x80000000;
    private static final int MAX = 0x7fffffff;
    private static final int LONGEST = 40;

    private final Verdict verdict;
    private final int zero;
    private final byte[] octets = new byte[8];
    private final byte[] copied = new byte[LONGEST + 8];

    JavaChecks(Verdict verdict, int zero) {
        this.verdict = verdict;
        this.zero = zero;
    }

    void run() {
        overflow();
        shifts();
        narrowing();
        longs();
        arrays();
    }

    private void overflow() {
        int max = MAX + zero;
        int min = MIN + zero;
        verdict.check("int: MAX + 1 is MIN", max + 1 == MIN);
        verdict.check("int: MAX + 1 > MAX is false", !(max + 1 > max));
        verdict.check("int: MIN - 1 is MAX", min - 1 == MAX);
        verdict.check("int: -MIN is MIN", -min == MIN && -min < 0);
        verdict.check("int: abs(MIN) is MIN", Math.abs(min) == MIN);
        verdict.check("int: products keep the low 32 bits", (0x12345678 + zero) * 16 == 0x23456780);
        verdict.check("int: a - b < 0 across the overflow", max - min < 0);
        verdict.check("int: a - b < 0 is not a < b", (min + 1) - max > 0);
    }

    private void shifts() {
        int ones = -1 + zero;
        verdict.check(
                "shift: >> keeps the sign", ones >> 31 == -1 && (MIN + zero) >> 4 == 0xf8000000);
        verdict.check("shift: >>> does not", ones >>> 31 == 1 && ones >>> 1 == MAX);
        verdict.check("shift: << drops the sign", ones << 31 == MIN);
        int count = 33 + zero;
        verdict.check(
                "shift: masked counts", 1 << (count & 31) == 2 && ones >>> (count & 31) == MAX);
        long wide = -1L + zero;
        verdict.check("shift: longs", wide >>> 63 == 1 && wide >> 63 == -1 && wide << 63 < 0);
    }

    private void narrowing() {
        int value = 0x12345680 + zero;
        verdict.check("narrowing: to byte", (byte) value == -128 && ((byte) value & 0xff) == 128);
        verdict.check("narrowing: to short", (short) (0x1234ffff + zero) == -1);
        verdict.check("narrowing: to char", (char) (-1 + zero) == 0xffff);
        verdict.check("narrowing: long to int", (int) (0x1_8000_0000L + zero) == MIN);
        verdict.check("widening: the sign", (long) (MIN + zero) == -0x80000000L);
        verdict.check("widening: without it", ((MIN + zero) & 0xffffffffL) == 0x80000000L);
    }

    private void longs() {
        long max = Long.MAX_VALUE + zero;
        verdict.check("long: MAX + 1 < 0", max + 1 < 0);
        verdict.check("long: a - b < 0 across the overflow", max - (Long.MIN_VALUE + zero) < 0);
        long product = (0x1_0000_0001L + zero) * (0xffff_ffffL + zero);
        verdict.check("long: products", product == 0xffff_ffff_ffff_ffffL);
        verdict.check(
                "long: division by ten", (1_234_567_890_123L + zero) / 10 == 123_456_789_012L);
    }

    private void arrays() {
        octets[0] = (byte) (200 + zero);
        verdict.check("byte arrays: signed", octets[0] == -56 && (octets[0] & 0xff) == 200);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        System.arraycopy(octets, 0, octets, 2, 6 + zero);
        boolean forward = octets[2] == 0 && octets[7] == 5;
        System.arraycopy(octets, 2, octets, 0, 6 + zero);
        verdict.check("arraycopy: overlapping", forward && octets[0] == 0 && octets[5] == 5);
        verdict.check("arraycopy: any length, from anywhere to anywhere", copiesAnywhere());
    }

    /** Each length up to {@link #LONGEST}, between all places that differ by a few octets. */
    private boolean copiesAnywhere() {
        boolean right = true;
        for (int length = 0; length <= LONGEST; length++) {
            for (int places = 0; places < 64; places++) {
                right &= copies(places & 7, places >>> 3, length);
            }
        }
        return right;
    }

    private boolean copies(int from, int to, int length) {
        for (int i = 0; i < copied.length; i++) {
            copied[i] = (byte) i;
        }
        System.arraycopy(copied, from, copied, to, length);
        boolean right = true;
        for (int i = 0; i < copied.length; i++) {
            boolean inside = i >= to && i < to + length;
            right &= copied[i] == (inside ? i - to + from : i);
        }
        return right;
    }
}
