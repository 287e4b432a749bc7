package org.tcplite.sim.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.tcplite.sim.cli.StateTransition.Phase;
import org.tcplite.tcp.TcpState;

/** Writes the {@link StateTable} down, in three ways, phase by phase. */
final class StateDiagram {

    private static final String NEXT = " -> ";

    private StateDiagram() {}

    /**
     * A line an arrow.
     *
     * @param visits how often each was gone along, in front of it; or null
     */
    static List<String> text(StateVisits visits) {
        int fromWidth = width(arrow -> TcpState.name(arrow.from()).length());
        int eventWidth = width(arrow -> arrow.event().length());
        int actionWidth = width(arrow -> arrow.action().length());
        List<String> lines = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            String states =
                    Arrays.stream(phase.states())
                            .mapToObj(TcpState::name)
                            .collect(Collectors.joining(", "));
            lines.add((lines.isEmpty() ? "" : "\n") + phase.text() + " (" + states + ")");
            for (StateTransition arrow : arrows(phase)) {
                String count = visits == null ? "" : String.format("%6s", countOf(arrow, visits));
                lines.add(
                        count
                                + "  "
                                + pad(TcpState.name(arrow.from()), fromWidth)
                                + pad(arrow.event(), eventWidth)
                                + pad(arrow.action(), actionWidth)
                                + NEXT.strip()
                                + " "
                                + TcpState.name(arrow.to()));
            }
        }
        return String.join("\n", lines).lines().toList();
    }

    /** For Mermaid, which GitHub and many others draw. */
    static List<String> mermaid() {
        List<String> lines = new ArrayList<>();
        lines.add("stateDiagram-v2");
        lines.add("    [*] --> CLOSED");
        for (Phase phase : Phase.values()) {
            String id = phase.name().toLowerCase(Locale.ROOT);
            lines.add("    state \"" + phase.text() + "\" as " + id + " {");
            for (int state : phase.states()) {
                lines.add("        state \"" + TcpState.name(state) + "\" as " + id(state));
            }
            lines.add("    }");
        }
        for (StateTransition arrow : StateTable.all()) {
            String ends = id(arrow.from()) + " --> " + id(arrow.to());
            lines.add("    " + ends + " : " + arrow.label());
        }
        return lines;
    }

    /** For Graphviz. */
    static List<String> dot() {
        List<String> lines = new ArrayList<>();
        lines.add("digraph tcp {");
        lines.add("    node [shape=box, style=rounded, fontname=\"sans-serif\"];");
        lines.add("    edge [fontname=\"sans-serif\", fontsize=10];");
        lines.add("    " + id(TcpState.CLOSED) + ";");
        for (Phase phase : Phase.values()) {
            String id = phase.name().toLowerCase(Locale.ROOT);
            lines.add("    subgraph cluster_" + id + " {");
            lines.add("        label=\"" + phase.text() + "\";");
            for (int state : phase.states()) {
                lines.add("        " + id(state) + " [label=\"" + TcpState.name(state) + "\"];");
            }
            lines.add("    }");
        }
        for (StateTransition arrow : StateTable.all()) {
            String ends = id(arrow.from()) + NEXT + id(arrow.to());
            lines.add("    " + ends + " [label=\"" + arrow.label() + "\"];");
        }
        lines.add("}");
        return lines;
    }

    private static List<StateTransition> arrows(Phase phase) {
        return StateTable.all().stream().filter(arrow -> arrow.phase() == phase).toList();
    }

    private static String countOf(StateTransition arrow, StateVisits visits) {
        int count = visits.count(StateTable.find(arrow.from(), arrow.to()));
        return count == 0 ? "-" : String.valueOf(count);
    }

    private static int width(ToIntFunction<StateTransition> length) {
        return StateTable.all().stream().mapToInt(length).max().orElse(0) + 2;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** A state's name without what the two languages read as something else. */
    private static String id(int state) {
        return TcpState.name(state).replace('-', '_');
    }
}
