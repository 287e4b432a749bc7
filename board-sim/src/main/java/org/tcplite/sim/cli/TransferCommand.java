package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.TimeSequence;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.transfer.Direction;
import org.tcplite.sim.transfer.TransferClient;
import org.tcplite.sim.transfer.TransferConfig;
import org.tcplite.sim.transfer.TransferJson;
import org.tcplite.sim.transfer.TransferPage;
import org.tcplite.sim.transfer.TransferResult;
import org.tcplite.sim.transfer.TransferRun;
import org.tcplite.sim.transfer.TransferTable;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code transfer}: bulk over a bad cable. */
@Command(
        name = "transfer",
        header = "Transfers in bulk over a bad cable and shows what became of it.",
        description = {
            "Without HOST: two boards on a simulated wire, in virtual time, which takes as long as"
                    + " its events; the same seed is the same run. With HOST: this board and a peer"
                    + " on --link, in real time.",
            "",
            "--direction out sends to port 5001, which answers the SHA-256 of what it has read; in"
                    + " asks port 80 for /bytes/N, whose octets are known; both sends to port 7 and"
                    + " gets it all back. A board that serves has them, another peer needs the"
                    + " like. docs/recovery.md explains the figures.",
            "",
            "The exit code is 1 if not everything arrived as it was sent."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " transfer --loss 3%% --delay 20ms --rate 10mbit --html t.html",
            "  "
                    + Main.SCRIPT
                    + " transfer --direction both --bytes 1m --loss 10%% --reorder 5%%"
                    + " --delay 5ms",
            "  " + Main.SCRIPT + " transfer 10.0.0.1 5001 --link tap:tap0 --loss 1%% --duration 10s"
        })
final class TransferCommand implements Callable<Integer> {

    private static final long DEFAULT_OCTETS = 10L << 20;
    private static final int PATIENCE_S = 2;

    @Spec CommandSpec spec;

    @Mixin BoardOptions options;

    @Parameters(arity = "0..2", paramLabel = "HOST [PORT]", description = "a peer on the link")
    List<String> where = new ArrayList<>();

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            defaultValue = "out",
            converter = DirectionValue.class,
            description = "out, in or both, as the board sees it (${DEFAULT-VALUE})")
    Direction direction;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            converter = Values.LongOctetCount.class,
            description = "octets: 65536, 64k, 10m, 4.5g (10m, unless there is a --duration)")
    Long octets;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Values.SecondsOrDuration.class,
            description = "nothing more is sent after that, virtual time where there is no HOST")
    Duration duration;

    @Option(names = "--json", paramLabel = "FILE", description = "all figures, as JSON")
    Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "a page with the table and time-sequence plots, which needs nothing but itself")
    Path html;

    private final List<String> facts = new ArrayList<>();
    private volatile boolean interrupted;

    @Override
    public Integer call() {
        TransferConfig config = config();
        TransferResult result = where.isEmpty() ? virtually(config) : onLink(config);
        PrintWriter out = options.out();
        out.println();
        new TransferTable(result).lines().forEach(line -> out.println(line.stripTrailing()));
        out.flush();
        String command = Reports.commandLine(spec);
        Reports.write(json, () -> TransferJson.of(command, config.seed, result));
        Reports.write(html, () -> TransferPage.of(command, facts, result));
        return result.isKept() ? 0 : Main.FAILED;
    }

    private TransferConfig config() {
        TransferConfig config = new TransferConfig();
        config.direction = direction;
        config.durationNs = duration == null ? 0 : duration.toNanos();
        if (octets != null) {
            config.octets = octets;
        } else if (duration == null) {
            config.octets = DEFAULT_OCTETS;
        }
        if (config.octets < 1 || config.octets > TransferConfig.ANY) {
            throw options.usage("--bytes is " + config.octets + ", which has to be in 1..1t");
        }
        if (duration != null && config.durationNs < 1) {
            throw options.usage("--duration is 0: say 10s");
        }
        if (where.size() == 2) {
            config.remotePort = options.port(where.get(1), "PORT");
        }
        boolean onLink = spec.commandLine().getParseResult().hasMatchedOption("--link");
        if (where.isEmpty() && onLink) {
            throw options.usage("say HOST as well as --link, as in transfer 10.0.0.1 5001");
        }
        return config;
    }

    private void announce(long seed, Impairments impairments, NetConfig net) {
        PrintWriter out = options.out();
        facts.add("seed=" + seed);
        long count = octets == null ? DEFAULT_OCTETS : octets;
        String amount =
                duration == null
                        ? String.format(Locale.ROOT, "%,d octets", count)
                        : Quantity.duration(duration.toNanos());
        String where = this.where.isEmpty() ? "two boards, virtual time" : "link " + options.link;
        facts.add("transfer: " + amount + ", direction " + direction + ", " + where);
        facts.add("impairments: " + (impairments.isNone() ? "none" : impairments.toString()));
        facts.add(
                String.format(
                        Locale.ROOT,
                        "board: %s, initial window %s, RTO from %s, SACK %s, timestamps %s,"
                                + " buffers %,d and %,d octets, %d records of segments in flight",
                        RecoveryOptions.nameOf(net.tcp.congestionControl),
                        net.tcp.largeInitialWindow ? "large" : "small",
                        Quantity.duration(net.tcp.rtoMinMs * 1_000_000L),
                        net.tcp.sack ? "on" : "off",
                        net.tcp.timestamps ? "on" : "off",
                        net.tcp.sendBuffer,
                        net.tcp.receiveBuffer,
                        net.tcp.sentRecords));
        facts.forEach(out::println);
        out.flush();
    }

    // ---- in virtual time

    private TransferResult virtually(TransferConfig config) {
        LinkSettings settings = options.linkSettings(List.of());
        NetConfig net = options.netConfig(settings);
        NetConfig peerNet = options.netConfig(settings);
        peerNet.address = net.gateway;
        peerNet.gateway = net.address;
        config.remoteAddress = peerNet.address;
        config.seed = options.seed == null ? 1 : options.seed;
        Impairments impairments = options.impairments.read();
        announce(config.seed, impairments, net);
        VirtualClock clock = new VirtualClock();
        TransferRun run = new TransferRun(config, net, peerNet, impairments, clock);
        try (FrameOutputs outputs = new FrameOutputs(options)) {
            outputs.attach(clock, run::tap);
            outputs.join(run.loop());
            Interrupts.handle(() -> interrupted = true);
            TransferProgress progress = new TransferProgress(config, clock);
            TransferResult result = run.play(progress::tell, () -> interrupted);
            progress.end();
            if (!impairments.isNone()) {
                WireReport.lines(run.wire(), "board", "peer").forEach(options.out()::println);
            }
            return result;
        }
    }

    // ---- on a link

    private TransferResult onLink(TransferConfig config) {
        config.remoteAddress = HostNames.resolve(where.get(0), options, "HOST");
        try (Session session = new Session(options, List.of())) {
            config.seed = session.seed().number();
            announce(config.seed, options.impairments.read(), session.board().config());
            int way = direction == Direction.IN ? FrameTap.IN : FrameTap.OUT;
            TimeSequence sequence = new TimeSequence(way);
            if (html != null) {
                session.link().tap(sequence.tap());
            }
            session.board().start();
            TransferClient client = new TransferClient(session.board().tcp(), config);
            session.board().add(client);
            Interrupts.handle(
                    () -> {
                        interrupted = true;
                        session.requestEnd();
                    });
            TransferProgress progress = new TransferProgress(config, session.loop().clock());
            session.runUntil(
                    () -> {
                        progress.tell(client);
                        return client.isOver();
                    });
            progress.end();
            client.giveUp("it was interrupted", session.loop().nowNs());
            session.shutDown(interrupted ? 0 : PATIENCE_S);
            TransferResult result =
                    TransferResult.of(client, session.board().tcp(), session.loop().nowNs());
            result.sequence = html == null ? null : sequence;
            session.impairmentReport().forEach(options.out()::println);
            session.requireGoodLink();
            return result;
        }
    }

    /** The value of {@code --direction}. */
    static final class DirectionValue implements ITypeConverter<Direction> {
        @Override
        public Direction convert(String text) {
            for (Direction each : Direction.values()) {
                if (each.toString().equalsIgnoreCase(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is no way: say out, in or both");
        }
    }
}
