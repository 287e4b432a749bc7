package org.tcplite.sim.flood;

import java.util.Locale;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.load.ConnectionLoad;
import org.tcplite.sim.load.LoadConfig;
import org.tcplite.sim.load.LoadResult;
import org.tcplite.tcp.TcpCounter;

/**
 * A connection load on the victim of a flood, in virtual time, from one host behind an access line;
 * the flood, if there is any, lasts as long as the load. The load's host takes no time, the victim
 * does.
 */
public final class LoadRun {

    /** Slots beyond those of the clients, for connections that close. */
    private static final int CLOSING = 64;

    private static final int BUFFER = 2048;
    private static final int TIME_WAIT = 4096;
    private static final long LONGEST_END_NS = 60_000_000_000L;

    private final FloodConfig config;
    private final LoadConfig load;
    private final Testbed testbed;
    private final ConnectionLoad generator;

    private LoadRun(FloodConfig config, LoadConfig load, long rttNs) {
        this.config = config;
        this.load = load;
        load.remoteAddress = Addresses.VICTIM;
        testbed = new Testbed(config);
        NetConfig net = new NetConfig();
        net.tcp.connections = load.clients + CLOSING;
        net.tcp.timeWait = TIME_WAIT;
        Site.Line line = new Site.Line(rttNs, 0, config.loss);
        long seed = config.seed << 8;
        generator =
                (ConnectionLoad)
                        testbed.addSite(
                                line, BUFFER, seed, net, tcp -> new ConnectionLoad(tcp, load));
    }

    /**
     * Plays a load to its end. The same configuration gives the same result.
     *
     * @param rttNs the round-trip time of the access line
     */
    public static LoadResult play(FloodConfig config, LoadConfig load, long rttNs) {
        return new LoadRun(config, load, rttNs).play();
    }

    private LoadResult play() {
        Victim victim = testbed.victim;
        EventLoop loop = testbed.loop;
        testbed.attacker.start(0, load.durationNs);
        loop.runUntil(generator::isOver, load.durationNs + load.patienceNs + LONGEST_END_NS);
        long elapsedNs = loop.nowNs();
        generator.giveUp(elapsedNs);
        LoadResult result = generator.result();
        result.server.put("busy", share(victim.busyNs(), elapsedNs));
        result.server.put("frames lost at its full ring", number(victim.overruns()));
        if (config.synRate > 0) {
            result.server.put("SYNs of the flood", number(testbed.attacker.syns()));
            result.server.put(
                    "connections by cookie",
                    number(victim.tcp().counter(TcpCounter.SYN_COOKIES_RECEIVED)));
        }
        return result;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}
