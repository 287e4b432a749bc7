package org.tcplite.bench;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/**
 * The least MAC there can be: two rings in memory, nothing copied, nothing counted. It pads short
 * frames, as most hardware does. Two of them with their rings exchanged are a wire.
 */
final class RingMac implements EthernetMac {

    private static final int ALL_CHECKSUMS =
            CAP_RX_CSUM_IP4
                    | CAP_RX_CSUM_TCP
                    | CAP_RX_CSUM_ICMP
                    | CAP_TX_CSUM_IP4
                    | CAP_TX_CSUM_TCP
                    | CAP_TX_CSUM_ICMP;

    private final FrameRing received;
    private final FrameRing sent;
    private final long address;
    private final int capabilities;
    private final int status;

    /**
     * A MAC between two rings.
     *
     * @param address six octets
     * @param fillsChecksums whether it says that it verifies and fills all checksums; it does
     *     neither
     */
    RingMac(FrameRing received, FrameRing sent, long address, boolean fillsChecksums) {
        this.received = received;
        this.sent = sent;
        this.address = address;
        capabilities = CAP_IRQ | CAP_TX_PADS | (fillsChecksums ? ALL_CHECKSUMS : 0);
        status = fillsChecksums ? RX_CSUM_CHECKED : 0;
    }

    @Override
    public int start(Wakeup wakeup) {
        return 0;
    }

    @Override
    public void stop() {}

    @Override
    public int capabilities() {
        return capabilities;
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }

    @Override
    public int rxDepth() {
        return received.capacity();
    }

    @Override
    public int txDepth() {
        return sent.capacity();
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        for (int i = 0; i < 6; i++) {
            destination[offset + i] = (byte) (address >>> 40 - 8 * i);
        }
    }

    @Override
    public int rxPoll() {
        return received.length();
    }

    @Override
    public byte[] rxBuffer() {
        return received.octets;
    }

    @Override
    public int rxOffset() {
        return received.offset();
    }

    @Override
    public int rxStatus() {
        return status;
    }

    @Override
    public void rxRelease() {
        received.removeFirst();
    }

    @Override
    public boolean txClaim(int length) {
        return !sent.isFull();
    }

    @Override
    public byte[] txBuffer() {
        return sent.octets;
    }

    @Override
    public int txOffset() {
        return sent.freeOffset();
    }

    @Override
    public void txCommit(int length, int flags) {
        sent.add(length);
    }

    @Override
    public void txAbandon() {}

    @Override
    public int linkState() {
        return LINK_UP | LINK_1000 | LINK_FULL_DUPLEX;
    }

    @Override
    public long counter(int id) {
        return -1;
    }
}
