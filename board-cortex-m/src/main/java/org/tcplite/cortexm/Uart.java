package org.tcplite.cortexm;

/** Text on the UART. It waits for the wire, so it belongs to start-up and to last words. */
final class Uart {

    private Uart() {}

    static void print(String text) {
        for (int i = 0; i < text.length(); i++) {
            Machine.put(text.charAt(i));
        }
    }

    /** Prints a line and empties it. */
    static void print(Line line) {
        for (int i = 0; i < line.length(); i++) {
            Machine.put(line.octetAt(i));
        }
        line.clear();
    }
}
