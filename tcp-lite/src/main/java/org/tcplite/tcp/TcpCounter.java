package org.tcplite.tcp;

/**
 * The counters of the TCP layer, by id. Names are those of the TCP-MIB (RFC 4022) and of Linux's
 * TcpExt where one of them has the thing counted. Every segment that is dropped moves exactly one
 * of those from {@link #FIRST_DROP} on.
 */
public final class TcpCounter {

    /** Segments received, bad ones included. */
    public static final int IN_SEGS = 0;

    /** Segments sent, retransmissions excluded. */
    public static final int OUT_SEGS = 1;

    /** Segments retransmitted. */
    public static final int RETRANS_SEGS = 2;

    /** Segments sent with the RST flag. */
    public static final int OUT_RSTS = 3;

    /** Connections opened by this side. */
    public static final int ACTIVE_OPENS = 4;

    /** Connections opened by a peer and taken into a slot. */
    public static final int PASSIVE_OPENS = 5;

    /** Opens that failed: SYN-SENT or SYN-RECEIVED to CLOSED. */
    public static final int ATTEMPT_FAILS = 6;

    /** Resets of established connections, sent or received. */
    public static final int ESTAB_RESETS = 7;

    /** SYNs received for a listener. */
    public static final int SYNS_RECEIVED = 8;

    /** SYN-ACKs sent again. */
    public static final int SYN_ACK_RETRANS = 9;

    /** Half-open entries that ended unanswered. */
    public static final int SYN_EXPIRED = 10;

    /** Expiries of the retransmission timer. */
    public static final int TIMEOUTS = 11;

    /** Segments sent again in fast recovery. */
    public static final int FAST_RETRANS = 12;

    /** Connections given up because nothing was acknowledged in time. */
    public static final int ABORT_ON_TIMEOUT = 13;

    /** Connections reset because text was unread, or came, after the local user closed. */
    public static final int ABORT_ON_CLOSE = 14;

    /** Zero-window probes sent. */
    public static final int WIN_PROBE = 15;

    /** Keep-alive probes sent. */
    public static final int KEEP_ALIVE = 16;

    /** Acknowledgments that the delayed-ACK timer sent. */
    public static final int DELAYED_ACKS = 17;

    /** Challenge ACKs sent (RFC 5961). */
    public static final int CHALLENGE_ACK = 18;

    /** Challenge ACKs and the like withheld by the limiter. */
    public static final int ACK_SKIPPED = 19;

    /** Segments whose text lay ahead of RCV.NXT and was kept. */
    public static final int OFO_QUEUE = 20;

    /** Connections that entered TIME-WAIT. */
    public static final int TIME_WAITED = 21;

    /** TIME-WAIT records that gave way to a newer one. */
    public static final int TIME_WAIT_RECYCLED = 22;

    /** TIME-WAIT tuples that a newer SYN opened again (RFC 6191). */
    public static final int TIME_WAIT_REUSED = 23;

    /** Orphans in FIN-WAIT-2 given up. */
    public static final int FIN_WAIT_2_EXPIRED = 24;

    /** Options with a length that cannot be; the rest of that segment's options was not read. */
    public static final int BAD_OPTIONS = 25;

    /** SYN-ACKs and resets that found no transmit descriptor. */
    public static final int REPLY_NO_BUFFER = 26;

    /** The receive window ran full: text had to be refused. */
    public static final int ZERO_WINDOW_ADV = 27;

    /** ICMP errors led to a connection. */
    public static final int ICMP_ERRORS = 28;

    /** SYNs answered by a cookie. */
    public static final int SYN_COOKIES_SENT = 29;

    /** Connections made from a cookie. */
    public static final int SYN_COOKIES_RECEIVED = 30;

    /** ACKs that came while cookies were accepted and answered none. */
    public static final int SYN_COOKIES_FAILED = 31;

    /** Times that flood mode began. */
    public static final int FLOOD_MODES = 32;

    /** SYN-ACKs not sent again, for their budget was spent. */
    public static final int SYN_ACK_SKIPPED = 33;

    /** Resets and acknowledgments without a connection withheld, for their budget was spent. */
    public static final int REPLY_SKIPPED = 34;

    /** Connections without progress that gave way to newcomers. */
    public static final int SLOTS_RECLAIMED = 35;

    /** Fast recoveries begun by selective acknowledgments. */
    public static final int SACK_RECOVERY = 36;

    /** Tail loss probes sent (RFC 8985). */
    public static final int LOSS_PROBES = 37;

    /** Losses that a tail loss probe has repaired by itself. */
    public static final int LOSS_PROBE_RECOVERY = 38;

    /** Retransmissions found lost before a time-out. */
    public static final int LOST_RETRANSMIT = 39;

    /** Connections on whose path reordering was seen. */
    public static final int SACK_REORDER = 40;

    /** Time-outs of text that the peer had reported as had. */
    public static final int SACK_RENEGING = 41;

    /** SACK blocks that cannot be: they changed nothing. */
    public static final int SACK_DISCARD = 42;

    /** Duplicates the peer has reported (RFC 2883). */
    public static final int DSACK_RECV = 43;

    /** Path MTU estimates lowered by a router's message (RFC 1191). */
    public static final int PATH_MTU_LOWERED = 44;

    /** Connections whose large segments vanished without a message (RFC 2923). */
    public static final int PATH_MTU_BLACK_HOLES = 45;

    /** Segments sent again after a time-out, besides the one it sends itself. */
    public static final int SLOW_START_RETRANS = 46;

    /** Reductions of the window undone: all that was sent again had come twice (RFC 3708). */
    public static final int DSACK_UNDO = 47;

    /** Fast recoveries undone: timestamps tell that the originals arrived (RFC 4015). */
    public static final int FULL_UNDO = 48;

    /** Time-outs undone: timestamps tell that the originals arrived (RFC 3522). */
    public static final int SPURIOUS_RTOS = 49;

    /** The first of the drop counters. */
    public static final int FIRST_DROP = 50;

    /** Dropped: the checksum is wrong. */
    public static final int DROP_CHECKSUM = 50;

    /** Dropped: shorter than its header says, or the data offset is impossible. */
    public static final int DROP_LENGTH = 51;

    /** Dropped: port 0. */
    public static final int DROP_PORT_ZERO = 52;

    /** Dropped: source and destination are the same socket (LAND). */
    public static final int DROP_LAND = 53;

    /** Dropped: SYN and FIN, or SYN and RST, together, to a listener. */
    public static final int DROP_FLAGS = 54;

    /** Dropped: a reset without a connection, or one that is not for the state. */
    public static final int DROP_RST_IGNORED = 55;

    /** Dropped: no connection; answered by a reset where one is due. */
    public static final int DROP_NO_CONNECTION = 56;

    /** Dropped: nothing of the segment lies in the window. */
    public static final int DROP_OUT_OF_WINDOW = 57;

    /** Dropped: a reset in the window whose number is not exact; challenged (RFC 5961). */
    public static final int DROP_RST_CHALLENGED = 58;

    /** Dropped: a SYN in a synchronized state; challenged (RFC 5961). */
    public static final int DROP_SYN_CHALLENGED = 59;

    /** Dropped: no ACK flag where one is needed. */
    public static final int DROP_NO_ACK = 60;

    /** Dropped: the acknowledgment is outside what RFC 5961 section 5 accepts. */
    public static final int DROP_BAD_ACK = 61;

    /** Dropped: a SYN found the accept queue or the slots full (ListenOverflows). */
    public static final int DROP_LISTEN_OVERFLOW = 62;

    /** Dropped: a SYN found its part of the SYN queue full (TCPReqQFullDrop). */
    public static final int DROP_SYN_QUEUE_FULL = 63;

    /** Dropped: the last ACK of a handshake found no slot or a full accept queue. */
    public static final int DROP_ACCEPT_OVERFLOW = 64;

    /** Dropped: a segment in TIME-WAIT that opens nothing. */
    public static final int DROP_TIME_WAIT = 65;

    /** Dropped: out-of-order text for which there is no range left. */
    public static final int DROP_OFO = 66;

    /** Dropped: text, but the receive window is zero. */
    public static final int DROP_ZERO_WINDOW = 67;

    /** Dropped: text after the local user closed; answered by a reset. */
    public static final int DROP_AFTER_CLOSE = 68;

    /** Dropped: a repeated SYN of a half-open connection within the limiter's time. */
    public static final int DROP_SYN_REPEATED = 69;

    /** Dropped: a SYN of a source that holds half of the slots, while they are scarce. */
    public static final int DROP_SOURCE_LIMIT = 70;

    /** Dropped: the timestamp is older than one already had (PAWS, RFC 7323 section 5). */
    public static final int DROP_PAWS = 71;

    /** Dropped: no timestamp on a connection that has them (RFC 7323 section 3.2). */
    public static final int DROP_NO_TIMESTAMP = 72;

    /** The number of ids. */
    public static final int COUNT = 73;

    private TcpCounter() {}

    /** The counter's name in {@code netstat -s} and JSON; never null. */
    public static String name(int id) {
        switch (id) {
            case IN_SEGS:
                return "InSegs";
            case OUT_SEGS:
                return "OutSegs";
            case RETRANS_SEGS:
                return "RetransSegs";
            case OUT_RSTS:
                return "OutRsts";
            case ACTIVE_OPENS:
                return "ActiveOpens";
            case PASSIVE_OPENS:
                return "PassiveOpens";
            case ATTEMPT_FAILS:
                return "AttemptFails";
            case ESTAB_RESETS:
                return "EstabResets";
            case SYNS_RECEIVED:
                return "SynsReceived";
            case SYN_ACK_RETRANS:
                return "SynAckRetrans";
            case SYN_EXPIRED:
                return "SynExpired";
            case TIMEOUTS:
                return "TCPTimeouts";
            case FAST_RETRANS:
                return "TCPFastRetrans";
            case ABORT_ON_TIMEOUT:
                return "TCPAbortOnTimeout";
            case ABORT_ON_CLOSE:
                return "TCPAbortOnClose";
            case WIN_PROBE:
                return "TCPWinProbe";
            case KEEP_ALIVE:
                return "TCPKeepAlive";
            case DELAYED_ACKS:
                return "DelayedACKs";
            case CHALLENGE_ACK:
                return "TCPChallengeACK";
            case ACK_SKIPPED:
                return "TCPACKSkipped";
            case OFO_QUEUE:
                return "TCPOFOQueue";
            case TIME_WAITED:
                return "TW";
            case TIME_WAIT_RECYCLED:
                return "TWRecycled";
            case TIME_WAIT_REUSED:
                return "TWReused";
            case FIN_WAIT_2_EXPIRED:
                return "FinWait2Expired";
            case BAD_OPTIONS:
                return "BadOptions";
            case REPLY_NO_BUFFER:
                return "ReplyNoBuffer";
            case ZERO_WINDOW_ADV:
                return "TCPToZeroWindowAdv";
            case ICMP_ERRORS:
                return "IcmpErrors";
            case SYN_COOKIES_SENT:
                return "SyncookiesSent";
            case SYN_COOKIES_RECEIVED:
                return "SyncookiesRecv";
            case SYN_COOKIES_FAILED:
                return "SyncookiesFailed";
            case FLOOD_MODES:
                return "FloodModes";
            case SYN_ACK_SKIPPED:
                return "SynAckSkipped";
            case REPLY_SKIPPED:
                return "ReplySkipped";
            case SLOTS_RECLAIMED:
                return "SlotsReclaimed";
            case SACK_RECOVERY:
                return "TCPSackRecovery";
            case LOSS_PROBES:
                return "TCPLossProbes";
            case LOSS_PROBE_RECOVERY:
                return "TCPLossProbeRecovery";
            case LOST_RETRANSMIT:
                return "TCPLostRetransmit";
            case SACK_REORDER:
                return "TCPSACKReorder";
            case SACK_RENEGING:
                return "TCPSACKReneging";
            case SACK_DISCARD:
                return "TCPSACKDiscard";
            case DSACK_RECV:
                return "TCPDSACKRecv";
            case PATH_MTU_LOWERED:
                return "PathMtuLowered";
            case PATH_MTU_BLACK_HOLES:
                return "PathMtuBlackHoles";
            case SLOW_START_RETRANS:
                return "TCPSlowStartRetrans";
            case DSACK_UNDO:
                return "TCPDSACKUndo";
            case FULL_UNDO:
                return "TCPFullUndo";
            case SPURIOUS_RTOS:
                return "TCPSpuriousRTOs";
            case DROP_CHECKSUM:
                return "InCsumErrors";
            case DROP_LENGTH:
                return "InErrsLength";
            case DROP_PORT_ZERO:
                return "DropPortZero";
            case DROP_LAND:
                return "DropLand";
            case DROP_FLAGS:
                return "DropFlags";
            case DROP_RST_IGNORED:
                return "DropRstIgnored";
            case DROP_NO_CONNECTION:
                return "DropNoConnection";
            case DROP_OUT_OF_WINDOW:
                return "DropOutOfWindow";
            case DROP_RST_CHALLENGED:
                return "DropRstChallenged";
            case DROP_SYN_CHALLENGED:
                return "TCPSYNChallenge";
            case DROP_NO_ACK:
                return "DropNoAck";
            case DROP_BAD_ACK:
                return "DropBadAck";
            case DROP_LISTEN_OVERFLOW:
                return "ListenOverflows";
            case DROP_SYN_QUEUE_FULL:
                return "TCPReqQFullDrop";
            case DROP_ACCEPT_OVERFLOW:
                return "AcceptOverflows";
            case DROP_TIME_WAIT:
                return "DropTimeWait";
            case DROP_OFO:
                return "TCPOFODrop";
            case DROP_ZERO_WINDOW:
                return "TCPZeroWindowDrop";
            case DROP_AFTER_CLOSE:
                return "DropAfterClose";
            case DROP_SYN_REPEATED:
                return "DropSynRepeated";
            case DROP_SOURCE_LIMIT:
                return "SourceLimitDrop";
            case DROP_PAWS:
                return "PAWSEstab";
            case DROP_NO_TIMESTAMP:
                return "DropNoTimestamp";
            default:
                return "unknown";
        }
    }
}
