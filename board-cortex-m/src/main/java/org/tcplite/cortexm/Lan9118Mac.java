package org.tcplite.cortexm;

import org.tcplite.hal.HalError;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * SMSC's LAN9118 on a 32-bit bus: data and status FIFOs each way. A status word tells a received
 * frame's length with its check sequence; two command words go before a frame that is sent, and a
 * status word comes back for it, which has to be taken away.
 */
final class Lan9118Mac extends StagedMac {

    private static final int RECEIVE_DATA = 0x00;
    private static final int TRANSMIT_DATA = 0x20;
    private static final int RECEIVE_STATUS = 0x40;
    private static final int TRANSMIT_STATUS = 0x48;
    private static final int INTERRUPT_CONFIGURATION = 0x54;
    private static final int INTERRUPT_STATUS = 0x58;
    private static final int INTERRUPT_ENABLE = 0x5C;
    private static final int BYTE_TEST = 0x64;
    private static final int FIFO_LEVELS = 0x68;
    private static final int RECEIVE_CONFIGURATION = 0x6C;
    private static final int TRANSMIT_CONFIGURATION = 0x70;
    private static final int HARDWARE_CONFIGURATION = 0x74;
    private static final int RECEIVE_FIFO = 0x7C;
    private static final int TRANSMIT_FIFO = 0x80;
    private static final int MAC_COMMAND = 0xA4;
    private static final int MAC_DATA = 0xA8;

    /** The registers of the MAC proper, behind MAC_COMMAND and MAC_DATA. */
    private static final int MAC_CONTROL = 1;

    private static final int MAC_ADDRESS_HIGH = 2;
    private static final int MAC_ADDRESS_LOW = 3;

    private static final int BUSY = 1 << 31;
    private static final int BYTE_TEST_VALUE = 0x87654321;
    private static final int SOFT_RESET = 1;
    private static final int TRANSMIT_FIFO_5_KB = 0x00050000;
    private static final int ENABLED_HIGH_PUSH_PULL = 1 << 8 | 1 << 4 | 1;
    private static final int FRAME_WAITS = 1 << 3;
    private static final int TRANSMIT_ON = 2;
    private static final int BOTH_ON = 1 << 3 | 1 << 2;
    private static final int STATUS_USED = 0x00FF0000;
    private static final int ERROR_SUMMARY = 1 << 15;
    private static final int CRC_ERROR = 1 << 1;
    private static final int WHOLE_FRAME = 1 << 13 | 1 << 12;

    private static final int CHECK_SEQUENCE = 4;
    private static final int LEAST_WITH_IT = 18;
    private static final int COMMANDS = 16;
    private static final int PATIENCE = 100_000;

    private final int base;

    Lan9118Mac(BootOptions options, int base, int irq) {
        super(options, irq);
        this.base = base;
    }

    @Override
    public int start(Wakeup wakeup) {
        if (read(BYTE_TEST) != BYTE_TEST_VALUE) {
            return HalError.NO_DEVICE;
        }
        write(HARDWARE_CONFIGURATION, SOFT_RESET);
        if (!clears(HARDWARE_CONFIGURATION, SOFT_RESET)) {
            return HalError.TIMEOUT;
        }
        write(HARDWARE_CONFIGURATION, TRANSMIT_FIFO_5_KB);
        write(FIFO_LEVELS, 0);
        write(RECEIVE_CONFIGURATION, 0);
        write(TRANSMIT_CONFIGURATION, TRANSMIT_ON);
        int low = addressOctet(0) | addressOctet(1) << 8;
        boolean answers =
                writeMac(MAC_ADDRESS_LOW, low | addressOctet(2) << 16 | addressOctet(3) << 24)
                        && writeMac(MAC_ADDRESS_HIGH, addressOctet(4) | addressOctet(5) << 8)
                        && writeMac(MAC_CONTROL, BOTH_ON);
        if (!answers) {
            return HalError.TIMEOUT;
        }
        write(INTERRUPT_CONFIGURATION, ENABLED_HIGH_PUSH_PULL);
        write(INTERRUPT_STATUS, -1);
        write(INTERRUPT_ENABLE, FRAME_WAITS);
        listenToInterrupt(wakeup);
        return 0;
    }

    @Override
    public void stop() {
        write(INTERRUPT_ENABLE, 0);
        writeMac(MAC_CONTROL, 0);
    }

    @Override
    int take() {
        if ((read(RECEIVE_FIFO) & STATUS_USED) == 0) {
            write(INTERRUPT_STATUS, -1);
            // a frame may have come between the look and the acknowledgment
            if ((read(RECEIVE_FIFO) & STATUS_USED) == 0) {
                return NOTHING;
            }
        }
        int status = read(RECEIVE_STATUS);
        int withCheck = status >>> 16 & 0x3fff;
        int words = withCheck + 3 >>> 2;
        if ((status & ERROR_SUMMARY) != 0
                || withCheck < LEAST_WITH_IT
                || withCheck > MAX_FRAME + CHECK_SEQUENCE) {
            for (int i = 0; i < words; i++) {
                read(RECEIVE_DATA);
            }
            boolean isDamaged = (status & CRC_ERROR) != 0;
            count(isDamaged ? MacCounter.RX_CRC_ERRORS : MacCounter.RX_LENGTH_ERRORS);
            return DROPPED;
        }
        Machine.readWords(base + RECEIVE_DATA, received, 0, words);
        return withCheck - CHECK_SEQUENCE;
    }

    @Override
    boolean hasRoom(int length) {
        while ((read(TRANSMIT_FIFO) & STATUS_USED) != 0) {
            read(TRANSMIT_STATUS);
        }
        return (read(TRANSMIT_FIFO) & 0xffff) >= length + COMMANDS;
    }

    @Override
    void send(int length) {
        write(TRANSMIT_DATA, WHOLE_FRAME | length);
        write(TRANSMIT_DATA, length);
        Machine.writeWords(base + TRANSMIT_DATA, toSend, 0, length + 3 >>> 2);
    }

    /** False if the MAC proper does not take the command. */
    private boolean writeMac(int register, int value) {
        if (!clears(MAC_COMMAND, BUSY)) {
            return false;
        }
        write(MAC_DATA, value);
        write(MAC_COMMAND, BUSY | register);
        return clears(MAC_COMMAND, BUSY);
    }

    private boolean clears(int register, int bit) {
        for (int i = 0; i < PATIENCE; i++) {
            if ((read(register) & bit) == 0) {
                return true;
            }
        }
        return false;
    }

    private int read(int register) {
        return Machine.read(base + register);
    }

    private void write(int register, int value) {
        Machine.write(base + register, value);
    }
}
