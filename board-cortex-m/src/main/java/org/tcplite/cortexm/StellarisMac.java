package org.tcplite.cortexm;

import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * The Ethernet controller of the Stellaris LM3S6965: a receive and a transmit FIFO of 2 KB behind
 * one data register. The first word read holds the length (of itself, the frame and its check
 * sequence) in its low half and the frame's first two octets in its high half; the first word
 * written holds the length of what follows the Ethernet header, and again two octets.
 */
final class StellarisMac extends StagedMac {

    private static final int INTERRUPT = 0x00; // read: status; written: acknowledge
    private static final int INTERRUPT_MASK = 0x04;
    private static final int RECEIVE_CONTROL = 0x08;
    private static final int TRANSMIT_CONTROL = 0x0C;
    private static final int DATA = 0x10;
    private static final int ADDRESS_LOW = 0x14;
    private static final int ADDRESS_HIGH = 0x18;
    private static final int PACKETS = 0x34;
    private static final int TRANSMIT_REQUEST = 0x38;

    private static final int RECEIVED = 1;
    private static final int OVERRUN = 1 << 3;
    private static final int RESET_FIFO = 1 << 4;
    private static final int RECEIVE_ENABLE = 1;
    private static final int MULTICAST = 1 << 1;
    private static final int TRANSMIT_ENABLE = 1;
    private static final int PAD = 1 << 1;
    private static final int CHECK_SEQUENCE = 1 << 2;
    private static final int FULL_DUPLEX = 1 << 4;

    private static final int HEADER = 14;
    private static final int AROUND = 6; // the length field and the check sequence

    private final int base;

    StellarisMac(BootOptions options, int base, int irq) {
        super(options, irq);
        this.base = base;
    }

    @Override
    public int start(Wakeup wakeup) {
        write(INTERRUPT_MASK, 0);
        write(RECEIVE_CONTROL, RESET_FIFO);
        int low = addressOctet(0) | addressOctet(1) << 8;
        write(ADDRESS_LOW, low | addressOctet(2) << 16 | addressOctet(3) << 24);
        write(ADDRESS_HIGH, addressOctet(4) | addressOctet(5) << 8);
        write(RECEIVE_CONTROL, RECEIVE_ENABLE | MULTICAST);
        write(TRANSMIT_CONTROL, TRANSMIT_ENABLE | PAD | CHECK_SEQUENCE | FULL_DUPLEX);
        write(INTERRUPT, -1);
        write(INTERRUPT_MASK, RECEIVED);
        listenToInterrupt(wakeup);
        return 0;
    }

    @Override
    public void stop() {
        write(INTERRUPT_MASK, 0);
        write(RECEIVE_CONTROL, 0);
        write(TRANSMIT_CONTROL, 0);
    }

    @Override
    int take() {
        if ((read(PACKETS) & 0x3f) == 0) {
            write(INTERRUPT, RECEIVED);
            // a frame may have come between the look and the acknowledgment
            if ((read(PACKETS) & 0x3f) == 0) {
                return NOTHING;
            }
        }
        if ((read(INTERRUPT) & OVERRUN) != 0) {
            write(INTERRUPT, OVERRUN);
            count(MacCounter.RX_OVER_ERRORS);
        }
        int first = read(DATA);
        int length = (first & 0xffff) - AROUND;
        int words = (first & 0xffff) + 3 >>> 2;
        if (length > MAX_FRAME || length < HEADER) {
            for (int i = 1; i < words; i++) {
                read(DATA);
            }
            count(MacCounter.RX_LENGTH_ERRORS);
            return DROPPED;
        }
        byte[] to = received;
        to[0] = (byte) (first >>> 16);
        to[1] = (byte) (first >>> 24);
        Machine.readWords(base + DATA, to, 2, words - 1);
        return length;
    }

    @Override
    boolean hasRoom(int length) {
        return read(TRANSMIT_REQUEST) == 0;
    }

    @Override
    void send(int length) {
        byte[] from = toSend;
        int low = length - HEADER;
        write(DATA, low | (from[0] & 0xff) << 16 | from[1] << 24);
        Machine.writeWords(base + DATA, from, 2, length + 1 >>> 2);
        write(TRANSMIT_REQUEST, 1);
    }

    private int read(int register) {
        return Machine.read(base + register);
    }

    private void write(int register, int value) {
        Machine.write(base + register, value);
    }
}
