package org.tcplite.tcp;

/**
 * Path MTU discovery of one connection (RFC 1191): DF is set, and a router's "fragmentation needed"
 * lowers the estimate, checked by RFC 5927 section 7.2. Where no such message comes through,
 * repeated time-outs of a large segment end in small segments without DF (RFC 2923 section 2.1).
 * The estimate lives and dies with the connection and is never raised, so that no message reaches
 * other connections and nothing has to age.
 */
final class PathMtu {

    /** No router has said anything. */
    static final int UNKNOWN = 65_535;

    /** RFC 791: what every link carries. Messages that claim less, or just this, are not true. */
    private static final int LEAST = 68;

    /** What is taken to go through where large packets vanish (RFC 1122 section 3.3.3). */
    private static final int SAFE = 576;

    private static final int HEADERS = 40;

    private final Connections connections;
    private final boolean on;
    private final int floor;

    PathMtu(Connections connections) {
        this.connections = connections;
        on = connections.config.pathMtuDiscovery;
        floor = connections.config.minimumPathMtu;
    }

    void start(Tcb tcb) {
        tcb.pathMtu = UNKNOWN;
        tcb.dontFragment = on;
        tcb.claimedMtu = 0;
        tcb.provenMtu = 0;
    }

    /**
     * Fragmentation needed and DF set, for a segment in flight.
     *
     * @param nextHopMtu what the router says, 0 if it is too old to say (RFC 1191 section 4)
     */
    void tooBig(Tcb tcb, int nextHopMtu) {
        int current = connections.negotiation.mtu(tcb);
        int claimed = nextHopMtu == 0 ? plateauBelow(current) : nextHopMtu;
        if (!tcb.dontFragment || claimed <= LEAST || claimed >= current) {
            return;
        }
        if (claimed > tcb.provenMtu) {
            lower(tcb, claimed);
        } else {
            tcb.claimedMtu = claimed; // as large a packet has come through: only a time-out tells
        }
    }

    /** The peer has acknowledged {@code octets} more: what was that large has come through. */
    static void acknowledged(Tcb tcb, int octets) {
        tcb.claimedMtu = 0;
        if (octets >= tcb.sendMss) {
            tcb.provenMtu = Math.max(tcb.provenMtu, packetLength(tcb));
        }
    }

    /** The retransmission timer has expired: a message held back is true, or there is a hole. */
    void timedOut(Tcb tcb) {
        if (!tcb.dontFragment) {
            return;
        }
        if (tcb.claimedMtu != 0) {
            lower(tcb, tcb.claimedMtu);
            return;
        }
        SentRecords records = tcb.sentRecords;
        int length = records.endSeq(0) - records.start(0) + packetLength(tcb) - tcb.sendMss;
        if (tcb.retransmits == connections.config.r1 && length > SAFE) {
            connections.counters.count(TcpCounter.PATH_MTU_BLACK_HOLES);
            tcb.dontFragment = false;
            take(tcb, Math.max(SAFE, floor));
        }
    }

    private void lower(Tcb tcb, int mtu) {
        connections.counters.count(TcpCounter.PATH_MTU_LOWERED);
        tcb.claimedMtu = 0;
        tcb.dontFragment = mtu >= floor; // below, routers may cut it up (RFC 5927 section 7.2)
        int greatest = tcb.sendMss + mtu - packetLength(tcb);
        take(tcb, Math.max(mtu, floor));
        resendLonger(tcb, greatest);
    }

    private void take(Tcb tcb, int mtu) {
        int before = tcb.sendMss;
        tcb.pathMtu = Math.min(tcb.pathMtu, mtu);
        tcb.headerEpoch++; // for DF
        connections.negotiation.followMss(tcb);
        if (tcb.sendMss < before) { // RFC 5681 section 3.1: as many segments, not more
            long cwnd = tcb.cwnd * (Ratio.of(tcb.sendMss, before) + 1) >> Ratio.PLACES;
            tcb.cwnd = (int) Math.max(tcb.sendMss, cwnd);
        }
    }

    /** What was longer than {@code greatest} octets of text did not come through (section 6.4). */
    private static void resendLonger(Tcb tcb, int greatest) {
        if (!tcb.sackPermitted) {
            tcb.resendAll();
            return;
        }
        SentRecords records = tcb.sentRecords;
        for (int i = 0; i < records.count(); i++) {
            boolean known = records.is(i, SentRecords.SACKED) || records.is(i, SentRecords.LOST);
            if (!known && records.endSeq(i) - records.start(i) > greatest) {
                records.lost(i);
            }
        }
    }

    /** Octets of the packet that carries a full segment. */
    private static int packetLength(Tcb tcb) {
        return tcb.sendMss + HEADERS + (tcb.timestamps ? Timestamps.OCTETS : 0);
    }

    /** RFC 1191 section 7: the common MTU next below. */
    private static int plateauBelow(int mtu) {
        if (mtu > 1492) {
            return 1492;
        }
        if (mtu > 1006) {
            return 1006;
        }
        return mtu > 508 ? 508 : mtu > 296 ? 296 : LEAST;
    }
}
