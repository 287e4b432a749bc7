package org.tcplite.sim.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script for bash and zsh. */
@Command(
        name = "completion",
        header = "Prints a script that completes commands and options in bash and zsh.",
        footerHeading = "%nExample:%n",
        footer = "  source <(" + Main.SCRIPT + " completion)")
final class CompletionCommand implements Runnable {

    private static final String FUNCTION = "_complete_run";

    @Spec CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("run", spec.root().commandLine()));
        out.println("complete -F " + FUNCTION + " -o default " + Main.SCRIPT + " ./run");
        out.flush();
    }
}
