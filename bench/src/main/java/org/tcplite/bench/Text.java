package org.tcplite.bench;

/** The text of all benchmarks: octets that are not all the same. */
final class Text {

    private Text() {}

    /** Octet {@code index} of a text. */
    static byte octetAt(int index) {
        return (byte) (index * 7 + 3);
    }

    /** Puts the beginning of the text at {@code offset}. */
    static void put(byte[] array, int offset, int length) {
        for (int i = 0; i < length; i++) {
            array[offset + i] = octetAt(i);
        }
    }
}
