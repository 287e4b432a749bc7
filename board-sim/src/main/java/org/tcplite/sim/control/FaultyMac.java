package org.tcplite.sim.control;

import org.tcplite.hal.MacCounter;
import org.tcplite.sim.mac.ForwardingMac;
import org.tcplite.sim.mac.SimulatedDmaMac;

/** A MAC that fails on request: some number of times, then it is well again. */
final class FaultyMac extends ForwardingMac {

    /** The next frames from the wire find no receive descriptor. */
    static final int RECEIVE_OVERRUN = 1;

    /** The next claims of a transmit descriptor are refused. */
    static final int STUCK_TRANSMIT = 2;

    /** The next frames are marked as checked by the hardware and found bad. */
    static final int BAD_CHECKSUM = 3;

    private final SimulatedDmaMac mac;
    private final int[] left = new int[BAD_CHECKSUM + 1];
    private long overruns;
    private long refusals;

    FaultyMac(SimulatedDmaMac mac) {
        super(mac);
        this.mac = mac;
    }

    /** From now on {@code count} faults of a kind; 0 takes them back. */
    void fail(int kind, int count) {
        left[kind] = count;
    }

    /** A frame comes from the tester; false if it was lost. */
    boolean receive(byte[] frame) {
        if (mac.isListening() && takes(RECEIVE_OVERRUN)) {
            overruns++;
            return false;
        }
        return mac.receiveFromHost(frame, 0, frame.length);
    }

    /** Frames that came from the tester and never reached the stack. */
    long lost() {
        return mac.receivedWhileDown()
                + counter(MacCounter.RX_OVER_ERRORS)
                + counter(MacCounter.RX_LENGTH_ERRORS);
    }

    private boolean takes(int kind) {
        if (left[kind] == 0) {
            return false;
        }
        left[kind]--;
        return true;
    }

    /** Asked once a frame by the stack. */
    @Override
    public int rxStatus() {
        int status = mac.rxStatus();
        return takes(BAD_CHECKSUM) ? status | RX_CSUM_CHECKED | RX_CSUM_BAD : status;
    }

    @Override
    public boolean txClaim(int length) {
        if (takes(STUCK_TRANSMIT)) {
            refusals++;
            return false;
        }
        return mac.txClaim(length);
    }

    @Override
    public long counter(int id) {
        long value = mac.counter(id);
        if (id == MacCounter.RX_OVER_ERRORS) {
            return value + overruns;
        }
        return id == MacCounter.TX_BUSY ? value + refusals : value;
    }
}
