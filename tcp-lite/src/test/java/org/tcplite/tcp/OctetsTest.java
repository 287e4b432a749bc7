package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The portable {@link Octets} against the plainest way to say it. */
class OctetsTest {

    private final Octets octets = new PortableOctets();

    private static int naive(byte[] array, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (i & 1) == 0 ? (array[offset + i] & 0xff) << 8 : array[offset + i] & 0xff;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    @Tag("MUST-2")
    void sumsAgreeAtEveryLengthAndOffset() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] array = new byte[1600];
        byte[] copy = new byte[1700];
        for (int length = 0; length <= 1500; length++) {
            random.nextBytes(array);
            if (length % 5 == 0) {
                Arrays.fill(array, (byte) 0xff);
            }
            int offset = random.nextInt(64);
            int to = random.nextInt(64);
            int expected = naive(array, offset, length);
            assertEquals(expected, Octets.fold(octets.sum(array, offset, length)));
            Arrays.fill(copy, (byte) 0x5a);
            long sum = octets.copyAndSum(array, offset, copy, to, length);
            assertEquals(expected, Octets.fold(sum));
            byte[] wanted = new byte[1700];
            Arrays.fill(wanted, (byte) 0x5a);
            System.arraycopy(array, offset, wanted, to, length);
            assertArrayEquals(wanted, copy);
        }
    }

    @Test
    void aSumOfFewWordsHasTheSameChecksumAsAnInt() {
        int[] edges = {0, 1, 0xfffe, 0xffff, 0x10000, 0x1fffe, 0x1ffff, 0x2fffd, Integer.MAX_VALUE};
        for (int sum : edges) {
            assertEquals(Octets.checksum((long) sum), Octets.checksum(sum));
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            int sum = random.nextInt() >>> 1 + random.nextInt(20);
            assertEquals(Octets.checksum((long) sum), Octets.checksum(sum));
        }
    }

    @Test
    void theLargestSumDoesNotOverflow() {
        byte[] array = new byte[65535];
        Arrays.fill(array, (byte) 0xff);
        assertEquals(32767L * 0xffff + 0xff00, octets.sum(array, 0, 65535));
        assertEquals(naive(array, 0, 65535), Octets.fold(octets.sum(array, 0, 65535)));
        assertEquals(0xffff, Octets.fold(0xffffffffL * 0x10000L));
        assertEquals(0, Octets.fold(0));
        assertEquals(1, Octets.fold(0x100000000L));
    }

    @Test
    void aSumThatBeganAtAnOddPlaceIsSwapped() {
        SplittableRandom random = new SplittableRandom(2);
        byte[] array = new byte[100];
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(array);
            int cut = random.nextInt(100);
            long rest = octets.sum(array, cut, 100 - cut);
            long both = octets.sum(array, 0, cut) + ((cut & 1) == 0 ? rest : Octets.swapped(rest));
            assertEquals(naive(array, 0, 100), Octets.fold(both), "cut at " + cut);
        }
    }

    @Test
    void aChecksumMakesItsDataIntact() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1000; i++) {
            byte[] array = new byte[40];
            random.nextBytes(array);
            octets.put16(array, 16, 0);
            octets.put16(array, 16, Octets.checksum(octets.sum(array, 0, 40)));
            assertEquals(true, Octets.isIntact(octets.sum(array, 0, 40)));
            array[random.nextInt(40)] ^= (byte) (1 << random.nextInt(8));
            assertEquals(false, Octets.isIntact(octets.sum(array, 0, 40)));
        }
    }

    @Test
    void aPairOfFieldsIsTheTwoAfterEachOther() {
        for (int first : new int[] {0, 1, 0x80000000, -1}) {
            for (int second : new int[] {0, 0x12345678, 0x80000001, -1}) {
                byte[] array = new byte[12];
                octets.put64(array, 3, Octets.pair(first, second));
                assertEquals(first, octets.get32(array, 3));
                assertEquals(second, octets.get32(array, 7));
                assertEquals(Octets.pair(first, second), octets.get64(array, 3));
                assertEquals(
                        naive(array, 3, 8),
                        Octets.fold(Octets.sumOfWords(Octets.pair(first, second))));
                assertEquals(naive(array, 3, 4), Octets.fold(Octets.sumOfWords(first)));
                assertEquals(0, array[2] | array[11]);
            }
        }
    }

    @Test
    void fieldsAreBigEndianAndKeepTheirSign() {
        int[] values = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x12345678, 0x80000000, -1, -2};
        for (int value : values) {
            for (int offset = 0; offset < 5; offset++) {
                byte[] array = new byte[12];
                octets.put32(array, offset, value);
                assertEquals(value, octets.get32(array, offset));
                assertEquals((byte) (value >> 24), array[offset]);
                assertEquals((byte) value, array[offset + 3]);
                assertEquals(value >>> 16, octets.get16(array, offset));
                octets.put16(array, 10, value);
                assertEquals(value & 0xffff, octets.get16(array, 10));
                assertEquals(0, array[offset + 4]);
            }
        }
    }
}
