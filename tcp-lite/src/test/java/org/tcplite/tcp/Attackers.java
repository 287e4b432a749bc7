package org.tcplite.tcp;

import java.util.SplittableRandom;
import org.tcplite.net.FrameNoise;

/**
 * Who attacks the hosts of a {@link Simulation} while faults are on: somebody who forges the peer's
 * address, a peer with an address of his own, and on a link of boards somebody who makes noise.
 * Each act is a disturbance, and has dice of its own.
 */
final class Attackers {

    private static final long MS = World.MS;

    private final World world;
    private final TwoHosts hosts;
    private final TwoBoards boards;
    private final Disturbances disturbances;
    private final BlindAttacker blind;
    private final SplittableRandom dice;
    private final SplittableRandom noiseDice;
    private final FrameNoise[] noise = new FrameNoise[2];
    private final boolean makesNoise;

    /** The peer with an address of his own. */
    final HostilePeer hostile;

    private long blindAtNs;
    private long hostileAtNs;
    private long noiseAtNs;

    /**
     * Attackers of these hosts.
     *
     * @param boards the hosts, if they are boards; else null
     * @param hoards whether the hostile peer keeps all he gets
     */
    Attackers(
            World world,
            TwoHosts hosts,
            TwoBoards boards,
            Disturbances disturbances,
            boolean hoards,
            SplittableRandom dice) {
        this.world = world;
        this.hosts = hosts;
        this.boards = boards;
        this.disturbances = disturbances;
        this.dice = dice;
        blind = new BlindAttacker(hosts);
        hostile = new HostilePeer(hosts, hoards);
        noiseDice = new SplittableRandom(world.seed + 1);
        makesNoise = boards != null && world.noise;
        blindAtNs = world.startNs;
        hostileAtNs = world.startNs;
        noiseAtNs = world.startNs;
        for (int i = 0; i < 2; i++) {
            int host = i;
            int own = TwoHosts.ADDRESS[i];
            int peer = TwoHosts.ADDRESS[1 - i];
            noise[i] =
                    new FrameNoise(
                            FrameOracle.macOf(own),
                            own,
                            FrameOracle.macOf(peer),
                            peer,
                            (frame, status) -> boards.frameArrives(host, frame, status));
        }
    }

    private boolean isOver() {
        return hosts.nowNs - world.startNs >= world.faultsNs;
    }

    /** When the next one acts, or {@code Long.MAX_VALUE}. */
    long nextNs() {
        long next = Long.MAX_VALUE;
        if (!isOver()) {
            next = world.blindAttacker ? blindAtNs : next;
            next = world.hostilePeer ? Simulation.earlier(next, hostileAtNs) : next;
            next = makesNoise ? Simulation.earlier(next, noiseAtNs) : next;
        }
        return next;
    }

    /** Lets those act whose time has come. */
    void act() {
        if (isOver()) {
            hostile.giveUp();
            return;
        }
        if (makesNoise && noiseAtNs - hosts.nowNs <= 0) {
            SplittableRandom own = noiseDice.split();
            if (disturbances.happens(true)) {
                noise[own.nextInt(2)].make(own);
            }
            noiseAtNs = hosts.nowNs + noiseDice.nextLong(1, 400) * MS;
        }
        if (world.blindAttacker && blindAtNs - hosts.nowNs <= 0) {
            SplittableRandom own = dice.split();
            if (disturbances.happens(true)) {
                blind.attack(own);
            }
            blindAtNs = hosts.nowNs + dice.nextLong(1, 200) * MS;
        }
        if (world.hostilePeer && hostileAtNs - hosts.nowNs <= 0) {
            SplittableRandom own = dice.split();
            if (disturbances.happens(true)) {
                hostile.act(own);
                hosts.checked(HostilePeer.VICTIM);
            }
            hostileAtNs = hosts.nowNs + dice.nextLong(1, world.siege ? 800 : 40) * MS;
        }
    }
}
