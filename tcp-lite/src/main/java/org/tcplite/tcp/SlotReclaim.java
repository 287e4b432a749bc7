package org.tcplite.tcp;

/**
 * Who gives way when slots are scarce: fewer than one in eight is free. Looked for when a SYN comes
 * and taken in this order; a connection that makes progress is never among them.
 *
 * <ol>
 *   <li>the FIN-WAIT-2 nobody owns that has been silent longest, 1 s at least
 *   <li>another connection nobody owns, silent for 20 s
 *   <li>an open connection that has never carried text either way: of the source that holds most
 *       slots the oldest, after 30 s; of a source with n of them already after 30 s / n, for a
 *       newcomer whose source holds at least two fewer
 *   <li>one that waits behind a shut window, its probes as far apart as they get, or takes less
 *       than {@link SendProgress} asks for, of the source that holds most slots
 * </ol>
 *
 * <p>A source that holds half of the slots may take the others as well, as long as nobody else
 * wants one. For a minute after another source found none, the last eighth is kept from it.
 *
 * <p>A search visits every slot once. Between two searches a microsecond passes for each slot, so
 * that a flood cannot make it search for ever.
 */
final class SlotReclaim {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long FIN_WAIT_2_SILENT_NS = SECOND_NS;
    private static final long ORPHAN_SILENT_NS = 20 * SECOND_NS;
    private static final long FIRST_TEXT_NS = 30 * SECOND_NS;

    private static final long WANTED_NS = 60 * SECOND_NS;

    private static final int NOBODY = 0;
    private static final int STALLED = 1;
    private static final int WORDLESS = 2;
    private static final int ORPHAN = 3;
    private static final int ORPHAN_FIN_WAIT_2 = 4;

    private final Connections connections;
    private final SendProgress progress;
    private final boolean enabled;
    private final int reserve;
    private final int share;
    private final long pauseNs;
    private final long longestProbeNs;
    private long searchedNs;
    private boolean searched;
    private long wantedNs;
    private boolean wanted;

    SlotReclaim(Connections connections) {
        this.connections = connections;
        progress = new SendProgress(connections.tcbs.length);
        int slots = connections.tcbs.length;
        enabled = connections.config.reclaimSlots;
        reserve = slots + 7 >>> 3;
        share = Math.max(2, slots >>> 1);
        pauseNs = slots * 1_000L;
        longestProbeNs = connections.config.rtoMaxMs * 1_000_000L;
    }

    /** True while few slots are free. */
    boolean isScarce() {
        return connections.freeSlots() < reserve;
    }

    /** A SYN found no slot. */
    void refused(int source, long nowNs) {
        if (!holdsItsShare(source)) {
            wanted = true;
            wantedNs = nowNs;
        }
    }

    /** Slots are scarce, the source holds enough of them, and another one wants in. */
    boolean isOverShare(int source, long nowNs) {
        wanted = wanted && nowNs - wantedNs < WANTED_NS; // remembered, so that times may wrap
        return enabled && wanted && isScarce() && holdsItsShare(source);
    }

    private boolean holdsItsShare(int source) {
        return connections.sources.slotsOf(source) >= share;
    }

    /**
     * A SYN of {@code newcomer} has come: if slots are scarce, one that can give way is reset.
     *
     * @return true if one was; its slot is free once its owner has closed the handle
     */
    boolean makeRoom(int newcomer, long nowNs) {
        if (!enabled || !isScarce() || searched && nowNs - searchedNs < pauseNs) {
            return false;
        }
        searched = true;
        searchedNs = nowNs;
        Tcb victim = search(connections.sources.slotsOf(newcomer), nowNs);
        if (victim == null) {
            return false;
        }
        connections.counters.count(TcpCounter.SLOTS_RECLAIMED);
        connections.enterClosedWithReset(victim, TcpError.RECLAIMED, nowNs);
        return true;
    }

    private Tcb search(int newcomerHolds, long nowNs) {
        Tcb best = null;
        int bestKind = NOBODY;
        progress.searchBegins(nowNs);
        for (int i = 0; i < connections.tcbs.length; i++) {
            Tcb tcb = connections.tcbs[i];
            int kind = tcb.attached ? kindOf(tcb, newcomerHolds, nowNs) : NOBODY;
            if (kind > bestKind || kind == bestKind && kind != NOBODY && goesBefore(tcb, best)) {
                best = tcb;
                bestKind = kind;
            }
        }
        return best;
    }

    private int kindOf(Tcb tcb, int newcomerHolds, long nowNs) {
        if (!TcpState.isSynchronized(tcb.state)) {
            return NOBODY;
        }
        if (tcb.isOrphan()) {
            long silentNs = nowNs - tcb.lastHeardNs;
            if (tcb.state == TcpState.FIN_WAIT_2) {
                return silentNs >= FIN_WAIT_2_SILENT_NS ? ORPHAN_FIN_WAIT_2 : NOBODY;
            }
            return silentNs >= ORPHAN_SILENT_NS ? ORPHAN : NOBODY;
        }
        if (tcb.rcvNxt == tcb.irs + 1 && tcb.sndUna == tcb.iss + 1) {
            return isWordlessTooLong(tcb, newcomerHolds, nowNs) ? WORDLESS : NOBODY;
        }
        boolean stalled =
                progress.isTooSlow(tcb, nowNs)
                        || tcb.timer == TcpStatus.TIMER_PERSIST
                                && tcb.rtoNs << (Math.min(tcb.retransmits, 16) & 31)
                                        >= 2 * longestProbeNs;
        return stalled ? STALLED : NOBODY;
    }

    /** After 30 s for anybody; earlier for a lighter source, the sooner the more its own holds. */
    private boolean isWordlessTooLong(Tcb tcb, int newcomerHolds, long nowNs) {
        long age = nowNs - tcb.openedNs;
        int holds = connections.sources.slotsOf(tcb.remoteAddress);
        return age >= FIRST_TEXT_NS || holds >= newcomerHolds + 2 && age * holds >= FIRST_TEXT_NS;
    }

    /** Of two of a kind: owned ones by the weight of their source, then the one longest silent. */
    private boolean goesBefore(Tcb one, Tcb other) {
        if (!one.isOrphan()) {
            int heavier =
                    connections.sources.slotsOf(one.remoteAddress)
                            - connections.sources.slotsOf(other.remoteAddress);
            if (heavier != 0) {
                return heavier > 0;
            }
        }
        return one.lastHeardNs - other.lastHeardNs < 0;
    }
}
