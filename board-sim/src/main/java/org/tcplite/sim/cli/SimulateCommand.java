package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.tcplite.tcp.Simulation;
import org.tcplite.tcp.SimulationFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code simulate}: random runs of two stacks, faults and attackers, in virtual time. */
@Command(
        name = "simulate",
        header =
                "Looks for what breaks TCP: random runs in virtual time, the invariants after every event.",
        description = {
            "Each run draws buffers, options, loss, duplication, reordering, corruption, pauses,"
                    + " pulled cables, stuck descriptors and attackers from its seed; in one of"
                    + " four, frames pass between two whole boards. Then the faults stop, every"
                    + " transfer has to complete and every slot to come home."
                    + " The runs are those of the seeds N, N+1, and so on: the same seed is the"
                    + " same run, octet by octet, and the transcript's hash says so. SIGINT and"
                    + " SIGTERM end it after the present run, with the report.",
            "What does not hold ends it with exit code 1, the line that has it again with as few"
                    + " disturbances as possible, a capture and a trace."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " simulate --seed 1 --runs 500",
            "  " + Main.SCRIPT + " simulate --duration 60s"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int DEFAULT_RUNS = 100;
    private static final int SHRINKING_RUNS = 2_000;

    @Spec CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "the first run's (any)")
    Long seed;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "how many; 100, unless there is a --duration")
    Integer runs;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Values.SecondsOrDuration.class,
            description = "no new run begins after this time by the clock on the wall")
    Duration duration;

    @Option(
            names = "--without",
            paramLabel = "RANGES",
            converter = Ranges.class,
            description = "leaves out the disturbances with these numbers, as in 0-15,20; --runs 1")
    BitSet without;

    @Option(
            names = "--shrink",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "leaves out what a failure does not need (yes; --no-shrink does not)")
    boolean shrink;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "a failing run's capture (simulate-SEED.pcapng; the trace stands beside)")
    Path pcap;

    private final SimulationReport report = new SimulationReport();
    private volatile boolean endRequested;

    @Override
    public Integer call() {
        check();
        long first = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
        say("seed=" + first);
        int most = runs != null ? runs : duration != null ? Integer.MAX_VALUE : DEFAULT_RUNS;
        long startNs = System.nanoTime();
        Interrupts.handle(() -> endRequested = true);
        for (int i = 0; i < most && isInTime(startNs) && !endRequested; i++) {
            BitSet none = without == null ? new BitSet() : without;
            Simulation simulation = new Simulation(first + i, none);
            SimulationFailure failure = SimulationFailure.of(simulation, none);
            if (failure != null) {
                tell(failure);
                return Main.FAILED;
            }
            report.add(simulation);
        }
        report.lines(System.nanoTime() - startNs).forEach(this::say);
        return 0;
    }

    private void check() {
        if (runs != null && runs < 1) {
            throw usage("--runs is " + runs + ": say 1 or more");
        }
        if (without != null && (runs == null || runs != 1 || seed == null)) {
            throw usage("--without is of one run: say --seed N --runs 1 as well");
        }
    }

    private boolean isInTime(long startNs) {
        return duration == null || System.nanoTime() - startNs < duration.toNanos();
    }

    // ---- what is said of a failure

    private void tell(SimulationFailure found) {
        boolean small = shrink && without == null;
        SimulationFailure failure = small ? found.shrunk(SHRINKING_RUNS) : found;
        err("FAILED seed=" + failure.seed() + ": " + failure.summary());
        err(failure.parameters());
        List<String> trace = failure.trace();
        trace.forEach(line -> err("  " + line));
        if (!(failure.cause() instanceof AssertionError)) {
            failure.cause().printStackTrace(spec.commandLine().getErr());
        }
        err(capture(failure));
        say("FAILED seed=" + failure.seed() + ": " + failure.summary());
        say(failure.remaining() + " disturbances are needed");
        say("replay: " + Main.SCRIPT + " simulate " + failure.replay());
    }

    /** Runs it once more and writes what passes the wire. */
    private String capture(SimulationFailure failure) {
        Path file = pcap == null ? Path.of("simulate-" + failure.seed() + ".pcapng") : pcap;
        Path trace = file.resolveSibling(file.getFileName() + ".trace");
        Simulation again = failure.again();
        try (SimulationCapture capture =
                new SimulationCapture(file, Files.newBufferedWriter(trace))) {
            again.show(capture);
            SimulationFailure.of(again, new BitSet());
            return "capture: " + file + ", trace: " + trace;
        } catch (IOException | UncheckedIOException e) {
            return "no capture: " + e.getMessage();
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void err(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A value of {@code --without}. */
    static final class Ranges implements ITypeConverter<BitSet> {
        @Override
        public BitSet convert(String text) {
            try {
                return SimulationFailure.numbers(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
