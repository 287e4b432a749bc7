package org.tcplite.sim.flood;

import java.util.function.BooleanSupplier;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;

/**
 * Counts what the victim takes from the attackers and what it sends to their addresses, apart by
 * whether it is in flood mode. Octets are those of Ethernet frames of at least 60, the frame check
 * sequence left out; frames that found the receive ring full do not count.
 */
final class MeteredMac extends ForwardingMac {

    /** Not in flood mode. */
    static final int NORMAL = 0;

    /** In flood mode. */
    static final int FLOOD = 1;

    private final BooleanSupplier isFlood;
    private final long[] syns = new long[2];
    private final long[] synAcks = new long[2];
    private final long[] octetsIn = new long[2];
    private final long[] octetsOut = new long[2];

    MeteredMac(EthernetMac mac, BooleanSupplier isFlood) {
        super(mac);
        this.isFlood = isFlood;
    }

    /** SYNs of the attackers. */
    long syns(int mode) {
        return syns[mode];
    }

    /** SYN-ACKs to them, the repeated ones too. */
    long synAcks(int mode) {
        return synAcks[mode];
    }

    /** Octets from them. */
    long octetsIn(int mode) {
        return octetsIn[mode];
    }

    /** Octets to them. */
    long octetsOut(int mode) {
        return octetsOut[mode];
    }

    /** A frame counts in the mode in which the stack is done with it. */
    @Override
    public void rxRelease() {
        int length = rxPoll();
        byte[] frame = rxBuffer();
        int at = rxOffset();
        if (Frames.isIpv4(frame, at) && !Addresses.isHonest(Frames.source(frame, at))) {
            int mode = mode();
            octetsIn[mode] += Math.max(length, Frames.SHORTEST);
            syns[mode] += Frames.isSyn(Frames.tcpFlags(frame, at)) ? 1 : 0;
        }
        super.rxRelease();
    }

    @Override
    public void txCommit(int length, int flags) {
        byte[] frame = txBuffer();
        int at = txOffset();
        if (Frames.isIpv4(frame, at) && !Addresses.isHonest(Frames.destination(frame, at))) {
            int mode = mode();
            octetsOut[mode] += Math.max(length, Frames.SHORTEST);
            synAcks[mode] += Frames.isSynAck(Frames.tcpFlags(frame, at)) ? 1 : 0;
        }
        super.txCommit(length, flags);
    }

    private int mode() {
        return isFlood.getAsBoolean() ? FLOOD : NORMAL;
    }
}
