package org.tcplite.net;

import org.tcplite.tcp.Octets;

/** The header templates of all connection slots, and how they are built. */
final class HeaderTemplates {

    private final Octets octets;
    private final EthernetFrame ethernet;
    private final Routes routes;
    private final IpIds ids;
    private final HeaderTemplate[] templates;

    /** Headers while they are built. */
    private final byte[] headers = new byte[HeaderTemplate.LENGTH];

    HeaderTemplates(int slots, Octets octets, EthernetFrame ethernet, Routes routes, IpIds ids) {
        this.octets = octets;
        this.ethernet = ethernet;
        this.routes = routes;
        this.ids = ids;
        templates = new HeaderTemplate[slots];
        for (int i = 0; i < slots; i++) {
            templates[i] = new HeaderTemplate();
        }
    }

    HeaderTemplate of(int slot) {
        return templates[slot];
    }

    /** Builds a template anew, with the link address it has. */
    void build(HeaderTemplate template, int remoteAddress, int ttlAndTos, int flowEpoch) {
        int high = template.linkHigh();
        int low = template.linkLow();
        ethernet.emit(headers, 0, high, low, EthernetFrame.TYPE_IPV4);
        Ipv4Packet.emit(
                octets,
                headers,
                EthernetFrame.HEADER,
                0,
                0,
                ttlAndTos,
                Ipv4Packet.TCP,
                routes.address,
                remoteAddress,
                true);
        template.take(octets, headers, ids, remoteAddress, ttlAndTos, flowEpoch);
    }
}
