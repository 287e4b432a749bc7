package org.tcplite.tcp;

/** How many slots each remote address holds. */
final class Sources {

    /** By address, with 0 for the ports; in place of a slot stands the number of slots. */
    private final ConnectionTable slotsHeld;

    /** Counts for {@code slots} slots. */
    Sources(int slots, long key) {
        slotsHeld = new ConnectionTable(slots, key);
    }

    int slotsOf(int address) {
        return Math.max(0, slotsHeld.find(address, 0));
    }

    void taken(int address) {
        slotsHeld.countUp(address);
    }

    void freed(int address) {
        slotsHeld.countDown(address);
    }
}
