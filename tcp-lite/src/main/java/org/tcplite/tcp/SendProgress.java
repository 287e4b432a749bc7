package org.tcplite.tcp;

/**
 * Which peers take what is sent to them so slowly that they might as well take nothing: text waits
 * that their window does not admit, and fewer than 64 octets a second are acknowledged for two
 * minutes. A line of 1,200 baud is faster.
 *
 * <p>Watched only by searches for a slot, at each of which the peer has to be found waited for; if
 * none is made for half a minute, everybody begins anew. So nothing is counted while slots are
 * free.
 */
final class SendProgress {

    /** Octets a slot takes. */
    static final int OCTETS_PER_SLOT = 4 + 8 + 4;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long WATCHED_NS = 120 * SECOND_NS;
    private static final long LONGEST_GAP_NS = 30 * SECOND_NS;
    private static final int LEAST_OCTETS = 120 * 64;

    private final int[] markUna;
    private final long[] markNs;

    /** The search that last found the slot waited for. */
    private final int[] seen;

    private int search = 1;
    private long searchNs;

    SendProgress(int slots) {
        markUna = new int[slots];
        markNs = new long[slots];
        seen = new int[slots];
    }

    /** Another search begins, in which all slots are asked about. */
    void searchBegins(long nowNs) {
        search += nowNs - searchNs > LONGEST_GAP_NS ? 2 : 1;
        searchNs = nowNs;
    }

    /** Asked once a search about a connection. */
    boolean isTooSlow(Tcb tcb, long nowNs) {
        if (!isHeldUp(tcb)) {
            return false;
        }
        int slot = tcb.slot;
        boolean known = seen[slot] == search - 1 && markNs[slot] - tcb.openedNs >= 0;
        seen[slot] = search;
        int taken = tcb.sndUna - markUna[slot];
        if (!known || taken >= LEAST_OCTETS) {
            markUna[slot] = tcb.sndUna;
            markNs[slot] = nowNs;
            return false;
        }
        return nowNs - markNs[slot] >= WATCHED_NS;
    }

    /** More text waits than the window admits. */
    private static boolean isHeldUp(Tcb tcb) {
        return tcb.sndEnd - (tcb.sndUna + tcb.sndWnd) > 0;
    }
}
