package org.tcplite.sim.wire;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/**
 * The stack's side of a MAC, without a stack: what the MAC receives is carried away, what arrives
 * is sent. So a wire reaches what the MAC is plugged into. The MAC has to be started.
 */
public final class MacPort implements Port {

    private static final int HEADER = 14;

    private final EthernetMac mac;
    private final Wakeup transmitter;

    /**
     * Nobody else drives the MAC.
     *
     * @param transmitter is signalled when a frame is there to be sent, for a link that has a loop
     *     of its own
     */
    public MacPort(EthernetMac mac, Wakeup transmitter) {
        this.mac = mac;
        this.transmitter = transmitter;
    }

    @Override
    public int poll() {
        return mac.rxPoll();
    }

    @Override
    public byte[] octets() {
        return mac.rxBuffer();
    }

    @Override
    public int offset() {
        return mac.rxOffset();
    }

    @Override
    public void release() {
        mac.rxRelease();
    }

    @Override
    public boolean hasFrame() {
        return mac.rxPoll() > 0;
    }

    @Override
    public int maxFrame() {
        return mac.maxFrame();
    }

    /** A refused claim has the MAC signal when there is room again. */
    @Override
    public boolean canTake() {
        boolean room = mac.txClaim(mac.maxFrame());
        if (room) {
            mac.txAbandon();
        }
        return room;
    }

    @Override
    public boolean isListening() {
        return mac.linkState() != 0;
    }

    @Override
    public boolean take(byte[] frame, int offset, int length) {
        boolean fits = length >= HEADER && length <= mac.maxFrame();
        if (!fits || mac.linkState() == 0 || !mac.txClaim(length)) {
            return false;
        }
        System.arraycopy(frame, offset, mac.txBuffer(), mac.txOffset(), length);
        mac.txCommit(length, 0);
        transmitter.signal();
        return true;
    }

    /** The carrier is that of whatever the MAC is plugged into. */
    @Override
    public void setCarrier(boolean present) {}
}
