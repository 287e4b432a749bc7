package org.tcplite.net;

import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * The header of a received IPv4 packet, checked and read once, and how to write one (RFC 791
 * section 3.1, RFC 1122 section 3.2.1).
 *
 * <pre>
 *      0 | version | IHL | type of service |      total length       |
 *      4 |     identification      | flags |     fragment offset     |
 *      8 | time to live | protocol |         header checksum         |
 *     12 |                     source address                        |
 *     16 |                   destination address                     |
 *     20 | options, up to 40 octets: skipped by their length
 * </pre>
 *
 * <p>The time to live of a packet that has arrived does not matter (RFC 1122 section 3.2.1.7), and
 * octets behind the total length are padding.
 */
final class Ipv4Packet {

    static final int HEADER = 20;

    static final int ICMP = 1;
    static final int TCP = 6;

    /** {@link #parse}: the packet is for us. No id of a drop counter is 0. */
    static final int PASSED = 0;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;

    /** Of the first two words: version, header length, MF and fragment offset. */
    private static final long FORM = 0xff00_0000_0000_3fffL;

    private static final long WHOLE_WITHOUT_OPTIONS = 0x4500_0000_0000_0000L;

    /** Of the third and fourth word. */
    private static final long PROTOCOL_AND_SOURCE = 0x00ff_0000_ffff_ffffL;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_LOOSE_ROUTE = 131;
    private static final int OPTION_STRICT_ROUTE = 137;

    private final Octets octets;
    private final Routes routes;

    /** Octets of the header, options included: 20..60. */
    int headerLength;

    /** Octets of the packet, header included. */
    int totalLength;

    int identification;

    /** Flags and fragment offset as they stand in the header. */
    private int flagsAndOffset;

    int protocol;
    int source;
    int destination;

    /**
     * Protocol and source, as {@link #PROTOCOL_AND_SOURCE} cuts them out, of TCP from the last
     * source that was found good, which it stays: our address does not change. None at first.
     */
    private long goodTcpSource = -1;

    Ipv4Packet(Octets octets, Routes routes) {
        this.octets = octets;
        this.routes = routes;
    }

    /**
     * Reads and checks a header.
     *
     * @param available octets of the frame from {@code at} on, padding included
     * @param isVerified whether the hardware has verified the header checksum
     * @param inBroadcastFrame whether the frame was sent to everybody
     * @return {@link #PASSED}, or the drop counter's id
     */
    int parse(byte[] frame, int at, int available, boolean isVerified, boolean inBroadcastFrame) {
        if (available < HEADER) {
            return NetCounter.DROP_TRUNCATED;
        }
        long words01 = octets.get64(frame, at);
        int word0 = (int) (words01 >>> 32);
        if (word0 >>> 28 != 4) {
            return NetCounter.DROP_VERSION;
        }
        headerLength = word0 >>> 22 & 0x3c;
        totalLength = word0 & 0xffff;
        if (headerLength < HEADER || totalLength < headerLength) {
            return NetCounter.DROP_HEADER_LENGTH;
        }
        if (totalLength > available) {
            return NetCounter.DROP_TRUNCATED;
        }
        long words23 = octets.get64(frame, at + 8);
        source = (int) words23;
        destination = octets.get32(frame, at + 16);
        if (!isVerified && !isIntact(words01, words23, frame, at)) {
            return NetCounter.DROP_IP_CHECKSUM;
        }
        identification = (int) words01 >>> 16;
        flagsAndOffset = (int) words01 & (MORE_FRAGMENTS | OFFSET_MASK);
        protocol = (int) (words23 >>> 48) & 0xff;
        if (headerLength > HEADER) {
            int fault = checkOptions(frame, at + HEADER, at + headerLength);
            if (fault != PASSED) {
                return fault;
            }
        }
        long tcpSource = (long) TCP << 48 | source & 0xffffffffL;
        if (tcpSource != goodTcpSource) {
            if (!routes.isHost(source)) {
                return NetCounter.DROP_IP_SOURCE;
            }
            if (source == routes.address) {
                return NetCounter.DROP_OWN_SOURCE;
            }
            goodTcpSource = tcpSource;
        }
        if (destination != routes.address) {
            return foreignDestination();
        }
        return inBroadcastFrame ? NetCounter.DROP_LINK_BROADCAST : PASSED;
    }

    /**
     * Reads and checks a header, if it is that of a whole segment of TCP for us, without options,
     * from the source that was good last. Only {@link #source} and {@link #totalLength} are set.
     *
     * @return false if {@link #parse} has to judge it
     */
    boolean parseUsual(byte[] frame, int at, int available, boolean isVerified) {
        if (available < HEADER) {
            return false;
        }
        long words01 = octets.get64(frame, at);
        long words23 = octets.get64(frame, at + 8);
        int to = (int) octets.get64(frame, at + 12); // with the source: three reads of one kind
        int length = (int) (words01 >>> 32) & 0xffff;
        long other = words01 & FORM ^ WHOLE_WITHOUT_OPTIONS;
        other |= words23 & PROTOCOL_AND_SOURCE ^ goodTcpSource;
        other |= to ^ routes.address;
        if (other != 0 || length > available || length < HEADER) {
            return false;
        }
        source = (int) words23;
        totalLength = length;
        return isVerified || Octets.isIntact(headerSum(words01, words23, to));
    }

    private boolean isIntact(long words01, long words23, byte[] frame, int at) {
        long sum = headerSum(words01, words23, destination);
        if (headerLength > HEADER) {
            sum += octets.sum(frame, at + HEADER, headerLength - HEADER);
        }
        return Octets.isIntact(sum);
    }

    private static long headerSum(long words01, long words23, int word4) {
        return Octets.sumOfWords(words01) + Octets.sumOfWords(words23) + Octets.sumOfWords(word4);
    }

    /**
     * Options are skipped by their length; those that route are refused (RFC 1122 section 3.3.5).
     */
    private static int checkOptions(byte[] frame, int from, int end) {
        int at = from;
        while (at < end) {
            int kind = frame[at] & 0xff;
            if (kind == OPTION_END) {
                return PASSED;
            }
            if (kind == OPTION_NOP) {
                at++;
                continue;
            }
            int length = at + 1 < end ? frame[at + 1] & 0xff : 0;
            if (length < 2 || length > end - at) {
                return NetCounter.DROP_IP_OPTIONS;
            }
            if (kind == OPTION_LOOSE_ROUTE || kind == OPTION_STRICT_ROUTE) {
                return NetCounter.DROP_SOURCE_ROUTE;
            }
            at += length;
        }
        return PASSED;
    }

    private int foreignDestination() {
        if (routes.isBroadcast(destination)) {
            return NetCounter.DROP_IP_BROADCAST;
        }
        return Routes.isMulticast(destination)
                ? NetCounter.DROP_IP_MULTICAST
                : NetCounter.DROP_IP_DESTINATION;
    }

    boolean isFragment() {
        return flagsAndOffset != 0;
    }

    /** Whether a fragment is not its datagram's last. */
    boolean hasMoreFragments() {
        return (flagsAndOffset & MORE_FRAGMENTS) != 0;
    }

    /** Where a fragment's data stands in its datagram, in octets. */
    int fragmentOffset() {
        return (flagsAndOffset & OFFSET_MASK) << 3;
    }

    int payloadLength() {
        return totalLength - headerLength;
    }

    /**
     * Writes a header without options.
     *
     * @param ttlAndTos time to live and type of service, {@code ttl << 8 | tos}, and {@link
     *     Tcp#DONT_FRAGMENT} for DF
     * @param hardwareFills the checksum field is left 0
     */
    static void emit(
            Octets octets,
            byte[] frame,
            int at,
            int totalLength,
            int identification,
            int ttlAndTos,
            int protocol,
            int source,
            int destination,
            boolean hardwareFills) {
        int word0 = 0x45000000 | (ttlAndTos & 0xff) << 16 | totalLength;
        int df = (ttlAndTos & Tcp.DONT_FRAGMENT) != 0 ? DONT_FRAGMENT : 0;
        int word1 = identification << 16 | df;
        int word2 = (ttlAndTos >>> 8 & 0xff) << 24 | protocol << 16;
        if (!hardwareFills) {
            long sum =
                    Octets.sumOfWords(word0) + Octets.sumOfWords(word1) + Octets.sumOfWords(word2);
            sum += Octets.sumOfWords(source) + Octets.sumOfWords(destination);
            word2 |= Octets.checksum(sum);
        }
        octets.put64(frame, at, Octets.pair(word0, word1));
        octets.put64(frame, at + 8, Octets.pair(word2, source));
        octets.put32(frame, at + 16, destination);
    }
}
