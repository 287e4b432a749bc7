package org.tcplite.cortexm;

/**
 * A piece of ASCII text of bounded length, built in place. What finds no room is left away; {@link
 * #isFull()} tells.
 */
final class Line {

    private final byte[] octets;
    private int length;
    private boolean full;

    Line(int capacity) {
        octets = new byte[capacity];
    }

    byte[] array() {
        return octets;
    }

    int length() {
        return length;
    }

    int octetAt(int index) {
        return octets[index];
    }

    boolean isFull() {
        return full;
    }

    void clear() {
        length = 0;
        full = false;
    }

    Line put(int octet) {
        if (length == octets.length) {
            full = true;
        } else {
            octets[length++] = (byte) octet;
        }
        return this;
    }

    Line put(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** Appends spaces up to a column; at least one. */
    Line tab(int column) {
        do {
            put(' ');
        } while (length < column && !full);
        return this;
    }

    /** Appends a non-negative number. */
    Line number(long value) {
        int digits = 1;
        for (long left = value; left > 9; left /= 10) {
            digits++;
        }
        if (digits > octets.length - length) {
            full = true;
            return this;
        }
        length += digits;
        long left = value;
        for (int at = length - 1; at >= length - digits; at--) {
            octets[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return this;
    }

    /** Appends a number, its minus sign before it. */
    Line signed(int value) {
        return value < 0 ? put('-').number(-(long) value) : number(value);
    }

    /** Appends {@code digits} hexadecimal digits, the low ones of {@code value}. */
    Line hex(int value, int digits) {
        for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) {
            int digit = value >>> (shift & 31) & 15;
            put(digit < 10 ? '0' + digit : 'a' - 10 + digit);
        }
        return this;
    }

    /** Appends an IPv4 address. */
    Line address(int address) {
        number(address >>> 24).put('.').number(address >>> 16 & 0xff).put('.');
        return number(address >>> 8 & 0xff).put('.').number(address & 0xff);
    }

    /** Appends what an application has to know where it stands: {@code address:port}. */
    Line socket(int address, int port) {
        return address(address).put(':').number(port);
    }
}
