package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.cortexm.WrapTransfer;

/**
 * A transfer whose sequence numbers pass 2^31, and one past 2^32: where a C compiler that is free
 * to assume no overflow compares wrongly. The board's seed is chosen so that the initial sequence
 * number of this very connection lies a little before.
 */
@Tag("board")
@Tag("tap")
class SequenceWrapTest {

    private static final int BOARD = 10 << 24 | 2;
    private static final int PEER = 10 << 24 | 1;
    private static final int CLIENT_PORT = 40_000;
    private static final int HTTP = 80;

    /** The ISN's clock ticks 244,141 times a second: ten seconds after boot it is still before. */
    private static final int NEAREST = 2_500_000;

    private static final int FURTHEST = 6_000_000;
    private static final int LENGTH = 8_000_000;

    @BeforeAll
    static void tools() {
        WrapTransfer.assumeUsable();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 32})
    void theTransferPasses(long boundary) throws IOException, InterruptedException {
        String seed = seedFor((int) boundary);

        long received = WrapTransfer.fetch("lm3s6965evb", seed, CLIENT_PORT, LENGTH);

        assertEquals(LENGTH, received);
    }

    /** A seed of which the ISN lies {@code NEAREST..FURTHEST} before {@code boundary} at time 0. */
    private static String seedFor(int boundary) {
        for (int i = 0; ; i++) {
            SipHash hash = new SipHash(0, i);
            int isn = (int) hash.hash(BOARD, PEER, CLIENT_PORT << 16 | HTTP, SipHash.CONNECTION);
            int before = boundary - isn;
            if (before > NEAREST && before < FURTHEST) {
                return String.format("%032x", i);
            }
        }
    }
}
