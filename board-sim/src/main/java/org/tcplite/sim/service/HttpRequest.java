package org.tcplite.sim.service;

/**
 * The head of an HTTP/1.1 request, read octet by octet as it comes (RFC 9112 sections 2 to 5): no
 * part of it needs to lie in one piece. Strict where leniency helps attackers (white space before a
 * colon, folded lines, bare CR, two framings of one body), lenient where it helps people (a bare LF
 * ends a line, empty lines before a request).
 */
final class HttpRequest {

    /** Octets of a request target. */
    static final int TARGET_LIMIT = 1024;

    /** Octets of a request's head. */
    static final int HEAD_LIMIT = 8192;

    private static final int METHOD_LIMIT = 16;
    private static final int NAME_LIMIT = 32;
    private static final int VALUE_LIMIT = 256;
    private static final int FIELDS_LIMIT = 100;

    private static final int START = 0;
    private static final int METHOD = 1;
    private static final int TARGET = 2;
    private static final int VERSION = 3;
    private static final int LINE_LF = 4;
    private static final int FIELD_START = 5;
    private static final int NAME = 6;
    private static final int VALUE_START = 7;
    private static final int VALUE = 8;
    private static final int END_LF = 9;
    private static final int DONE = 10;
    private static final int FAILED = 11;

    /** The method, as it came. */
    final Text method = new Text(METHOD_LIMIT);

    /** The path, percent-decoded where that is harmless, without query. */
    final Text path = new Text(TARGET_LIMIT);

    /** The query, without its question mark. */
    final Text query = new Text(TARGET_LIMIT);

    /** The fields that matter. */
    final HttpFields fields = new HttpFields();

    private final Text target = new Text(TARGET_LIMIT);
    private final Text version = new Text(METHOD_LIMIT);
    private final Text name = new Text(NAME_LIMIT);
    private final Text value = new Text(VALUE_LIMIT);
    private int state;
    private int status;
    private int headLength;
    private int fieldCount;
    private boolean http11;

    HttpRequest() {
        clear();
    }

    /** Waits for a new request. */
    void clear() {
        state = START;
        status = 0;
        headLength = 0;
        fieldCount = 0;
        http11 = false;
        method.clear();
        target.clear();
        version.clear();
        path.clear();
        query.clear();
        fields.clear();
    }

    /** Nothing of a request has come yet. */
    boolean isEmpty() {
        return state == START;
    }

    /** The head is complete, and good. */
    boolean isDone() {
        return state == DONE;
    }

    /** The head is not good; {@link #status()} says how. */
    boolean isFailed() {
        return state == FAILED;
    }

    /** The status that refuses the request, or 0. */
    int status() {
        return status;
    }

    /** HTTP/1.1 or a later 1.x; not 1.0. */
    boolean isHttp11() {
        return http11;
    }

    /** Whether the connection can stay open after the answer (RFC 9112 section 9.3). */
    boolean isPersistent() {
        return !fields.close && (http11 || fields.keepAlive);
    }

    /** Whether a body follows the head. */
    boolean hasBody() {
        return fields.chunked || fields.contentLength > 0;
    }

    /**
     * Takes octets until the head is complete or wrong.
     *
     * @return how many were taken
     */
    int take(byte[] octets, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (state >= DONE) {
                return i;
            }
            if (++headLength > HEAD_LIMIT) {
                fail(HttpStatus.HEADERS_TOO_LARGE);
            } else {
                step(octets[offset + i] & 0xff);
            }
        }
        return length;
    }

    private void step(int c) {
        switch (state) {
            case START:
                start(c);
                break;
            case METHOD:
                methodOctet(c);
                break;
            case TARGET:
                targetOctet(c);
                break;
            case VERSION:
                versionOctet(c);
                break;
            case LINE_LF:
                lineFeed(c, FIELD_START);
                break;
            case FIELD_START:
                fieldStart(c);
                break;
            case NAME:
                nameOctet(c);
                break;
            case VALUE_START:
                valueStart(c);
                break;
            case VALUE:
                valueOctet(c);
                break;
            default:
                endOfHead(c);
        }
    }

    private void start(int c) {
        if (c == '\r' || c == '\n') {
            return; // RFC 9112 section 2.2: empty lines before a request are ignored
        }
        state = METHOD;
        methodOctet(c);
    }

    private void methodOctet(int c) {
        if (c == ' ' && method.length() > 0) {
            state = TARGET;
        } else if (!isTokenOctet(c)) {
            fail(HttpStatus.BAD_REQUEST);
        } else {
            method.put((char) c);
            if (method.overflowed()) {
                fail(HttpStatus.NOT_IMPLEMENTED);
            }
        }
    }

    private void targetOctet(int c) {
        if (c == ' ' && target.length() > 0) {
            state = VERSION;
        } else if (c <= ' ' || c >= 0x7f) {
            fail(HttpStatus.BAD_REQUEST);
        } else {
            target.put((char) c);
            if (target.overflowed()) {
                fail(HttpStatus.URI_TOO_LONG);
            }
        }
    }

    private void versionOctet(int c) {
        if (c == '\r' || c == '\n') {
            state = LINE_LF;
            checkRequestLine();
            if (c == '\n' && state == LINE_LF) {
                state = FIELD_START;
            }
        } else {
            version.put((char) c);
            if (version.overflowed()) {
                fail(HttpStatus.BAD_REQUEST);
            }
        }
    }

    private void checkRequestLine() {
        if (version.length() != 8
                || !version.startsWith("HTTP/")
                || !isDigit(version.at(5))
                || version.at(6) != '.'
                || !isDigit(version.at(7))) {
            fail(HttpStatus.BAD_REQUEST);
        } else if (version.at(5) != '1') {
            fail(HttpStatus.VERSION_NOT_SUPPORTED);
        } else {
            http11 = version.at(7) != '0';
            int wrong = HttpTarget.split(target, path, query);
            if (wrong != 0) {
                fail(wrong);
            }
        }
    }

    private void lineFeed(int c, int nextState) {
        if (c == '\n') {
            state = nextState;
        } else {
            fail(HttpStatus.BAD_REQUEST); // a CR alone
        }
    }

    private void fieldStart(int c) {
        if (c == '\r') {
            state = END_LF;
        } else if (c == '\n') {
            endOfHead(c);
        } else if (++fieldCount > FIELDS_LIMIT) {
            fail(HttpStatus.HEADERS_TOO_LARGE);
        } else {
            name.clear();
            value.clear();
            state = NAME;
            nameOctet(c); // a space here would fold a line (RFC 9112 section 5.2): refused
        }
    }

    private void nameOctet(int c) {
        if (c == ':' && name.length() > 0) {
            state = VALUE_START;
        } else if (isTokenOctet(c)) {
            name.put(lowerCase(c));
        } else {
            fail(HttpStatus.BAD_REQUEST);
        }
    }

    private void valueStart(int c) {
        if (c != ' ' && c != '\t') {
            state = VALUE;
            valueOctet(c);
        }
    }

    private void valueOctet(int c) {
        if (c == '\r' || c == '\n') {
            state = LINE_LF;
            endOfField();
            if (c == '\n' && state == LINE_LF) {
                state = FIELD_START;
            }
        } else if (c < ' ' && c != '\t' || c == 0x7f) {
            fail(HttpStatus.BAD_REQUEST);
        } else {
            value.put(lowerCase(c));
        }
    }

    private void endOfField() {
        if (name.overflowed()) {
            return; // none of the fields that matter
        }
        int end = value.length();
        while (end > 0 && (value.at(end - 1) == ' ' || value.at(end - 1) == '\t')) {
            end--;
        }
        value.truncate(end);
        int wrong = fields.field(name, value);
        if (wrong != 0) {
            // the rest of the head is not needed to refuse it
            fail(value.overflowed() ? HttpStatus.HEADERS_TOO_LARGE : wrong);
        }
    }

    private void endOfHead(int c) {
        if (c != '\n') {
            fail(HttpStatus.BAD_REQUEST);
            return;
        }
        int wrong = fields.check(http11);
        if (wrong != 0) {
            fail(wrong);
        } else {
            state = DONE;
        }
    }

    private void fail(int refusal) {
        status = refusal;
        state = FAILED;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static char lowerCase(int c) {
        return (char) (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
    }

    /** RFC 9110 section 5.6.2: tchar. */
    private static boolean isTokenOctet(int c) {
        return isDigit(c) || isLetter(c) || c > ' ' && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
