package org.tcplite.tcp;

import java.util.SplittableRandom;
import org.tcplite.net.FrameNoise;
import org.tcplite.net.Frames;

/**
 * Who attacks the hosts of a {@link Simulation} while faults are on: somebody who forges the peer's
 * address, a peer with an address of his own, and on a link of boards somebody who makes noise.
 * Each act is a disturbance, and has dice of its own.
 */
final class Attackers {

    private static final long MS = World.MS;
    private static final int SYNS = 400;

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
                int host = own.nextInt(2);
                if (own.nextInt(20) == 0) {
                    flood(host, own);
                } else {
                    noise[host].make(own);
                }
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

    /** More SYNs than the host can take, of nobody, for a while. */
    private void flood(int host, SplittableRandom own) {
        long everyNs = Math.max(10_000, world.frameCostNs >> 1);
        int target = TwoHosts.ADDRESS[host];
        for (int i = 0; i < SYNS; i++) {
            int source = 0xc6336400 | own.nextInt(1, 255);
            int ports = own.nextInt(1024, 65_536);
            byte[] syn = Fields.segment(0, ports, World.PORT, own.nextInt(), 0, Segment.SYN, 4096);
            Fields.seal(syn, source, target);
            byte[] packet = Frames.ip().from(source).to(target).payload(syn).packet();
            byte[] frame =
                    Frames.ethernet(
                            FrameOracle.macOf(target),
                            FrameOracle.macOf(HostilePeer.ADDRESS),
                            FrameOracle.TYPE_IPV4,
                            packet);
            hosts.arriveAt(host, hosts.nowNs + i * everyNs, frame);
        }
    }
}
