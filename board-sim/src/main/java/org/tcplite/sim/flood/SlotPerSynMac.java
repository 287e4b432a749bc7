package org.tcplite.sim.flood;

import java.util.function.IntSupplier;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;

/**
 * Turns tcp-lite into a stack in which a half-open connection takes a slot, as it is in many small
 * stacks: a SYN that comes while connections and half-open ones together use up all slots is
 * dropped before the stack sees it. Half-open ones live 63 s, the time that six SYN-ACKs take.
 */
final class SlotPerSynMac extends ForwardingMac {

    private final int slots;
    private final IntSupplier slotsInUse;
    private int refused;

    /**
     * Stands in front of {@code mac}.
     *
     * @param slotsInUse connections, open and half open; asked once a SYN
     */
    SlotPerSynMac(EthernetMac mac, int slots, IntSupplier slotsInUse) {
        super(mac);
        this.slots = slots;
        this.slotsInUse = slotsInUse;
    }

    /** SYNs dropped so far. */
    int refused() {
        return refused;
    }

    @Override
    public int rxPoll() {
        int length = super.rxPoll();
        while (length > 0 && isRefused()) {
            refused++;
            rxRelease();
            length = super.rxPoll();
        }
        return length;
    }

    private boolean isRefused() {
        return Frames.isSyn(Frames.tcpFlags(rxBuffer(), rxOffset()))
                && slotsInUse.getAsInt() >= slots;
    }
}
