package org.tcplite.sim.mac;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/** A MAC in front of another: every call goes through, but for those a subclass takes itself. */
public abstract class ForwardingMac implements EthernetMac {

    private final EthernetMac mac;

    /** Stands in front of {@code mac}, which nobody else drives any more. */
    protected ForwardingMac(EthernetMac mac) {
        this.mac = mac;
    }

    @Override
    public int start(Wakeup wakeup) {
        return mac.start(wakeup);
    }

    @Override
    public void stop() {
        mac.stop();
    }

    @Override
    public int capabilities() {
        return mac.capabilities();
    }

    @Override
    public int maxFrame() {
        return mac.maxFrame();
    }

    @Override
    public int rxDepth() {
        return mac.rxDepth();
    }

    @Override
    public int txDepth() {
        return mac.txDepth();
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        mac.macAddress(destination, offset);
    }

    @Override
    public int rxPoll() {
        return mac.rxPoll();
    }

    @Override
    public byte[] rxBuffer() {
        return mac.rxBuffer();
    }

    @Override
    public int rxOffset() {
        return mac.rxOffset();
    }

    @Override
    public int rxStatus() {
        return mac.rxStatus();
    }

    @Override
    public void rxRelease() {
        mac.rxRelease();
    }

    @Override
    public boolean txClaim(int length) {
        return mac.txClaim(length);
    }

    @Override
    public byte[] txBuffer() {
        return mac.txBuffer();
    }

    @Override
    public int txOffset() {
        return mac.txOffset();
    }

    @Override
    public void txCommit(int length, int flags) {
        mac.txCommit(length, flags);
    }

    @Override
    public void txAbandon() {
        mac.txAbandon();
    }

    @Override
    public int linkState() {
        return mac.linkState();
    }

    @Override
    public long counter(int id) {
        return mac.counter(id);
    }
}
