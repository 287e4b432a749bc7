package org.tcplite.sim.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.tcp.TcpCounter;

/**
 * Whatever the cable does, 1 MiB each way at once arrives as it was sent: loss, reordering,
 * duplication and corruption in every combination. One seed of each; {@code
 * -Dtcplite.matrix.seeds=10} takes as many.
 *
 * <p>Both ends are patient for a day: with 30 % lost each way every second attempt fails, nine in a
 * row take the usual five minutes, and the user time-out would be right to end the connection.
 */
class MatrixTest {

    private static final int SEEDS = Integer.getInteger("tcplite.matrix.seeds", 1);
    private static final int OCTETS = 1 << 20;
    private static final int AN_HOUR_MS = 3_600_000;
    private static final int A_DAY_MS = 86_400_000;
    private static final double[] REORDERED = {0, 1, 10, 50};
    private static final double[] DOUBLED = {0, 1, 10};
    private static final double[] CORRUPTED = {0, 0.1, 1};

    private static NetConfig net(int address, int gateway) {
        NetConfig net = new NetConfig();
        net.address = address;
        net.prefixLength = 24;
        net.gateway = gateway;
        net.tcp.userTimeoutMs = A_DAY_MS;
        net.tcp.connectTimeoutMs = AN_HOUR_MS;
        return net;
    }

    private static TransferResult transfer(String impairments, long seed) {
        TransferConfig config = new TransferConfig();
        config.direction = Direction.BOTH;
        config.octets = OCTETS;
        config.seed = seed;
        config.remoteAddress = 0x0a000001;
        NetConfig net = net(0x0a000002, 0x0a000001);
        NetConfig peer = net(0x0a000001, 0x0a000002);
        return new TransferRun(
                        config, net, peer, Impairments.parse(impairments), new VirtualClock())
                .play();
    }

    private static String impairments(double lost, double reordered, double twice, double bad) {
        return String.format(
                Locale.ROOT,
                "--rate 100mbit --delay 5ms --loss %s%% --reorder %s%% --dup %s%% --corrupt %s%%",
                lost,
                reordered,
                twice,
                bad);
    }

    @ParameterizedTest(name = "{0} % lost")
    @ValueSource(doubles = {0, 0.1, 1, 5, 10, 20, 30})
    void everythingArrives(double lost) {
        List<String> broken = new ArrayList<>();
        long damaged = 0;
        long again = 0;
        for (double reordered : REORDERED) {
            for (double twice : DOUBLED) {
                for (double bad : CORRUPTED) {
                    String impairments = impairments(lost, reordered, twice, bad);
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        TransferResult result = transfer(impairments, seed);
                        if (!result.isKept() || result.octets != OCTETS) {
                            broken.add(impairments + " --seed " + seed + ": " + result.failure);
                        }
                        damaged += result.board.count(TcpCounter.DROP_CHECKSUM);
                        again += result.board.count(TcpCounter.RETRANS_SEGS);
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(damaged > 0, "no frame was ever damaged");
        assertTrue(lost == 0 || again > 0, "nothing was ever lost");
    }
}
