package org.tcplite.sim.flood;

import java.util.Locale;

/** Whose addresses the attackers write into their SYNs. */
public enum Spoof {
    /** Any unicast address off the victim's link; nobody answers. */
    RANDOM,

    /** Addresses of the victim's own link; nobody has them. */
    SUBNET,

    /** One address; nobody answers. */
    SINGLE,

    /** Addresses of hosts that are there: they answer a SYN-ACK they did not ask for by an RST. */
    LIVE;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
