package org.tcplite.net;

/**
 * The counters of the layers beneath TCP, by id. Names are those that {@code nstat} prints for the
 * IP-MIB (RFC 4293) and Linux, where one of them has the thing counted.
 *
 * <p>Every frame received moves exactly one of the outcomes, from {@link #FIRST_OUTCOME} on; from
 * {@link #FIRST_DROP} on it was dropped.
 */
public final class NetCounter {

    // ---- events: what happened, beside the outcome of each frame

    /** Frames taken from the MAC. */
    public static final int IN_FRAMES = 0;

    /** Frames handed to the MAC. */
    public static final int OUT_FRAMES = 1;

    /** IPv4 packets received, bad ones included. */
    public static final int IN_RECEIVES = 2;

    /** IPv4 packets sent. */
    public static final int OUT_REQUESTS = 3;

    /** Fragments received. */
    public static final int REASM_REQDS = 4;

    /** Datagrams put together. */
    public static final int REASM_OKS = 5;

    /** Datagrams in reassembly given up, for whatever reason. */
    public static final int REASM_FAILS = 6;

    /** Of those, datagrams that stayed incomplete too long. */
    public static final int REASM_TIMEOUT = 7;

    /** ICMP messages received, bad ones included. */
    public static final int ICMP_IN_MSGS = 8;

    /** Echo requests received. */
    public static final int ICMP_IN_ECHOS = 9;

    /** Destination-unreachable messages received. */
    public static final int ICMP_IN_DEST_UNREACHS = 10;

    /** Time-exceeded messages received. */
    public static final int ICMP_IN_TIME_EXCDS = 11;

    /** Parameter-problem messages received. */
    public static final int ICMP_IN_PARM_PROBS = 12;

    /** ICMP messages sent. */
    public static final int ICMP_OUT_MSGS = 13;

    /** Echo replies sent. */
    public static final int ICMP_OUT_ECHO_REPS = 14;

    /** Destination-unreachable messages sent. */
    public static final int ICMP_OUT_DEST_UNREACHS = 15;

    /** ICMP messages withheld because the second's budget was spent. */
    public static final int ICMP_OUT_RATE_LIMIT = 16;

    /** ARP requests sent. */
    public static final int ARP_OUT_REQUESTS = 17;

    /** ARP replies sent. */
    public static final int ARP_OUT_REPLIES = 18;

    /** ARP requests to us whose sender is known under another link address. */
    public static final int ARP_MISMATCH = 19;

    /** Neighbours that found no entry to stand in. */
    public static final int ARP_TABLE_FULL = 20;

    /** Entries that gave way to another neighbour. */
    public static final int ARP_EVICTED = 21;

    /** Known neighbours removed because they did not answer. */
    public static final int ARP_LOST = 22;

    /** Replies and ARP requests that found no transmit descriptor. */
    public static final int TX_NO_DESCRIPTOR = 23;

    /** Segments and replies given up because no link address is known. */
    public static final int TX_NO_NEIGHBOUR = 24;

    // ---- outcomes: every received frame moves exactly one; first the frames put to use

    /** The first of the outcomes of a received frame. */
    public static final int FIRST_OUTCOME = 25;

    /** ARP requests answered and replies that were asked for. */
    public static final int ACCEPT_ARP = 25;

    /** Echo requests answered and errors led to TCP. */
    public static final int ACCEPT_ICMP = 26;

    /** Segments handed to TCP, which has counters of its own for what it drops. */
    public static final int ACCEPT_TCP = 27;

    /** Fragments kept; the one that completes a datagram counts as the datagram. */
    public static final int ACCEPT_FRAGMENT = 28;

    // ---- outcomes: frames dropped

    /** The first of the drop counters. */
    public static final int FIRST_DROP = 29;

    /** Dropped: shorter than an Ethernet header. */
    public static final int DROP_RUNT = 29;

    /** Dropped: longer than the receive buffer, so only its beginning is there. */
    public static final int DROP_OVERLONG = 30;

    /** Dropped: the hardware found a checksum wrong. */
    public static final int DROP_HARDWARE_CHECKSUM = 31;

    /** Dropped: a unicast frame for another station. */
    public static final int DROP_OTHER_HOST = 32;

    /** Dropped: a multicast frame (PAUSE included); no group is joined. */
    public static final int DROP_LINK_MULTICAST = 33;

    /** Dropped: the source is a group address, zero, or our own. */
    public static final int DROP_LINK_SOURCE = 34;

    /** Dropped: IEEE 802.3 with a length field (LLC, SNAP). */
    public static final int DROP_LENGTH_FIELD = 35;

    /** Dropped: an EtherType other than IPv4 and ARP. */
    public static final int DROP_ETHER_TYPE = 36;

    /** Dropped: ARP cut short, or other than Ethernet, IPv4, request or reply. */
    public static final int DROP_ARP_MALFORMED = 37;

    /** Dropped: ARP whose sender no host can be, or is not the frame's source. */
    public static final int DROP_ARP_SENDER = 38;

    /** Dropped: ARP of another station that uses our address. */
    public static final int DROP_ARP_CONFLICT = 39;

    /** Dropped: ARP that asks for another host, gratuitous included. */
    public static final int DROP_ARP_OTHER_TARGET = 40;

    /** Dropped: an ARP reply nobody asked for. */
    public static final int DROP_ARP_UNSOLICITED = 41;

    /** Dropped: the IPv4 packet is longer than the frame that holds it. */
    public static final int DROP_TRUNCATED = 42;

    /** Dropped: the IP version is not 4. */
    public static final int DROP_VERSION = 43;

    /** Dropped: an impossible IPv4 header or total length. */
    public static final int DROP_HEADER_LENGTH = 44;

    /** Dropped: the IPv4 header checksum is wrong. */
    public static final int DROP_IP_CHECKSUM = 45;

    /** Dropped: an IPv4 option with an impossible length. */
    public static final int DROP_IP_OPTIONS = 46;

    /** Dropped: a source-route option. */
    public static final int DROP_SOURCE_ROUTE = 47;

    /** Dropped: an IPv4 source no single host can have. */
    public static final int DROP_IP_SOURCE = 48;

    /** Dropped: our own address as IPv4 source (LAND). */
    public static final int DROP_OWN_SOURCE = 49;

    /** Dropped: an IPv4 destination that is not us; hosts never forward. */
    public static final int DROP_IP_DESTINATION = 50;

    /** Dropped: an IPv4 broadcast; nothing here takes one. */
    public static final int DROP_IP_BROADCAST = 51;

    /** Dropped: an IPv4 multicast; no group is joined. */
    public static final int DROP_IP_MULTICAST = 52;

    /** Dropped: an IPv4 unicast in a broadcast frame (RFC 1122 section 3.3.6). */
    public static final int DROP_LINK_BROADCAST = 53;

    /** Dropped: a protocol other than TCP and ICMP. */
    public static final int DROP_UNKNOWN_PROTOCOL = 54;

    /** Dropped: a fragment, and reassembly is switched off. */
    public static final int DROP_FRAGMENTS_OFF = 55;

    /** Dropped: an empty fragment, one not of 8-octet units, or past 65,535 octets. */
    public static final int DROP_FRAGMENT_LENGTH = 56;

    /** Dropped: a fragment beyond the reassembly buffer. */
    public static final int DROP_FRAGMENT_TOO_BIG = 57;

    /** Dropped: a first fragment without the whole transport header. */
    public static final int DROP_FRAGMENT_TINY = 58;

    /** Dropped, and its datagram with it: a fragment that overlaps another. */
    public static final int DROP_FRAGMENT_OVERLAP = 59;

    /** Dropped, and its datagram with it: a fragment that contradicts the known end. */
    public static final int DROP_FRAGMENT_END = 60;

    /** Dropped: an exact duplicate of a fragment. */
    public static final int DROP_FRAGMENT_DUPLICATE = 61;

    /** Dropped: an ICMP message shorter than its header. */
    public static final int DROP_ICMP_LENGTH = 62;

    /** Dropped: the ICMP checksum is wrong. */
    public static final int DROP_ICMP_CHECKSUM = 63;

    /** Dropped: a source quench (RFC 6633). */
    public static final int DROP_ICMP_SOURCE_QUENCH = 64;

    /** Dropped: a redirect. */
    public static final int DROP_ICMP_REDIRECT = 65;

    /** Dropped: an ICMP type or code we have no use for. */
    public static final int DROP_ICMP_TYPE = 66;

    /** Dropped: an ICMP error that does not quote a TCP segment of ours. */
    public static final int DROP_ICMP_QUOTE = 67;

    /** Dropped: an echo request beyond the second's budget. */
    public static final int DROP_ECHO_LIMITED = 68;

    /** Dropped: a request whose answer found no descriptor or link address. */
    public static final int DROP_NO_REPLY = 69;

    /** Dropped: a SYN beyond what the processor can answer; see NetConfig.earlySynDrop. */
    public static final int DROP_SYN_EARLY = 70;

    /** The number of ids. */
    public static final int COUNT = 71;

    private NetCounter() {}

    /** The counter's name in {@code netstat -s} and JSON; never null. */
    public static String name(int id) {
        return id < FIRST_OUTCOME ? eventName(id) : outcomeName(id);
    }

    private static String eventName(int id) {
        switch (id) {
            case IN_FRAMES:
                return "RxFrames";
            case OUT_FRAMES:
                return "TxFrames";
            case IN_RECEIVES:
                return "IpInReceives";
            case OUT_REQUESTS:
                return "IpOutRequests";
            case REASM_REQDS:
                return "IpReasmReqds";
            case REASM_OKS:
                return "IpReasmOKs";
            case REASM_FAILS:
                return "IpReasmFails";
            case REASM_TIMEOUT:
                return "IpReasmTimeout";
            case ICMP_IN_MSGS:
                return "IcmpInMsgs";
            case ICMP_IN_ECHOS:
                return "IcmpInEchos";
            case ICMP_IN_DEST_UNREACHS:
                return "IcmpInDestUnreachs";
            case ICMP_IN_TIME_EXCDS:
                return "IcmpInTimeExcds";
            case ICMP_IN_PARM_PROBS:
                return "IcmpInParmProbs";
            case ICMP_OUT_MSGS:
                return "IcmpOutMsgs";
            case ICMP_OUT_ECHO_REPS:
                return "IcmpOutEchoReps";
            case ICMP_OUT_DEST_UNREACHS:
                return "IcmpOutDestUnreachs";
            case ICMP_OUT_RATE_LIMIT:
                return "IcmpOutRateLimitGlobal";
            case ARP_OUT_REQUESTS:
                return "ArpOutRequests";
            case ARP_OUT_REPLIES:
                return "ArpOutReplies";
            case ARP_MISMATCH:
                return "ArpMismatch";
            case ARP_TABLE_FULL:
                return "ArpTableFull";
            case ARP_EVICTED:
                return "ArpEvicted";
            case ARP_LOST:
                return "ArpLost";
            case TX_NO_DESCRIPTOR:
                return "TxNoDescriptor";
            case TX_NO_NEIGHBOUR:
                return "TxNoNeighbour";
            default:
                return "unknown";
        }
    }

    private static String outcomeName(int id) {
        switch (id) {
            case ACCEPT_ARP:
                return "ArpInAccepted";
            case ACCEPT_ICMP:
                return "IcmpInAccepted";
            case ACCEPT_TCP:
                return "TcpInDelivered";
            case ACCEPT_FRAGMENT:
                return "IpInFragments";
            case DROP_RUNT:
                return "LinkDropRunt";
            case DROP_OVERLONG:
                return "LinkDropOverlong";
            case DROP_HARDWARE_CHECKSUM:
                return "LinkDropChecksum";
            case DROP_OTHER_HOST:
                return "LinkDropOtherHost";
            case DROP_LINK_MULTICAST:
                return "LinkDropMulticast";
            case DROP_LINK_SOURCE:
                return "LinkDropSource";
            case DROP_LENGTH_FIELD:
                return "LinkDropLengthField";
            case DROP_ETHER_TYPE:
                return "LinkDropEtherType";
            case DROP_ARP_MALFORMED:
                return "ArpDropMalformed";
            case DROP_ARP_SENDER:
                return "ArpDropSender";
            case DROP_ARP_CONFLICT:
                return "ArpDropConflict";
            case DROP_ARP_OTHER_TARGET:
                return "ArpDropOtherTarget";
            case DROP_ARP_UNSOLICITED:
                return "ArpDropUnsolicited";
            case DROP_TRUNCATED:
                return "IpExtInTruncatedPkts";
            case DROP_VERSION:
                return "IpInHdrErrorsVersion";
            case DROP_HEADER_LENGTH:
                return "IpInHdrErrorsLength";
            case DROP_IP_CHECKSUM:
                return "IpExtInCsumErrors";
            case DROP_IP_OPTIONS:
                return "IpInHdrErrorsOptions";
            case DROP_SOURCE_ROUTE:
                return "IpDropSourceRoute";
            case DROP_IP_SOURCE:
                return "IpDropSource";
            case DROP_OWN_SOURCE:
                return "IpDropOwnSource";
            case DROP_IP_DESTINATION:
                return "IpInAddrErrors";
            case DROP_IP_BROADCAST:
                return "IpDropBroadcast";
            case DROP_IP_MULTICAST:
                return "IpDropMulticast";
            case DROP_LINK_BROADCAST:
                return "IpDropLinkBroadcast";
            case DROP_UNKNOWN_PROTOCOL:
                return "IpInUnknownProtos";
            case DROP_FRAGMENTS_OFF:
                return "IpDropFragmentsOff";
            case DROP_FRAGMENT_LENGTH:
                return "IpDropFragmentLength";
            case DROP_FRAGMENT_TOO_BIG:
                return "IpDropFragmentTooBig";
            case DROP_FRAGMENT_TINY:
                return "IpDropFragmentTiny";
            case DROP_FRAGMENT_OVERLAP:
                return "IpDropFragmentOverlap";
            case DROP_FRAGMENT_END:
                return "IpDropFragmentEnd";
            case DROP_FRAGMENT_DUPLICATE:
                return "IpDropFragmentDuplicate";
            case DROP_ICMP_LENGTH:
                return "IcmpInErrors";
            case DROP_ICMP_CHECKSUM:
                return "IcmpInCsumErrors";
            case DROP_ICMP_SOURCE_QUENCH:
                return "IcmpInSrcQuenchs";
            case DROP_ICMP_REDIRECT:
                return "IcmpInRedirects";
            case DROP_ICMP_TYPE:
                return "IcmpDropType";
            case DROP_ICMP_QUOTE:
                return "IcmpDropQuote";
            case DROP_ECHO_LIMITED:
                return "IcmpDropEchoLimited";
            case DROP_NO_REPLY:
                return "DropNoReply";
            case DROP_SYN_EARLY:
                return "DropSynEarly";
            default:
                return "unknown";
        }
    }
}
