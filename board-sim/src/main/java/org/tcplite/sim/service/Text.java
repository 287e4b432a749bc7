package org.tcplite.sim.service;

import java.nio.charset.StandardCharsets;

/**
 * ASCII text written into a fixed array, without making objects. What does not fit is cut off and
 * {@link #overflowed()} says so. The {@code put} methods can be chained.
 */
public final class Text {

    private final byte[] octets;
    private final int limit;
    private int length;
    private int lineStart;
    private boolean overflowed;

    /** Text of up to {@code capacity} octets. */
    public Text(int capacity) {
        octets = new byte[capacity];
        limit = capacity;
    }

    /** The array written to, from its beginning on. */
    public byte[] array() {
        return octets;
    }

    /** How many octets have been written. */
    public int length() {
        return length;
    }

    /** How many octets may still be written. */
    public int room() {
        return limit - length;
    }

    /** True if something did not fit since the last {@link #clear}. */
    public boolean overflowed() {
        return overflowed;
    }

    /** Begins anew. */
    public Text clear() {
        length = 0;
        lineStart = 0;
        overflowed = false;
        return this;
    }

    /** Takes back what was written after {@code earlierLength}. */
    Text truncate(int earlierLength) {
        length = earlierLength;
        return this;
    }

    /** One octet, by its code. */
    public Text put(char c) {
        if (length == limit) {
            overflowed = true;
            return this;
        }
        octets[length++] = (byte) c;
        if (c == '\n') {
            lineStart = length;
        }
        return this;
    }

    /** A string of ASCII characters. */
    public Text put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    /** Octets as they are. */
    public Text put(byte[] source, int offset, int count) {
        int n = Math.min(count, room());
        System.arraycopy(source, offset, octets, length, n);
        length += n;
        overflowed |= n < count;
        return this;
    }

    /** A decimal number. */
    public Text put(long number) {
        if (number < 0) {
            put('-');
        }
        long rest = number;
        long divisor = 1;
        while (rest / divisor / 10 != 0) {
            divisor *= 10;
        }
        for (; divisor != 0; divisor /= 10) {
            put((char) ('0' + Math.abs(rest / divisor % 10)));
        }
        return this;
    }

    /** A decimal number with commas between thousands, for people. */
    public Text putGrouped(long number) {
        if (number < 0) {
            return put('-').putGrouped(-number);
        }
        long divisor = 1;
        while (number / divisor >= 1000) {
            divisor *= 1000;
        }
        put(number / divisor);
        for (divisor /= 1000; divisor != 0; divisor /= 1000) {
            put(',').putPadded(number / divisor % 1000, 3);
        }
        return this;
    }

    /** A non-negative number, with zeros before it up to {@code digits} digits. */
    public Text putPadded(long number, int digits) {
        long divisor = 1;
        for (int i = 1; i < digits; i++) {
            divisor *= 10;
            if (number < divisor) {
                put('0');
            }
        }
        return put(number);
    }

    /** An int as an unsigned decimal number: a sequence number. */
    public Text putUnsigned(int number) {
        return put(number & 0xffffffffL);
    }

    /** The low {@code digits} hexadecimal digits of a number. */
    public Text putHex(long number, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            put(hexDigit((int) (number >>> shift) & 15));
        }
        return this;
    }

    /** Octets as hexadecimal digits. */
    public Text putHex(byte[] source, int offset, int count) {
        for (int i = 0; i < count; i++) {
            putHex(source[offset + i], 2);
        }
        return this;
    }

    /** Seconds with two decimals, from nanoseconds; nothing below 0. */
    public Text putSeconds(long nanoseconds) {
        long hundredths = Math.max(0, nanoseconds) / 10_000_000;
        return put(hundredths / 100).put('.').putPadded(hundredths % 100, 2);
    }

    /** Milliseconds with two decimals, from nanoseconds; nothing below 0. */
    public Text putMilliseconds(long nanoseconds) {
        long hundredths = Math.max(0, nanoseconds) / 10_000;
        return put(hundredths / 100).put('.').putPadded(hundredths % 100, 2);
    }

    /** An IPv4 address as people write it. */
    public Text putAddress(int address) {
        return put(address >>> 24 & 255)
                .put('.')
                .put(address >>> 16 & 255)
                .put('.')
                .put(address >>> 8 & 255)
                .put('.')
                .put(address & 255);
    }

    /** An address and a port. */
    public Text putSocket(int address, int port) {
        return putAddress(address).put(':').put(port);
    }

    /** Spaces up to column {@code column} of this line, at least one. */
    public Text tab(int column) {
        do {
            put(' ');
        } while (length - lineStart < column && length < limit);
        return this;
    }

    /** A number that ends before column {@code column} of this line. */
    public Text putRight(long number, int column) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int start = column - digits;
        if (length - lineStart < start) {
            tab(start);
        }
        return put(number);
    }

    /** True if the text equals {@code ascii}. */
    boolean matches(String ascii) {
        return startsWith(ascii) && length == ascii.length();
    }

    /** True if the text begins with {@code ascii}. */
    boolean startsWith(String ascii) {
        if (length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (octets[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The octet at {@code index}. */
    int at(int index) {
        return octets[index];
    }

    /** The text as a string: an allocation, so only beside the board's loop. */
    @Override
    public String toString() {
        return new String(octets, 0, length, StandardCharsets.US_ASCII);
    }

    private static char hexDigit(int value) {
        return (char) (value < 10 ? '0' + value : 'a' + value - 10);
    }
}
