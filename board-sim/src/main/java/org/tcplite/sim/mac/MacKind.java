package org.tcplite.sim.mac;

import java.util.Arrays;
import java.util.List;
import org.tcplite.hal.EthernetMac;

/** The kinds of MAC a simulated board can have between its stack and its cable. */
public enum MacKind {
    /** Descriptor rings in memory, no copy: {@link SimulatedDmaMac}. */
    DMA("dma"),
    /** FIFOs read word by word: {@link SimulatedFifoMac}. */
    FIFO("fifo"),
    /** A chip behind a serial bus: {@link SimulatedSpiMac}. */
    SPI("spi"),
    /** The same with its interrupt pin left open. */
    SPI_POLLED("spi-polled");

    /** The greatest frame of the chips that are not of kind {@link #DMA}. */
    public static final int GREATEST_FRAME = 1536;

    private static final int FIFO_RX_MEMORY = 10560;
    private static final int FIFO_TX_MEMORY = 4608;
    private static final int FIFO_PER_FRAME = 8;
    private static final int SPI_PER_FRAME = 10;

    /** More than fit into any of the memories. */
    private static final int ENOUGH_DESCRIPTORS = 256;

    private final String word;

    MacKind(String word) {
        this.word = word;
    }

    /** How people write it. */
    public String word() {
        return word;
    }

    /** All kinds, as people write them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(MacKind::word).toList();
    }

    /** The kind people mean; null if there is none. */
    public static MacKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findAny()
                .orElse(null);
    }

    /** Gives a MAC the limits of this kind's memory; the rest is left as it is. */
    public MacConfig limit(MacConfig config) {
        if (this == DMA) {
            return config;
        }
        if (config.maxFrame > GREATEST_FRAME) {
            throw new IllegalArgumentException(
                    "a MAC of kind "
                            + word
                            + " has frames of up to "
                            + GREATEST_FRAME
                            + " octets, not "
                            + config.maxFrame);
        }
        config.rxDepth = ENOUGH_DESCRIPTORS;
        config.txDepth = ENOUGH_DESCRIPTORS;
        if (this == FIFO) {
            config.rxMemory = FIFO_RX_MEMORY;
            config.txMemory = FIFO_TX_MEMORY;
            config.memoryPerFrame = FIFO_PER_FRAME;
        } else {
            config.rxMemory = SpiDriver.RX_END + 1;
            config.memoryPerFrame = SPI_PER_FRAME;
            config.txDepth = 2;
        }
        if (this == SPI_POLLED) {
            config.capabilities &= ~EthernetMac.CAP_IRQ;
        }
        return config;
    }

    /**
     * What the board drives.
     *
     * @param port the cable's end, made with a configuration that {@link #limit} has seen
     */
    public EthernetMac over(SimulatedDmaMac port) {
        switch (this) {
            case DMA:
                return port;
            case FIFO:
                return new SimulatedFifoMac(port);
            default:
                return new SimulatedSpiMac(port);
        }
    }
}
