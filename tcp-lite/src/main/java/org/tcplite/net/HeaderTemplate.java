package org.tcplite.net;

import org.tcplite.tcp.Octets;

/**
 * The Ethernet and IPv4 headers of one connection slot's segments, as the words they are written
 * in; only total length, identification and header checksum differ from segment to segment. {@link
 * HeaderTemplates} builds it.
 *
 * <p>The link address is either <em>resolved</em>, and sure while the ARP table's epoch stands, or
 * <em>pinned</em>: that of the frame that completed the peer's handshake.
 */
final class HeaderTemplate {

    /** Octets of the two headers. */
    static final int LENGTH = EthernetFrame.HEADER + Ipv4Packet.HEADER;

    /** Where the two IPv4 addresses stand, at the end. */
    private static final int ADDRESSES = LENGTH - 8;

    private static final byte NO_ADDRESS = 0;
    private static final byte RESOLVED = 1;
    private static final byte PINNED = 2;

    /** A value {@code ttl << 8 | tos} cannot have, and one no flow's epoch has. */
    private static final int NOT_BUILT = -1;

    private byte link;
    private int arpEpoch;

    /** No segment has gone out yet with the headers as they are. */
    boolean isNew;

    /** The flow's epoch ({@code Tcp.headerEpoch}) for which the headers were found to hold. */
    private int flowEpoch = NOT_BUILT;

    private int remote;
    private int ttlAndTos;

    /** The headers, with 0 for total length, identification and checksum. */
    private long word0;

    private long word8;
    private long word16;
    private long addresses;

    /** The sum of the IPv4 header as it stands above. */
    private int partialSum;

    private char nextId;

    /** Octets one template takes, as 64-bit HotSpot with compressed pointers counts. */
    static int octets() {
        int object = 4 + 12; // the reference to it, its header
        int address = 1 + 4; // link, arpEpoch
        int key = 1 + 4 + 4 + 4; // isNew, flowEpoch, remote, ttlAndTos
        int checksum = 4 + 2; // partialSum, nextId
        int words = 4 * 8; // word0, word8, word16, addresses
        return object + address + key + words + checksum;
    }

    // ---- the link address

    /** A peer opened a connection in the slot; its segments go to this link address. */
    void pin(int high, int low) {
        word0 = Octets.pair(high, low << 16);
        link = PINNED;
        remote = Routes.NOWHERE;
        ttlAndTos = NOT_BUILT;
        flowEpoch = NOT_BUILT;
    }

    /** The link address is not to be relied on any longer. */
    void unpin() {
        link = NO_ADDRESS;
    }

    boolean isPinned() {
        return link == PINNED;
    }

    /** Whether the link address was pinned for the slot's present peer. */
    boolean isPinnedFor(int remoteAddress) {
        return link == PINNED && (remote == remoteAddress || remote == Routes.NOWHERE);
    }

    /** ARP has found the link address. */
    void resolved(int high, int low, int presentArpEpoch) {
        word0 = Octets.pair(high, low << 16);
        link = RESOLVED;
        arpEpoch = presentArpEpoch;
    }

    int linkHigh() {
        return (int) (word0 >>> 32);
    }

    int linkLow() {
        return (int) word0 >>> 16;
    }

    private boolean isLinkSure(int presentArpEpoch) {
        return link == PINNED || link == RESOLVED && arpEpoch == presentArpEpoch;
    }

    // ---- the headers

    /** Whether the headers hold as they are: nothing has changed since they were found to. */
    boolean isCurrent(int presentFlowEpoch, int presentArpEpoch) {
        return flowEpoch == presentFlowEpoch && isLinkSure(presentArpEpoch);
    }

    /** Whether the headers hold for a flow in which something has changed; then that is noted. */
    boolean holdsFor(
            int remoteAddress, int flowTtlAndTos, int presentFlowEpoch, int presentArpEpoch) {
        if (remote != remoteAddress || ttlAndTos != flowTtlAndTos || !isLinkSure(presentArpEpoch)) {
            return false;
        }
        flowEpoch = presentFlowEpoch;
        return true;
    }

    /**
     * Takes over the headers in {@code array}, which hold for the flow as it is now;
     * identifications go on if the peer is the same.
     */
    void take(
            Octets octets,
            byte[] array,
            IpIds ids,
            int remoteAddress,
            int flowTtlAndTos,
            int presentFlowEpoch) {
        if (remote != remoteAddress) {
            remote = remoteAddress;
            nextId = (char) ids.next();
        }
        ttlAndTos = flowTtlAndTos;
        flowEpoch = presentFlowEpoch;
        isNew = true;
        word0 = octets.get64(array, 0);
        word8 = octets.get64(array, 8);
        word16 = octets.get64(array, 16);
        addresses = octets.get64(array, ADDRESSES);
        partialSum = Octets.fold(octets.sum(array, EthernetFrame.HEADER, Ipv4Packet.HEADER));
    }

    /**
     * Writes the headers of the slot's next segment.
     *
     * @param at where the frame begins
     * @param segmentLength octets of the segment behind them
     * @param hardwareFills the header checksum is left 0
     */
    void emit(Octets octets, byte[] frame, int at, int segmentLength, boolean hardwareFills) {
        int totalLength = Ipv4Packet.HEADER + segmentLength;
        int id = nextId;
        nextId = (char) (id + 1);
        int checksum = hardwareFills ? 0 : Octets.checksum(partialSum + totalLength + id);
        octets.put64(frame, at, word0);
        octets.put64(frame, at + 8, word8);
        octets.put64(frame, at + 16, word16 | (long) (totalLength << 16 | id) << 32);
        octets.put64(frame, at + 24, (long) checksum << 48);
        octets.put64(frame, at + ADDRESSES, addresses); // over what is 0 behind the checksum
    }
}
