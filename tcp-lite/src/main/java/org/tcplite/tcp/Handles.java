package org.tcplite.tcp;

/**
 * The handles of connections: a generation above the slot, positive and below the listeners' bit.
 * The generation steps when the user gives the handle back, so that an old handle does not reach
 * the next connection in the slot; it wraps after 2^30 / slots uses of a slot.
 */
final class Handles {

    private final Tcb[] tcbs;
    private final int slotBits;
    private final int slotMask;
    private final int generationMask;

    Handles(Tcb[] tcbs) {
        this.tcbs = tcbs;
        int bits = 1;
        while (1 << (bits & 31) < tcbs.length) {
            bits++;
        }
        slotBits = bits;
        slotMask = (1 << (bits & 31)) - 1;
        generationMask = (1 << (30 - bits & 31)) - 1;
        for (int i = 0; i < tcbs.length; i++) {
            tcbs[i].handle = ~i;
        }
    }

    /** The slot part of a handle. */
    int slotOf(int handle) {
        return handle & slotMask;
    }

    /** The connection of a handle the user still owns, or null. */
    Tcb owned(int handle) {
        int slot = handle & slotMask;
        if (slot >= tcbs.length) {
            return null;
        }
        Tcb tcb = tcbs[slot];
        return tcb.handle == handle ? tcb : null;
    }

    /** The user has connected or accepted: the handle is good from now on. */
    int own(Tcb tcb) {
        tcb.owned = true;
        tcb.handle = tcb.generation << (slotBits & 31) | tcb.slot;
        return tcb.handle;
    }

    /** The user has closed or aborted: the handle is stale from now on. */
    void disown(Tcb tcb) {
        tcb.owned = false;
        tcb.handle = ~tcb.slot;
        tcb.signals = 0;
        tcb.posted.withdraw();
        tcb.generation = tcb.generation + 1 & generationMask;
        if (tcb.generation == 0) {
            tcb.generation = 1;
        }
    }
}
