package org.tcplite.sim.octets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.PortableOctets;

class VarHandleOctetsTest {

    private static final int MAX_LENGTH = 2000;

    private final Octets fast = new VarHandleOctets();
    private final Octets portable = new PortableOctets();
    private final byte[] data = new byte[MAX_LENGTH + 16];

    VarHandleOctetsTest() {
        new Random(20).nextBytes(data);
    }

    @Test
    void sumsAsThePortableOneForEveryLengthAndOffset() {
        for (int length = 0; length <= MAX_LENGTH; length++) {
            int offset = length % 11;
            assertEquals(
                    Octets.fold(portable.sum(data, offset, length)),
                    Octets.fold(fast.sum(data, offset, length)),
                    "length " + length + " at " + offset);
        }
    }

    @Test
    void sumsOfOnesAndOfTheGreatestPacketDoNotOverflow() {
        byte[] ones = new byte[65535];
        Arrays.fill(ones, (byte) 0xff);
        assertEquals(
                Octets.fold(portable.sum(ones, 0, ones.length)),
                Octets.fold(fast.sum(ones, 0, ones.length)));
        assertEquals(0, fast.sum(new byte[64], 0, 64));
    }

    @Test
    void partialSumsCanBeAdded() {
        long sum = fast.sum(data, 3, 100) + fast.sum(data, 103, 57);
        assertEquals(Octets.fold(portable.sum(data, 3, 157)), Octets.fold(sum));
    }

    @Test
    void copiesAndSumsForEveryLengthAndNothingBeyond() {
        for (int length = 0; length <= MAX_LENGTH; length++) {
            int from = length % 7;
            int to = length % 5;
            byte[] copy = new byte[MAX_LENGTH + 16];
            byte[] expected = new byte[copy.length];
            System.arraycopy(data, from, expected, to, length);
            long sum = fast.copyAndSum(data, from, copy, to, length);
            assertArrayEquals(expected, copy, "length " + length);
            assertEquals(
                    Octets.fold(portable.sum(data, from, length)),
                    Octets.fold(sum),
                    "length " + length);
        }
    }

    @Test
    void fieldsAreBigEndianAtAnyOffset() {
        for (int offset = 0; offset < 9; offset++) {
            assertEquals(portable.get16(data, offset), fast.get16(data, offset));
            assertEquals(portable.get32(data, offset), fast.get32(data, offset));
            assertEquals(portable.get64(data, offset), fast.get64(data, offset));
            byte[] mine = new byte[24];
            byte[] theirs = new byte[24];
            fast.put16(mine, offset, 0xabcd9182);
            portable.put16(theirs, offset, 0xabcd9182);
            fast.put32(mine, offset + 2, 0xfedcba98);
            portable.put32(theirs, offset + 2, 0xfedcba98);
            fast.put64(mine, offset + 6, 0xfedcba9801234567L);
            portable.put64(theirs, offset + 6, 0xfedcba9801234567L);
            assertArrayEquals(theirs, mine);
        }
    }
}
