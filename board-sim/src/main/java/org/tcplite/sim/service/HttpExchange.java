package org.tcplite.sim.service;

/** One HTTP connection's request and the answer to it: made once per slot, used again and again. */
final class HttpExchange {

    /** Reading a head. */
    static final int HEAD = 0;

    /** Reading a body. */
    static final int BODY = 1;

    /** Sending the answer. */
    static final int ANSWER = 2;

    /** The last answer is sent; what the client still sends is thrown away until it closes. */
    static final int LINGER = 3;

    /** Room for a head and for the pieces of a document. */
    private static final int OUT = 2048;

    final HttpRequest request = new HttpRequest();
    final HttpBody body = new HttpBody();

    /** What is to be written next, from {@link #sent} on. */
    final Text out = new Text(OUT);

    /** One of {@link #HEAD} ... */
    int state;

    /** How much of {@link #out} has been written. */
    int sent;

    /** The body is to be hashed, else thrown away. */
    boolean hashing;

    /** The status of the answer to come after the body. */
    int status;

    /** The methods an answer 405 or 204 allows; or null. */
    String allow;

    /** The answer is the last one of this connection. */
    boolean last;

    /** Octets of {@code /bytes/N} already made, and N; equal if there are none to make. */
    long bytesMade;

    long bytesTotal;

    /** The document to send, or null, and how far it is. */
    Sections document;

    int cursor;

    /** The document goes out in chunks; else the end of the connection ends it. */
    boolean chunkedAnswer;

    /** A new connection. */
    void begin() {
        nextRequest();
        out.clear();
        sent = 0;
    }

    /** Ready for the next request of this connection. */
    void nextRequest() {
        request.clear();
        state = HEAD;
        hashing = false;
        last = false;
        allow = null;
        bytesMade = 0;
        bytesTotal = 0;
        document = null;
        cursor = 0;
    }
}
