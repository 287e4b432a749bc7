package org.tcplite.hal;

/**
 * What a MAC may count, by id, for {@link EthernetMac#counter(int)}. The names follow Linux's
 * {@code rtnl_link_stats64}, where it has one.
 */
public final class MacCounter {

    /** Good frames received and offered to the stack. */
    public static final int RX_PACKETS = 0;

    /** Octets of those frames, frame check sequence excluded. */
    public static final int RX_BYTES = 1;

    /** Frames handed to the wire. */
    public static final int TX_PACKETS = 2;

    /** Octets of those frames, frame check sequence excluded. */
    public static final int TX_BYTES = 3;

    /** Frames lost because no receive descriptor was free (FIFO or ring overrun). */
    public static final int RX_OVER_ERRORS = 4;

    /** Frames dropped because their frame check sequence was wrong. */
    public static final int RX_CRC_ERRORS = 5;

    /** Frames dropped because they were shorter than 60 or longer than the greatest frame. */
    public static final int RX_LENGTH_ERRORS = 6;

    /** Frames dropped because the hardware found an IP, TCP or ICMP checksum wrong. */
    public static final int RX_CSUM_ERRORS = 7;

    /** Frames the hardware's address filter kept away, where it tells. */
    public static final int RX_FILTERED = 8;

    /** Frames given up by the transmitter (collisions, underrun). */
    public static final int TX_ERRORS = 9;

    /** Frames given up because the link was down. */
    public static final int TX_CARRIER_ERRORS = 10;

    /** Claims refused because every transmit descriptor was in use. */
    public static final int TX_BUSY = 11;

    /** The number of ids. */
    public static final int COUNT = 12;

    private MacCounter() {}

    /** The counter's name, for people and JSON; never null. */
    public static String name(int id) {
        switch (id) {
            case RX_PACKETS:
                return "rx_packets";
            case RX_BYTES:
                return "rx_bytes";
            case TX_PACKETS:
                return "tx_packets";
            case TX_BYTES:
                return "tx_bytes";
            case RX_OVER_ERRORS:
                return "rx_over_errors";
            case RX_CRC_ERRORS:
                return "rx_crc_errors";
            case RX_LENGTH_ERRORS:
                return "rx_length_errors";
            case RX_CSUM_ERRORS:
                return "rx_csum_errors";
            case RX_FILTERED:
                return "rx_filtered";
            case TX_ERRORS:
                return "tx_errors";
            case TX_CARRIER_ERRORS:
                return "tx_carrier_errors";
            case TX_BUSY:
                return "tx_busy";
            default:
                return "unknown";
        }
    }
}
