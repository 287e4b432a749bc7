package org.tcplite.example;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * A driver to begin from: a MAC with one receive and one transmit FIFO of 32-bit words behind a few
 * registers. It polls, checks no checksums and keeps three counters. Replace the register numbers
 * and their bits by those of the data sheet.
 */
public final class SkeletonMac implements EthernetMac {

    /** How the chip is reached: memory-mapped registers, a bus, or a fake in a test. */
    public interface Registers {
        /** Reads a 32-bit register. */
        int read(int register);

        /** Writes a 32-bit register. */
        void write(int register, int value);
    }

    static final int ID = 0;
    static final int CONTROL = 1;
    static final int STATUS = 2;
    static final int RX_LENGTH = 3; // octets of the frame at the head, 0: none; reading takes it
    static final int RX_DATA = 4;
    static final int TX_LENGTH = 5; // writing it begins a frame
    static final int TX_DATA = 6;
    static final int EXPECTED_ID = 0x7C911;
    static final int CONTROL_ON = 1;
    static final int STATUS_LINK = 1;
    static final int STATUS_TX_ROOM = 2;

    private final Registers chip;
    private final byte[] address;
    private final byte[] rx = new byte[MAX_FRAME + 3]; // whole words
    private final byte[] tx = new byte[MAX_FRAME + 3];
    private int rxLength;
    private long rxPackets;
    private long rxTooLong;
    private long txPackets;

    /** The six octets of {@code address} are the station's. */
    public SkeletonMac(Registers chip, byte[] address) {
        this.chip = chip;
        this.address = address;
    }

    @Override
    public int start(Wakeup wakeup) {
        if (chip.read(ID) != EXPECTED_ID) {
            return HalError.NO_DEVICE;
        }
        chip.write(CONTROL, CONTROL_ON);
        return 0; // a driver with an interrupt keeps wakeup, and its handler signals it
    }

    @Override
    public void stop() {
        chip.write(CONTROL, 0);
    }

    @Override
    public int rxPoll() {
        if (rxLength == 0) {
            int length = chip.read(RX_LENGTH);
            for (int i = 0; i < length; i += 4) { // also a frame we cannot use has to be taken out
                int word = chip.read(RX_DATA);
                if (i < MAX_FRAME) {
                    rx[i] = (byte) word;
                    rx[i + 1] = (byte) (word >>> 8);
                    rx[i + 2] = (byte) (word >>> 16);
                    rx[i + 3] = (byte) (word >>> 24);
                }
            }
            if (length > MAX_FRAME) {
                rxTooLong++;
            } else {
                rxLength = length;
            }
        }
        return rxLength;
    }

    @Override
    public void rxRelease() {
        rxLength = 0;
        rxPackets++;
    }

    @Override
    public boolean txClaim(int length) {
        return (chip.read(STATUS) & STATUS_TX_ROOM) != 0;
    }

    @Override
    public void txCommit(int length, int flags) {
        chip.write(TX_LENGTH, length);
        for (int i = 0; i < length; i += 4) {
            int low = tx[i] & 0xff | (tx[i + 1] & 0xff) << 8;
            chip.write(TX_DATA, low | (tx[i + 2] & 0xff) << 16 | tx[i + 3] << 24);
        }
        txPackets++;
    }

    @Override
    public void txAbandon() {
        // nothing has reached the chip yet
    }

    @Override
    public byte[] rxBuffer() {
        return rx;
    }

    @Override
    public int rxOffset() {
        return 0;
    }

    @Override
    public int rxStatus() {
        return 0;
    }

    @Override
    public byte[] txBuffer() {
        return tx;
    }

    @Override
    public int txOffset() {
        return 0;
    }

    @Override
    public int capabilities() {
        return 0; // no checksums, no padding, no interrupt
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }

    @Override
    public int rxDepth() {
        return 1;
    }

    @Override
    public int txDepth() {
        return 1;
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, 6);
    }

    @Override
    public int linkState() {
        return (chip.read(STATUS) & STATUS_LINK) != 0 ? LINK_UP | LINK_100 : 0;
    }

    @Override
    public long counter(int id) {
        switch (id) {
            case MacCounter.RX_PACKETS:
                return rxPackets;
            case MacCounter.RX_LENGTH_ERRORS:
                return rxTooLong;
            case MacCounter.TX_PACKETS:
                return txPackets;
            default:
                return -1;
        }
    }
}
