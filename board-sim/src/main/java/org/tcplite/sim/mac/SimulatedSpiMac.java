package org.tcplite.sim.mac;

import java.util.function.LongConsumer;
import org.tcplite.hal.Wakeup;

/**
 * An Ethernet MAC behind an SPI bus, simulated: a {@link SpiDriver} over the memory and registers
 * of a {@link SpiChip}, whose limits, counters and wire are those of a {@link SimulatedDmaMac}.
 *
 * <p>The far side is that MAC's, as are threads, offload, and what {@link MacConfig} says. Its
 * interrupt line is the chip's; without {@code CAP_IRQ} it is not connected.
 */
public final class SimulatedSpiMac extends ForwardingMac {

    private final SimulatedDmaMac port;

    /** A bus that takes no time, in front of a MAC as {@link MacKind#SPI} configures it. */
    public SimulatedSpiMac(SimulatedDmaMac port) {
        this(port, 0, ns -> {});
    }

    /**
     * A bus whose octets take time.
     *
     * @param nsPerOctet the time of an octet on the bus: 800 at 10 MHz
     * @param spend lets time pass, such as {@code virtualClock::advanceBy}
     */
    public SimulatedSpiMac(SimulatedDmaMac port, long nsPerOctet, LongConsumer spend) {
        super(driver(port, nsPerOctet, spend));
        this.port = port;
    }

    private static SpiDriver driver(SimulatedDmaMac port, long nsPerOctet, LongConsumer spend) {
        byte[] address = new byte[6];
        port.macAddress(address, 0);
        SpiChip chip = new SpiChip(port, nsPerOctet, spend);
        return new SpiDriver(chip, address, port.capabilities(), port.maxFrame());
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
