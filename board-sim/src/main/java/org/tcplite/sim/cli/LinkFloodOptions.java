package org.tcplite.sim.cli;

import java.util.List;
import java.util.Set;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.flood.FloodConfig;
import org.tcplite.sim.flood.LinkFlood;
import org.tcplite.sim.link.LinkException;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.link.Links;
import org.tcplite.tcp.ConfigException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who is flooded on a link, and from where. */
final class LinkFloodOptions {

    private static final Set<LinkSpec.Kind> FRAMES =
            Set.of(
                    LinkSpec.Kind.TAP,
                    LinkSpec.Kind.UDP,
                    LinkSpec.Kind.UNIX,
                    LinkSpec.Kind.UNIX_LISTEN,
                    LinkSpec.Kind.TCP,
                    LinkSpec.Kind.TCP_LISTEN);

    private static final int MTU = 1500;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--link",
            paramLabel = "LINK",
            converter = BoardOptions.LinkValue.class,
            description =
                    "in real time, against what answers at the other end of a link: tap:NAME,"
                            + " udp:LOCAL/REMOTE, unix:PATH, unix-listen:PATH, tcp:HOST:PORT,"
                            + " tcp-listen:HOST:PORT (virtual time)")
    LinkSpec link;

    @Option(
            names = "--target",
            paramLabel = "IP",
            defaultValue = "10.0.0.2",
            converter = Values.Address.class,
            description = "who is flooded on a link: a private address on it (${DEFAULT-VALUE})")
    int target;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "7",
            description = "the port of its echo service (${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--address",
            paramLabel = "CIDR",
            defaultValue = "10.0.0.1/24",
            converter = Values.CidrValue.class,
            description = "where the honest clients are on a link (${DEFAULT-VALUE})")
    Cidr address;

    /** The target, after a look at whether it is one. */
    FloodConfig.Target target() {
        if (!FRAMES.contains(link.kind())) {
            throw usage(
                    "a flood goes over a link of frames that you opened for it, which "
                            + link
                            + " is not: say tap:NAME, udp:LOCAL/REMOTE or unix:PATH");
        }
        int hosts = (int) (0xffffffffL >>> address.prefixLength());
        String dotted = LinkSettings.dotted(target);
        if (((target ^ address.address()) & ~hosts) != 0 || target == address.address()) {
            throw usage(
                    "--target "
                            + dotted
                            + " is no neighbour of "
                            + address
                            + ", and a flood goes through no router: say --address too");
        }
        if (!isPrivate(target)) {
            throw usage(
                    "--target "
                            + dotted
                            + " is a public address: a flood is for boards of your own, at"
                            + " 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 169.254.0.0/16");
        }
        if (port < 1 || port > 65535) {
            throw usage("--port is " + port + ", which has to be in 1..65535");
        }
        return new FloodConfig.Target(target, port, true);
    }

    /** RFC 1918 and RFC 3927. */
    static boolean isPrivate(int address) {
        return address >>> 24 == 10
                || address >>> 20 == 0xac1
                || address >>> 16 == 0xc0a8
                || address >>> 16 == 0xa9fe;
    }

    /** Opens the link; nothing is sent yet. */
    LinkFlood open(FloodConfig config) {
        NetConfig net = new NetConfig();
        net.address = address.address();
        net.prefixLength = address.prefixLength();
        net.arpLifetimeMs = 86_400_000; // the flood is aimed at the address once learned
        try {
            net.check();
            return new LinkFlood(config, net, Links.open(link, settings()));
        } catch (ConfigException e) {
            throw usage("--address " + address + ": " + e.getMessage());
        } catch (LinkException e) {
            throw new Failure(e.getMessage(), e);
        }
    }

    /** What has to be typed before the link can be used; nothing for most. */
    String hint() {
        List<String> commands = Links.commands(link, settings());
        return commands.isEmpty() ? "" : " (" + String.join(" && ", commands) + ")";
    }

    private LinkSettings settings() {
        LinkSettings settings = new LinkSettings();
        settings.board = address.address();
        settings.prefixLength = address.prefixLength();
        settings.mtu = MTU;
        settings.announce = false;
        settings.news = line -> System.err.println(Main.NAME + ": " + line);
        return settings;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
