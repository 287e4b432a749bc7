package org.tcplite.sim.flood;

import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;

/**
 * The honest host's MAC on a link that it shares with the attacker: frames for the attacker's
 * addresses go to that, counted, and the host sees only its own.
 */
final class OutsideMac extends ForwardingMac {

    private final Attacker attacker;
    private final long startNs;
    private long nowNs;
    private long octets;
    private long synAcks;
    private long arpRequests;

    /**
     * Stands in front of {@code mac}.
     *
     * @param startNs what the attacker takes for 0
     */
    OutsideMac(EthernetMac mac, Attacker attacker, long startNs) {
        super(mac);
        this.attacker = attacker;
        this.startNs = startNs;
    }

    void setTime(long timeNs) {
        nowNs = timeNs;
    }

    /** Octets of frames for the attacker's addresses, of at least 60 each. */
    long octets() {
        return octets;
    }

    /** SYN-ACKs for them. */
    long synAcks() {
        return synAcks;
    }

    /** ARP requests for them. */
    long arpRequests() {
        return arpRequests;
    }

    @Override
    public int rxPoll() {
        int length = super.rxPoll();
        while (length >= Frames.TCP && isAttackers(rxBuffer(), rxOffset())) {
            octets += Math.max(length, Frames.SHORTEST);
            super.rxRelease();
            length = super.rxPoll();
        }
        return length;
    }

    private boolean isAttackers(byte[] frame, int at) {
        if (Frames.isArpRequest(frame, at)) {
            boolean asked = ReservedAddresses.contains(Frames.arpTarget(frame, at));
            arpRequests += asked ? 1 : 0;
            return asked;
        }
        if (!Frames.isIpv4(frame, at)
                || !ReservedAddresses.contains(Frames.destination(frame, at))) {
            return false;
        }
        synAcks += Frames.isSynAck(Frames.tcpFlags(frame, at)) ? 1 : 0;
        attacker.arrives(frame, at, nowNs - startNs);
        return true;
    }
}
