package org.tcplite.sim.mac;

import org.tcplite.hal.Wakeup;

/**
 * An Ethernet MAC with FIFOs, simulated: a {@link FifoDriver} over the registers of a {@link
 * FifoChip}, whose memory, counters and wire are those of a {@link SimulatedDmaMac}.
 *
 * <p>The far side is that MAC's, as are threads, offload, and what {@link MacConfig} says. Its
 * interrupt line is the chip's.
 */
public final class SimulatedFifoMac extends ForwardingMac {

    private final SimulatedDmaMac port;

    /** In front of a MAC made with {@link MacConfig#rxMemory} and {@link MacConfig#txMemory}. */
    public SimulatedFifoMac(SimulatedDmaMac port) {
        super(driver(port));
        this.port = port;
    }

    private static FifoDriver driver(SimulatedDmaMac port) {
        byte[] address = new byte[6];
        port.macAddress(address, 0);
        return new FifoDriver(
                new FifoChip(port),
                address,
                port.capabilities(),
                port.maxFrame(),
                port.receiveMemory(),
                port.transmitMemory());
    }

    @Override
    public int start(Wakeup wakeup) {
        int error = super.start(wakeup);
        return error != 0 ? error : port.start(wakeup);
    }

    @Override
    public void stop() {
        super.stop();
        port.stop();
    }
}
