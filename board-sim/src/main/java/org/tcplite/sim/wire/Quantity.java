package org.tcplite.sim.wire;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Probabilities, durations and rates as people write them, with their units: read and written. What
 * cannot be read is an {@link IllegalArgumentException} whose message is one line: what it is that
 * was given, and what to say instead.
 */
public final class Quantity {

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([a-zA-Z%]*)");

    private static final double NS_PER_YEAR = 366 * 86_400e9;
    private static final double GREATEST_RATE = 1e12;
    private static final double PPM = 1e6;

    private Quantity() {}

    /** {@code 3%}, {@code 0.03%}: 0 to 1; a bare number is refused. */
    public static double probability(String text) {
        Matcher parts = match(text, "a percentage, as in 3%");
        double number = Double.parseDouble(parts.group(1));
        if (!parts.group(2).equals("%")) {
            String asGiven = parts.group(1) + "%";
            boolean isFraction = parts.group(2).isEmpty() && number > 0 && number < 1;
            String asFraction = isFraction ? plain(number * 100) + "% or " : "";
            throw new IllegalArgumentException(
                    "'" + text + "' has no percent sign: say " + asFraction + asGiven);
        }
        if (number > 100) {
            throw new IllegalArgumentException("'" + text + "' is more than 100%");
        }
        return number / 100;
    }

    /** {@code 3%} for 0.03, to a millionth. */
    public static String percent(double probability) {
        return BigDecimal.valueOf(Math.round(probability * PPM), 4)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    /** {@code 20ms}, {@code 90s}, {@code 3m}, {@code 1h}, in nanoseconds; needs its unit. */
    public static long durationNs(String text) {
        Matcher parts = match(text, "a duration, as in 20ms, 90s or 3m");
        double ns = Double.parseDouble(parts.group(1)) * nsPerUnit(text, parts);
        if (ns > NS_PER_YEAR) {
            throw new IllegalArgumentException("'" + text + "' is more than a year");
        }
        return Math.round(ns);
    }

    private static double nsPerUnit(String text, Matcher parts) {
        switch (parts.group(2)) {
            case "ns":
                return 1;
            case "us":
                return 1e3;
            case "ms":
                return 1e6;
            case "s":
                return 1e9;
            case "m":
            case "min":
                return 60e9;
            case "h":
                return 3600e9;
            case "":
                String number = parts.group(1);
                throw new IllegalArgumentException(
                        "'" + text + "' has no unit: say " + number + "s or " + number + "ms");
            default:
                throw new IllegalArgumentException(
                        "'" + text + "' has no unit of time: ns, us, ms, s, m or h");
        }
    }

    /** {@code 20ms} for 20,000,000; in seconds from one second on. */
    public static String duration(long ns) {
        BigDecimal exact = BigDecimal.valueOf(ns);
        if (ns >= 1_000_000_000) {
            return plain(exact.movePointLeft(9)) + "s";
        }
        return ns % 1_000_000 == 0 || ns > 1_000_000
                ? plain(exact.movePointLeft(6)) + "ms"
                : plain(exact.movePointLeft(3)) + "us";
    }

    /** {@code 10mbit}, {@code 1.5gbit}: bits a second, with factors of 1000; needs its unit. */
    public static long bitsPerSecond(String text) {
        Matcher parts = match(text, "a rate, as in 10mbit");
        double rate = Double.parseDouble(parts.group(1)) * bitsPerUnit(text, parts);
        if (rate < 1 || rate > GREATEST_RATE) {
            throw new IllegalArgumentException("'" + text + "' is not in 1bit..1000gbit");
        }
        return Math.round(rate);
    }

    private static double bitsPerUnit(String text, Matcher parts) {
        switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "bit":
                return 1;
            case "kbit":
                return 1e3;
            case "mbit":
                return 1e6;
            case "gbit":
                return 1e9;
            case "":
                throw new IllegalArgumentException(
                        "'" + text + "' has no unit: say " + parts.group(1) + "mbit");
            default:
                throw new IllegalArgumentException(
                        "'" + text + "' has no unit of rate: bit, kbit, mbit or gbit (a second)");
        }
    }

    /** {@code 10mbit} for 10,000,000. */
    public static String rate(long bitsPerSecond) {
        String[] units = {"bit", "kbit", "mbit", "gbit"};
        int unit = 0;
        BigDecimal number = BigDecimal.valueOf(bitsPerSecond);
        while (unit < units.length - 1 && number.compareTo(BigDecimal.valueOf(1000)) >= 0) {
            number = number.movePointLeft(3);
            unit++;
        }
        return plain(number) + units[unit];
    }

    private static Matcher match(String text, String what) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + what);
        }
        return parts;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** A number as people write it: 3, not 3.0. */
    private static String plain(double number) {
        return String.format(Locale.ROOT, "%.6f", number).replaceAll("\\.?0+$", "");
    }
}
