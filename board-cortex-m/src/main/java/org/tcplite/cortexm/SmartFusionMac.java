package org.tcplite.cortexm;

import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * The Ethernet MAC of the SmartFusion2: two rings of descriptors that its DMA engine walks. A
 * descriptor is three words: the buffer's address, the frame's length with a bit that says the
 * buffer is free, and the address of the next descriptor.
 *
 * <p>Rings and buffers lie outside the Java heap; frames are copied between them and the staging
 * arrays. A barrier stands before every hand-over of a descriptor.
 */
final class SmartFusionMac extends StagedMac {

    private static final int CONFIGURATION = 0x00;
    private static final int ADDRESS_1 = 0x40;
    private static final int ADDRESS_2 = 0x44;
    private static final int FIFO = 0x48;
    private static final int TRANSMIT_CONTROL = 0x180;
    private static final int TRANSMIT_DESCRIPTOR = 0x184;
    private static final int RECEIVE_CONTROL = 0x18C;
    private static final int RECEIVE_DESCRIPTOR = 0x190;
    private static final int RECEIVE_STATUS = 0x194;
    private static final int INTERRUPT_MASK = 0x198;

    private static final int RESET = 1 << 31;
    private static final int ENABLE_BOTH = 1 | 1 << 2;
    private static final int ALL_FIFOS = 0x1F00;
    private static final int ENABLE = 1;
    private static final int RECEIVED = 1;
    private static final int OVERFLOW = 1 << 2;
    private static final int WAKE_UP = RECEIVED << 4 | OVERFLOW << 4;

    private static final int FREE = 1 << 31;
    private static final int LENGTH = 0x7FF;
    private static final int LENGTH_WORD = 4;
    private static final int NEXT_WORD = 8;
    private static final int DESCRIPTOR = 16;
    private static final int BUFFER = 1536;
    private static final int RECEIVE_DEPTH = 6;
    private static final int TRANSMIT_DEPTH = 2;
    private static final int HEADER = 14;

    private final int base;
    private final int receiveRing;
    private final int receiveBuffers;
    private final int transmitRing;
    private final int transmitBuffers;
    private int receiveAt;
    private int transmitAt;

    SmartFusionMac(BootOptions options, int base, int irq) {
        super(options, irq);
        this.base = base;
        receiveRing = Machine.deviceMemory(RECEIVE_DEPTH * DESCRIPTOR);
        receiveBuffers = Machine.deviceMemory(RECEIVE_DEPTH * BUFFER);
        transmitRing = Machine.deviceMemory(TRANSMIT_DEPTH * DESCRIPTOR);
        transmitBuffers = Machine.deviceMemory(TRANSMIT_DEPTH * BUFFER);
    }

    @Override
    public int start(Wakeup wakeup) {
        write(CONFIGURATION, RESET);
        write(CONFIGURATION, 0);
        int high = addressOctet(0) << 24 | addressOctet(1) << 16;
        write(ADDRESS_1, high | addressOctet(2) << 8 | addressOctet(3));
        write(ADDRESS_2, addressOctet(4) << 24 | addressOctet(5) << 16);
        write(FIFO, ALL_FIFOS);
        fillRing(receiveRing, receiveBuffers, RECEIVE_DEPTH);
        fillRing(transmitRing, transmitBuffers, TRANSMIT_DEPTH);
        Machine.barrier();
        write(RECEIVE_DESCRIPTOR, receiveRing);
        write(TRANSMIT_DESCRIPTOR, transmitRing);
        write(INTERRUPT_MASK, WAKE_UP);
        write(CONFIGURATION, ENABLE_BOTH);
        write(RECEIVE_CONTROL, ENABLE);
        listenToInterrupt(wakeup);
        return 0;
    }

    @Override
    public void stop() {
        write(INTERRUPT_MASK, 0);
        write(RECEIVE_CONTROL, 0);
        write(TRANSMIT_CONTROL, 0);
        write(CONFIGURATION, 0);
    }

    @Override
    public int rxDepth() {
        return RECEIVE_DEPTH;
    }

    @Override
    public int txDepth() {
        return TRANSMIT_DEPTH;
    }

    @Override
    int take() {
        int descriptor = receiveRing + receiveAt * DESCRIPTOR;
        int state = Machine.read(descriptor + LENGTH_WORD);
        if ((state & FREE) != 0) {
            restartAfterOverflow(descriptor);
            return NOTHING;
        }
        int length = state & LENGTH;
        boolean fits = length >= HEADER && length <= MAX_FRAME;
        if (fits) {
            Machine.copyFrom(receiveBuffers + receiveAt * BUFFER, received, 0, length);
        } else {
            count(MacCounter.RX_LENGTH_ERRORS);
        }
        Machine.barrier();
        Machine.write(descriptor + LENGTH_WORD, FREE);
        write(RECEIVE_STATUS, RECEIVED);
        receiveAt = receiveAt + 1 == RECEIVE_DEPTH ? 0 : receiveAt + 1;
        return fits ? length : DROPPED;
    }

    /** The engine stops where it found no free buffer; by now all of them are. */
    private void restartAfterOverflow(int descriptor) {
        if ((read(RECEIVE_STATUS) & OVERFLOW) != 0) {
            count(MacCounter.RX_OVER_ERRORS);
            write(RECEIVE_STATUS, OVERFLOW);
            write(RECEIVE_DESCRIPTOR, descriptor);
            write(RECEIVE_CONTROL, ENABLE);
        }
    }

    @Override
    boolean hasRoom(int length) {
        return (Machine.read(transmitRing + transmitAt * DESCRIPTOR + LENGTH_WORD) & FREE) != 0;
    }

    @Override
    void send(int length) {
        int descriptor = transmitRing + transmitAt * DESCRIPTOR;
        Machine.copyTo(transmitBuffers + transmitAt * BUFFER, toSend, 0, length);
        Machine.barrier();
        Machine.write(descriptor + LENGTH_WORD, length);
        write(TRANSMIT_DESCRIPTOR, descriptor);
        write(TRANSMIT_CONTROL, ENABLE);
        transmitAt = transmitAt + 1 == TRANSMIT_DEPTH ? 0 : transmitAt + 1;
    }

    private static void fillRing(int ring, int buffers, int depth) {
        for (int i = 0; i < depth; i++) {
            int descriptor = ring + i * DESCRIPTOR;
            int next = i + 1 == depth ? ring : descriptor + DESCRIPTOR;
            Machine.write(descriptor, buffers + i * BUFFER);
            Machine.write(descriptor + LENGTH_WORD, FREE);
            Machine.write(descriptor + NEXT_WORD, next);
        }
    }

    private int read(int register) {
        return Machine.read(base + register);
    }

    private void write(int register, int value) {
        Machine.write(base + register, value);
    }
}
