package org.tcplite.sim.link;

import java.net.InetSocketAddress;

/**
 * {@code HOST:PORT}, as it is written in {@code --link}; an IPv6 address stands in brackets.
 *
 * @param host a name or an address, without brackets
 * @param port 0..65535; 0 is any free one
 */
record HostPort(String host, int port) {

    private static final int MAX_PORT = 65535;

    /** Reads it; null if it is none. */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        String digits = text.substring(colon + 1);
        boolean good =
                digits.matches("[0-9]{1,5}")
                        && host.matches("[0-9A-Za-z._:%-]+")
                        && (bracketed || host.indexOf(':') < 0);
        if (!good || Integer.parseInt(digits) > MAX_PORT) {
            return null;
        }
        return new HostPort(host, Integer.parseInt(digits));
    }

    /**
     * Looks the name up.
     *
     * @throws LinkException if there is no such host
     */
    InetSocketAddress resolve(String link) throws LinkException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new LinkException(
                    "--link "
                            + link
                            + ": '"
                            + host
                            + "' is no host known here; say its address, as in 127.0.0.1:"
                            + port);
        }
        return address;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return of(host, port);
    }

    /** An address with the port that was really taken. */
    static String of(InetSocketAddress address) {
        return of(address.getAddress().getHostAddress(), address.getPort());
    }

    private static String of(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
