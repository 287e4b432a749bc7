package org.tcplite.net;

import org.tcplite.tcp.ConfigException;
import org.tcplite.tcp.TcpConfig;

/**
 * Every limit and every default of the layers beneath TCP, as plain fields; {@link NetworkStack}
 * checks and reads them once. Addresses are IPv4, as big-endian ints.
 */
public final class NetConfig {

    /** The board's address. A unicast address. */
    public int address;

    /** The length of its network prefix, 1..32 (31 and 32 have no broadcast address). */
    public int prefixLength = 24;

    /**
     * The default gateway, or 0: only the link can be reached. A host on the link; with a prefix of
     * 32, which has no other host, any unicast address.
     */
    public int gateway;

    /**
     * The greatest packet sent to a destination off the link, in octets, without path MTU discovery
     * ({@code tcp.pathMtuDiscovery}; RFC 1122 section 3.3.3). 576..65535; the link's own limit
     * holds as well.
     */
    public int offLinkMtu = 576;

    /** Neighbours known at one time. 2..1024. */
    public int arpEntries = 16;

    /** How long a neighbour is taken for known after it was last heard. 1,000..86,400,000. */
    public int arpLifetimeMs = 60_000;

    /** Datagrams in reassembly at one time; 0 drops every fragment. 0..16. */
    public int reassemblies = 2;

    /** The greatest datagram reassembled, in octets of its data. A multiple of 8, 576..65528. */
    public int reassemblyBuffer = 4096;

    /** How long a datagram may be incomplete (RFC 1122 section 3.3.2). 1,000..120,000. */
    public int reassemblyTimeoutMs = 60_000;

    /** Frames taken from the MAC in one poll. 1..256. */
    public int framesPerPoll = 16;

    /** Timers fired in one poll. 1..1024. */
    public int timersPerPoll = 64;

    /** Turns given to flows that owe a segment in one poll. 1..1024. */
    public int segmentsPerPoll = 64;

    /** How soon a MAC that signals nothing is polled again, if nothing is due before. 1..1,000. */
    public int pollIntervalMs = 1;

    /** Echo replies and ICMP errors sent per second, at most; 0 sends none. 0..1,000,000. */
    public int icmpPerSecond = 1_000;

    /**
     * Whether stateless replies, and the segments of connections a peer opened, go to the link
     * address their trigger came from. If not, replies go to known neighbours only.
     */
    public boolean replyToFrameSource = true;

    /**
     * Whether SYNs are dropped before they are looked at closely, in flood mode, while the receive
     * ring fills faster than it can be emptied. If not, what the ring loses then are frames of any
     * kind.
     */
    public boolean earlySynDrop = true;

    /** The limits of the TCP layer. */
    public final TcpConfig tcp = new TcpConfig();

    /** The desktop's defaults; the address has to be set. */
    public NetConfig() {}

    /** Changes the sizes, TCP's too, to those of a board with 64 KB of memory. */
    public void useBoardDefaults() {
        arpEntries = 4;
        reassemblies = 0;
        tcp.useBoardDefaults();
    }

    /**
     * Compares every field with its range, TCP's too.
     *
     * @throws ConfigException for the first field that is out of it; addresses are given as
     *     0..2^32-1
     */
    public void check() {
        range("prefixLength", prefixLength, 1, 32);
        checkHost("address", address);
        if (gateway != 0) {
            checkGateway();
        }
        range("offLinkMtu", offLinkMtu, 576, 65535);
        range("arpEntries", arpEntries, 2, 1024);
        range("arpLifetimeMs", arpLifetimeMs, 1_000, 86_400_000);
        range("reassemblies", reassemblies, 0, 16);
        range("reassemblyBuffer", reassemblyBuffer, 576, 65528);
        range("reassemblyBuffer % 8", reassemblyBuffer & 7, 0, 0);
        range("reassemblyTimeoutMs", reassemblyTimeoutMs, 1_000, 120_000);
        range("framesPerPoll", framesPerPoll, 1, 256);
        range("timersPerPoll", timersPerPoll, 1, 1024);
        range("segmentsPerPoll", segmentsPerPoll, 1, 1024);
        range("pollIntervalMs", pollIntervalMs, 1, 1_000);
        range("icmpPerSecond", icmpPerSecond, 0, 1_000_000);
        tcp.check();
    }

    /** A unicast address that is neither the network's own nor its broadcast address. */
    private void checkHost(String field, int value) {
        long given = value & 0xffffffffL;
        range(field, given, 0x01000000L, 0xdfffffffL);
        if (given >>> 24 == 127) {
            range(field, given, 0x80000000L, 0xdfffffffL);
        }
        if (prefixLength <= 30) {
            long hosts = 0xffffffffL >>> (prefixLength & 31);
            long network = given & ~hosts;
            range(field, given, network + 1, network + hosts - 1);
        }
    }

    private void checkGateway() {
        checkHost("gateway", gateway);
        long hosts = prefixLength == 32 ? 0 : 0xffffffffL >>> (prefixLength & 31);
        long network = address & 0xffffffffL & ~hosts;
        if (prefixLength < 32) {
            range("gateway", gateway & 0xffffffffL, network, network + hosts);
        }
        if (gateway == address) {
            range("gateway", gateway & 0xffffffffL, 0, 0);
        }
    }

    private static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException(field, value, min, max);
        }
    }
}
