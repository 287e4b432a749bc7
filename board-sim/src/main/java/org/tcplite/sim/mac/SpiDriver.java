package org.tcplite.sim.mac;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * A driver for a controller behind an SPI bus, written as for a board: it sees {@link SpiBus} and
 * nothing else, keeps to the subset of the core, and copies once each way through a staging array.
 * One frame is sent at a time; the next claim is refused until it has left.
 */
final class SpiDriver implements EthernetMac {

    /** The bus and the chip select. */
    interface SpiBus {
        /** Selects the chip, or ends the operation. */
        void select(boolean on);

        /** Moves an octet each way. */
        int transfer(int out);
    }

    static final int MEMORY = 8192;
    static final int RX_END = 0x19ff;
    static final int TX_START = 0x1a00;

    /** Octets before a received frame: the next packet's address, the status vector. */
    static final int RX_HEADER = 6;

    // ---- opcodes

    static final int READ_REGISTER = 0x00;
    static final int READ_MEMORY = 0x20;
    static final int WRITE_REGISTER = 0x40;
    static final int WRITE_MEMORY = 0x60;
    static final int SET_BITS = 0x80;
    static final int CLEAR_BITS = 0xa0;
    private static final int MEMORY_ARGUMENT = 0x1a;

    // ---- registers of every bank

    static final int EIE = 0x1b;
    static final int ECON2 = 0x1e;
    static final int ECON1 = 0x1f;

    // ---- bank 0

    static final int ERDPTL = 0x00;
    static final int EWRPTL = 0x02;
    static final int ETXSTL = 0x04;
    static final int ETXNDL = 0x06;
    private static final int ERXSTL = 0x08;
    private static final int ERXNDL = 0x0a;
    private static final int ERXRDPTL = 0x0c;

    // ---- bank 1, 2, 3

    static final int EPKTCNT = 0x19;
    static final int PHY_STATUS = 0x18;
    static final int RX_DROPPED = 0x17;
    static final int EREVID = 0x12;

    static final int BANK_MASK = 3;
    static final int TXRTS = 1 << 3;
    private static final int RXEN = 1 << 2;
    static final int PKTDEC = 1 << 6;
    static final int TXIE = 1 << 3;
    static final int REVISION = 6;
    static final int RECEIVED_OK = 1 << 7;

    private static final int CHECK_SEQUENCE = 4;

    private final SpiBus bus;
    private final byte[] address;
    private final int capabilities;
    private final int maxFrame;
    private final byte[] rx;
    private final byte[] tx;

    private int bank;
    private int nextPacket;
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
     * @param capabilities what this chip can do; without CAP_IRQ its interrupt pin is not connected
     */
    SpiDriver(SpiBus bus, byte[] address, int capabilities, int maxFrame) {
        this.bus = bus;
        this.address = address;
        this.capabilities = capabilities;
        this.maxFrame = maxFrame;
        rx = new byte[maxFrame];
        tx = new byte[maxFrame];
    }

    @Override
    public int start(Wakeup wakeup) {
        if (readRegister(3, EREVID) != REVISION) {
            return HalError.NO_DEVICE;
        }
        writePointer(ERXSTL, 0);
        writePointer(ERXNDL, RX_END);
        writePointer(ERXRDPTL, RX_END);
        operate(SET_BITS, ECON1, RXEN);
        return 0;
    }

    @Override
    public void stop() {
        operate(CLEAR_BITS, ECON1, RXEN);
    }

    // ---- the bus

    private int operate(int opcode, int register, int value) {
        bus.select(true);
        bus.transfer(opcode | register);
        int answer = bus.transfer(value);
        bus.select(false);
        return answer;
    }

    private void useBank(int wanted) {
        if (bank != wanted) {
            operate(CLEAR_BITS, ECON1, BANK_MASK);
            operate(SET_BITS, ECON1, wanted);
            bank = wanted;
        }
    }

    private int readRegister(int inBank, int register) {
        useBank(inBank);
        return operate(READ_REGISTER, register, 0);
    }

    private void writePointer(int low, int value) {
        useBank(0);
        operate(WRITE_REGISTER, low, value & 0xff);
        operate(WRITE_REGISTER, low + 1, value >>> 8);
    }

    // ---- receive

    @Override
    public int rxPoll() {
        while (rxLength == 0 && readRegister(1, EPKTCNT) != 0) {
            takeFrame();
        }
        return rxLength;
    }

    private void takeFrame() {
        writePointer(ERDPTL, nextPacket);
        bus.select(true);
        bus.transfer(READ_MEMORY | MEMORY_ARGUMENT);
        nextPacket = bus.transfer(0) | bus.transfer(0) << 8;
        int length = (bus.transfer(0) | bus.transfer(0) << 8) - CHECK_SEQUENCE;
        rxMarks = bus.transfer(0);
        boolean good = (bus.transfer(0) & RECEIVED_OK) != 0 && length <= maxFrame;
        for (int i = 0; good && i < length; i++) {
            rx[i] = (byte) bus.transfer(0);
        }
        bus.select(false);
        // the memory before the next packet is free again; only odd addresses are safe there
        writePointer(ERXRDPTL, nextPacket == 0 ? RX_END : nextPacket - 1);
        operate(SET_BITS, ECON2, PKTDEC);
        if (!good) {
            rxLengthErrors++;
            return;
        }
        rxLength = length;
        rxPackets++;
        rxBytes += length;
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
        if (isIdle()) {
            return true;
        }
        // the wake-up first, then look again: the frame may have left in between
        operate(SET_BITS, EIE, TXIE);
        if (isIdle()) {
            return true;
        }
        txBusy++;
        return false;
    }

    private boolean isIdle() {
        return (operate(READ_REGISTER, ECON1, 0) & TXRTS) == 0;
    }

    @Override
    public byte[] txBuffer() {
        return tx;
    }

    @Override
    public int txOffset() {
        return 0;
    }

    /** The control octet, the frame behind it, and off it goes. */
    @Override
    public void txCommit(int length, int flags) {
        writePointer(EWRPTL, TX_START);
        bus.select(true);
        bus.transfer(WRITE_MEMORY | MEMORY_ARGUMENT);
        bus.transfer(flags);
        for (int i = 0; i < length; i++) {
            bus.transfer(tx[i] & 0xff);
        }
        bus.select(false);
        writePointer(ETXSTL, TX_START);
        writePointer(ETXNDL, TX_START + length);
        operate(SET_BITS, ECON1, TXRTS);
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

    /** As many of the shortest frames as the ring holds; of the longest it is fewer. */
    @Override
    public int rxDepth() {
        return (RX_END + 1) / (MIN_FRAME + CHECK_SEQUENCE + RX_HEADER + 2);
    }

    @Override
    public int txDepth() {
        return 1;
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, address.length);
    }

    @Override
    public int linkState() {
        return readRegister(2, PHY_STATUS);
    }

    @Override
    public long counter(int id) {
        switch (id) {
            case MacCounter.RX_PACKETS:
                return rxPackets;
            case MacCounter.RX_BYTES:
                return rxBytes;
            case MacCounter.RX_OVER_ERRORS:
                rxOverruns += readRegister(2, RX_DROPPED); // the register forgets what was read
                return rxOverruns;
            case MacCounter.RX_LENGTH_ERRORS:
                return rxLengthErrors;
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
