package org.tcplite.tcp;

/**
 * The transmission control block: one connection slot (RFC 9293 section 3.3.1). Data and one-line
 * predicates; who changes what is said in {@link Connections}, {@link SegmentArrives}, {@link
 * SegmentOutput} and {@link Timeouts}. One for each slot, made at start and used again and again.
 *
 * <pre>
 *  send       acknowledged | sent, unacknowledged | written, unsent | room
 *                       sndUna                 sndNxt            sndEnd
 *
 *  receive    read by the user | in order, unread | window, with ranges held ahead | later
 *                           rcvRead            rcvNxt                         rcvAdv
 * </pre>
 */
final class Tcb {

    /** A deadline that is not set. */
    static final long NEVER = Long.MAX_VALUE;

    // ---- who

    final int slot;

    /** Steps with each end of ownership, so that an old handle does not reach a new connection. */
    int generation = 1;

    int state = TcpState.CLOSED;

    /** The application holds the handle: it has connected or accepted and not yet closed. */
    boolean owned;

    /** The handle, if it is {@code owned}; else {@code ~slot}, which names another slot. */
    int handle;

    /** The slot is in the connection table: segments find it. */
    boolean attached;

    /** Index of the listener whose accept queue the connection waits in, or -1. */
    int waitsAt = -1;

    /** Neighbours in that queue, by slot, or -1. */
    int acceptNext = -1;

    int acceptPrevious = -1;

    int localAddress;
    int remoteAddress;

    /** {@code remotePort << 16 | localPort}. */
    int ports;

    /** The sum of the pseudo-header, of segments either way, less the length. */
    long pseudoHeaderSum;

    int ttl;
    int dscp;

    /**
     * Steps when what the internet layer's headers are made of has changed, or may have: the remote
     * address, {@code ttl}, {@code dscp}, {@code dontFragment}; and with {@code deliveryTrouble}.
     */
    int headerEpoch;

    /** When the slot was taken. */
    long openedNs;

    /** Why the connection ended: 0 or a constant of {@link TcpError}. */
    int endReason;

    // ---- send sequence space

    int iss;

    /** SND.UNA: the oldest unacknowledged number. */
    int sndUna;

    /** SND.NXT: the number after the highest ever sent. It never goes back. */
    int sndNxt;

    /** The number after the last octet the user has written; that of our FIN, if there is one. */
    int sndEnd;

    /** The octet that stands first in the send ring. */
    int sndOrigin;

    /** The user has closed: a FIN follows the text. */
    boolean finQueued;

    /** SND.WND in octets, scaled. */
    int sndWnd;

    /** SND.WL1 and SND.WL2: segment and acknowledgment of the last window update. */
    int sndWl1;

    int sndWl2;

    /** The largest window the peer ever offered (RFC 5961 section 5.2, silly-window avoidance). */
    int maxSndWnd;

    /** The peer's window shift: SND.WND = SEG.WND << sndWndShift. */
    int sndWndShift;

    /** The MSS the peer offered, raised to the least one; the default if it offered none. */
    int peerMss;

    /** The user's bound for segments both ways (TCP_MAXSEG). */
    int maxSegment;

    /** The MSS our SYN offers; it stays when the SYN is repeated. */
    int offeredMss;

    /** Text octets in the largest segment (Eff.snd.MSS, RFC 9293 section 3.7.1). */
    int sendMss;

    /** The estimate of the path's MTU, whether DF is set, and what the estimate rests on. */
    int pathMtu;

    boolean dontFragment;

    /** A claim that a time-out has to bear out; 0 for none. */
    int claimedMtu;

    /** The largest packet acknowledged. */
    int provenMtu;

    /** What is to be sent again: numbers from the cursor {@code resendNxt} to {@code resendEnd}. */
    int resendNxt;

    int resendEnd;
    final SentRecords sentRecords;

    // ---- receive sequence space

    int irs;

    /** RCV.NXT: the next number expected. */
    int rcvNxt;

    /**
     * The right edge advertised: RCV.NXT + RCV.WND. It never moves left (SHLD-14). Before IRS is
     * known, the window our SYN has offered: RCV.NXT is 0 then.
     */
    int rcvAdv;

    /** The next octet the user will read; the one that stands first in the ring. */
    int rcvRead;

    int rcvOrigin;

    /** Our window shift: SEG.WND = RCV.WND >> rcvWndShift. */
    int rcvWndShift;

    /** How much of the rings may be offered (SO_RCVBUF) and filled (SO_SNDBUF). */
    int receiveLimit;

    int sendLimit;

    /** The peer's FIN has been processed: RCV.NXT stands after it. */
    boolean finReceived;

    /** A FIN has arrived ahead of a hole, with this number. */
    boolean finAhead;

    int finAheadSeq;
    final ReceivedRanges ranges;
    final PostedRead posted = new PostedRead();

    /** Urgent data is pending: it ends before this number (RFC 9293 section 3.8.5, RFC 6093). */
    int rcvUp;

    /** In-order segments with text since the last acknowledgment, and when it is due for them. */
    int unackedSegments;

    long delayedAckAtNs;

    // ---- options settled by the handshake

    /** Both sides sent the window-scale option: it is in force (RFC 7323 section 2.2). */
    boolean windowScaling;

    /** Both sides sent the timestamps option: it is in every segment (RFC 7323 section 3.2). */
    boolean timestamps;

    /** TS.Recent, to be echoed; our clock's offset; Last.ACK.sent (RFC 7323 section 4.3). */
    int tsRecent;

    int tsOffset;
    int lastAckSent;

    /** Both sides permit selective acknowledgments (RFC 2018 section 2). */
    boolean sackPermitted;

    /** Octets that came again, to be told once (RFC 2883); none if the two are equal. */
    int duplicateLeft;

    int duplicateRight;

    // ---- debts to the peer (paid by SegmentOutput)

    /** Acknowledgments owed at once: one, or one for each segment out of order. */
    int ackDebt;

    /** A SYN, or a SYN-ACK in SYN-RECEIVED. */
    boolean synDebt;

    /** A zero-window or keep-alive probe. */
    boolean probeDebt;

    /** A reset; the slot is freed when it is sent. */
    boolean resetDebt;

    /** The silly-window override has run out: what fits is to be sent. */
    boolean overrideDebt;

    /** Waits for its neighbour's link address: not in the line of those that owe. */
    boolean parked;

    // ---- news for the user

    int signals;

    /** A write found too little room: WRITABLE is worth a signal. */
    boolean wantsRoom;

    boolean noDelay;

    // ---- retransmission timer (RFC 6298) and the other kinds of the main timer

    /** One of TcpStatus.TIMER_OFF ... */
    int timer;

    long timerAtNs;

    /** When the connection is given up: connect time-out, user time-out (R2), or NEVER. */
    long abortAtNs = NEVER;

    long srttNs;
    long rttvarNs;
    long rtoNs;

    /** When the SYN was sent, if it was sent once only; else NEVER. */
    long synSentAtNs;

    /** Expiries or probes since the peer last made progress. */
    int retransmits;

    /** R1 was reached: the layer beneath has not been told yet. */
    boolean deliveryTrouble;

    long userTimeoutNs;
    long keepAliveIdleNs;
    long keepAliveIntervalNs;
    int keepAliveProbes;
    long lastHeardNs;
    long lastChallengeNs;
    boolean challenged;

    // ---- congestion control (RFC 5681, RFC 6582)

    int cwnd;
    int ssthresh;

    /** Octets acknowledged towards the next step of congestion avoidance. */
    int bytesAcked;

    int duplicateAcks;

    /** New octets that limited transmit has let go: not counted as flight (RFC 3042). */
    int limitedOctets;

    /** In fast recovery; it ends when {@code recover} is acknowledged. */
    boolean fastRecovery;

    /** What a time-out has found lost is not repaired yet: {@code recover} is not acknowledged. */
    boolean afterTimeout;

    /** SND.NXT at the last loss: nothing below starts another recovery. */
    int recover;

    /** Time of the last transmission of text, to restart after idleness (RFC 5681 section 4.1). */
    long lastSentNs;

    /** The greatest flight since {@code flightPeakUntil} was SND.NXT: is the window in use? */
    int flightPeak;

    int flightPeakUntil;

    /** When the window was reduced last; what was sent before it brings no second reduction. */
    long reducedAtNs;

    /** Proportional rate reduction (RFC 9937): octets delivered and sent, ssthresh / RecoverFS. */
    int prrDelivered;

    int prrOut;
    int prrRatio;

    /** CUBIC (RFC 9438): Wmax, cwnd_prior, W_est in octets, K in ticks. */
    int cubicMax;

    int cubicPrior;
    int cubicEstimate;
    int cubicK;

    /** What growth has left over, in 2^-15 octets. */
    int cubicFraction;

    /** When the epoch began, and when the window last grew in it. */
    long cubicEpochNs;

    long cubicGrownNs;

    /** The last reduction can be undone: what there was before it (RFC 4015). */
    boolean undoPossible;

    int undoCwnd;
    int undoSsthresh;
    int undoCubicMax;
    long undoReducedAtNs;

    /** SND.UNA then; copies sent since that the peer has not reported as duplicates. */
    int undoFrom;

    int undoCopies;

    /** The first copy: its number, its TSval, and whether an acknowledgment of it is to come. */
    int undoFirstSeq;

    int undoFirstTime;
    boolean undoByTime;

    // ---- loss detection with SACK (RFC 8985)

    /** RACK.segment, the one sent last of those delivered: known, when sent, its end, its RTT. */
    boolean rackValid;

    long rackSentAtNs;
    int rackEndSeq;
    long rackRttNs;

    /** RACK.fack: the highest number delivered. */
    int rackFack;

    /** RACK.reordering_seen, RACK.reo_wnd_mult, RACK.reo_wnd_persist. */
    boolean reorderingSeen;

    int reorderingMultiple;
    int reorderingPersist;

    /** RACK.dsack_round, if one runs. */
    boolean duplicateRoundRuns;

    int duplicateRound;

    /** RACK.min_RTT, that of the window to come, and when that comes. */
    long minRttNs;

    long nextMinRttNs;
    long minRttUntilNs;

    /** When the retransmission timer expires, whatever kind is filed. */
    long rtoAtNs;

    /** A tail loss probe is owed. */
    boolean probeOfTail;

    /** TLP.end_seq is set, TLP.is_retrans; RTT was measured since the last probe. */
    boolean probeOutstanding;

    int probeEndSeq;
    boolean probeRepeats;
    boolean sampledSinceProbe;

    /** Segments sent again in the life of the connection. */
    int resentSegments;

    Tcb(int slot, int sentRecordCount, int rangeCount) {
        this.slot = slot;
        sentRecords = new SentRecords(sentRecordCount);
        ranges = new ReceivedRanges(rangeCount);
    }

    /** RCV.WND: octets from RCV.NXT to the right edge advertised. */
    int rcvWnd() {
        return rcvAdv - rcvNxt;
    }

    /** The FIN has been sent at least once. */
    boolean finSent() {
        return finQueued && sndNxt - sndEnd > 0;
    }

    /** Our FIN, not merely our text, is acknowledged. */
    boolean ourFinIsAcked() {
        return finQueued && sndUna - sndEnd > 0;
    }

    /** Something sent is not acknowledged yet. */
    boolean isOutstanding() {
        return sndUna != sndNxt;
    }

    /**
     * SND.NXT lies beyond the peer's window as we know it: after a probe of a shut window, or after
     * the window shrank, be it because an older offer came late.
     */
    boolean hasSentPastWindow() {
        return SeqNum.lt(sndUna + sndWnd, sndNxt) && sndUna != iss; // until then it is not known
    }

    /** Text or a FIN has never been sent yet. */
    boolean hasUnsent() {
        return sndNxt != (finQueued ? sndEnd + 1 : sndEnd);
    }

    /** Segments find it, and its handshake is complete. */
    boolean isOpen() {
        return attached && TcpState.isSynchronized(state);
    }

    /** A SYN, a probe or a reset is to be sent, before text and whatever the windows say. */
    boolean owesControl() {
        return synDebt | probeDebt | resetDebt;
    }

    /** All that was written, and a FIN if there is one, is sent and acknowledged. */
    boolean isAllAcknowledged() {
        return sndUna == (finQueued ? sndEnd + 1 : sndEnd);
    }

    /** All that is outstanding is to be sent again, but for what the peer has reported as had. */
    void resendAll() {
        if (sackPermitted) {
            sentRecords.allLost();
        } else {
            resendNxt = sndUna;
            resendEnd = sndNxt;
        }
    }

    /** The stack alone is left with the connection: the user has closed it. */
    boolean isOrphan() {
        return !owned && waitsAt < 0;
    }

    boolean isResending() {
        return resendNxt != resendEnd;
    }

    /** Octets believed to be on their way: sent, neither reported as had nor known to be lost. */
    int pipe() {
        return sndNxt - sndUna - sentRecords.sackedOctets() - sentRecords.lostOctets();
    }

    /** One of TcpStatus.OPEN ..., as {@code tcpi_ca_state} tells it. */
    int congestionState() {
        if (fastRecovery) {
            return TcpStatus.RECOVERY;
        }
        if (afterTimeout) {
            return TcpStatus.LOSS;
        }
        return sentRecords.sackedCount() > 0 || duplicateAcks > 0
                ? TcpStatus.DISORDER
                : TcpStatus.OPEN;
    }

    /** Octets the user has written and the peer has not acknowledged. */
    int sendQueue() {
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            return sndEnd - iss - 1; // our SYN is not acknowledged and is no text
        }
        return Math.max(0, sndEnd - sndUna);
    }

    boolean hasDuplicate() {
        return duplicateLeft != duplicateRight;
    }

    /** Octets {@code from..to} have come again. */
    void noteDuplicate(int from, int to) {
        if (sackPermitted) {
            duplicateLeft = from;
            duplicateRight = to;
        }
    }

    /** Octets in order and not yet read. */
    int readable() {
        return rcvNxt - rcvRead - (finReceived ? 1 : 0);
    }

    int localPort() {
        return ports & 0xffff;
    }

    int remotePort() {
        return ports >>> 16;
    }
}
