package org.tcplite.tcp;

/**
 * What TCP asks of the internet layer beneath it (RFC 9293 section 3.9.2, RFC 1122 section 3.4).
 * Addresses are IPv4, as big-endian ints.
 */
public interface InternetLayer {

    /**
     * The source address for segments to {@code remoteAddress}; asked once for each active open,
     * before the first SYN (RFC 9293 MUST-44).
     *
     * @return the address, {@link #NO_ROUTE} if there is no way there, or {@link #BAD_DESTINATION}
     *     if no single host has that address (MUST-46)
     */
    int sourceAddressFor(int remoteAddress);

    /**
     * The greatest IPv4 packet in octets that goes to {@code remoteAddress} unfragmented; MMS_S is
     * this less the IP header.
     */
    int mtuTo(int remoteAddress);

    /** Answer of {@link #sourceAddressFor}: off the link, and no gateway is known. */
    int NO_ROUTE = 0;

    /** Answer of {@link #sourceAddressFor}: broadcast, multicast, zero, loopback or reserved. */
    int BAD_DESTINATION = -1;
}
