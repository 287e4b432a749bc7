package org.tcplite.sim.mac;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * A driver for controllers with FIFOs, written as for a board: it sees {@link Registers} and
 * nothing else, keeps to the subset of the core, and copies once each way through a staging array.
 */
final class FifoDriver implements EthernetMac {

    /** How the chip is reached. */
    interface Registers {
        /** Reads a 32-bit register; a FIFO gives its next word. */
        int read(int register);

        /** Writes a 32-bit register; a FIFO takes another word. */
        void write(int register, int value);
    }

    static final int RX_DATA_FIFO = 0x00;
    static final int TX_DATA_FIFO = 0x20;
    static final int RX_STATUS_FIFO = 0x40;
    static final int TX_STATUS_FIFO = 0x48;
    static final int ID_REV = 0x50;
    static final int INT_EN = 0x5c;
    static final int RX_DP_CTRL = 0x78;
    static final int RX_FIFO_INF = 0x7c;
    static final int TX_FIFO_INF = 0x80;
    static final int RX_DROP = 0xa0;
    static final int PHY_STATUS = 0xa4;

    /** Counters of the MAC itself follow from here, by id. */
    static final int STATISTICS = 0x100;

    static final int FAST_FORWARD = 1 << 31;
    static final int TX_SPACE_INT = 1 << 25;

    /** Command word A: the checksums to fill, above the length and the segment bits. */
    static final int OFFLOAD_SHIFT = 18;

    private static final int CHIP = 0x0118;
    private static final int FIRST_AND_LAST_SEGMENT = 1 << 13 | 1 << 12;
    private static final int CHECK_SEQUENCE = 4;

    /** Octets of the data FIFO a frame takes besides its own: the two command words. */
    private static final int COMMANDS = 8;

    private final Registers chip;
    private final byte[] address;
    private final int capabilities;
    private final int maxFrame;
    private final int rxFifo;
    private final int txFifo;
    private final byte[] rx;
    private final byte[] tx;

    private int rxLength;
    private int rxMarks;
    private long rxPackets;
    private long rxBytes;
    private long rxOverruns;
    private long rxLengthErrors;
    private long txPackets;
    private long txBytes;
    private long txBusy;

    /**
     * A driver; takes all memory.
     *
     * @param capabilities what this chip can do
     * @param rxFifo octets of the receive data FIFO
     * @param txFifo octets of the transmit data FIFO
     */
    FifoDriver(
            Registers chip,
            byte[] address,
            int capabilities,
            int maxFrame,
            int rxFifo,
            int txFifo) {
        this.chip = chip;
        this.address = address;
        this.capabilities = capabilities;
        this.maxFrame = maxFrame;
        this.rxFifo = rxFifo;
        this.txFifo = txFifo;
        rx = new byte[maxFrame + CHECK_SEQUENCE + 3];
        tx = new byte[maxFrame + 3];
    }

    @Override
    public int start(Wakeup wakeup) {
        return chip.read(ID_REV) >>> 16 == CHIP ? 0 : HalError.NO_DEVICE;
    }

    @Override
    public void stop() {
        chip.write(INT_EN, 0);
    }

    // ---- receive

    @Override
    public int rxPoll() {
        while (rxLength == 0 && chip.read(RX_FIFO_INF) != 0) {
            int status = chip.read(RX_STATUS_FIFO);
            int length = (status >>> 16) - CHECK_SEQUENCE;
            if (length > maxFrame) {
                chip.write(RX_DP_CTRL, FAST_FORWARD);
                rxLengthErrors++;
            } else {
                drain(length + CHECK_SEQUENCE);
                rxLength = length;
                rxMarks = status & 0xffff;
                rxPackets++;
                rxBytes += length;
            }
        }
        return rxLength;
    }

    /** Also the check sequence has to be taken out. */
    private void drain(int length) {
        for (int i = 0; i < length; i += 4) {
            int word = chip.read(RX_DATA_FIFO);
            rx[i] = (byte) word;
            rx[i + 1] = (byte) (word >>> 8);
            rx[i + 2] = (byte) (word >>> 16);
            rx[i + 3] = (byte) (word >>> 24);
        }
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
        return rxMarks;
    }

    @Override
    public void rxRelease() {
        rxLength = 0;
    }

    // ---- transmit

    @Override
    public boolean txClaim(int length) {
        if (hasRoom(length)) {
            return true;
        }
        // the wake-up first, then look again: room may have come in between
        chip.write(INT_EN, TX_SPACE_INT);
        if (hasRoom(length)) {
            return true;
        }
        txBusy++;
        return false;
    }

    /** Takes out what the chip says of frames that have left, then asks for room. */
    private boolean hasRoom(int length) {
        int information = chip.read(TX_FIFO_INF);
        for (int waiting = information >>> 16; waiting > 0; waiting--) {
            chip.read(TX_STATUS_FIFO);
        }
        int free = chip.read(TX_FIFO_INF) & 0xffff;
        return free >= Math.max(length, MIN_FRAME) + COMMANDS + 3;
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
    public void txCommit(int length, int flags) {
        chip.write(TX_DATA_FIFO, flags << OFFLOAD_SHIFT | FIRST_AND_LAST_SEGMENT | length);
        chip.write(TX_DATA_FIFO, length);
        for (int i = 0; i < length; i += 4) {
            int low = tx[i] & 0xff | (tx[i + 1] & 0xff) << 8;
            chip.write(TX_DATA_FIFO, low | (tx[i + 2] & 0xff) << 16 | tx[i + 3] << 24);
        }
        txPackets++;
        txBytes += length;
    }

    @Override
    public void txAbandon() {
        // nothing has reached the chip yet
    }

    // ---- what it is

    @Override
    public int capabilities() {
        return capabilities;
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }

    /** As many of the shortest frames as the FIFO holds; of the longest it is fewer. */
    @Override
    public int rxDepth() {
        return rxFifo / (MIN_FRAME + COMMANDS);
    }

    @Override
    public int txDepth() {
        return txFifo / (MIN_FRAME + COMMANDS);
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, address.length);
    }

    @Override
    public int linkState() {
        return chip.read(PHY_STATUS);
    }

    private long statistic(int id) {
        return chip.read(STATISTICS + id) & 0xffffffffL;
    }

    @Override
    public long counter(int id) {
        switch (id) {
            case MacCounter.RX_PACKETS:
                return rxPackets;
            case MacCounter.RX_BYTES:
                return rxBytes;
            case MacCounter.RX_OVER_ERRORS:
                rxOverruns += chip.read(RX_DROP); // the register forgets what was read
                return rxOverruns;
            case MacCounter.RX_LENGTH_ERRORS:
                return rxLengthErrors + statistic(id);
            case MacCounter.RX_CSUM_ERRORS:
            case MacCounter.RX_FILTERED:
            case MacCounter.TX_CARRIER_ERRORS:
                return statistic(id);
            case MacCounter.TX_PACKETS:
                return txPackets;
            case MacCounter.TX_BYTES:
                return txBytes;
            case MacCounter.TX_BUSY:
                return txBusy;
            default:
                return -1;
        }
    }
}
