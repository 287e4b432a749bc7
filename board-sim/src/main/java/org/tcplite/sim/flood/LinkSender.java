package org.tcplite.sim.flood;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.LoopMember;

/** Puts what an attacker sends on a link, at its times, or as fast as the link takes it. */
final class LinkSender implements LoopMember {

    private static final int FRAMES_PER_TURN = 64;

    private final Attacker attacker;
    private final EthernetMac mac;
    private final long startNs;
    private long octets;

    LinkSender(Attacker attacker, EthernetMac mac, long startNs) {
        this.attacker = attacker;
        this.mac = mac;
        this.startNs = startNs;
    }

    /** Octets of the frames sent. */
    long octets() {
        return octets;
    }

    @Override
    public boolean turn(long nowNs) {
        int sent = 0;
        while (sent < FRAMES_PER_TURN
                && attacker.isDue(nowNs - startNs)
                && mac.txClaim(Frames.SHORTEST)) {
            byte[] frame = attacker.frame();
            System.arraycopy(frame, 0, mac.txBuffer(), mac.txOffset(), frame.length);
            mac.txCommit(frame.length, 0);
            attacker.sent();
            octets += frame.length;
            sent++;
        }
        return sent > 0;
    }

    @Override
    public long nextDeadlineNs() {
        long next = attacker.nextDeadlineNs();
        return next == Idle.FOREVER ? next : startNs + next;
    }
}
