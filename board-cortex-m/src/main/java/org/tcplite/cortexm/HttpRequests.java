package org.tcplite.cortexm;

/**
 * Reads HTTP/1.x requests octet by octet (RFC 9112), one for each connection slot at a time. Of the
 * request line it keeps method and target, of the fields what decides about the connection's end
 * and about a body, which no resource here takes.
 */
final class HttpRequests {

    /** {@link #take}: the request is not complete. */
    static final int MORE = 0;

    /** {@link #take}: complete; a GET. */
    static final int GET = 1;

    /** {@link #take}: complete; a HEAD. */
    static final int HEAD = 2;

    /** {@link #take}: complete; some other method. */
    static final int OTHER = 3;

    /** {@link #take}: this is no request; the connection has to end. */
    static final int BAD = 4;

    /** {@link #take}: longer than is read; the connection has to end. */
    static final int TOO_LONG = 5;

    /** The beginning of a line, as much as is looked at. */
    private static final int LINE = 48;

    private static final int LONGEST = 4096;

    private static final int KEEP_ALIVE = 1;
    private static final int HAS_BODY = 1 << 1;

    private final byte[] lines;

    /** By slot: octets of the line so far, octets of the request so far, its method, its flags. */
    private final int[] lineLength;

    private final int[] taken;
    private final int[] method;
    private final int[] flags;

    /** By slot: the number behind {@code /bytes/}, or a negative constant of {@link Resource}. */
    private final int[] resource;

    HttpRequests(int slots) {
        lines = new byte[slots * LINE];
        lineLength = new int[slots];
        taken = new int[slots];
        method = new int[slots];
        flags = new int[slots];
        resource = new int[slots];
    }

    /** Forgets what was read: the next octet begins a request. */
    void begin(int slot) {
        lineLength[slot] = 0;
        taken[slot] = 0;
        method[slot] = MORE;
    }

    boolean keepsAlive(int slot) {
        return flags[slot] == KEEP_ALIVE;
    }

    /** What a complete request asks for: a constant of {@link Resource}, or a number of octets. */
    int resource(int slot) {
        return resource[slot];
    }

    /** Takes one octet. */
    int take(int slot, int octet) {
        if (++taken[slot] > LONGEST) {
            return TOO_LONG;
        }
        int from = slot * LINE;
        if (octet != '\n') {
            if (lineLength[slot] < LINE) {
                lines[from + lineLength[slot]] = (byte) octet;
            }
            lineLength[slot]++;
            return MORE;
        }
        int length = lineLength[slot];
        if (length > 0 && length <= LINE && lines[from + length - 1] == '\r') {
            length--;
        }
        lineLength[slot] = 0;
        if (method[slot] == MORE) {
            // a client may send an empty line before its request (RFC 9112 section 2.2)
            return length == 0 ? MORE : requestLine(slot, from, length);
        }
        if (length == 0) {
            return (flags[slot] & HAS_BODY) == 0 ? method[slot] : BAD;
        }
        field(slot, from, Math.min(length, LINE));
        return MORE;
    }

    private int requestLine(int slot, int from, int length) {
        if (length > LINE) {
            return TOO_LONG;
        }
        int space = from;
        int end = from + length;
        while (space < end && lines[space] != ' ') {
            space++;
        }
        int last = end - 9; // " HTTP/1.x"
        if (last < space || !has(last, end, " http/1.")) {
            return BAD;
        }
        flags[slot] = lines[end - 1] == '0' ? 0 : KEEP_ALIVE;
        method[slot] = OTHER;
        if (space - from == 3 && has(from, end, "get")) {
            method[slot] = GET;
        } else if (space - from == 4 && has(from, end, "head")) {
            method[slot] = HEAD;
        }
        resource[slot] = resourceAt(space + 1, last);
        return MORE;
    }

    private int resourceAt(int from, int end) {
        if (end - from == 1 && lines[from] == '/') {
            return Resource.PAGE;
        }
        if (end - from == 8 && has(from, end, "/netstat")) {
            return Resource.NETSTAT;
        }
        if (end - from >= 8 && end - from <= 16 && has(from, end, "/bytes/")) {
            int number = 0;
            for (int i = from + 7; i < end; i++) {
                int digit = lines[i] - '0';
                if (digit < 0 || digit > 9) {
                    return Resource.NONE;
                }
                number = number * 10 + digit;
            }
            return number;
        }
        return Resource.NONE;
    }

    private void field(int slot, int from, int length) {
        int end = from + length;
        if (has(from, end, "connection: close")) {
            flags[slot] &= ~KEEP_ALIVE;
        } else if (has(from, end, "transfer-encoding:")) {
            flags[slot] |= HAS_BODY;
        } else if (has(from, end, "content-length:") && !has(from, end, "content-length: 0")) {
            flags[slot] |= HAS_BODY;
        }
    }

    /** Whether the octets from {@code from} on begin with {@code word}, capitals or not. */
    private boolean has(int from, int end, String word) {
        if (word.length() > end - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int octet = lines[from + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (lower != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
