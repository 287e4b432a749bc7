package org.tcplite.net;

import org.tcplite.tcp.InternetLayer;

/**
 * Which addresses are what, and which way they lie: the one interface, its prefix and one default
 * gateway (RFC 1122 sections 3.2.1.3 and 3.3.1).
 */
final class Routes implements InternetLayer {

    /** 0.0.0.0: no address; as a next hop, none. */
    static final int NOWHERE = 0;

    private static final int LIMITED_BROADCAST = -1;

    /** Path MTU discovery finds what fits. */
    private static final int UNLIMITED = 65_535;

    /** The board's own address. */
    final int address;

    private final int mask;
    private final int gateway;
    private final int offLinkMtu;
    private int linkMtu;

    Routes(NetConfig config) {
        address = config.address;
        mask = -1 << (32 - config.prefixLength & 31);
        gateway = config.gateway;
        offLinkMtu = config.tcp.pathMtuDiscovery ? UNLIMITED : config.offLinkMtu;
        linkMtu = config.tcp.mtu;
    }

    /** The greatest packet the MAC can send; known only once it has started. */
    void setLinkMtu(int mtu) {
        linkMtu = mtu;
    }

    @Override
    public int sourceAddressFor(int remoteAddress) {
        if (!isHost(remoteAddress) || remoteAddress == address) {
            return BAD_DESTINATION;
        }
        return nextHop(remoteAddress) == NOWHERE ? NO_ROUTE : address;
    }

    @Override
    public int mtuTo(int remoteAddress) {
        boolean isNear = isOnLink(remoteAddress) || isGateway(remoteAddress);
        return isNear ? linkMtu : Math.min(offLinkMtu, linkMtu);
    }

    /** Whose link address packets to {@code destination} need, or {@link #NOWHERE}. */
    int nextHop(int destination) {
        return isOnLink(destination) ? destination : gateway;
    }

    boolean isGateway(int candidate) {
        return candidate == gateway && gateway != NOWHERE;
    }

    /** An address that may stand in the ARP table: a host on the link, not ourselves. */
    boolean isNeighbour(int candidate) {
        return candidate != address
                && isHost(candidate)
                && (isOnLink(candidate) || isGateway(candidate));
    }

    private boolean isOnLink(int candidate) {
        return ((candidate ^ address) & mask) == 0;
    }

    /**
     * An address that can belong to a single host, near or far: not 0/8, 127/8, class D or E, nor a
     * broadcast address of our network (RFC 1122 section 3.2.1.3).
     */
    boolean isHost(int candidate) {
        int top = candidate >>> 24;
        return top != 0 && top != 127 && top < 224 && !isNetworkBroadcast(candidate);
    }

    static boolean isMulticast(int candidate) {
        return candidate >>> 28 == 0xe;
    }

    /**
     * All ones, or our network's broadcast address, in the old form too (RFC 1122 section 3.3.6).
     */
    boolean isBroadcast(int candidate) {
        return candidate == LIMITED_BROADCAST || isNetworkBroadcast(candidate);
    }

    private boolean isNetworkBroadcast(int candidate) {
        int host = candidate & ~mask;
        return isOnLink(candidate) && mask < -2 && (host == 0 || host == ~mask);
    }
}
