package org.tcplite.sim.wire;

import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.SimulatedDmaMac;

/** The far side of a simulated MAC: where a cable is plugged in. */
public final class DmaPort implements Port {

    private final SimulatedDmaMac mac;
    private Frame head;

    /** Nobody else moves frames on the MAC's far side. */
    public DmaPort(SimulatedDmaMac mac) {
        this.mac = mac;
    }

    @Override
    public int poll() {
        head = mac.pollTransmitted();
        return head == null ? 0 : head.length;
    }

    @Override
    public byte[] octets() {
        return head.octets;
    }

    @Override
    public int offset() {
        return head.offset;
    }

    @Override
    public void release() {
        mac.releaseTransmitted();
    }

    @Override
    public boolean hasFrame() {
        return mac.hasTransmitted();
    }

    @Override
    public int maxFrame() {
        return mac.maxFrame();
    }

    @Override
    public boolean canTake() {
        return mac.canReceive();
    }

    @Override
    public boolean isListening() {
        return mac.isListening();
    }

    @Override
    public boolean take(byte[] frame, int offset, int length) {
        return mac.receiveFromWire(frame, offset, length);
    }

    @Override
    public void setCarrier(boolean present) {
        mac.setLink(present);
    }
}
