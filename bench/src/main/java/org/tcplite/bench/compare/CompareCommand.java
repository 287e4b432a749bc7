package org.tcplite.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.tcplite.bench.Environment;
import org.tcplite.sim.report.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/compare}. */
@Command(
        name = "bench/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "tcp-lite bench",
        header = "Our stack beside lwIP, the Linux kernel and the floor, interleaved in one run.",
        description = {
            "",
            "Each measurement is a process of its own: warmed, then CPU time of its thread. Each case"
                    + " has its turn once a round. The tables go to stdout in Markdown; they and the raw"
                    + " values are kept in bench/target/compare.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bench/compare --jdk /usr/lib/jvm/java-17 --jdk /usr/lib/jvm/java-25",
            "  bench/compare --only receive,bulk --rounds 9",
            "  bench/compare --quick --only open-close --lwip ../lwip-2.1.3"
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int PUBLISHABLE_ROUNDS = 7;
    private static final int QUICK_ROUNDS = 2;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "a JDK to run on, repeatable; default: the one this runs on")
    private List<Path> jdks = new ArrayList<>();

    @Option(
            names = "--lwip",
            paramLabel = "DIR",
            description =
                    "lwIP's unpacked source; default: Debian's source package, fetched by apt-get")
    private Path lwip;

    @Option(
            names = "--without-c",
            description = "nothing in C: no compiler and no network are needed")
    private boolean withoutC;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WORDS",
            description = "cases whose names begin so, by commas: receive,open-close")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "name the cases and end")
    private boolean list;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "default: " + PUBLISHABLE_ROUNDS + ", the fewest that are publishable")
    private Integer rounds;

    @Option(
            names = "--quick",
            description = "two short rounds, labelled not publishable: for the order of magnitude")
    private boolean quick;

    @Option(
            names = "--warm-ms",
            paramLabel = "MS",
            description =
                    "CPU time before a JVM's measure, a tenth of it before C's; default: 2000")
    private Integer warmMs;

    @Option(
            names = "--measure-ms",
            paramLabel = "MS",
            description = "CPU time of a measure; default: 400")
    private Integer measureMs;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "where tables and raw values are kept; default: bench/target/compare")
    private Path output;

    @Spec private CommandSpec spec;

    /** The command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Case> cases = cases();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            cases.forEach(each -> out.println(each.name()));
            return 0;
        }
        int times = orElse(rounds, quick ? QUICK_ROUNDS : PUBLISHABLE_ROUNDS, "--rounds");
        int warm = orElse(warmMs, quick ? 1000 : 2000, "--warm-ms");
        int measured = orElse(measureMs, quick ? 150 : 400, "--measure-ms");
        Path home = Environment.home();
        Subjects subjects = subjects(home, cases);
        for (String each : subjects.missing()) {
            say("left out: " + each);
        }
        Map<String, String> environment = environment(home, subjects, times, warm, measured);
        CompareRun run =
                new CompareRun(
                        cases,
                        subjects.found(),
                        times,
                        warm,
                        measured,
                        System.err,
                        System.console() != null);
        run.run();
        environment.put("load average afterwards", Environment.loadAverage());
        boolean publishable = !quick && times >= PUBLISHABLE_ROUNDS;
        CompareReport report =
                new CompareReport(run.series(), environment, subjects.missing(), publishable);
        out.print(report.markdown());
        out.flush();
        keep(report, output == null ? home.resolve("target").resolve("compare") : output);
        return run.series().stream().anyMatch(each -> each.failure != null) ? 1 : 0;
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Case each : Case.all()) {
            if (only.isEmpty() || only.stream().anyMatch(each.name()::startsWith)) {
                cases.add(each);
            }
        }
        if (cases.isEmpty()) {
            String words = String.join(",", only);
            throw new ParameterException(
                    spec.commandLine(), "no case begins with " + words + "; --list names them");
        }
        return cases;
    }

    private Subjects subjects(Path home, List<Case> cases) {
        Subjects subjects = new Subjects(home);
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        if (!withoutC) {
            addC(subjects, cases);
        }
        try {
            for (Path jdk : jdks) {
                subjects.addJdk(jdk);
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--jdk " + e.getMessage(), e);
        }
        return subjects;
    }

    /** What the cases need of it. */
    private void addC(Subjects subjects, List<Case> cases) {
        if (cases.stream().anyMatch(each -> !each.isFloor())) {
            say("building lwIP ...");
            subjects.addLwip(lwip);
        }
        if (cases.stream().anyMatch(Case::isFloor)) {
            subjects.addFloor();
        }
        if (cases.stream().anyMatch(each -> LinuxKernel.does(each.work()))) {
            subjects.addKernel();
        }
    }

    private static Map<String, String> environment(
            Path home, Subjects subjects, int rounds, int warmMs, int measureMs) {
        Map<String, String> environment = new LinkedHashMap<>(Environment.of(home));
        for (String each :
                new TreeSet<>(subjects.found().stream().map(Subject::description).toList())) {
            environment.put("subject " + (environment.size() - 4), each);
        }
        environment.put(
                "rounds",
                rounds
                        + ", each case once a round; "
                        + warmMs
                        + " ms warm-up, "
                        + measureMs
                        + " ms measured, CPU time of the thread");
        return environment;
    }

    private int orElse(Integer given, int otherwise, String option) {
        if (given != null && given < 1) {
            throw new ParameterException(spec.commandLine(), option + " " + given + ": 1 or more");
        }
        return given == null ? otherwise : given;
    }

    private void keep(CompareReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), report.markdown());
        Files.writeString(directory.resolve("rounds.csv"), report.csv());
        Files.writeString(directory.resolve("report.json"), Json.text(report.document()));
        say("kept in " + directory);
    }

    private static void say(String words) {
        System.err.println("bench/compare: " + words);
    }
}
