package org.tcplite.sim.flood;

import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.wire.Port;

/**
 * The far end of the victim's wire: the router through which honest hosts and attackers reach it.
 * It has every address but the victim's, answers ARP accordingly, and hands frames on at once.
 */
final class Router implements Port, LoopMember {

    static final byte[] MAC = {2, 0, 10, 0, 0, 1};

    private static final int QUEUE = 1024;
    private static final int MAX_FRAME = 1514;

    private final byte[] victimMac;
    private final Attacker attacker;
    private final Sites sites;
    private final FrameQueue toVictim = new FrameQueue(QUEUE, MAX_FRAME);
    private byte[] head;
    private long nowNs;
    private long arpRequests;
    private long lost;

    Router(byte[] victimMac, Attacker attacker, Sites sites) {
        this.victimMac = victimMac;
        this.attacker = attacker;
        this.sites = sites;
    }

    /** ARP requests of the victim, for the router's own address left out. */
    long arpRequests() {
        return arpRequests;
    }

    /** Frames for the victim that found the router's queue full. */
    long lost() {
        return lost;
    }

    /** An honest host's frame is on its way to the victim. */
    void forward(byte[] frame, int offset, int length) {
        byte[] copy = toVictim.add(frame, offset, length);
        if (copy == null) {
            lost++;
            return;
        }
        Frames.putMac(copy, 0, victimMac);
        Frames.putMac(copy, 6, MAC);
    }

    // ---- the loop

    @Override
    public boolean turn(long timeNs) {
        nowNs = timeNs;
        return false; // the wire looks for itself
    }

    @Override
    public long nextDeadlineNs() {
        return attacker.nextDeadlineNs();
    }

    // ---- the wire's end

    @Override
    public int poll() {
        if (head == null) {
            if (attacker.isDue(nowNs)) {
                head = attacker.frame();
            } else if (!toVictim.isEmpty()) {
                head = toVictim.first();
            }
        }
        if (head == null) {
            return 0;
        }
        return isAttackers() ? head.length : toVictim.firstLength();
    }

    private boolean isAttackers() {
        return toVictim.isEmpty() || head != toVictim.first();
    }

    @Override
    public byte[] octets() {
        return head;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public void release() {
        if (isAttackers()) {
            attacker.sent();
        } else {
            toVictim.removeFirst();
        }
        head = null;
    }

    @Override
    public boolean hasFrame() {
        return head != null || !toVictim.isEmpty() || attacker.isDue(nowNs);
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }

    @Override
    public boolean canTake() {
        return true;
    }

    @Override
    public boolean isListening() {
        return true;
    }

    @Override
    public boolean take(byte[] frame, int offset, int length) {
        if (Frames.isArpRequest(frame, offset)) {
            answerArp(frame, offset, length);
        } else if (Frames.isIpv4(frame, offset)) {
            int destination = Frames.destination(frame, offset);
            if (Addresses.isHonest(destination)) {
                sites.deliver(destination, frame, offset, length, nowNs);
            } else {
                attacker.arrives(frame, offset, nowNs);
            }
        }
        return true;
    }

    private void answerArp(byte[] frame, int offset, int length) {
        if (Frames.arpTarget(frame, offset) != Addresses.ROUTER) {
            arpRequests++; // nobody there
            return;
        }
        byte[] reply = toVictim.add(frame, offset, length);
        if (reply != null) {
            Frames.answerArp(reply, 0, MAC);
        }
    }

    @Override
    public void setCarrier(boolean present) {}
}
