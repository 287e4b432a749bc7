package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code states}: the state diagram. */
@Command(
        name = "states",
        header = "Prints TCP's state diagram, as tcp-lite implements it.",
        description =
                "A line an arrow: state, what happens, what is sent, next state. Grouped by what"
                        + " opens a connection, what an open one does, and who closes first.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " states --visited      # which of them the drawings show",
            "  " + Main.SCRIPT + " states --dot | dot -Tsvg > states.svg"
        })
final class StatesCommand implements Runnable {

    private static final long DELAY_NS = 10_000_000;

    @Spec CommandSpec spec;

    @ArgGroup Form form = new Form();

    /** One of them. */
    static final class Form {
        @Option(names = "--mermaid", description = "for Mermaid, as in Markdown on GitHub")
        boolean mermaid;

        @Option(names = "--dot", description = "for Graphviz")
        boolean dot;

        @Option(
                names = "--visited",
                description =
                        "plays every scenario of handshake, and counts how often both ends"
                                + " together went along each arrow")
        boolean visited;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        lines().forEach(out::println);
        out.flush();
    }

    private List<String> lines() {
        if (form.mermaid) {
            return StateDiagram.mermaid();
        }
        if (form.dot) {
            return StateDiagram.dot();
        }
        return StateDiagram.text(form.visited ? visitsOfAllScenarios() : null);
    }

    /** How often both ends of every scenario together went along each arrow. */
    static StateVisits visitsOfAllScenarios() {
        StateVisits visits = new StateVisits();
        for (HandshakeScenario scenario : HandshakeScenario.values()) {
            HandshakeRun run = new HandshakeRun(DELAY_NS, 1);
            run.countInto(visits);
            scenario.play(run);
        }
        return visits;
    }
}
