package org.tcplite.script;

import java.math.BigDecimal;

/** Times as scripts write them: seconds with decimals. */
final class Seconds {

    private Seconds() {}

    static long toNanos(String text) {
        try {
            return new BigDecimal(text).movePointRight(9).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ScriptSyntaxException(
                    "\"" + text + "\" is no time: seconds with decimals, as in +.02");
        }
    }

    static int toMillis(String text) {
        return (int) (toNanos(text) / 1_000_000);
    }

    static String format(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
        return seconds.scale() <= 0 ? seconds.toBigInteger().toString() : seconds.toPlainString();
    }
}
