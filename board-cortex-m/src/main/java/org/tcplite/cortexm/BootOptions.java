package org.tcplite.cortexm;

/**
 * The words the loader hands to the firmware: {@code key=value}, separated by spaces. On these
 * boards QEMU is the loader and semihosting the way; a real board would keep them in flash.
 *
 * <p>A value that cannot be read, or is out of its range, ends the firmware with one line and
 * status 2.
 */
final class BootOptions {

    private static final int NOT_GIVEN = -1;
    private static final int END = -1;

    private int at;

    /** A number in a range, or {@code otherwise} if the option is not given. */
    int number(String key, int otherwise, int least, int greatest) {
        at = find(key);
        if (at == NOT_GIVEN) {
            return otherwise;
        }
        int value = decimal(key, greatest);
        if (value < least) {
            refuse(key);
        }
        expectEnd(key);
        return value;
    }

    /** A power of two in a range, or {@code otherwise} if the option is not given. */
    int powerOfTwo(String key, int otherwise, int least, int greatest) {
        int value = number(key, otherwise, least, greatest);
        if ((value & value - 1) != 0) {
            refuse(key);
        }
        return value;
    }

    /** An IPv4 address, a prefix length behind it left unread; or {@code otherwise}. */
    int address(String key, int otherwise) {
        at = find(key);
        return at == NOT_GIVEN ? otherwise : quad(key);
    }

    /** The prefix length behind an address, or {@code otherwise}. */
    int prefixLength(String key, int otherwise) {
        at = find(key);
        if (at == NOT_GIVEN) {
            return otherwise;
        }
        quad(key);
        if (Machine.option(at) != '/') {
            return otherwise;
        }
        at++;
        int length = decimal(key, 32);
        expectEnd(key);
        return length;
    }

    /**
     * Hexadecimal octets, colons between them left away.
     *
     * @return false if the option is not given
     */
    boolean octets(String key, byte[] to) {
        at = find(key);
        if (at == NOT_GIVEN) {
            return false;
        }
        for (int i = 0; i < to.length; i++) {
            if (i > 0 && Machine.option(at) == ':') {
                at++;
            }
            int high = hexDigit(key);
            to[i] = (byte) (high << 4 | hexDigit(key));
        }
        expectEnd(key);
        return true;
    }

    /** Appends the option's value, or nothing. */
    void text(String key, Line to) {
        at = find(key);
        if (at != NOT_GIVEN) {
            for (int c = Machine.option(at); c != END && c != ' '; c = Machine.option(at)) {
                to.put(c);
                at++;
            }
        }
    }

    /** Whether the option is given, and has this value. */
    boolean is(String key, String value) {
        at = find(key);
        if (at == NOT_GIVEN) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (Machine.option(at++) != value.charAt(i)) {
                return false;
            }
        }
        int c = Machine.option(at);
        return c == END || c == ' ';
    }

    boolean isGiven(String key) {
        return find(key) != NOT_GIVEN;
    }

    /** Where the value of an option begins. */
    private static int find(String key) {
        int word = 0;
        int c = Machine.option(0);
        while (c != END) {
            if (startsWith(word, key)) {
                return word + key.length() + 1;
            }
            while (c != END && c != ' ') {
                c = Machine.option(++word);
            }
            while (c == ' ') {
                c = Machine.option(++word);
            }
        }
        return NOT_GIVEN;
    }

    private static boolean startsWith(int word, String key) {
        for (int i = 0; i < key.length(); i++) {
            if (Machine.option(word + i) != key.charAt(i)) {
                return false;
            }
        }
        return Machine.option(word + key.length()) == '=';
    }

    private int quad(String key) {
        int address = decimal(key, 255);
        for (int i = 0; i < 3; i++) {
            if (Machine.option(at) != '.') {
                refuse(key);
            }
            at++;
            address = address << 8 | decimal(key, 255);
        }
        return address;
    }

    private int decimal(String key, int greatest) {
        int value = 0;
        int from = at;
        int c = Machine.option(at);
        while (c >= '0' && c <= '9' && value <= greatest) {
            value = value * 10 + c - '0';
            c = Machine.option(++at);
        }
        if (at == from || value > greatest) {
            refuse(key);
        }
        return value;
    }

    private int hexDigit(String key) {
        int c = Machine.option(at++);
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        refuse(key);
        return 0;
    }

    private void expectEnd(String key) {
        int c = Machine.option(at);
        if (c != END && c != ' ') {
            refuse(key);
        }
    }

    private static void refuse(String key) {
        Uart.print("the boot option ");
        Uart.print(key);
        Uart.print(" cannot be read, or is out of its range\n");
        Machine.exit(Firmware.BAD_OPTION);
    }
}
