package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequence numbers are compared modulo 2^32. */
@Tag("RFC9293-1")
class SeqNumTest {

    /** {@code a}, how far {@code b} lies after it, and whether a < b. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 1, true",
        "0, -1, false",
        "0x7fffffff, 0, false",
        "0x7fffffff, 1, true",
        "0x7fffffff, -1, false",
        "0x80000000, -1, false",
        "0x80000000, 1, true",
        "-1, 0, false",
        "-1, 1, true",
        "-1, 2, true",
        "-1, -1, false",
        "-1, 0x7fffffff, true",
        "1, 0x7fffffff, true",
        "0x7fffffff, 0x7fffffff, true",
        "0x7fffffff, -0x7fffffff, false",
        "5, -0x7fffffff, false"
    })
    void comparison(String first, String distance, boolean before) {
        int a = Long.decode(first).intValue();
        int b = a + Long.decode(distance).intValue();
        assertEquals(before, SeqNum.lt(a, b));
        assertEquals(before || a == b, SeqNum.leq(a, b));
        assertEquals(!before && a != b, SeqNum.lt(b, a));
        assertEquals(!before, SeqNum.leq(b, a));
        assertEquals(before ? b : a, SeqNum.max(a, b));
        assertEquals(before ? a : b, SeqNum.min(a, b));
        assertEquals(before ? b : a, SeqNum.max(b, a));
        assertEquals(before ? a : b, SeqNum.min(b, a));
    }
}
