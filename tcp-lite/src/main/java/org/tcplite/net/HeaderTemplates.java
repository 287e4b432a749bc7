package org.tcplite.net;

import org.tcplite.tcp.Octets;

/**
 * The Ethernet and IPv4 headers of each connection slot's segments, ready to be copied; only total
 * length, identification and header checksum differ from segment to segment.
 *
 * <p>The link address is either <em>resolved</em>, and sure while the ARP table's epoch stands, or
 * <em>pinned</em>: that of the frame that completed the peer's handshake.
 */
final class HeaderTemplates {

    /** Octets of the two headers. */
    static final int LENGTH = EthernetFrame.HEADER + Ipv4Packet.HEADER;

    private static final int TOTAL_LENGTH = EthernetFrame.HEADER + 2;
    private static final int IDENTIFICATION = EthernetFrame.HEADER + 4;
    private static final int CHECKSUM = EthernetFrame.HEADER + 10;

    private static final byte NO_ADDRESS = 0;
    private static final byte RESOLVED = 1;
    private static final byte PINNED = 2;

    /** A value {@code ttl << 8 | tos} cannot have. */
    private static final int NOT_BUILT = -1;

    private final Octets octets;
    private final EthernetFrame ethernet;
    private final Routes routes;
    private final IpIds ids;

    private final byte[] headers;
    private final byte[] link;
    private final int[] remote;
    private final int[] ttlAndTos;
    private final int[] epoch;

    /** The header's sum without total length and identification. */
    private final int[] partialSum;

    private final char[] nextId;

    HeaderTemplates(int slots, Octets octets, EthernetFrame ethernet, Routes routes, IpIds ids) {
        this.octets = octets;
        this.ethernet = ethernet;
        this.routes = routes;
        this.ids = ids;
        headers = new byte[slots * LENGTH];
        link = new byte[slots];
        remote = new int[slots];
        ttlAndTos = new int[slots];
        epoch = new int[slots];
        partialSum = new int[slots];
        nextId = new char[slots];
    }

    /** Octets one slot takes. */
    static int octetsPerSlot() {
        int key = 1 + 4 + 4 + 4; // link, remote, ttlAndTos, epoch
        int checksum = 4 + 2; // partialSum, nextId
        return LENGTH + key + checksum;
    }

    /** A peer opened a connection in the slot; its segments go to this link address. */
    void pin(int slot, int high, int low) {
        int at = slot * LENGTH;
        octets.put32(headers, at, high);
        octets.put16(headers, at + 4, low);
        link[slot] = PINNED;
        remote[slot] = Routes.NOWHERE;
        ttlAndTos[slot] = NOT_BUILT;
    }

    /** The link address is not to be relied on any longer. */
    void unpin(int slot) {
        link[slot] = NO_ADDRESS;
    }

    boolean isPinned(int slot) {
        return link[slot] == PINNED;
    }

    /** Whether the slot's template holds for its flow as it is now. */
    boolean isCurrent(int slot, int remoteAddress, int flowTtlAndTos, int arpEpoch) {
        return remote[slot] == remoteAddress
                && ttlAndTos[slot] == flowTtlAndTos
                && (link[slot] == PINNED || link[slot] == RESOLVED && epoch[slot] == arpEpoch);
    }

    /** Whether the slot's link address was pinned for its present peer. */
    boolean isPinnedFor(int slot, int remoteAddress) {
        return link[slot] == PINNED
                && (remote[slot] == remoteAddress || remote[slot] == Routes.NOWHERE);
    }

    /** Builds the template of a pinned slot, which keeps its link address. */
    void buildPinned(int slot, int remoteAddress, int flowTtlAndTos) {
        int at = slot * LENGTH;
        build(slot, octets.get32(headers, at), octets.get16(headers, at + 4), remoteAddress);
        finish(slot, remoteAddress, flowTtlAndTos);
    }

    /** Builds the template of a slot with the link address that ARP found. */
    void buildResolved(
            int slot, int high, int low, int remoteAddress, int flowTtlAndTos, int arpEpoch) {
        link[slot] = RESOLVED;
        epoch[slot] = arpEpoch;
        build(slot, high, low, remoteAddress);
        finish(slot, remoteAddress, flowTtlAndTos);
    }

    private void build(int slot, int high, int low, int remoteAddress) {
        ethernet.emit(headers, slot * LENGTH, high, low, EthernetFrame.TYPE_IPV4);
        if (remote[slot] != remoteAddress) {
            remote[slot] = remoteAddress;
            nextId[slot] = (char) ids.next();
        }
    }

    private void finish(int slot, int remoteAddress, int flowTtlAndTos) {
        int ip = slot * LENGTH + EthernetFrame.HEADER;
        int local = routes.address;
        Ipv4Packet.emit(
                octets,
                headers,
                ip,
                0,
                0,
                flowTtlAndTos,
                Ipv4Packet.TCP,
                local,
                remoteAddress,
                true);
        ttlAndTos[slot] = flowTtlAndTos;
        partialSum[slot] = Octets.fold(octets.sum(headers, ip, Ipv4Packet.HEADER));
    }

    /**
     * Writes the headers of the slot's next segment.
     *
     * @param at where the frame begins
     * @param segmentLength octets of the segment behind them
     * @param hardwareFills the header checksum is left 0
     */
    void emit(int slot, byte[] frame, int at, int segmentLength, boolean hardwareFills) {
        System.arraycopy(headers, slot * LENGTH, frame, at, LENGTH);
        int totalLength = Ipv4Packet.HEADER + segmentLength;
        int id = nextId[slot];
        nextId[slot] = (char) (id + 1);
        octets.put16(frame, at + TOTAL_LENGTH, totalLength);
        octets.put16(frame, at + IDENTIFICATION, id);
        if (!hardwareFills) {
            octets.put16(
                    frame, at + CHECKSUM, Octets.checksum(partialSum[slot] + totalLength + id));
        }
    }
}
