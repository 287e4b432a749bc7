package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;

/** All honest hosts; only those to which something happens get a turn. */
final class Sites implements LoopMember {

    private final List<Site> sites = new ArrayList<>();
    private long[] nextNs = {};
    private long earliestNs = Idle.FOREVER;

    /** The site gets its first turn in the next round. */
    void add(Site site) {
        sites.add(site);
        nextNs = Arrays.copyOf(nextNs, sites.size());
        earliestNs = 0;
    }

    List<Site> all() {
        return sites;
    }

    /** The victim has sent a frame to an honest host. */
    void deliver(int address, byte[] frame, int offset, int length, long nowNs) {
        int index = address - Addresses.honest(0);
        if (index >= 0 && index < nextNs.length) {
            sites.get(index).fromVictim(frame, offset, length);
            nextNs[index] = nowNs;
            earliestNs = nowNs;
        }
    }

    @Override
    public boolean turn(long nowNs) {
        if (earliestNs > nowNs) { // FOREVER, or of a clock that began at 0
            return false;
        }
        earliestNs = Idle.FOREVER;
        for (int i = 0; i < nextNs.length; i++) {
            if (nextNs[i] <= nowNs) {
                Site site = sites.get(i);
                site.turn(nowNs);
                nextNs[i] = site.nextDeadlineNs();
            }
            earliestNs = EventLoop.earlier(earliestNs, nextNs[i]);
        }
        return true;
    }

    @Override
    public long nextDeadlineNs() {
        return earliestNs;
    }
}
