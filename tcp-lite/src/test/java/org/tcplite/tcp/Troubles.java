package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to a link or a host for a while: when it begins, and when it is over. */
final class Troubles {

    private static final int CABLE = 0;
    private static final int PAUSE = 1;
    private static final int NO_DESCRIPTOR = 2;
    private static final int KINDS = 3;

    private record Turn(long atNs, long untilNs, int kind, int host, boolean begins) {}

    private final TwoHosts hosts;
    private final FaultyWire wire;
    private final World world;
    private final List<Turn> turns = new ArrayList<>();
    private final int[][] active = new int[KINDS][2];

    Troubles(
            TwoHosts hosts,
            FaultyWire wire,
            World world,
            Disturbances disturbances,
            SplittableRandom random) {
        this.hosts = hosts;
        this.wire = wire;
        this.world = world;

        for (int i = 0; i < world.troubles && world.faultsNs > 0; i++) {
            long at = random.nextLong(world.faultsNs);
            long until = Math.min(world.faultsNs, at + random.nextLong(1, 4_000) * World.MS);
            int kind = random.nextInt(KINDS);
            int host = random.nextInt(2);
            if (disturbances.happens(true)) {
                turns.add(new Turn(at, until, kind, host, true));
                turns.add(new Turn(until, until, kind, host, false));
            }
        }
        turns.sort(Comparator.comparingLong(Turn::atNs));
    }

    /** When the next one begins or ends, or {@code Long.MAX_VALUE}. */
    long nextNs() {
        return turns.isEmpty() ? Long.MAX_VALUE : world.startNs + turns.get(0).atNs;
    }

    /** Begins and ends what is due. */
    void happen() {
        while (!turns.isEmpty() && nextNs() - hosts.nowNs <= 0) {
            Turn turn = turns.remove(0);
            int[] count = active[turn.kind];
            count[turn.host] += turn.begins ? 1 : -1;
            boolean on = count[turn.host] > 0;
            switch (turn.kind) {
                case CABLE -> {
                    boolean cut = count[0] + count[1] > 0;
                    wire.setCut(cut);
                    hosts.setLink(!cut);
                }
                case PAUSE -> {
                    if (turn.begins) {
                        hosts.freeze(turn.host, world.startNs + turn.untilNs);
                    } else if (!on) {
                        hosts.thaw(turn.host);
                    }
                }
                case NO_DESCRIPTOR -> hosts.setStuck(turn.host, on);
                default -> throw new IllegalStateException("no trouble " + turn.kind);
            }
        }
    }
}
