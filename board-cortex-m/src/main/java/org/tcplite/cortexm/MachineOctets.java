package org.tcplite.cortexm;

import org.tcplite.tcp.Octets;

/**
 * {@link Octets} by words, in C. Ranges are compared in Java first: what lies outside an array
 * stops the board.
 */
final class MachineOctets extends Octets {

    @Override
    public int get16(byte[] array, int offset) {
        check(array, offset, 2);
        return Machine.get16(array, offset);
    }

    @Override
    public void put16(byte[] array, int offset, int value) {
        check(array, offset, 2);
        Machine.put16(array, offset, value);
    }

    @Override
    public int get32(byte[] array, int offset) {
        check(array, offset, 4);
        return Machine.get32(array, offset);
    }

    @Override
    public void put32(byte[] array, int offset, int value) {
        check(array, offset, 4);
        Machine.put32(array, offset, value);
    }

    @Override
    public long get64(byte[] array, int offset) {
        check(array, offset, 8);
        int low = Machine.get32(array, offset + 4);
        return (long) Machine.get32(array, offset) << 32 | low & 0xffffffffL;
    }

    @Override
    public void put64(byte[] array, int offset, long value) {
        check(array, offset, 8);
        Machine.put32(array, offset, (int) (value >>> 32));
        Machine.put32(array, offset + 4, (int) value);
    }

    @Override
    public long sum(byte[] array, int offset, int length) {
        check(array, offset, length);
        return Machine.sum(array, offset, length);
    }

    @Override
    public long copyAndSum(
            byte[] source,
            int sourceOffset,
            byte[] destination,
            int destinationOffset,
            int length) {
        check(source, sourceOffset, length);
        check(destination, destinationOffset, length);
        return Machine.copyAndSum(source, sourceOffset, destination, destinationOffset, length);
    }

    private static void check(byte[] array, int offset, int length) {
        if (offset < 0 || length < 0 || offset > array.length - length) {
            Machine.outOfBounds();
        }
    }
}
