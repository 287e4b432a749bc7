package org.tcplite.cortexm;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * What the drivers of this package have in common: one staging array each way, filled when a frame
 * is looked for and emptied when one is committed, and the counters. A subclass moves frames
 * between the arrays and its chip.
 *
 * <p>The arrays lie in the Java heap, whose collector may move them; no chip ever sees them.
 */
abstract class StagedMac implements EthernetMac {

    /** {@link #take}: no frame waits. */
    static final int NOTHING = 0;

    /** {@link #take}: a frame was taken from the chip and dropped, counted by the subclass. */
    static final int DROPPED = -1;

    /** Whole words, and the two octets that a chip may put before a frame. */
    private static final int STAGE = MAX_FRAME + 6;

    /** The frame that was received, from octet 0. */
    final byte[] received = new byte[STAGE];

    /** The frame to be sent, from octet 0. */
    final byte[] toSend = new byte[STAGE];

    private final byte[] address = {2, 0, 0, 0, 0, 1};
    private final int irq;
    private final long[] counters = new long[MacCounter.COUNT];
    private int receivedLength;
    private Wakeup wakeup;

    /**
     * A driver for one chip.
     *
     * @param options give the station address, {@code mac}; 02:00:00:00:00:01 if they do not
     * @param irq the chip's line at the interrupt controller
     */
    StagedMac(BootOptions options, int irq) {
        options.octets("mac", address);
        this.irq = irq;
    }

    /** Moves the next frame into {@link #received}; its length, {@link #NOTHING}, DROPPED. */
    abstract int take();

    /** Whether a frame of this length can be sent now. */
    abstract boolean hasRoom(int length);

    /** Sends the first {@code length} octets of {@link #toSend}; {@link #hasRoom} has said yes. */
    abstract void send(int length);

    /** Octet {@code index} of the station address, 0..255. */
    final int addressOctet(int index) {
        return address[index] & 0xff;
    }

    final void count(int id) {
        counters[id]++;
    }

    /** The interrupt line may end the board's sleep from now on. */
    final void listenToInterrupt(Wakeup toSignal) {
        wakeup = toSignal;
        Machine.useInterrupt(irq);
    }

    /**
     * The lower half of the interrupt. The upper half, in C, has masked the line and ended the
     * sleep, which is all that the firmware's loop wants to know; who wants to know more calls this
     * when {@link Machine#interrupted()} says so.
     */
    final void interrupted() {
        wakeup.signal();
    }

    @Override
    public final int rxPoll() {
        while (receivedLength == 0) {
            int length = take();
            if (length == NOTHING) {
                return 0;
            }
            if (length != DROPPED) {
                receivedLength = length;
                counters[MacCounter.RX_PACKETS]++;
                counters[MacCounter.RX_BYTES] += length;
            }
        }
        return receivedLength;
    }

    @Override
    public final void rxRelease() {
        receivedLength = 0;
    }

    @Override
    public final boolean txClaim(int length) {
        if (hasRoom(Math.max(length, MIN_FRAME))) {
            return true;
        }
        counters[MacCounter.TX_BUSY]++;
        wakeup.signal(); // the loop tries again at once: a frame leaves in a millisecond or less
        return false;
    }

    @Override
    public final void txCommit(int length, int flags) {
        send(length);
        counters[MacCounter.TX_PACKETS]++;
        counters[MacCounter.TX_BYTES] += length;
    }

    @Override
    public final void txAbandon() {
        // nothing has reached the chip yet
    }

    @Override
    public final byte[] rxBuffer() {
        return received;
    }

    @Override
    public final int rxOffset() {
        return 0;
    }

    @Override
    public final int rxStatus() {
        return 0;
    }

    @Override
    public final byte[] txBuffer() {
        return toSend;
    }

    @Override
    public final int txOffset() {
        return 0;
    }

    @Override
    public final int capabilities() {
        return CAP_IRQ;
    }

    @Override
    public final int maxFrame() {
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
    public final void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, 6);
    }

    @Override
    public final int linkState() {
        return LINK_UP | LINK_100 | LINK_FULL_DUPLEX; // the emulated PHYs have no cable to pull
    }

    @Override
    public final long counter(int id) {
        return id == MacCounter.RX_FILTERED ? -1 : counters[id];
    }
}
