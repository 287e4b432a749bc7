package org.tcplite.cortexm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;

/** One transfer from a board whose boot key is known, to a port that is known. */
public final class WrapTransfer {

    private WrapTransfer() {}

    /** Skips or fails where boards cannot be had. */
    public static void assumeUsable() {
        Toolchain.assumeBoardsAndKernel();
    }

    /** Fetches {@code /bytes/length}; compares each octet; answers how many there were. */
    public static long fetch(String board, String seed, int localPort, int length)
            throws IOException, InterruptedException {
        try (PeerSpace peer = PeerSpace.open();
                EmulatedBoard booted = EmulatedBoard.boot(peer, board, "--seed", seed)) {
            booted.await("weak");
            String port = Integer.toString(localPort);
            String url = "http://10.0.0.2/bytes/" + length;
            byte[] body =
                    peer.run("curl", "-sf", "-m", "30", "--local-port", port, url)
                            .assertStatus(0)
                            .stdout();
            assertArrayEquals(BoardContract.pattern(length), body);
            return body.length;
        }
    }
}
