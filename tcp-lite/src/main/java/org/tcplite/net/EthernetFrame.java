package org.tcplite.net;

import org.tcplite.tcp.Octets;

/**
 * The header of a received Ethernet II frame, read once, and how to write one (RFC 894, RFC 1122
 * section 2.3.3). IEEE 802.3 length fields with LLC or SNAP, VLAN tags and trailers are not
 * understood: such frames are dropped and counted.
 *
 * <p>A link address is two ints: its first four octets and its last two.
 *
 * <pre>
 *     0             6             12    14
 *     | destination | source      | type| payload, at least 46 octets with its padding
 * </pre>
 */
final class EthernetFrame {

    static final int HEADER = 14;

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;

    static final int BROADCAST_HIGH = -1;
    static final int BROADCAST_LOW = 0xffff;

    private static final long BROADCAST = 0xffffffffffffL;

    /** {@link #parse}: the frame is for us. No id of a drop counter is 0. */
    static final int PASSED = 0;

    private static final int GROUP_BIT = 1 << 24;
    private static final int GREATEST_LENGTH_FIELD = 1500;

    private final Octets octets;
    private int ownHigh;
    private int ownLow;

    /** Our link address in one number of 48 bits. */
    private long own;

    /** Octets 6 to 13 of the frame parsed last: source address and EtherType. */
    private long sourceAndType;

    /** Those of the last IPv4 frame that was found good, which such a source stays; 0 for none. */
    private long goodSourceAndType;

    /** Whether the frame parsed last was sent to everybody (RFC 1122 section 2.4). */
    boolean isBroadcast;

    EthernetFrame(Octets octets) {
        this.octets = octets;
    }

    void setOwnAddress(int high, int low) {
        ownHigh = high;
        ownLow = low;
        own = (long) high << 16 & 0xffffffff0000L | low;
    }

    int ownHigh() {
        return ownHigh;
    }

    int ownLow() {
        return ownLow;
    }

    /**
     * Reads the header.
     *
     * @param length of the frame in octets
     * @return {@link #PASSED}, or the drop counter's id
     */
    int parse(byte[] frame, int at, int length) {
        if (length < HEADER) {
            return NetCounter.DROP_RUNT;
        }
        long destination = octets.get64(frame, at) >>> 16;
        sourceAndType = octets.get64(frame, at + 6);
        isBroadcast = false;
        if (destination != own) {
            int fault = checkDestination(destination);
            if (fault != PASSED) {
                return fault;
            }
        }
        long source = sourceAndType >>> 16;
        if ((sourceHigh() & GROUP_BIT) != 0 || source == 0 || source == own) {
            return NetCounter.DROP_LINK_SOURCE;
        }
        if (type() == TYPE_IPV4) {
            goodSourceAndType = sourceAndType;
        }
        return PASSED;
    }

    /**
     * Reads the header, if it is that of IPv4 for us alone, from where the last good one came.
     *
     * @return false if {@link #parse} has to judge it
     */
    boolean parseUsual(byte[] frame, int at, int length) {
        if (length < HEADER) {
            return false;
        }
        sourceAndType = octets.get64(frame, at + 6);
        isBroadcast = false;
        long other = octets.get64(frame, at) >>> 16 ^ own | sourceAndType ^ goodSourceAndType;
        return other == 0 && goodSourceAndType != 0;
    }

    private int checkDestination(long destination) {
        if ((destination >>> 16 & GROUP_BIT) == 0) {
            return NetCounter.DROP_OTHER_HOST;
        }
        isBroadcast = destination == BROADCAST;
        return isBroadcast ? PASSED : NetCounter.DROP_LINK_MULTICAST;
    }

    /** The drop counter of a frame whose type is neither IPv4 nor ARP. */
    int unknownType() {
        return type() <= GREATEST_LENGTH_FIELD
                ? NetCounter.DROP_LENGTH_FIELD
                : NetCounter.DROP_ETHER_TYPE;
    }

    /** The EtherType of the frame parsed last. */
    int type() {
        return (int) sourceAndType & 0xffff;
    }

    /** The source address of the frame parsed last. */
    int sourceHigh() {
        return (int) (sourceAndType >>> 32);
    }

    int sourceLow() {
        return (int) sourceAndType >>> 16;
    }

    /** Whether the frame parsed last came from this link address. */
    boolean isFrom(int high, int low) {
        return high == sourceHigh() && low == sourceLow();
    }

    /** Writes a header from our address. */
    void emit(byte[] frame, int at, int high, int low, int etherType) {
        octets.put64(frame, at, Octets.pair(high, low << 16));
        octets.put64(frame, at + 6, own << 16 | etherType);
    }
}
