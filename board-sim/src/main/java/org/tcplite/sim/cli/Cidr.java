package org.tcplite.sim.cli;

import org.tcplite.sim.link.LinkSettings;

/**
 * An IPv4 address and the length of its network's prefix.
 *
 * @param address as a big-endian int
 * @param prefixLength 1..32
 */
record Cidr(int address, int prefixLength) {

    @Override
    public String toString() {
        return LinkSettings.dotted(address) + "/" + prefixLength;
    }
}
