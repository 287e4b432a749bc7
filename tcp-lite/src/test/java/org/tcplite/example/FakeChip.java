package org.tcplite.example;

import java.util.ArrayDeque;

/** A chip at the level of its registers: frames go in and out a word at a time. */
final class FakeChip implements SkeletonMac.Registers {
    final ArrayDeque<byte[]> towardsBoard = new ArrayDeque<>();
    final ArrayDeque<byte[]> fromBoard = new ArrayDeque<>();
    int id = SkeletonMac.EXPECTED_ID;
    boolean on;
    boolean link = true;
    private byte[] reading = {};
    private int readAt;
    private byte[] writing = {};
    private int writeAt;

    @Override
    public int read(int register) {
        switch (register) {
            case SkeletonMac.ID:
                return id;
            case SkeletonMac.STATUS:
                return (link ? SkeletonMac.STATUS_LINK : 0) | SkeletonMac.STATUS_TX_ROOM;
            case SkeletonMac.RX_LENGTH:
                reading = on && link && !towardsBoard.isEmpty() ? towardsBoard.poll() : new byte[0];
                readAt = 0;
                return reading.length;
            case SkeletonMac.RX_DATA:
                int word = 0;
                for (int i = 0; i < 4 && readAt < reading.length; i++) {
                    word |= (reading[readAt++] & 0xff) << 8 * i;
                }
                return word;
            default:
                throw new AssertionError("register " + register + " is not read");
        }
    }

    @Override
    public void write(int register, int value) {
        switch (register) {
            case SkeletonMac.CONTROL:
                on = value == SkeletonMac.CONTROL_ON;
                break;
            case SkeletonMac.TX_LENGTH:
                writing = new byte[value];
                writeAt = 0;
                break;
            case SkeletonMac.TX_DATA:
                for (int i = 0; i < 4 && writeAt < writing.length; i++) {
                    writing[writeAt++] = (byte) (value >>> 8 * i);
                }
                if (writeAt == writing.length) {
                    fromBoard.add(writing);
                }
                break;
            default:
                throw new AssertionError("register " + register + " is not written");
        }
    }
}
