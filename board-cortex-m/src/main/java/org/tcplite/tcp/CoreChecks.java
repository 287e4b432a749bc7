package org.tcplite.tcp;

/**
 * Checks of what the core keeps to itself, for the boards' self-test: sequence numbers where they
 * wrap, SipHash and the Internet checksum by published vectors. It stands in the core's package to
 * see them; the core does not know it.
 */
public final class CoreChecks {

    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    private final Verdict verdict;
    private final Octets octets;
    private final int zero;
    private final SipHash hash;
    private final byte[] rfc1071 = {
        0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7
    };
    private final byte[] pattern = new byte[1500];
    private final byte[] copy = new byte[1500];

    /**
     * The checks.
     *
     * @param octets the board's
     * @param zero 0, from where no compiler can see it
     */
    public CoreChecks(Verdict verdict, Octets octets, int zero) {
        this.verdict = verdict;
        this.octets = octets;
        this.zero = zero;
        hash = new SipHash(KEY_0 + zero, KEY_1);
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) (i * 7 + 3);
        }
    }

    /** All of them. */
    public void run() {
        sequence("sequence numbers: near 2^31", 0x7ffffff0 + zero);
        sequence("sequence numbers: near 2^32", 0xfffffff0 + zero);
        sequence("sequence numbers: near 0", zero);
        sipHash();
        checksums();
        fields();
    }

    private void sequence(String where, int at) {
        boolean ordered = true;
        for (int i = 0; i < 32; i++) {
            int first = at + i;
            ordered &= SeqNum.lt(first, first + 1) && !SeqNum.lt(first + 1, first);
            ordered &= SeqNum.leq(first, first) && SeqNum.lt(first, first + 0x7fffffff);
            ordered &= !SeqNum.lt(first, first + 0x80000001);
            ordered &= SeqNum.max(first, first + 1) == first + 1;
            ordered &= SeqNum.min(first, first + 1) == first;
        }
        verdict.check(where, ordered);
    }

    private void sipHash() {
        long low = 0x0706050403020100L + zero;
        verdict.check(
                "SipHash-2-4: the paper's vector",
                hash.hash(low, 0x0f0e0d0c0b0a0908L) == 0x3f2acc7f57c29bdbL);
    }

    private void checksums() {
        int sum = Octets.fold(octets.sum(rfc1071, zero, rfc1071.length));
        verdict.check("checksum: RFC 1071's example", sum == 0xddf2);
        verdict.check(
                "checksum: complemented", Octets.checksum(octets.sum(rfc1071, 0, 8)) == 0x220d);
        boolean same = true;
        for (int length = 0; length <= 67; length++) {
            for (int offset = 0; offset < 4; offset++) {
                long fused = octets.copyAndSum(pattern, offset, copy, offset + 1, length);
                same &= Octets.fold(fused) == Octets.fold(octets.sum(pattern, offset, length));
                same &= Octets.fold(fused) == byHand(pattern, offset, length);
                same &= byHand(copy, offset + 1, length) == Octets.fold(fused);
            }
        }
        verdict.check("checksum: every alignment, copied or not", same);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = -1;
        }
        verdict.check("checksum: carries", Octets.fold(octets.sum(copy, 0, copy.length)) == 0xffff);
    }

    /** The definition, one word at a time with its end-around carry. */
    private static int byHand(byte[] array, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = array[offset + i] & 0xff;
            sum += (i & 1) == 0 ? octet << 8 : octet;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private void fields() {
        octets.put32(copy, 1, 0x80f0e0d0 + zero);
        verdict.check("fields: 32 bits", octets.get32(copy, 1) == 0x80f0e0d0 && copy[1] == -128);
        octets.put64(copy, 2, Octets.pair(0x80f0e0d0, 0x90a0b0c0 + zero));
        boolean both = octets.get64(copy, 2) == 0x80f0e0d090a0b0c0L;
        verdict.check("fields: a pair", both && octets.get32(copy, 6) == 0x90a0b0c0);
        octets.put16(copy, 3, 0xfffe + zero);
        verdict.check("fields: 16 bits", octets.get16(copy, 3) == 0xfffe && copy[4] == -2);
    }
}
