package org.tcplite.sim.link;

import java.util.List;

/** Opens what {@code --link} says. */
public final class Links {

    private Links() {}

    /**
     * Opens a link.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    public static Link open(LinkSpec spec, LinkSettings settings) throws LinkException {
        if (spec.kind() == LinkSpec.Kind.FORWARD) {
            return ForwardLink.open(settings);
        }
        if (!settings.forwards.isEmpty()) {
            throw new LinkException(
                    "--forward goes with --link forward only; on "
                            + spec
                            + " the board is reached at its own address");
        }
        switch (spec.kind()) {
            case TAP:
                return TapLink.open(spec.name(), settings.boardMac(), commands(spec, settings));
            case MACVTAP:
                return TapLink.openMacvtap(spec.name(), settings);
            case UDP:
                return UdpLink.open(spec, settings.boardMac());
            case PCAP:
                return PcapLink.open(spec, settings);
            default:
                return StreamLink.open(spec, settings);
        }
    }

    /** The lines to type before the link can be used; none for {@code forward}. */
    public static List<String> commands(LinkSpec spec, LinkSettings settings) {
        if (spec.kind() == LinkSpec.Kind.TAP) {
            return TapLink.commands(
                    spec.name(),
                    LinkSettings.dotted(settings.gatewayAddress()),
                    settings.prefixLength);
        }
        return spec.kind() == LinkSpec.Kind.MACVTAP
                ? MacvtapDevice.commands(spec.name())
                : List.of();
    }
}
