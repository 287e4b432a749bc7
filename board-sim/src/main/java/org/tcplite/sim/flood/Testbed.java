package org.tcplite.sim.flood;

import java.util.function.Function;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.DmaPort;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;

/**
 * Everything a flood needs, wired up, in virtual time; honest hosts are still to come.
 *
 * <pre>
 *     honest hosts -- access lines --+
 *                                    +-- router -- wire -- ring 64 -- victim
 *     attackers ---------------------+
 * </pre>
 */
final class Testbed {

    final EventLoop loop = EventLoop.virtual(new VirtualClock());
    final Victim victim;
    final Attacker attacker;
    final Router router;
    final Sites sites = new Sites();

    /** With the services' usual limits. */
    Testbed(FloodConfig config) {
        this(config, new ServicesConfig());
    }

    /** The victim has been started, nobody else has done anything. */
    Testbed(FloodConfig config, ServicesConfig services) {
        victim = new Victim(config, services);
        byte[] victimMac = new byte[6];
        victim.mac().macAddress(victimMac, 0);
        attacker = new Attacker(config, Router.MAC, victimMac);
        router = new Router(victimMac, attacker, sites);
        WireConfig wire = new WireConfig().withRate(config.wireBitsPerSecond);
        wire.flowControl = false;
        loop.add(router);
        loop.add(new InProcessWire(router, new DmaPort(victim.mac()), wire, wire));
        loop.add(victim);
        loop.add(sites);
    }

    /**
     * Another honest host.
     *
     * @param buffer octets of a connection's buffers, each way
     * @param program made with its TCP
     * @return the program
     */
    Application addSite(Site.Line line, int buffer, long seed, Function<Tcp, Application> program) {
        return addSite(line, buffer, seed, new NetConfig(), program);
    }

    /** The same, with settings of a configuration that are not the defaults. */
    Application addSite(
            Site.Line line,
            int buffer,
            long seed,
            NetConfig net,
            Function<Tcp, Application> program) {
        net.tcp.receiveBuffer = buffer;
        net.tcp.sendBuffer = buffer;
        Site site = new Site(sites.all().size(), line, seed, router, net, program);
        sites.add(site);
        return site.program();
    }
}
