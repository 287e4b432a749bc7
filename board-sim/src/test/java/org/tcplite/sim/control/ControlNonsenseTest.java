package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client says, there is one reply to it, and the board stays usable. */
class ControlNonsenseTest {

    private static final int[] VERBS = {
        1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 48, 49, 50, 51, 52,
        53
    };

    private final ControlSession session = new ControlSession(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomRequestsAreAnswered(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            StcpClient.Request request = header(VERBS[random.nextInt(VERBS.length)], i);
            byte[] reply = session.answer(ByteBuffer.wrap(arguments(request, random)));
            assertEquals(reply.length - 4, ByteBuffer.wrap(reply).getInt());
            assertTrue(reply.length >= 20, "a reply has a result");
        }
        byte[] hello =
                header(Verb.HELLO, 0)
                        .u16(1)
                        .u16(1)
                        .i32(0x0a000002)
                        .u8(24)
                        .i32(0)
                        .u16(1_500)
                        .toByteArray();
        assertEquals(0, result(hello));
        assertEquals(1, result(header(Verb.SOCKET, 1).u8(4).u8(1).toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 575, 65_522, 65_535})
    void anMtuThatCannotBe(int mtu) throws IOException {
        StcpClient.Request request = header(Verb.HELLO, 0).u16(1).u16(1).i32(0x0a000002).u8(24);
        assertEquals(-22, result(request.i32(0).u16(mtu).toByteArray()));
        assertEquals(1, result(header(Verb.SOCKET, 1).u8(4).u8(1).toByteArray()));
    }

    private int result(byte[] request) {
        return ByteBuffer.wrap(session.answer(ByteBuffer.wrap(request))).getInt(16);
    }

    private static StcpClient.Request header(int verb, int tag) throws IOException {
        return StcpClient.request().u8(verb).u8(0).u16(tag).i64(0);
    }

    /** Often a good handle and small numbers, so that calls get past the first check. */
    private static byte[] arguments(StcpClient.Request request, Random random) throws IOException {
        int words = random.nextInt(6);
        for (int i = 0; i < words; i++) {
            request.i32(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5));
        }
        if (random.nextInt(3) == 0) {
            request.address(0x0a000002 + random.nextInt(2), random.nextInt(3));
        }
        if (random.nextInt(8) == 0) {
            byte[] octets = new byte[random.nextInt(1_600)];
            random.nextBytes(octets);
            request.octets(octets);
        } else if (random.nextBoolean()) {
            request.u8(4).u8(1);
        }
        return request.toByteArray();
    }
}
