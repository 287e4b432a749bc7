package org.tcplite.net;

/**
 * Where a stateless reply goes: back to the link address of the frame it answers, or, if that is
 * switched off, to a neighbour that is known. It never starts ARP: anybody could have sent the
 * frame.
 */
final class ReplyAddress {

    private final boolean toFrameSource;
    private final EthernetFrame ethernet;
    private final Routes routes;
    private final Arp arp;
    private final long[] counters;

    /** The link address found. */
    int high;

    int low;

    ReplyAddress(
            NetConfig config, EthernetFrame ethernet, Routes routes, Arp arp, long[] counters) {
        toFrameSource = config.replyToFrameSource;
        this.ethernet = ethernet;
        this.routes = routes;
        this.arp = arp;
        this.counters = counters;
    }

    /**
     * Finds the link address for a reply to {@code destination}; if there is none, it is counted.
     */
    boolean find(int destination) {
        if (toFrameSource) {
            high = ethernet.sourceHigh();
            low = ethernet.sourceLow();
            return true;
        }
        return findKnown(destination);
    }

    /** Finds the link address of a known neighbour on the way to {@code destination}. */
    boolean findKnown(int destination) {
        int entry = arp.known(routes.nextHop(destination));
        if (entry == ArpTable.NONE) {
            counters[NetCounter.TX_NO_NEIGHBOUR]++;
            return false;
        }
        high = arp.table.macHigh[entry];
        low = arp.table.macLow[entry];
        return true;
    }
}
