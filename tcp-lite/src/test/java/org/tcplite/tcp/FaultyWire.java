package org.tcplite.tcp;

import java.util.SplittableRandom;

/**
 * The wire of a {@link World}: loses, doubles, damages and reorders while faults are on, and is cut
 * now and then. Segments end in a receive ring that a slow host empties too late; boards have rings
 * of their own, and between them stands a router that cuts packets into fragments.
 */
final class FaultyWire implements TwoHosts.Wire {

    private final World world;
    private final Disturbances disturbances;
    private final SplittableRandom[] random;
    private final boolean[] busy = new boolean[2];
    private final long[] busyUntilNs = new long[2];
    private boolean cut;

    FaultyWire(World world, Disturbances disturbances, SplittableRandom random) {
        this.world = world;
        this.disturbances = disturbances;
        this.random = new SplittableRandom[] {random.split(), random.split()};
    }

    void setCut(boolean isCut) {
        cut = isCut;
    }

    @Override
    public void carry(TwoHosts hosts, int from, byte[] segment) {
        int to = 1 - from;
        long at = hosts.nowNs + world.delayNs;
        if (hosts.nowNs - world.startNs >= world.faultsNs) {
            hosts.arriveAt(to, at, segment);
            return;
        }
        SplittableRandom dice = random[from];
        long late = world.jitterMs == 0 ? 0 : dice.nextInt(world.jitterMs) * World.MS;
        boolean lost = dice.nextDouble() < world.loss;
        boolean twice = dice.nextDouble() < world.duplication;
        boolean damaged = dice.nextDouble() < world.corruption;
        int bit = dice.nextInt(8 * segment.length);
        long again = dice.nextInt(1, 500) * World.MS;
        if (cut) {
            return;
        }
        if (disturbances.happens(late > 0)) {
            at += late;
        }
        byte[] carried = segment;
        boolean dropped = false;
        if (disturbances.happens(damaged)) {
            carried = segment.clone();
            carried[bit >> 3] ^= (byte) (1 << (bit & 7));
            dropped = world.boards && hosts.isDamageSeen(to, dice);
        }
        if (!disturbances.happens(lost) && !dropped) {
            arrive(hosts, to, at, carried, dice);
        }
        if (disturbances.happens(twice)) {
            hosts.arriveAt(to, at + again, segment);
        }
    }

    private void arrive(TwoHosts hosts, int to, long at, byte[] carried, SplittableRandom dice) {
        if (!world.boards) {
            queue(hosts, to, at, carried);
            return;
        }
        SplittableRandom cuts = dice.split();
        boolean cut = cuts.nextDouble() < world.fragmentation && Fragments.canCut(carried);
        if (!disturbances.happens(cut)) {
            hosts.arriveAt(to, at, carried);
            return;
        }
        for (byte[] piece : Fragments.of(carried, cuts)) {
            hosts.arriveAt(to, at + cuts.nextLong(world.jitterMs + 1) * World.MS, piece);
        }
    }

    /** Into the receive ring, if there is room: each frame takes the host some time. */
    private void queue(TwoHosts hosts, int to, long at, byte[] segment) {
        if (world.frameCostNs == 0) {
            hosts.arriveAt(to, at, segment);
            return;
        }
        if (!busy[to] || busyUntilNs[to] - at < 0) {
            busy[to] = true;
            busyUntilNs[to] = at;
        }
        boolean overrun = busyUntilNs[to] - at > world.frameCostNs * world.receiveRing;
        if (disturbances.happens(overrun)) {
            return;
        }
        busyUntilNs[to] += world.frameCostNs;
        hosts.arriveAt(to, busyUntilNs[to], segment);
    }
}
