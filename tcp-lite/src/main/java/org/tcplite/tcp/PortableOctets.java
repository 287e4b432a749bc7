package org.tcplite.tcp;

/** {@link Octets} in plain Java, octet by octet: for any virtual machine. */
public final class PortableOctets extends Octets {

    /** Stateless; one instance serves a whole process. */
    public PortableOctets() {}

    @Override
    public int get16(byte[] array, int offset) {
        return (array[offset] & 0xff) << 8 | array[offset + 1] & 0xff;
    }

    @Override
    public void put16(byte[] array, int offset, int value) {
        array[offset] = (byte) (value >>> 8);
        array[offset + 1] = (byte) value;
    }

    @Override
    public int get32(byte[] array, int offset) {
        return array[offset] << 24
                | (array[offset + 1] & 0xff) << 16
                | (array[offset + 2] & 0xff) << 8
                | array[offset + 3] & 0xff;
    }

    @Override
    public void put32(byte[] array, int offset, int value) {
        array[offset] = (byte) (value >>> 24);
        array[offset + 1] = (byte) (value >>> 16);
        array[offset + 2] = (byte) (value >>> 8);
        array[offset + 3] = (byte) value;
    }

    @Override
    public long get64(byte[] array, int offset) {
        return (long) get32(array, offset) << 32 | get32(array, offset + 4) & 0xffffffffL;
    }

    @Override
    public void put64(byte[] array, int offset, long value) {
        put32(array, offset, (int) (value >>> 32));
        put32(array, offset + 4, (int) value);
    }

    @Override
    public long sum(byte[] array, int offset, int length) {
        int sum = 0; // 2^15 words of 16 bits: no carry out of 31 bits
        int end = offset + (length & ~1);
        for (int i = offset; i < end; i += 2) {
            sum += (array[i] & 0xff) << 8 | array[i + 1] & 0xff;
        }
        if ((length & 1) != 0) {
            sum += (array[end] & 0xff) << 8;
        }
        return sum & 0xffffffffL;
    }

    @Override
    public long copyAndSum(
            byte[] source,
            int sourceOffset,
            byte[] destination,
            int destinationOffset,
            int length) {
        int sum = 0;
        int even = length & ~1;
        for (int i = 0; i < even; i += 2) {
            byte high = source[sourceOffset + i];
            byte low = source[sourceOffset + i + 1];
            destination[destinationOffset + i] = high;
            destination[destinationOffset + i + 1] = low;
            sum += (high & 0xff) << 8 | low & 0xff;
        }
        if ((length & 1) != 0) {
            byte last = source[sourceOffset + even];
            destination[destinationOffset + even] = last;
            sum += (last & 0xff) << 8;
        }
        return sum & 0xffffffffL;
    }
}
