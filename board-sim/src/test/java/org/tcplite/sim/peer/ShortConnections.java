package org.tcplite.sim.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Runs inside the namespace: short connections in a row, each a line to an echo port and back.
 *
 * <p>Arguments: host, port, how many, and who closes first, {@code client} or {@code server}.
 */
public final class ShortConnections {

    private static final int PATIENCE_MS = 20_000;

    private ShortConnections() {}

    /** Prints how many succeeded, and the slowest; ends with 1 if one failed. */
    public static void main(String[] arguments) {
        InetSocketAddress to = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        boolean clientFirst = arguments[3].equals("client");
        int good = 0;
        long slowestNs = 0;
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try {
                one(to, "connection " + i + "\n", clientFirst);
                good++;
            } catch (IOException e) {
                System.out.println("connection " + i + ": " + e);
            }
            slowestNs = Math.max(slowestNs, System.nanoTime() - start);
        }
        System.out.println(good + " of " + count + " good, slowest " + slowestNs / 1000 + " us");
        System.exit(good == count ? 0 : 1);
    }

    private static void one(InetSocketAddress to, String line, boolean clientFirst)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(to, PATIENCE_MS);
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] back = in.readNBytes(line.length());
            if (!line.equals(new String(back, StandardCharsets.US_ASCII))) {
                throw new IOException("came back as \"" + new String(back) + "\"");
            }
            if (!clientFirst && in.read() != -1) {
                throw new IOException("more than was sent");
            }
        }
    }
}
