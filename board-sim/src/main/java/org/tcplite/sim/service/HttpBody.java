package org.tcplite.sim.service;

/**
 * The body of a request, by length or in chunks (RFC 9112 sections 6 and 7). It is given the octets
 * of the connection and names the runs among them that belong to the content.
 */
final class HttpBody {

    /** Octets of chunk extensions and trailers that are read and ignored. */
    private static final int OVERHEAD_LIMIT = 8192;

    private static final int SIZE_DIGITS = 15;

    private static final int BY_LENGTH = 0;
    private static final int SIZE = 1;
    private static final int EXTENSION = 2;
    private static final int SIZE_LF = 3;
    private static final int CHUNK = 4;
    private static final int CHUNK_CR = 5;
    private static final int CHUNK_LF = 6;
    private static final int TRAILER_START = 7;
    private static final int TRAILER = 8;
    private static final int LAST_LF = 9;
    private static final int DONE = 10;
    private static final int FAILED = 11;

    private int state = DONE;
    private int status;
    private long left;
    private long total;
    private int digits;
    private int overhead;
    private int runOffset;

    /** Begins a body as the fields of its head say. */
    void begin(HttpFields fields) {
        status = 0;
        total = 0;
        overhead = 0;
        digits = 0;
        left = 0;
        if (fields.chunked) {
            state = SIZE;
        } else {
            left = Math.max(0, fields.contentLength);
            state = left == 0 ? DONE : BY_LENGTH;
        }
    }

    /** The whole body has been taken. */
    boolean isDone() {
        return state == DONE;
    }

    /** The framing is wrong; {@link #status()} says how. */
    boolean isFailed() {
        return state == FAILED;
    }

    /** The status that refuses the body, or 0. */
    int status() {
        return status;
    }

    /** Octets of content so far. */
    long total() {
        return total;
    }

    /** Where the last {@link #run} of content begins. */
    int runOffset() {
        return runOffset;
    }

    /**
     * Takes framing octets, up to the next run of content, the end, or the end of what is there.
     *
     * @return how many octets of framing were taken; {@link #run} then says what follows
     */
    int takeFraming(byte[] octets, int offset, int length) {
        int i = 0;
        while (i < length && state != BY_LENGTH && state != CHUNK && state < DONE) {
            step(octets[offset + i++] & 0xff);
        }
        return i;
    }

    /** Takes a run of content at {@code offset}: how many of the {@code length} octets it has. */
    int run(int offset, int length) {
        if (state != BY_LENGTH && state != CHUNK) {
            return 0;
        }
        runOffset = offset;
        int n = (int) Math.min(left, length);
        left -= n;
        total += n;
        if (left == 0) {
            state = state == CHUNK ? CHUNK_CR : DONE;
        }
        return n;
    }

    private void step(int c) {
        switch (state) {
            case SIZE:
                sizeOctet(c);
                break;
            case EXTENSION:
                extensionOctet(c);
                break;
            case SIZE_LF:
                if (expect(c, '\n')) {
                    endOfSize();
                }
                break;
            case CHUNK_CR:
                afterChunk(c);
                break;
            case CHUNK_LF:
                if (expect(c, '\n')) {
                    beginSize();
                }
                break;
            case TRAILER_START:
                trailerStart(c);
                break;
            case TRAILER:
                count();
                if (c == '\n' && state == TRAILER) {
                    state = TRAILER_START;
                }
                break;
            default:
                if (expect(c, '\n')) {
                    state = DONE;
                }
        }
    }

    private void beginSize() {
        left = 0;
        digits = 0;
        state = SIZE;
    }

    private void sizeOctet(int c) {
        int digit = Character.digit(c, 16);
        if (digit >= 0) {
            left = left << 4 | digit;
            if (++digits > SIZE_DIGITS) {
                fail(HttpStatus.CONTENT_TOO_LARGE);
            }
        } else if (digits == 0) {
            fail(HttpStatus.BAD_REQUEST);
        } else if (c == ';' || c == ' ' || c == '\t') {
            state = EXTENSION;
        } else {
            endOfSizeLine(c);
        }
    }

    private void extensionOctet(int c) {
        count();
        if (state == EXTENSION && (c == '\r' || c == '\n')) {
            endOfSizeLine(c);
        }
    }

    private void endOfSizeLine(int c) {
        if (c == '\r') {
            state = SIZE_LF;
        } else if (c == '\n') {
            endOfSize();
        } else {
            fail(HttpStatus.BAD_REQUEST);
        }
    }

    private void endOfSize() {
        state = left == 0 ? TRAILER_START : CHUNK;
    }

    private void afterChunk(int c) {
        if (c == '\n') {
            beginSize();
        } else if (expect(c, '\r')) {
            state = CHUNK_LF;
        }
    }

    private void trailerStart(int c) {
        if (c == '\n') {
            state = DONE;
        } else {
            state = c == '\r' ? LAST_LF : TRAILER;
        }
    }

    private boolean expect(int c, int expected) {
        if (c != expected) {
            fail(HttpStatus.BAD_REQUEST);
        }
        return c == expected;
    }

    private void count() {
        if (++overhead > OVERHEAD_LIMIT) {
            fail(HttpStatus.HEADERS_TOO_LARGE);
        }
    }

    private void fail(int refusal) {
        status = refusal;
        state = FAILED;
    }
}
