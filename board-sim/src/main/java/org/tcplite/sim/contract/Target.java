package org.tcplite.sim.contract;

import java.util.function.LongConsumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.MacKind;
import org.tcplite.sim.mac.SimulatedDmaMac;

/**
 * A driver under test: a kind of MAC, or one that is broken.
 *
 * @param kind what is below, a good one
 * @param broken in what way it is broken on top, or null
 */
public record Target(MacKind kind, BrokenMac broken) {

    /** All that the contract asks about. */
    public static final int ALL_CAPABILITIES =
            EthernetMac.CAP_IRQ
                    | EthernetMac.CAP_TX_PADS
                    | EthernetMac.CAP_RX_CSUM_IP4
                    | EthernetMac.CAP_RX_CSUM_TCP
                    | EthernetMac.CAP_RX_CSUM_ICMP
                    | EthernetMac.CAP_TX_CSUM_IP4
                    | EthernetMac.CAP_TX_CSUM_TCP
                    | EthernetMac.CAP_TX_CSUM_ICMP;

    private static final String BROKEN = "broken:";

    /**
     * Reads {@code dma}, {@code fifo}, {@code spi}, {@code spi-polled} or {@code broken:NAME}.
     *
     * @throws IllegalArgumentException in one line that names those there are
     */
    public static Target parse(String text) {
        if (text.startsWith(BROKEN)) {
            BrokenMac broken = BrokenMac.of(text.substring(BROKEN.length()));
            if (broken != null) {
                return new Target(MacKind.DMA, broken);
            }
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is not there: say broken: and one of "
                            + String.join(", ", BrokenMac.words()));
        }
        MacKind kind = MacKind.of(text);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no target: say "
                            + String.join(", ", MacKind.words())
                            + " or broken:NAME");
        }
        return new Target(kind, null);
    }

    /** Makes a configuration of the port such that the target can stand on it. */
    public MacConfig prepare(MacConfig config) {
        config.capabilities = ALL_CAPABILITIES;
        kind.limit(config);
        return broken == null ? config : broken.prepare(config);
    }

    /** The driver over a port; {@code spend} lets nanoseconds pass. */
    public EthernetMac over(SimulatedDmaMac port, LongConsumer spend) {
        EthernetMac good = kind.over(port);
        return broken == null ? good : broken.over(good, spend);
    }

    @Override
    public String toString() {
        return broken == null ? kind.word() : BROKEN + broken.word();
    }
}
