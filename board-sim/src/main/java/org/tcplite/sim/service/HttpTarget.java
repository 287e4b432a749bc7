package org.tcplite.sim.service;

/** The request target (RFC 9112 section 3.2): path and query out of its origin or absolute form. */
final class HttpTarget {

    private static final String SCHEME = "http://";

    private HttpTarget() {}

    /**
     * Splits a target.
     *
     * @return 0, or the status that refuses it
     */
    static int split(Text target, Text path, Text query) {
        int at = 0;
        if (target.at(0) != '/') {
            if (target.matches("*")) {
                path.put('*');
                return 0;
            }
            if (!startsWithScheme(target)) {
                return HttpStatus.BAD_REQUEST;
            }
            at = SCHEME.length();
            while (at < target.length() && target.at(at) != '/' && target.at(at) != '?') {
                at++;
            }
            if (at == SCHEME.length()) {
                return HttpStatus.BAD_REQUEST; // no authority
            }
            if (at == target.length() || target.at(at) == '?') {
                path.put('/');
            }
        }
        return splitFrom(at, target, path, query);
    }

    private static int splitFrom(int start, Text target, Text path, Text query) {
        Text part = path;
        int at = start;
        while (at < target.length()) {
            int c = target.at(at++);
            if (c == '#') {
                return HttpStatus.BAD_REQUEST; // a fragment is never sent
            }
            if (c == '?' && part == path) {
                part = query;
            } else if (c == '%') {
                int decoded = at + 2 <= target.length() ? octet(target, at) : -1;
                if (decoded < 0) {
                    return HttpStatus.BAD_REQUEST;
                }
                if (isUnreserved(decoded)) {
                    part.put((char) decoded);
                } else {
                    part.put('%').put((char) target.at(at)).put((char) target.at(at + 1));
                }
                at += 2;
            } else {
                part.put((char) c);
            }
        }
        return 0;
    }

    private static boolean startsWithScheme(Text target) {
        for (int i = 0; i < SCHEME.length(); i++) {
            if (i >= target.length() || (target.at(i) | 0x20) != (SCHEME.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int octet(Text target, int at) {
        int high = Character.digit(target.at(at), 16);
        int low = Character.digit(target.at(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** RFC 3986 section 2.3: such octets mean the same, encoded or not. */
    private static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
