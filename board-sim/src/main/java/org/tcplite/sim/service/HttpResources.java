package org.tcplite.sim.service;

/**
 * What the HTTP server has to offer, and how each answer begins.
 *
 * <pre>
 *     GET, HEAD     /               a page for people
 *     GET, HEAD     /bytes/N        N octets, octet i is i mod 251
 *     PUT, POST     /sha256         the SHA-256 of the request's body
 *     GET, HEAD     /netstat        the board's connections and counters as text
 *     GET, HEAD     /netstat.json   the same for programs
 * </pre>
 */
final class HttpResources {

    /** Octets of the longest body, and of the longest {@code /bytes/N}. */
    static final long GREATEST_BODY = 1L << 40;

    private static final String READING = "GET, HEAD, OPTIONS";
    private static final String WRITING = "PUT, POST, OPTIONS";
    private static final String ALL = "GET, HEAD, PUT, POST, OPTIONS";
    private static final String BYTES = "/bytes/";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";
    private static final String KNOWN_METHODS = "GET HEAD PUT POST OPTIONS DELETE PATCH TRACE";

    /** Room for the chunk's size before, and the end of chunk and body after it. */
    private static final int CHUNK_OVERHEAD = 6 + 2 + 5;

    private static final int CHUNK_DIGITS = 4;

    private final Digests digests;
    private final Sections page;
    private final Sections livePage;
    private final Sections netstat;
    private final Sections netstatJson;

    HttpResources(
            Digests digests,
            Sections page,
            Sections livePage,
            Sections netstat,
            Sections netstatJson) {
        this.digests = digests;
        this.page = page;
        this.livePage = livePage;
        this.netstat = netstat;
        this.netstatJson = netstatJson;
    }

    /** Finds the resource of a request: sets status, allow, document, bytesTotal, hashing. */
    void route(HttpExchange exchange) {
        HttpRequest request = exchange.request;
        exchange.status = HttpStatus.OK;
        if (!isKnown(request.method)) {
            exchange.status = HttpStatus.NOT_IMPLEMENTED;
            return;
        }
        exchange.allow = find(exchange);
        if (exchange.allow == null) {
            exchange.status = HttpStatus.NOT_FOUND;
        } else if (request.method.matches("OPTIONS")) {
            exchange.status = HttpStatus.NO_CONTENT;
        } else if (!isListed(exchange.allow, request.method)) {
            exchange.status = HttpStatus.METHOD_NOT_ALLOWED;
        } else {
            exchange.hashing = exchange.allow == WRITING;
            if (exchange.hashing) {
                checkLength(exchange);
            }
        }
        if (exchange.status != HttpStatus.OK) {
            exchange.document = null;
            exchange.bytesTotal = 0;
            exchange.hashing = false;
        }
    }

    /** The request has been read: begins the answer its routing chose. */
    void answer(int slot, HttpExchange exchange) {
        if (exchange.status >= HttpStatus.BAD_REQUEST) {
            answerError(exchange);
            return;
        }
        exchange.state = HttpExchange.ANSWER;
        boolean bodiless = exchange.request.method.matches("HEAD");
        Text out = statusLine(exchange);
        if (exchange.status == HttpStatus.NO_CONTENT) {
            out.put("Allow: ").put(exchange.allow).put("\r\n\r\n");
        } else if (exchange.hashing) {
            lengthAndType(out, 2L * Digests.LENGTH + 1, PLAIN);
            digests.end(slot, out);
        } else if (exchange.document == null) {
            lengthAndType(out, exchange.bytesTotal, BINARY);
        } else {
            documentHead(exchange, out);
        }
        if (bodiless) {
            exchange.document = null;
            exchange.bytesTotal = 0;
        }
    }

    /** Answers with {@code exchange.status} and a line of advice. */
    void answerError(HttpExchange exchange) {
        exchange.state = HttpExchange.ANSWER;
        exchange.document = null;
        exchange.bytesTotal = 0;
        String reason = HttpStatus.reason(exchange.status);
        String advice = HttpStatus.advice(exchange.status);
        Text out = statusLine(exchange);
        if (exchange.status == HttpStatus.METHOD_NOT_ALLOWED) {
            out.put("Allow: ").put(exchange.allow).put("\r\n");
        }
        lengthAndType(out, 4L + reason.length() + 2 + advice.length() + 1, PLAIN);
        if (!exchange.request.method.matches("HEAD")) {
            out.put(exchange.status).put(' ').put(reason).put(": ").put(advice).put('\n');
        }
    }

    /**
     * Puts the next pieces of the document into the empty {@code out}; false if it was at its end.
     */
    boolean moreDocument(HttpExchange exchange, int connection, long nowNs) {
        if (exchange.document == null) {
            return false;
        }
        Text out = exchange.out;
        int begin = exchange.chunkedAnswer ? CHUNK_DIGITS + 2 : 0;
        if (exchange.chunkedAnswer) {
            out.put("0000\r\n");
        }
        while (exchange.cursor != Sections.END && out.room() >= Sections.LIMIT + CHUNK_OVERHEAD) {
            exchange.cursor = exchange.document.section(exchange.cursor, out, connection, nowNs);
        }
        if (exchange.chunkedAnswer) {
            endChunk(out, out.length() - begin);
        }
        if (exchange.cursor == Sections.END) {
            exchange.document = null;
            if (exchange.chunkedAnswer) {
                out.put("0\r\n\r\n");
            }
        }
        return true;
    }

    private static void endChunk(Text out, int length) {
        if (length == 0) {
            out.clear(); // an empty chunk would end the body
            return;
        }
        int end = out.length();
        out.truncate(0).putHex(length, CHUNK_DIGITS).truncate(end).put("\r\n");
    }

    private static Text statusLine(HttpExchange exchange) {
        Text out = exchange.out;
        out.put("HTTP/1.1 ").put(exchange.status).put(' ');
        out.put(HttpStatus.reason(exchange.status)).put("\r\nServer: tcp-lite\r\n");
        if (exchange.last) {
            out.put("Connection: close\r\n");
        } else if (!exchange.request.isHttp11()) {
            out.put("Connection: keep-alive\r\n");
        }
        return out;
    }

    private static void lengthAndType(Text out, long length, String type) {
        out.put("Content-Type: ").put(type).put("\r\nContent-Length: ").put(length);
        out.put("\r\n\r\n");
    }

    private void documentHead(HttpExchange exchange, Text out) {
        out.put("Content-Type: ").put(typeOf(exchange.document));
        out.put("\r\nCache-Control: no-store\r\n");
        exchange.chunkedAnswer = exchange.request.isHttp11();
        if (exchange.chunkedAnswer) {
            out.put("Transfer-Encoding: chunked\r\n");
        }
        out.put("\r\n");
    }

    private String typeOf(Sections document) {
        if (document == page || document == livePage) {
            return HTML;
        }
        return document == netstat ? PLAIN : JSON;
    }

    /** The methods of the resource at the request's path, or null if there is none. */
    private String find(HttpExchange exchange) {
        Text path = exchange.request.path;
        if (path.matches("*")) {
            return ALL;
        }
        if (path.matches("/sha256")) {
            return WRITING;
        }
        if (path.startsWith(BYTES)) {
            exchange.bytesTotal = number(path, BYTES.length());
            return exchange.bytesTotal >= 0 ? READING : null;
        }
        exchange.document = documentAt(path, exchange.request.query);
        if (exchange.document != null && !exchange.request.isHttp11()) {
            exchange.last = true; // its length is not known: the end of the connection ends it
        }
        return exchange.document == null ? null : READING;
    }

    private Sections documentAt(Text path, Text query) {
        if (path.matches("/")) {
            return query.matches("live") ? livePage : page;
        }
        if (path.matches("/netstat")) {
            return netstat;
        }
        return path.matches("/netstat.json") ? netstatJson : null;
    }

    private static void checkLength(HttpExchange exchange) {
        HttpFields fields = exchange.request.fields;
        if (!fields.chunked && fields.contentLength == HttpFields.NO_LENGTH) {
            exchange.status = HttpStatus.LENGTH_REQUIRED;
        } else if (fields.contentLength > GREATEST_BODY) {
            exchange.status = HttpStatus.CONTENT_TOO_LARGE;
        }
    }

    /** The decimal number from {@code at} to the end, {@code 0..GREATEST_BODY}, or -1. */
    private static long number(Text path, int at) {
        if (at == path.length()) {
            return -1;
        }
        long number = 0;
        for (int i = at; i < path.length(); i++) {
            int digit = path.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > GREATEST_BODY) {
                return -1;
            }
        }
        return number;
    }

    private static boolean isKnown(Text method) {
        return isListed(KNOWN_METHODS, method);
    }

    /** True if a list of words, with spaces or commas between, has the word. */
    private static boolean isListed(String words, Text word) {
        int matched = 0;
        for (int i = 0; i <= words.length(); i++) {
            char c = i < words.length() ? words.charAt(i) : ' ';
            if (c == ' ' || c == ',') {
                if (matched == word.length() && matched > 0) {
                    return true;
                }
                matched = 0;
            } else if (matched >= 0 && matched < word.length() && word.at(matched) == c) {
                matched++;
            } else {
                matched = -1;
            }
        }
        return false;
    }
}
