package org.tcplite.sim.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** Serving allocates nothing: neither a page nor a digest, neither a connection nor its end. */
@Tag("allocation")
class ServicesAllocationTest {

    private static final int ROUNDS = 5;
    private static final int WARM_UP = 400;
    private static final int REQUESTS = 100;

    private final ServedBoard board = new ServedBoard();
    private final Tcp tcp = board.tcp;
    private final byte[] requests =
            ("GET / HTTP/1.1\r\nHost: b\r\n\r\n"
                            + "GET /netstat HTTP/1.1\r\nHost: b\r\n\r\n"
                            + "GET /netstat.json HTTP/1.1\r\nHost: b\r\n\r\n"
                            + "GET /nope HTTP/1.1\r\nHost: b\r\n\r\n"
                            + "PUT /sha256 HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\nabc"
                            + "GET /bytes/5000 HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
    private int connection;
    private final BooleanSupplier ended = this::readToTheEnd;

    @Test
    @Timeout(120)
    void warmServicesAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        serve(WARM_UP);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            serve(REQUESTS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private void serve(int connections) {
        for (int i = 0; i < connections; i++) {
            talk(HttpService.PORT);
            talk(EchoService.PORT);
            talk(Sha256Service.PORT);
        }
    }

    private void talk(int port) {
        connection = tcp.connect(ServedBoard.SERVER, port, 0, board.loop.nowNs());
        tcp.write(connection, requests, 0, requests.length, board.loop.nowNs());
        tcp.shutdownWrite(connection, board.loop.nowNs());
        if (!board.loop.runUntil(ended, Long.MAX_VALUE)) {
            throw new AssertionError("port " + port + " did not answer");
        }
        tcp.close(connection, board.loop.nowNs());
    }

    private boolean readToTheEnd() {
        int n = tcp.read(connection, board.buffer, 0, board.buffer.length, board.loop.nowNs());
        return n == TcpError.END_OF_STREAM;
    }
}
