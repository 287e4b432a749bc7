package org.tcplite.sim.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;

/**
 * Where a board is to connect to. It has no resolver of its own: names are asked of the desktop.
 */
final class HostNames {

    private HostNames() {}

    /**
     * The IPv4 address of a host as seen from the board.
     *
     * @param what the option or argument, for messages
     */
    static int resolve(String host, BoardOptions options, String what) {
        int address = lookUp(host, options, what);
        int gateway = options.linkSettings(List.of()).gatewayAddress();
        if (address >>> 24 == 127) {
            throw options.usage(
                    what
                            + ": "
                            + host
                            + " would be the board itself; this desktop is "
                            + LinkSettings.dotted(gateway)
                            + " as seen from the board");
        }
        if (options.link.kind() == LinkSpec.Kind.FORWARD && address != gateway) {
            throw options.usage(
                    what
                            + ": "
                            + LinkSettings.dotted(address)
                            + " cannot be reached on --link forward, where "
                            + LinkSettings.dotted(gateway)
                            + " is this desktop; say that, or use --link tap:NAME");
        }
        return address;
    }

    private static int lookUp(String host, BoardOptions options, String what) {
        try {
            for (InetAddress found : InetAddress.getAllByName(host)) {
                if (found instanceof Inet4Address) {
                    return ByteBuffer.wrap(found.getAddress()).getInt();
                }
            }
        } catch (UnknownHostException e) {
            throw options.usage(what + ": the host " + host + " is not known; say its address");
        }
        throw options.usage(what + ": " + host + " has no IPv4 address, and the board no IPv6");
    }
}
