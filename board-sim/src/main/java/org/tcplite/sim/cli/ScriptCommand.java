package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tcplite.script.Script;
import org.tcplite.script.ScriptFailure;
import org.tcplite.script.ScriptSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code script}: plays packet scripts. */
@Command(
        name = "script",
        header = "Plays packet scripts against the TCP of a board, in virtual time.",
        description = {
            "A script says which segments arrive, which calls the user makes, and exactly which"
                    + " segments come out; docs/packet-scripts.md has the notation. Of a directory"
                    + " every *.pkt below it is played. Each is played twice, the second time with"
                    + " sequence numbers that wrap, and the invariants hold after every event.",
            "Silent if all goes as the scripts say; otherwise standard error has the script with"
                    + " what really came, and the exit code is 1."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " script docs/examples/scripts",
            "  " + Main.SCRIPT + " script -v --junit-xml scripts.xml docs/examples/scripts"
        })
final class ScriptCommand implements Callable<Integer> {

    private static final String SUFFIX = ".pkt";

    @Spec CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "a script, or a directory: every *.pkt below it")
    List<Path> paths;

    @Option(
            names = {"-v", "--verbose"},
            description = "a line for each script, and how many there were")
    boolean verbose;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "the verdicts for CI")
    Path junitXml;

    @Override
    public Integer call() {
        List<ScriptVerdict> verdicts = new ArrayList<>();
        for (Path script : scripts()) {
            ScriptVerdict verdict = play(script);
            verdicts.add(verdict);
            report(verdict);
        }
        long failed = verdicts.stream().filter(each -> !each.isGood()).count();
        if (verbose) {
            say(verdicts.size() + " scripts, " + failed + " failed");
        }
        if (junitXml != null) {
            try {
                Files.writeString(junitXml, ScriptVerdict.junitXml(verdicts));
            } catch (IOException e) {
                throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
            }
        }
        return failed == 0 ? 0 : Main.FAILED;
    }

    private List<Path> scripts() {
        List<Path> scripts = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> below = below(path);
                if (below.isEmpty()) {
                    throw usage("there is no *" + SUFFIX + " below " + path + ": say a file");
                }
                scripts.addAll(below);
            } else if (Files.exists(path)) {
                scripts.add(path);
            } else {
                throw usage(path + " is neither a file nor a directory: say one that is there");
            }
        }
        return scripts;
    }

    private static List<Path> below(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static ScriptVerdict play(Path file) {
        long startNs = System.nanoTime();
        String problem = null;
        try {
            Script.parse(file.toString(), Files.readString(file)).play();
        } catch (ScriptSyntaxException e) {
            problem = e.getMessage() + "\n";
        } catch (ScriptFailure e) {
            problem = e.getMessage() + soFar(e.trace());
        } catch (MalformedInputException e) {
            problem = file + ": this is no text in UTF-8\n";
        } catch (IOException e) {
            problem = file + ": cannot be read: " + e.getMessage() + "\n";
        }
        return new ScriptVerdict(file.toString(), System.nanoTime() - startNs, problem);
    }

    private static String soFar(String trace) {
        return trace.isBlank() ? "" : "\nwhat had happened until then, as a script:\n\n" + trace;
    }

    private void report(ScriptVerdict verdict) {
        if (verbose) {
            String word = verdict.isGood() ? "ok    " : "FAILED";
            double seconds = verdict.tookNs() / 1e9;
            say(String.format(Locale.ROOT, "%s %s  %.3f s", word, verdict.name(), seconds));
        }
        if (!verdict.isGood()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(verdict.problem());
            err.flush();
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
