package org.tcplite.sim.flood;

import java.util.Locale;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.load.ConnectionLoad;
import org.tcplite.sim.load.LoadConfig;
import org.tcplite.sim.load.LoadResult;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.DmaPort;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
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

    private final EventLoop loop = EventLoop.virtual(new VirtualClock());
    private final FloodConfig config;
    private final LoadConfig load;
    private final Victim victim;
    private final Attacker attacker;
    private final ConnectionLoad generator;

    private LoadRun(FloodConfig config, LoadConfig load, long rttNs) {
        this.config = config;
        this.load = load;
        load.remoteAddress = Addresses.VICTIM;
        victim = new Victim(config, new ServicesConfig());
        byte[] victimMac = new byte[6];
        victim.mac().macAddress(victimMac, 0);
        attacker = new Attacker(config, Router.MAC, victimMac);
        Sites sites = new Sites();
        Router router = new Router(victimMac, attacker, sites);
        WireConfig wire = new WireConfig().withRate(config.wireBitsPerSecond);
        wire.flowControl = false;
        NetConfig net = new NetConfig();
        net.tcp.connections = load.clients + CLOSING;
        net.tcp.receiveBuffer = BUFFER;
        net.tcp.sendBuffer = BUFFER;
        net.tcp.timeWait = TIME_WAIT;
        Site.Line line = new Site.Line(rttNs, 0, config.loss);
        long seed = config.seed << 8;
        Site site = new Site(0, line, seed, router, net, tcp -> new ConnectionLoad(tcp, load));
        generator = (ConnectionLoad) site.program();
        sites.add(site);
        loop.add(router);
        loop.add(new InProcessWire(router, new DmaPort(victim.mac()), wire, wire));
        loop.add(victim);
        loop.add(sites);
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
        attacker.start(0, load.durationNs);
        loop.runUntil(generator::isOver, load.durationNs + load.patienceNs + LONGEST_END_NS);
        long elapsedNs = loop.nowNs();
        generator.giveUp(elapsedNs);
        LoadResult result = generator.result();
        result.server.put("busy", share(victim.busyNs(), elapsedNs));
        result.server.put("frames lost at its full ring", number(victim.overruns()));
        if (config.synRate > 0) {
            result.server.put("SYNs of the flood", number(attacker.syns()));
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
