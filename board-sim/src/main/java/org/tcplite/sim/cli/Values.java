package org.tcplite.sim.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcplite.sim.wire.Quantity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are written: durations, percentages, sizes, addresses carry units. */
final class Values {

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)([a-zA-Z%]*)");

    private Values() {}

    /** {@code 20ms}, {@code 90s}, {@code 3m}, {@code 1h}; a bare number is refused. */
    static class DurationValue implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Duration.ofNanos(Quantity.durationNs(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** As {@link DurationValue}, but a bare number is seconds: where all other tools have it so. */
    static class SecondsOrDuration extends DurationValue {
        @Override
        public Duration convert(String text) {
            return super.convert(text.matches("\\d+") ? text + "s" : text);
        }
    }

    /** {@code 65536}, {@code 64k}, {@code 1m}: octets of a buffer, with factors of 1024. */
    static final class OctetCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long octets = new LongOctetCount().convert(text);
            if (octets > Integer.MAX_VALUE) {
                throw LongOctetCount.impossible(text);
            }
            return (int) octets;
        }
    }

    /** The same for streams, up to 1t: {@code 10m}, {@code 4.5g}. */
    static final class LongOctetCount implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Matcher parts = match(text, "a number of octets, as in 65536 or 64k");
            try {
                return new BigDecimal(parts.group(1))
                        .multiply(BigDecimal.valueOf(factor(text, parts.group(2))))
                        .longValueExact();
            } catch (ArithmeticException e) {
                throw impossible(text);
            }
        }

        private static TypeConversionException impossible(String text) {
            return new TypeConversionException("'" + text + "' is no possible number of octets");
        }

        private static long factor(String text, String unit) {
            switch (unit.toLowerCase(Locale.ROOT)) {
                case "":
                    return 1;
                case "k":
                case "kib":
                    return 1 << 10;
                case "m":
                case "mib":
                    return 1 << 20;
                case "g":
                case "gib":
                    return 1 << 30;
                case "t":
                case "tib":
                    return 1L << 40;
                default:
                    throw new TypeConversionException(
                            "'" + text + "': say 65536, 64k or 1m (octets, in steps of 1024)");
            }
        }
    }

    /** {@code 0xffffff00}, or as a decimal number: 32 bits. */
    static final class SequenceNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            boolean isHex = text.matches("0[xX][0-9a-fA-F]{1,8}");
            if (isHex) {
                return Integer.parseUnsignedInt(text.substring(2), 16);
            }
            if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > 0xffffffffL) {
                throw new TypeConversionException(
                        "'" + text + "' is no 32-bit number: say 0xffffff00 or 4294967040");
            }
            return Integer.parseUnsignedInt(text);
        }
    }

    /** {@code 10.0.0.2/24}. */
    static final class CidrValue implements ITypeConverter<Cidr> {
        @Override
        public Cidr convert(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new TypeConversionException(
                        "'" + text + "' has no prefix length: say " + text + "/24");
            }
            String length = text.substring(slash + 1);
            if (!length.matches("\\d{1,2}")
                    || Integer.parseInt(length) > 32
                    || length.equals("0")) {
                throw new TypeConversionException(
                        "'" + text + "' has no prefix length of 1 to 32: say 10.0.0.2/24");
            }
            return new Cidr(address(text.substring(0, slash)), Integer.parseInt(length));
        }
    }

    /** {@code 10.0.0.2}, as a big-endian int. */
    static final class Address implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return address(text);
        }
    }

    /** {@code 02:00:0a:00:00:02}: a unicast station address. */
    static final class StationAddress implements ITypeConverter<Station> {
        @Override
        public Station convert(String text) {
            if (!text.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
                throw new TypeConversionException(
                        "'" + text + "' is no MAC address: say 02:00:0a:00:00:02");
            }
            byte[] address = new byte[6];
            for (int i = 0; i < address.length; i++) {
                address[i] = (byte) Integer.parseInt(text.substring(3 * i, 3 * i + 2), 16);
            }
            if ((address[0] & 1) != 0) {
                throw new TypeConversionException(
                        "'" + text + "' is a group address: the first octet has to be even");
            }
            return new Station(address);
        }
    }

    /** A station address; an option of an array's type would be one of many values. */
    static final class Station {
        final byte[] octets;

        Station(byte[] octets) {
            this.octets = octets;
        }
    }

    /** Four decimal numbers, or a {@link TypeConversionException}. */
    static int address(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new TypeConversionException("'" + text + "' is no IPv4 address: say 10.0.0.2");
        }
        int address = 0;
        for (String part : text.split("\\.")) {
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw new TypeConversionException("'" + text + "' is no IPv4 address: " + octet);
            }
            address = address << 8 | octet;
        }
        return address;
    }

    private static Matcher match(String text, String what) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is not " + what);
        }
        return parts;
    }
}
