package org.tcplite.sim.peer;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Runs inside the namespace: a server for one connection, which says nothing until the client has
 * ended its side; then it answers the SHA-256 of all that came, and {@code N} octets more.
 *
 * <p>Arguments: port, N.
 */
public final class AnswerAfterEnd {

    private AnswerAfterEnd() {}

    /** Prints a line once it listens. */
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            System.out.println("listening");
            try (Socket socket = server.accept()) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                DigestInputStream in = new DigestInputStream(socket.getInputStream(), digest);
                byte[] buffer = new byte[65536];
                int more = in.read(buffer);
                while (more >= 0) {
                    more = in.read(buffer);
                }
                String hash = HexFormat.of().formatHex(digest.digest()) + "\n";
                socket.getOutputStream().write(hash.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[Integer.parseInt(arguments[1])]);
            }
        }
    }
}
