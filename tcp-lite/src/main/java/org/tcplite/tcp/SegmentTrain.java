package org.tcplite.tcp;

/**
 * Segments come in trains: the connection of one is looked for where the last one belonged, by
 * three comparisons, and only then in the table, whose hash is a chain of multiplications.
 */
final class SegmentTrain {

    private final Tcb[] tcbs;
    private final ConnectionTable table;

    /** Whose segment came last, of all connections. */
    private Tcb last;

    SegmentTrain(Tcb[] tcbs, ConnectionTable table) {
        this.tcbs = tcbs;
        this.table = table;
        last = tcbs[0];
    }

    /** The connection a segment belongs to, or null. */
    Tcb connectionOf(int remoteAddress, int ports) {
        Tcb tcb = last;
        if (tcb.attached && tcb.ports == ports && tcb.remoteAddress == remoteAddress) {
            return tcb;
        }
        int slot = table.find(remoteAddress, ports);
        if (slot == ConnectionTable.NONE) {
            return null;
        }
        last = tcbs[slot];
        return last;
    }
}
