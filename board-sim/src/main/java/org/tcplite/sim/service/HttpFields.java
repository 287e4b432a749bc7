package org.tcplite.sim.service;

/**
 * What of a request's header fields matters to this server: how the body is framed, whether the
 * connection stays, what is expected (RFC 9110, RFC 9112 section 6). Everything else is skipped.
 */
final class HttpFields {

    /** {@link #contentLength}: no such field. */
    static final long NO_LENGTH = -1;

    private static final long GREATEST = Long.MAX_VALUE / 10 - 1;

    /** The body's length, or {@link #NO_LENGTH}. */
    long contentLength;

    /** The body is in chunks. */
    boolean chunked;

    /** "Connection: close". */
    boolean close;

    /** "Connection: keep-alive". */
    boolean keepAlive;

    /** "Expect: 100-continue". */
    boolean expectContinue;

    /** How many Host fields there are. */
    int hosts;

    private boolean transferEncoding;

    /** Begins a new request. */
    void clear() {
        contentLength = NO_LENGTH;
        chunked = false;
        close = false;
        keepAlive = false;
        expectContinue = false;
        hosts = 0;
        transferEncoding = false;
    }

    /**
     * One field.
     *
     * @param name in lower case
     * @param value in lower case, without white space around it
     * @return 0, or the status that refuses the request
     */
    int field(Text name, Text value) {
        if (name.matches("content-length")) {
            return contentLengthField(value);
        }
        if (name.matches("transfer-encoding")) {
            return transferEncodingField(value);
        }
        if (name.matches("expect")) {
            expectContinue = value.matches("100-continue");
            return expectContinue ? 0 : HttpStatus.EXPECTATION_FAILED;
        }
        if (name.matches("connection")) {
            close |= hasToken(value, "close");
            keepAlive |= hasToken(value, "keep-alive");
        } else if (name.matches("host")) {
            hosts++;
        }
        return 0;
    }

    /** All fields are read: 0, or the status that refuses them together. */
    int check(boolean isHttp11) {
        if (hosts > 1 || isHttp11 && hosts == 0) {
            return HttpStatus.BAD_REQUEST; // RFC 9112 section 3.2
        }
        if (transferEncoding && (contentLength != NO_LENGTH || !isHttp11)) {
            return HttpStatus.BAD_REQUEST; // RFC 9112 section 6.1: it might be smuggling
        }
        return 0;
    }

    private int contentLengthField(Text value) {
        if (contentLength != NO_LENGTH || value.length() == 0) {
            return HttpStatus.BAD_REQUEST;
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return HttpStatus.BAD_REQUEST;
            }
            length = Math.min(GREATEST, length * 10 + digit);
        }
        contentLength = length;
        return 0;
    }

    private int transferEncodingField(Text value) {
        if (transferEncoding) {
            return HttpStatus.BAD_REQUEST;
        }
        transferEncoding = true;
        chunked = value.matches("chunked");
        return chunked ? 0 : HttpStatus.NOT_IMPLEMENTED;
    }

    private static boolean hasToken(Text list, String token) {
        int at = 0;
        while (at < list.length()) {
            int end = at;
            while (end < list.length() && list.at(end) != ',') {
                end++;
            }
            if (equalsTrimmed(list, at, end, token)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static boolean equalsTrimmed(Text list, int begin, int end, String token) {
        int from = begin;
        int to = end;
        while (from < to && isSpace(list.at(from))) {
            from++;
        }
        while (to > from && isSpace(list.at(to - 1))) {
            to--;
        }
        if (to - from != token.length()) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            if (list.at(from + i) != token.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }
}
