package org.tcplite.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.tcplite.bench.Environment;
import org.tcplite.sim.report.Json;

/** {@code bench/run}, and {@code java -jar benchmarks.jar}. */
public final class RunCommand {

    private static final int PUBLISHABLE_FORKS = 5;
    private static final TimeValue QUICK = TimeValue.milliseconds(300);

    private static final String HELP =
            """
            Usage: bench/run [--quick | --full] [--output DIR] [REGEX...] [JMH's options]

            Runs the benchmarks (JMH) whose names match; without a name, all.

              --quick        one fork, short iterations: the order of magnitude, not publishable
              (default)      two forks: for working, not publishable
              --full         five forks
              --output DIR   where run.txt, run.json and run.html are kept; default: bench/target/run
              --help         this; -h lists JMH's own options, -l the benchmarks, -lp their parameters

            The table goes to stdout, JMH's progress to stderr. Whatever else is said goes to JMH and wins.

            Examples:
              bench/run --quick
              bench/run --full ReceivePath -p text=64 -p checksums=software
              bench/run Syn -prof stack
            """;

    private final PrintStream out;
    private final PrintStream err;
    private boolean quick;
    private boolean full;
    private final Path home = Environment.home();
    private Path directory = home.resolve("target").resolve("run");

    RunCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** The command line. */
    public static void main(String[] args) throws IOException {
        System.exit(new RunCommand(System.out, System.err).run(args));
    }

    /** 0: done; 1: a benchmark failed; 2: wrong usage. */
    int run(String... args) throws IOException {
        List<String> jmh = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help":
                    out.print(HELP);
                    return 0;
                case "--quick":
                    quick = true;
                    break;
                case "--full":
                    full = true;
                    break;
                case "--output":
                    if (++i == args.length) {
                        return refuse("--output: say which directory");
                    }
                    directory = Path.of(args[i]);
                    break;
                default:
                    jmh.add(args[i]);
            }
        }
        if (quick && full) {
            return refuse("--quick or --full, not both");
        }
        try {
            return run(new CommandLineOptions(jmh.toArray(new String[0])), jmh);
        } catch (CommandLineOptionException e) {
            return refuse(e.getMessage());
        } catch (NoBenchmarksException e) {
            return refuse("no benchmark has such a name; -l lists them");
        } catch (RunnerException e) {
            err.println("bench/run: " + e.getMessage());
            return 1;
        }
    }

    private int refuse(String why) {
        err.println("bench/run: " + why + "; see bench/run --help");
        return 2;
    }

    private int run(CommandLineOptions given, List<String> args)
            throws IOException, RunnerException, CommandLineOptionException {
        boolean asks =
                given.shouldHelp()
                        || given.shouldList()
                        || given.shouldListWithParams()
                        || given.shouldListProfilers()
                        || given.shouldListResultFormats();
        if (asks) {
            org.openjdk.jmh.Main.main(args.toArray(new String[0]));
            return 0;
        }
        Map<String, String> environment = new LinkedHashMap<>(Environment.of(home));
        // stdout is for the table
        OutputFormat progress =
                OutputFormatFactory.createFormatInstance(
                        err, given.verbosity().orElse(VerboseMode.NORMAL));
        Runner runner = new Runner(options(given), progress);
        Collection<RunResult> results = runner.run();
        if (results.isEmpty()) {
            err.println("bench/run: no result");
            return 1;
        }
        BenchmarkParams params = results.iterator().next().getParams();
        environment.put(
                "JDK",
                params.getJdkVersion() + ", " + params.getVmName() + " " + params.getVmVersion());
        environment.put("flags", flagsOf(params));
        environment.put("load average afterwards", Environment.loadAverage());
        RunReport report = new RunReport(results, environment, caution(results));
        out.print(report.text());
        keep(report);
        return 0;
    }

    /** The flags of the measured JVMs, without what only says where this program lies. */
    private static String flagsOf(BenchmarkParams params) {
        List<String> flags = new ArrayList<>(params.getJvmArgs());
        flags.removeIf(each -> each.startsWith("-Dtcplite."));
        return String.join(" ", flags);
    }

    /** What is asked for, where JMH's own options say nothing. */
    private org.openjdk.jmh.runner.options.Options options(CommandLineOptions given) {
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        options.addProfiler(GCProfiler.class);
        if (full && !given.getForkCount().hasValue()) {
            options.forks(PUBLISHABLE_FORKS);
        }
        if (quick) {
            if (!given.getForkCount().hasValue()) {
                options.forks(1);
            }
            if (!given.getWarmupTime().hasValue()) {
                options.warmupTime(QUICK);
            }
            if (!given.getMeasurementTime().hasValue()) {
                options.measurementTime(QUICK);
            }
        }
        return options.build();
    }

    private String caution(Collection<RunResult> results) {
        int forks = results.stream().mapToInt(each -> each.getParams().getForks()).min().orElse(0);
        if (quick) {
            return "--quick, short iterations; say --full";
        }
        return forks < PUBLISHABLE_FORKS ? forks + " forks and not five; say --full" : null;
    }

    private void keep(RunReport report) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("run.txt"), report.text());
        Files.writeString(directory.resolve("run.json"), Json.text(report.document()));
        Files.writeString(directory.resolve("run.html"), report.page());
        err.println("bench/run: kept in " + directory);
    }
}
