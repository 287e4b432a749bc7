package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SipHash-2-4 against the vectors of its paper and a reference that works octet by octet. */
class SipHashTest {

    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    /** The algorithm as the paper has it, for a message of any length. */
    private static long reference(long k0, long k1, byte[] message) {
        long[] v = {
            k0 ^ 0x736f6d6570736575L,
            k1 ^ 0x646f72616e646f6dL,
            k0 ^ 0x6c7967656e657261L,
            k1 ^ 0x7465646279746573L
        };
        int words = message.length / 8 + 1;
        for (int w = 0; w < words; w++) {
            long word = w == words - 1 ? (long) message.length << 56 : 0;
            for (int i = 0; i < 8 && w * 8 + i < message.length; i++) {
                word |= (message[w * 8 + i] & 0xffL) << 8 * i;
            }
            v[3] ^= word;
            round(v);
            round(v);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] = Long.rotateLeft(v[2], 32);
    }

    private static byte[] counting(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }
        return message;
    }

    private static long littleEndian(byte[] message, int at) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | message[at + i] & 0xff;
        }
        return word;
    }

    @Test
    void theReferenceYieldsThePublishedVectors() {
        assertEquals(0x726fdb47dd0e0e31L, reference(KEY_0, KEY_1, counting(0)));
        assertEquals(0xa129ca6149be45e5L, reference(KEY_0, KEY_1, counting(15)));
    }

    @Test
    @Tag("RFC6528-2")
    void sixteenOctetsHashAsTheReferenceSays() {
        byte[] message = counting(16);
        long hash =
                new SipHash(KEY_0, KEY_1).hash(littleEndian(message, 0), littleEndian(message, 8));
        assertEquals(reference(KEY_0, KEY_1, message), hash);
        assertEquals(0x3f2acc7f57c29bdbL, hash);
    }

    @Test
    void randomMessagesAndKeysHashAsTheReferenceSays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            long k0 = random.nextLong();
            long k1 = random.nextLong();
            byte[] message = new byte[16];
            random.nextBytes(message);
            long hash =
                    new SipHash(k0, k1).hash(littleEndian(message, 0), littleEndian(message, 8));
            assertEquals(reference(k0, k1, message), hash);
        }
    }

    @Test
    void everyWordAndThePurposeCount() {
        SipHash hash = new SipHash(KEY_0, KEY_1);
        long plain = hash.hash(1, 2, 3, SipHash.CONNECTION);
        assertEquals(plain, hash.hash(1, 2, 3, SipHash.CONNECTION));
        assertNotEquals(plain, hash.hash(-1, 2, 3, SipHash.CONNECTION));
        assertNotEquals(plain, hash.hash(1, -2, 3, SipHash.CONNECTION));
        assertNotEquals(plain, hash.hash(1, 2, -3, SipHash.CONNECTION));
        assertNotEquals(plain, hash.hash(1, 2, 3, SipHash.EPHEMERAL_PORT));
        assertNotEquals(plain, hash.hash(2, 1, 3, SipHash.CONNECTION));
        assertNotEquals(plain, new SipHash(KEY_0, KEY_1 + 1).hash(1, 2, 3, SipHash.CONNECTION));
    }
}
