package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tcplite.sim.flood.Cost;
import org.tcplite.sim.flood.CostMeter;
import org.tcplite.sim.flood.Defence;
import org.tcplite.sim.flood.FloodConfig;
import org.tcplite.sim.flood.FloodJson;
import org.tcplite.sim.flood.FloodPage;
import org.tcplite.sim.flood.FloodPromise;
import org.tcplite.sim.flood.FloodResult;
import org.tcplite.sim.flood.FloodRun;
import org.tcplite.sim.flood.FloodTable;
import org.tcplite.sim.flood.LinkFlood;
import org.tcplite.sim.flood.ReservedAddresses;
import org.tcplite.sim.flood.Spoof;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.wire.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code flood}: a SYN flood against a simulated board. */
@Command(
        name = "flood",
        header = "Floods a board with SYNs and shows what becomes of honest clients.",
        description = {
            "In virtual time: one board whose processor takes time for each frame and whose receive"
                    + " ring is finite, on a wire of 1 Gbit/s; attackers, honest clients that"
                    + " connect, echo 4 KiB and compare, and bulk transfers behind a router. The"
                    + " same run without the flood stands beside it. docs/syn-flood.md tells the"
                    + " story.",
            "",
            "The defences: cookies is the stack as it is. queue is its table of half-open"
                    + " connections without cookies. slots is a stack without a table, in which"
                    + " every SYN takes a connection slot until its handshake is complete or 63 s"
                    + " have passed: SYNs that come while open and half-open connections together"
                    + " use up the slots are dropped before this stack sees them.",
            "",
            "The exit code is 1 if cookies do not keep their promise, which is printed.",
            "",
            "With --link in real time, against a board at the other end of a link that you opened:"
                    + " honest clients at one address of yours, and SYNs whose sources are set"
                    + " aside for tests ("
                    + ReservedAddresses.WORDS
                    + "), straight to the link address the board answered ARP with. What a board"
                    + " of this project says of itself at /netstat.json is in the table, too."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " flood                            # 10,000 SYN/s for a minute",
            "  " + Main.SCRIPT + " serve --link udp:127.0.0.1:9001/127.0.0.1:9002 &",
            "  " + Main.SCRIPT + " flood --link udp:127.0.0.1:9002/127.0.0.1:9001 --duration 20s",
            "  " + Main.SCRIPT + " flood --syn-rate 100 --spoof live --defence queue",
            "  " + Main.SCRIPT + " flood --cost-per-frame 20us --syn-rate 148810 --html flood.html"
        })
final class FloodCommand implements Callable<Integer> {

    private static final int MOST_SYNS = 1_000_000;
    private static final int MOST_HOSTS = 100;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LONGEST_ON_LINK = Duration.ofMinutes(10);
    private static final Duration PATIENCE_ON_LINK = Duration.ofSeconds(15);

    private static final List<String> VIRTUAL_ONLY =
            List.of(
                    "--defence",
                    "--rtt",
                    "--loss",
                    "--bulk",
                    "--connections",
                    "--syn-queue",
                    "--receive-ring",
                    "--frames-per-poll",
                    "--processor",
                    "--cost-per-frame",
                    "--cost-per-poll",
                    "--cost-per-early-drop",
                    "--early-drop");

    @Spec CommandSpec spec;

    @Option(
            names = "--syn-rate",
            paramLabel = "N",
            defaultValue = "10000",
            description = "SYNs a second, at random times (${DEFAULT-VALUE})")
    int synRate;

    @Option(
            names = "--spoof",
            paramLabel = "WHOSE",
            defaultValue = "random",
            converter = SpoofValue.class,
            description =
                    "random, subnet, single, live: addresses of nobody, anywhere or on the board's own"
                            + " link; one address of nobody; or of hosts that are there and answer"
                            + " by RST (${DEFAULT-VALUE})")
    Spoof spoof;

    @Option(
            names = {"--defence", "--defense"},
            paramLabel = "NAME",
            defaultValue = "all",
            converter = DefenceValue.class,
            description = "cookies, queue, slots, or all side by side (${DEFAULT-VALUE})")
    List<Defence> defences;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Values.SecondsOrDuration.class,
            description = "how long the flood lasts, in virtual time (${DEFAULT-VALUE})")
    Duration duration;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "20",
            description = "honest clients, each connects twice a second (${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--rtt",
            paramLabel = "TIME",
            defaultValue = "5ms,100ms",
            split = ",",
            converter = Values.DurationValue.class,
            description = "their round-trip times, in turns (${DEFAULT-VALUE})")
    List<Duration> rtts;

    @Option(
            names = "--loss",
            paramLabel = "PERCENT",
            defaultValue = "1%",
            converter = LossValue.class,
            description = "frames of honest hosts lost, each way (1%%)")
    double loss;

    @Option(
            names = "--bulk",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "transfers to the board that began before, 20 ms away on 10 Mbit/s each"
                            + " (${DEFAULT-VALUE})")
    int bulk;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "the board's connection slots (${DEFAULT-VALUE})")
    int connections;

    @Option(
            names = "--syn-queue",
            paramLabel = "N",
            defaultValue = "64",
            description = "its half-open entries, a power of two (${DEFAULT-VALUE})")
    int synQueue;

    @Option(
            names = "--receive-ring",
            paramLabel = "N",
            defaultValue = "64",
            description = "frames that can wait for it (${DEFAULT-VALUE})")
    int receiveRing;

    @Option(
            names = "--frames-per-poll",
            paramLabel = "N",
            defaultValue = "16",
            description = "frames it takes at a time (${DEFAULT-VALUE})")
    int framesPerPoll;

    @Mixin CostOptions cost;

    @Mixin LinkFloodOptions onLink;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "losses, addresses and times of SYNs, keys (${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "all figures, as JSON")
    Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "a page with the table and plots, which needs nothing but itself")
    Path html;

    @Option(
            names = "--early-drop",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "whether SYNs that cannot be answered in time are dropped early (yes)")
    boolean earlyDrop;

    @Option(
            names = "--measure",
            description = "prints what a SYN costs the stack on this machine, and ends")
    boolean measure;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (measure) {
            printCosts(out);
            return 0;
        }
        FloodConfig config = config();
        List<String> facts = onLink.link == null ? facts(config) : linkFacts(config);
        out.println("seed=" + seed);
        facts.forEach(out::println);
        out.println();
        out.flush();
        List<FloodResult> results = onLink.link == null ? play(config) : playOnLink(config);
        new FloodTable(results).lines().forEach(line -> out.println(line.stripTrailing()));
        FloodPromise promise = promise(results);
        if (promise != null) {
            print(promise, out);
        }
        out.flush();
        Reports.write(json, () -> FloodJson.of(results, promise));
        Reports.write(html, () -> FloodPage.of(Reports.commandLine(spec), facts, results, promise));
        return promise == null || promise.isKept() ? 0 : Main.FAILED;
    }

    private static void printCosts(PrintWriter out) {
        List<CostMeter.Figure> figures = CostMeter.measure();
        Cost cost = CostMeter.cost(figures);
        out.println(text("%-36s%13s%13s", cost.origin(), "at best", "middle"));
        figures.forEach(out::println);
        out.println(
                text(
                        "a core is full at %,d SYN/s answered by cookies, at %,d dropped early",
                        1_000_000_000 / cost.nsPerFrame(), 1_000_000_000 / cost.nsPerEarlyDrop()));
        out.flush();
    }

    private FloodConfig config() {
        check("--syn-rate", synRate, 1, MOST_SYNS);
        check("--clients", clients, 1, MOST_HOSTS);
        check("--bulk", bulk, 0, MOST_HOSTS);
        check("--receive-ring", receiveRing, 1, 65536);
        if (duration.compareTo(LONGEST) > 0 || duration.toMillis() < 1) {
            throw usage("--duration is " + duration.toMillis() + " ms, which has to be in 1ms..1h");
        }
        FloodConfig config = new FloodConfig();
        config.seed = seed;
        config.synRate = synRate;
        config.spoof = spoof;
        config.durationNs = duration.toNanos();
        config.clients = clients;
        config.rttNs = rtts.stream().mapToLong(Duration::toNanos).toArray();
        config.loss = loss;
        config.bulkFlows = bulk;
        config.slots = connections;
        config.synQueue = synQueue;
        config.receiveRing = receiveRing;
        config.framesPerPoll = framesPerPoll;
        config.earlySynDrop = earlyDrop;
        config.cost = cost.read();
        if (onLink.link != null) {
            forLink(config);
        }
        config.check();
        return config;
    }

    /** A link has its own limits, and a target its own configuration. */
    private void forLink(FloodConfig config) {
        for (String option : VIRTUAL_ONLY) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw usage(option + " is of the simulated board: leave it out with --link");
            }
        }
        if (duration.compareTo(LONGEST_ON_LINK) > 0) {
            throw usage("--duration on a link is 10m at most");
        }
        if (spoof == Spoof.SUBNET) {
            throw usage(
                    "--spoof subnet would write your neighbours' addresses: on a link say random,"
                            + " single or live");
        }
        config.target = onLink.target();
        config.patienceNs = PATIENCE_ON_LINK.toNanos();
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(option + " is " + value + ", which has to be in " + least + ".." + most);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** What is going to happen, in words. */
    private static List<String> facts(FloodConfig config) {
        String rtts =
                Arrays.stream(config.rttNs)
                        .mapToObj(Quantity::duration)
                        .collect(Collectors.joining(" and "));
        return List.of(
                text(
                        "flood: %,d SYN/s from %s addresses for %s of virtual time, wire %s",
                        config.synRate,
                        config.spoof,
                        Quantity.duration(config.durationNs),
                        Quantity.rate(config.wireBitsPerSecond)),
                text(
                        "board: %d slots, %d half-open entries, receive ring %d, %d frames a poll;"
                                + " %s a frame and %s a poll (%s)",
                        config.slots,
                        config.synQueue,
                        config.receiveRing,
                        config.framesPerPoll,
                        Quantity.duration(config.cost.nsPerFrame()),
                        Quantity.duration(config.cost.nsPerPoll()),
                        config.cost.origin()),
                text(
                        "honest: %d clients that connect every %s, round trip %s, loss %s each way;"
                                + " %d bulk transfers",
                        config.clients,
                        Quantity.duration(config.connectEveryNs),
                        rtts,
                        Quantity.percent(config.loss),
                        config.bulkFlows));
    }

    private List<String> linkFacts(FloodConfig config) {
        return List.of(
                text(
                        "flood: %,d SYN/s for %s to %s port %d over %s, from %s addresses of %s;"
                                + " before it %s without",
                        config.synRate,
                        Quantity.duration(config.durationNs),
                        LinkSettings.dotted(config.target.address()),
                        config.target.port(),
                        onLink.link,
                        config.spoof,
                        ReservedAddresses.WORDS,
                        Quantity.duration(LinkFlood.quietNs(config))),
                text(
                        "honest: %d clients at %s that connect every %s and wait %s",
                        config.clients,
                        onLink.address,
                        Quantity.duration(config.connectEveryNs),
                        Quantity.duration(config.patienceNs)));
    }

    /** The clients alone, then beside the flood. */
    private List<FloodResult> playOnLink(FloodConfig config) {
        try (LinkFlood flood = onLink.open(config)) {
            Interrupts.handle(flood::requestEnd);
            List<FloodResult> results = flood.play();
            if (results.size() < 2 && !flood.isEndRequested()) {
                throw new Failure(
                        "nobody answers ARP for "
                                + LinkSettings.dotted(config.target.address())
                                + " on "
                                + onLink.link
                                + ", so nothing was sent; start the board, and see that it is at"
                                + " the other end"
                                + onLink.hint());
            }
            return results;
        }
    }

    /** The run without the flood, then one for each defence. */
    private List<FloodResult> play(FloodConfig config) {
        List<FloodConfig> runs = new ArrayList<>(List.of(config.quiet()));
        defences.forEach(defence -> runs.add(config.with(defence)));
        List<FloodResult> results = new ArrayList<>();
        for (FloodConfig run : runs) {
            if (Terminal.isInteractive()) {
                String what = run.synRate == 0 ? "without the flood" : run.defence.toString();
                System.err.println(
                        "run " + (results.size() + 1) + " of " + runs.size() + ": " + what);
            }
            results.add(FloodRun.play(run));
        }
        return results;
    }

    private static FloodPromise promise(List<FloodResult> results) {
        for (FloodResult result : results.subList(1, results.size())) {
            if (result.config.defence == Defence.COOKIES || result.overLink) {
                return new FloodPromise(result, results.get(0));
            }
        }
        return null;
    }

    private void print(FloodPromise promise, PrintWriter out) {
        out.println();
        out.println(onLink.link == null ? "what cookies promise:" : "what is asked of a board:");
        for (FloodPromise.Point point : promise.points()) {
            String verdict = point.isKept() ? "kept  " : "BROKEN";
            out.println("  " + verdict + "  " + point.what() + ": " + point.found());
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The value of {@code --spoof}. */
    static final class SpoofValue implements ITypeConverter<Spoof> {
        @Override
        public Spoof convert(String text) {
            for (Spoof spoof : Spoof.values()) {
                if (spoof.toString().equalsIgnoreCase(text)) {
                    return spoof;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' are nobody's addresses: say random, subnet, single or live");
        }
    }

    /** The value of {@code --defence}. */
    static final class DefenceValue implements ITypeConverter<List<Defence>> {
        @Override
        public List<Defence> convert(String text) {
            if (text.equalsIgnoreCase("all")) {
                return List.of(Defence.values());
            }
            for (Defence defence : Defence.values()) {
                if (defence.toString().equalsIgnoreCase(text)) {
                    return List.of(defence);
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is no defence: say cookies, queue, slots or all");
        }
    }

    /** The value of {@code --loss}. */
    static final class LossValue implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return Quantity.probability(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
