package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what works on this machine. */
@Command(
        name = "doctor",
        header = "Says what works on this machine.",
        description =
                "A line each: whether it is there, what it is for, and how to get it (package names"
                        + " are Debian's). Nothing is changed. Exit code 1 only if no board can"
                        + " run on any link.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " doctor",
            "  " + Main.SCRIPT + " doctor --json | jq '.findings[] | select(.ok | not)'"
        })
final class DoctorCommand implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Option(names = "--json", description = "as JSON")
    boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.here().findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            String objects =
                    findings.stream().map(Finding::json).collect(Collectors.joining(",\n"));
            out.println("{\n\"schema\":1,\n\"findings\":[\n" + objects + "]\n}");
        } else {
            findings.forEach(each -> out.println(each.line()));
        }
        out.flush();
        return Doctor.anythingRuns(findings) ? 0 : Main.FAILED;
    }
}
