package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tcplite.sim.flood.Defence;
import org.tcplite.sim.flood.FloodConfig;
import org.tcplite.sim.flood.LoadRun;
import org.tcplite.sim.flood.Spoof;
import org.tcplite.sim.load.ConnectionLoad;
import org.tcplite.sim.load.LoadConfig;
import org.tcplite.sim.load.LoadMode;
import org.tcplite.sim.load.LoadResult;
import org.tcplite.sim.load.LoadTable;
import org.tcplite.sim.report.Json;
import org.tcplite.sim.wire.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code cps}: connections per second. */
@Command(
        name = "cps",
        header = "Opens connections in great number and says how long each took.",
        description = {
            "With HOST: from this board to a peer on --link, in real time. Without: to a board on a"
                    + " simulated wire of 1 Gbit/s, in virtual time, whose processor takes time for"
                    + " each frame; with --syn-rate a flood goes on meanwhile, and the run without"
                    + " it stands beside it.",
            "",
            "--mode cc connects and closes; crr sends a request as well and waits for the same"
                    + " octets to come back, as from the echo service, port 7. Times count from when"
                    + " a connection was to begin, not from when a client was free for it.",
            "",
            "The exit code is 1 if no connection succeeds."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " cps --connections-per-second 5000 --duration 10s",
            "  " + Main.SCRIPT + " cps --mode crr --connections-per-second 500 --syn-rate 10000",
            "  " + Main.SCRIPT + " cps 10.0.0.1 7 --link tap:tap0 --mode crr --clients 32"
        })
final class CpsCommand implements Callable<Integer> {

    private static final int MOST_CLIENTS = 1_000;
    private static final int MOST_SYNS = 1_000_000;
    private static final int MOST_REQUEST = 1024;
    private static final int PATIENCE_S = 1;

    @Spec CommandSpec spec;

    @Mixin BoardOptions options;

    @Parameters(arity = "0..2", paramLabel = "HOST PORT", description = "a peer on the link")
    List<String> where = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "cc",
            description = "cc: connect, close; crr: connect, request, response, close (cc)")
    LoadMode mode;

    @Option(
            names = "--connections-per-second",
            paramLabel = "RATE",
            defaultValue = "max",
            converter = RateValue.class,
            description =
                    "how many are to begin, at equal distances; max: each client's next when the"
                            + " last is over (${DEFAULT-VALUE})")
    Double rate;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "16",
            description = "connections under way at one time (${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Values.SecondsOrDuration.class,
            description = "for how long connections begin (${DEFAULT-VALUE})")
    Duration duration;

    @Option(
            names = "--request",
            paramLabel = "OCTETS",
            defaultValue = "64",
            description = "of a request and of its response, with crr (${DEFAULT-VALUE})")
    int request;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Values.DurationValue.class,
            description = "a connection that takes longer has failed (${DEFAULT-VALUE})")
    Duration patience;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            defaultValue = "1ms",
            converter = Values.DurationValue.class,
            description = "round trip to the server, in virtual time (${DEFAULT-VALUE})")
    Duration rtt;

    @Option(
            names = "--syn-rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "SYNs of a flood a second, at random times, in virtual time (none)")
    int synRate;

    @Option(
            names = "--spoof",
            paramLabel = "WHOSE",
            defaultValue = "random",
            converter = FloodCommand.SpoofValue.class,
            description = "the flood's addresses: random, subnet, single, live (${DEFAULT-VALUE})")
    Spoof spoof;

    @Option(
            names = {"--defence", "--defense"},
            paramLabel = "NAME",
            defaultValue = "cookies",
            converter = FloodCommand.DefenceValue.class,
            description =
                    "the server's, as in flood: cookies, queue, slots, all (${DEFAULT-VALUE})")
    List<Defence> defences;

    @Option(names = "--json", paramLabel = "FILE", description = "all figures, as JSON")
    Path json;

    private volatile boolean interrupted;

    @Override
    public Integer call() {
        check("--clients", clients, 1, MOST_CLIENTS);
        check("--request", request, 1, MOST_REQUEST);
        check("--syn-rate", synRate, 0, MOST_SYNS);
        if (duration.toNanos() < 1 || patience.toNanos() < 1) {
            throw options.usage("--duration and --patience are above 0: say 10s");
        }
        if (where.size() == 1) {
            throw options.usage("HOST without PORT: say as in cps " + where.get(0) + " 7");
        }
        Map<String, LoadResult> results = where.isEmpty() ? virtually() : onLink();
        PrintWriter out = options.out();
        LoadTable table = new LoadTable(mode, results);
        out.println();
        table.lines().forEach(line -> out.println(line.stripTrailing()));
        out.flush();
        Reports.write(
                json,
                () -> {
                    Map<String, Object> document = new LinkedHashMap<>(table.document());
                    document.put("command", Reports.commandLine(spec));
                    return Json.text(document);
                });
        return results.values().stream().allMatch(each -> each.succeeded == 0) ? Main.FAILED : 0;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw options.usage(
                    option + " is " + value + ", which has to be in " + least + ".." + most);
        }
    }

    private LoadConfig load() {
        LoadConfig load = new LoadConfig();
        load.mode = mode;
        load.perSecond = rate;
        load.clients = clients;
        load.durationNs = duration.toNanos();
        load.requestOctets = request;
        load.patienceNs = patience.toNanos();
        return load;
    }

    private void announce(long seed, String where) {
        PrintWriter out = options.out();
        out.println("seed=" + seed);
        String wanted =
                rate == LoadConfig.MAX
                        ? "as many connections as there can be"
                        : String.format(Locale.ROOT, "%,.0f connections/s", rate);
        out.println(
                String.format(
                        Locale.ROOT,
                        "cps: %s, %s for %s, %d clients, %s",
                        mode,
                        wanted,
                        Quantity.duration(duration.toNanos()),
                        clients,
                        where));
        out.flush();
    }

    // ---- in virtual time

    private Map<String, LoadResult> virtually() {
        if (!options.impairments.read().isNone()) {
            throw options.usage("impairments go with HOST and --link; without them say --rtt 20ms");
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--link")) {
            throw options.usage("say HOST and PORT as well as --link, as in cps 10.0.0.1 7");
        }
        FloodConfig config = new FloodConfig();
        config.seed = options.seed == null ? 1 : options.seed;
        config.synRate = synRate;
        config.spoof = spoof;
        config.loss = 0;
        config.slots = options.connections == null ? config.slots : options.connections;
        config.synQueue = options.synQueue == null ? config.synQueue : options.synQueue;
        config.check();
        String flood =
                synRate == 0
                        ? ""
                        : String.format(Locale.ROOT, ", flood %,d SYN/s, %s", synRate, spoof);
        announce(
                config.seed,
                "virtual time, round trip " + Quantity.duration(rtt.toNanos()) + flood);
        Map<String, LoadResult> results = new LinkedHashMap<>();
        results.put("without a flood", LoadRun.play(config.quiet(), load(), rtt.toNanos()));
        if (synRate > 0) {
            for (Defence defence : defences) {
                LoadResult result = LoadRun.play(config.with(defence), load(), rtt.toNanos());
                results.put("flood, " + defence, result);
            }
        }
        return results;
    }

    // ---- on a link

    private Map<String, LoadResult> onLink() {
        if (synRate > 0) {
            throw options.usage("a flood is for virtual time: say cps without HOST and PORT");
        }
        LoadConfig load = load();
        load.remoteAddress = HostNames.resolve(where.get(0), options, "HOST");
        load.remotePort = options.port(where.get(1), "PORT");
        try (Session session = new Session(options, List.of())) {
            announce(session.seed().number(), "link " + options.link);
            session.board().start();
            ConnectionLoad program = new ConnectionLoad(session.board().tcp(), load);
            session.board().add(program);
            Interrupts.handle(
                    () -> {
                        interrupted = true;
                        session.requestEnd();
                    });
            session.runUntil(program::isOver);
            program.giveUp(session.loop().nowNs());
            session.shutDown(interrupted ? 0 : PATIENCE_S);
            session.impairmentReport().forEach(options.out()::println);
            session.requireGoodLink();
            Map<String, LoadResult> results = new LinkedHashMap<>();
            results.put(options.link.toString(), program.result());
            return results;
        }
    }

    /** The value of {@code --connections-per-second}. */
    static final class RateValue implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (text.equalsIgnoreCase("max")) {
                return LoadConfig.MAX;
            }
            if (text.matches("\\d{1,7}(\\.\\d+)?") && Double.parseDouble(text) > 0) {
                return Double.parseDouble(text);
            }
            throw new TypeConversionException("'" + text + "' is no rate: say 1000, or max");
        }
    }
}
