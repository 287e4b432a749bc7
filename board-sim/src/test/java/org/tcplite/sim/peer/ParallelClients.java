package org.tcplite.sim.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs inside the namespace: HTTP clients that all connect at the same moment, each of which gets
 * {@code /bytes/N} and looks at every octet.
 *
 * <p>Arguments: host, how many clients, N.
 */
public final class ParallelClients {

    private static final int PATIENCE_MS = 60_000;

    /** Served within that time is served soon. */
    private static final long SOON_NS = 15_000_000_000L;

    private ParallelClients() {}

    /** Prints how many were served, and how long it took; ends with 1 if one was not. */
    public static void main(String[] arguments) throws InterruptedException {
        InetSocketAddress to = new InetSocketAddress(arguments[0], 80);
        int count = Integer.parseInt(arguments[1]);
        byte[] expected = pattern(Integer.parseInt(arguments[2]));
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger soon = new AtomicInteger();
        Thread[] clients = new Thread[count];
        for (int i = 0; i < count; i++) {
            String name = "client " + i;
            clients[i] =
                    new Thread(
                            () -> {
                                try (Socket socket = new Socket()) {
                                    start.await();
                                    long fromNs = System.nanoTime();
                                    get(socket, to, expected);
                                    served.incrementAndGet();
                                    if (System.nanoTime() - fromNs <= SOON_NS) {
                                        soon.incrementAndGet();
                                    }
                                } catch (IOException | InterruptedException e) {
                                    System.out.println(name + ": " + e);
                                }
                            });
            clients[i].start();
        }
        long startNs = System.nanoTime();
        start.countDown();
        for (Thread client : clients) {
            client.join();
        }
        long ms = (System.nanoTime() - startNs) / 1_000_000;
        System.out.println(
                served
                        + " of "
                        + count
                        + " served, "
                        + soon
                        + " within 15 s, the last after "
                        + ms
                        + " ms");
        System.exit(served.get() == count && ms <= PATIENCE_MS ? 0 : 1);
    }

    private static byte[] pattern(int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (i % 251);
        }
        return octets;
    }

    private static void get(Socket socket, InetSocketAddress to, byte[] expected)
            throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(to, PATIENCE_MS);
        String request =
                "GET /bytes/"
                        + expected.length
                        + " HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        String answer = "";
        while (!answer.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no answer but \"" + answer + "\"");
            }
            answer += (char) octet;
        }
        if (!answer.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(answer);
        }
        if (!Arrays.equals(expected, in.readAllBytes())) {
            throw new IOException("not the right octets");
        }
    }
}
