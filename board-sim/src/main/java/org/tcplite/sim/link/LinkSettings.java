package org.tcplite.sim.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tcplite.sim.mac.MacConfig;

/**
 * What a link has to know about the board at its end, as plain fields; read once, when the link is
 * opened. Addresses are IPv4, as big-endian ints.
 */
public final class LinkSettings {

    private static final int ETHERNET_HEADER = 14;

    /** The board's address; 10.0.0.2. */
    public int board = 0x0a000002;

    /** The length of its network prefix. */
    public int prefixLength = 24;

    /**
     * The address of the other end: the gateway of a {@code forward} link, the desktop's own
     * address on a TAP. 0: {@link #firstHost}.
     */
    public int gateway;

    /** The greatest IPv4 packet on the link. */
    public int mtu = 1500;

    /**
     * The board's MAC: station address, depths, offloads; null for one derived from its address.
     */
    public MacConfig mac;

    /** The station address the user insists on, or null for whatever suits the link. */
    public byte[] station;

    /** What {@code forward} lets in; empty for nothing. */
    public final List<ForwardRule> forwards = new ArrayList<>();

    /** Connections a {@code forward} link carries at one time. 1..4096. */
    public int forwardConnections = 256;

    /** Whether a stream's new peer is sent an ARP announcement in the board's name. */
    public boolean announce = true;

    /** Is told in one line when the link's peer comes and goes. */
    public Consumer<String> news = line -> {};

    /**
     * Is told once, on the loop's thread, that a link which ends will bring nothing more: null, or
     * the line that says why it ended too early.
     */
    public Consumer<String> ended = failure -> {};

    /** A board at 10.0.0.2/24, nothing forwarded. */
    public LinkSettings() {}

    /** The gateway's address: as set, or the network's first host that is not the board. */
    public int gatewayAddress() {
        return gateway != 0 ? gateway : firstHost(board, prefixLength);
    }

    /**
     * The first address of the board's network that is neither the network's nor the board's own.
     */
    public static int firstHost(int board, int prefixLength) {
        int network = prefixLength == 0 ? 0 : board & -1 << 32 - prefixLength;
        int first = prefixLength >= 31 ? network : network + 1;
        return first == board ? first + 1 : first;
    }

    /** A locally administered station address made of an IPv4 address: {@code 02:00:a:b:c:d}. */
    public static MacConfig derivedMac(int address, int mtu) {
        MacConfig config = new MacConfig();
        config.address =
                new byte[] {
                    2,
                    0,
                    (byte) (address >>> 24),
                    (byte) (address >>> 16),
                    (byte) (address >>> 8),
                    (byte) address
                };
        config.maxFrame = mtu + ETHERNET_HEADER;
        return config;
    }

    /** The configuration of the board's MAC. */
    MacConfig boardMac() {
        return mac != null ? mac : derivedMac(board, mtu);
    }

    /** An address as people write it. */
    public static String dotted(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 0xff)
                + "."
                + (address >>> 8 & 0xff)
                + "."
                + (address & 0xff);
    }
}
