package org.tcplite.sim.service;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Port 80: an HTTP/1.1 server (RFC 9110, RFC 9112) with persistent connections. Requests are
 * answered one after the other, however they come; an answer is made as the send ring has room.
 *
 * <p>After the last answer of a connection only the sending side is closed, and the client gets a
 * moment to close its own: a reset could destroy the answer on its way (RFC 9112 section 9.6).
 */
final class HttpService extends Service {

    /** The port. */
    static final int PORT = 80;

    private final Services services;
    private final Tcp tcp;
    private final HttpExchange[] exchanges;
    private final HttpResources resources;
    private final Digests digests;

    HttpService(Services services, HttpResources resources, Digests digests) {
        this.services = services;
        this.resources = resources;
        this.digests = digests;
        tcp = services.tcp();
        exchanges = new HttpExchange[services.slots()];
        for (int slot = 0; slot < exchanges.length; slot++) {
            exchanges[slot] = new HttpExchange();
        }
    }

    @Override
    String name() {
        return "http";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        exchanges[slot].begin();
        services.touch(slot, Services.HTTP, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        int result;
        do {
            result = step(slot, connection, exchanges[slot], nowNs);
        } while (result == 0);
        if (result != TcpError.WOULD_BLOCK) {
            services.finish(slot, nowNs);
        }
    }

    /** What has begun is answered, and is the last answer. */
    @Override
    void shutDown(int slot, int connection, long nowNs) {
        HttpExchange exchange = exchanges[slot];
        exchange.last = true;
        if (exchange.state == HttpExchange.HEAD && exchange.request.isEmpty()) {
            services.finish(slot, nowNs);
        }
    }

    /** A quiet client between requests is let go; one in the middle of something is reset. */
    @Override
    void expired(int slot, int connection, long nowNs) {
        HttpExchange exchange = exchanges[slot];
        if (exchange.state == HttpExchange.HEAD && exchange.request.isEmpty()) {
            services.finish(slot, nowNs);
        } else if (exchange.state == HttpExchange.HEAD || exchange.state == HttpExchange.BODY) {
            refuse(exchange, HttpStatus.REQUEST_TIMEOUT);
            services.touch(slot, Services.HTTP, nowNs);
            progress(slot, connection, 0, nowNs);
        } else {
            services.abort(slot, nowNs);
        }
    }

    /** 0 to go on, {@link TcpError#WOULD_BLOCK} to wait, anything else to close. */
    private int step(int slot, int connection, HttpExchange exchange, long nowNs) {
        switch (exchange.state) {
            case HttpExchange.HEAD:
                return readHead(connection, exchange, nowNs);
            case HttpExchange.BODY:
                return readBody(slot, connection, exchange, nowNs);
            case HttpExchange.ANSWER:
                return sendAnswer(slot, connection, exchange, nowNs);
            default:
                return linger(connection, nowNs);
        }
    }

    private int readHead(int connection, HttpExchange exchange, long nowNs) {
        int there = tcp.peek(connection);
        if (there == TcpError.END_OF_STREAM && !exchange.request.isEmpty()) {
            refuse(exchange, HttpStatus.BAD_REQUEST); // half a request
            return 0;
        }
        if (there < 0) {
            return there;
        }
        HttpRequest request = exchange.request;
        int taken = request.take(tcp.readArray(), tcp.readOffset(connection), there);
        tcp.consume(connection, taken, nowNs);
        if (request.isFailed()) {
            refuse(exchange, request.status());
        } else if (request.isDone()) {
            route(tcp.slotOf(connection), exchange);
        }
        return 0;
    }

    private void route(int slot, HttpExchange exchange) {
        HttpRequest request = exchange.request;
        resources.route(exchange);
        if (exchange.hashing) {
            digests.begin(slot);
        }
        if (!request.isPersistent()) {
            exchange.last = true;
        }
        boolean isRefused = exchange.status >= HttpStatus.BAD_REQUEST;
        if (isRefused && (request.hasBody() || exchange.status == HttpStatus.LENGTH_REQUIRED)) {
            refuse(exchange, exchange.status); // the body is not read, so nothing can follow it
            return;
        }
        if (!request.hasBody()) {
            resources.answer(slot, exchange);
            return;
        }
        exchange.body.begin(request.fields);
        exchange.state = HttpExchange.BODY;
        if (request.fields.expectContinue && request.isHttp11()) {
            exchange.out.put("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    private void refuse(HttpExchange exchange, int status) {
        exchange.status = status;
        exchange.last = true;
        exchange.hashing = false;
        resources.answerError(exchange);
    }

    private int readBody(int slot, int connection, HttpExchange exchange, long nowNs) {
        int flushed = flush(connection, exchange, nowNs);
        if (flushed < 0 && flushed != TcpError.WOULD_BLOCK) {
            return flushed;
        }
        int there = tcp.peek(connection);
        if (there == TcpError.END_OF_STREAM) {
            refuse(exchange, HttpStatus.BAD_REQUEST); // half a body
            return 0;
        }
        if (there < 0) {
            return there;
        }
        tcp.consume(connection, takeBody(slot, connection, exchange, there), nowNs);
        services.touch(slot, Services.HTTP, nowNs);
        if (exchange.body.total() > HttpResources.GREATEST_BODY) {
            refuse(exchange, HttpStatus.CONTENT_TOO_LARGE);
        } else if (exchange.body.isFailed()) {
            refuse(exchange, exchange.body.status());
        } else if (exchange.body.isDone()) {
            resources.answer(slot, exchange);
        }
        return 0;
    }

    private int takeBody(int slot, int connection, HttpExchange exchange, int there) {
        byte[] octets = tcp.readArray();
        int offset = tcp.readOffset(connection);
        HttpBody body = exchange.body;
        int taken = 0;
        while (taken < there && !body.isDone() && !body.isFailed()) {
            taken += body.takeFraming(octets, offset + taken, there - taken);
            int run = body.run(offset + taken, there - taken);
            if (exchange.hashing && run > 0) {
                digests.update(slot, octets, offset + taken, run);
            }
            taken += run;
        }
        return taken;
    }

    private int sendAnswer(int slot, int connection, HttpExchange exchange, long nowNs) {
        int result;
        do {
            result = flush(connection, exchange, nowNs);
            if (result == 0) {
                result = sendBytes(connection, exchange, nowNs);
            }
            if (result < 0) {
                return result;
            }
        } while (resources.moreDocument(exchange, connection, nowNs));
        if (!exchange.last) {
            exchange.nextRequest();
            return 0;
        }
        exchange.state = HttpExchange.LINGER;
        services.touch(slot, Services.LINGER, nowNs);
        return tcp.shutdownWrite(connection, nowNs);
    }

    /** Writes what stands in {@code out}; 0 when all of it is in the send ring. */
    private int flush(int connection, HttpExchange exchange, long nowNs) {
        Text out = exchange.out;
        while (exchange.sent < out.length()) {
            int left = out.length() - exchange.sent;
            int n = tcp.write(connection, out.array(), exchange.sent, left, nowNs);
            if (n < 0) {
                return n;
            }
            exchange.sent += n;
            services.touch(tcp.slotOf(connection), Services.HTTP, nowNs);
        }
        out.clear();
        exchange.sent = 0;
        return 0;
    }

    /** The content of {@code /bytes/N}, made in place; 0 when all of it is in the send ring. */
    private int sendBytes(int connection, HttpExchange exchange, long nowNs) {
        while (exchange.bytesMade < exchange.bytesTotal) {
            int room = tcp.claim(connection);
            if (room < 0) {
                return room;
            }
            int n = (int) Math.min(room, exchange.bytesTotal - exchange.bytesMade);
            int offset = tcp.writeOffset(connection);
            Patterns.MODULO_251.copy(exchange.bytesMade, tcp.writeArray(), offset, n);
            tcp.commit(connection, n, nowNs);
            exchange.bytesMade += n;
            services.touch(tcp.slotOf(connection), Services.HTTP, nowNs);
        }
        return 0;
    }

    private int linger(int connection, long nowNs) {
        int there = tcp.peek(connection);
        if (there > 0) {
            tcp.consume(connection, there, nowNs);
            return 0;
        }
        return there;
    }
}
