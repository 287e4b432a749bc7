package org.tcplite.sim.mac;

import java.util.Arrays;
import java.util.function.Function;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.contract.MacContractTest;

/** A simulated MAC for the contract: the driver on one side of its port, the cable on the other. */
public class SimulatedChip implements MacContractTest.Chip {

    private final SimulatedDmaMac port;
    private final EthernetMac driver;

    /** What {@code over} makes of a port with this configuration. */
    public SimulatedChip(MacConfig config, Function<SimulatedDmaMac, EthernetMac> over) {
        port = new SimulatedDmaMac(config);
        driver = over.apply(port);
    }

    @Override
    public EthernetMac driver() {
        return driver;
    }

    @Override
    public void arrive(byte[] frame) {
        port.receiveFromWire(frame, 0, frame.length);
    }

    @Override
    public byte[] sent() {
        Frame frame = port.pollTransmitted();
        if (frame == null) {
            return null;
        }
        byte[] copy = Arrays.copyOfRange(frame.octets, frame.offset, frame.offset + frame.length);
        port.releaseTransmitted();
        return copy;
    }

    @Override
    public boolean setLink(boolean up) {
        port.setLink(up);
        return true;
    }
}
