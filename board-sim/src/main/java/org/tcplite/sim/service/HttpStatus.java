package org.tcplite.sim.service;

/** The status codes this server uses (RFC 9110 section 15). */
final class HttpStatus {

    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int REQUEST_TIMEOUT = 408;
    static final int LENGTH_REQUIRED = 411;
    static final int CONTENT_TOO_LARGE = 413;
    static final int URI_TOO_LONG = 414;
    static final int EXPECTATION_FAILED = 417;
    static final int HEADERS_TOO_LARGE = 431;
    static final int NOT_IMPLEMENTED = 501;
    static final int VERSION_NOT_SUPPORTED = 505;

    private HttpStatus() {}

    /** The reason phrase; never null. */
    static String reason(int status) {
        switch (status) {
            case OK:
                return "OK";
            case NO_CONTENT:
                return "No Content";
            case BAD_REQUEST:
                return "Bad Request";
            case NOT_FOUND:
                return "Not Found";
            case METHOD_NOT_ALLOWED:
                return "Method Not Allowed";
            case REQUEST_TIMEOUT:
                return "Request Timeout";
            case LENGTH_REQUIRED:
                return "Length Required";
            case CONTENT_TOO_LARGE:
                return "Content Too Large";
            case URI_TOO_LONG:
                return "URI Too Long";
            case EXPECTATION_FAILED:
                return "Expectation Failed";
            case HEADERS_TOO_LARGE:
                return "Request Header Fields Too Large";
            case NOT_IMPLEMENTED:
                return "Not Implemented";
            case VERSION_NOT_SUPPORTED:
                return "HTTP Version Not Supported";
            default:
                return "Unknown";
        }
    }

    /** What a person is told in the body of an error. */
    static String advice(int status) {
        switch (status) {
            case BAD_REQUEST:
                return "the request is not HTTP/1.1 as RFC 9112 writes it";
            case NOT_FOUND:
                return "here are / /bytes/N (N up to 2^40) /sha256 /netstat /netstat.json";
            case METHOD_NOT_ALLOWED:
                return "the Allow field names the methods of this resource";
            case REQUEST_TIMEOUT:
                return "the request took too long";
            case LENGTH_REQUIRED:
                return "send Content-Length, or Transfer-Encoding: chunked";
            case CONTENT_TOO_LARGE:
                return "a body may have 2^40 octets";
            case URI_TOO_LONG:
                return "a request target may have 1024 octets";
            case EXPECTATION_FAILED:
                return "the only expectation met is 100-continue";
            case HEADERS_TOO_LARGE:
                return "header fields may have 8192 octets together, 100 lines";
            case NOT_IMPLEMENTED:
                return "methods: GET HEAD PUT POST OPTIONS; transfer codings: chunked";
            case VERSION_NOT_SUPPORTED:
                return "this is HTTP/1.1";
            default:
                return "";
        }
    }
}
