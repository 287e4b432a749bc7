package org.tcplite.sim.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.tcp.Coverage;
import org.tcplite.tcp.Simulation;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpState;

/** What simulations together have done and seen. */
final class SimulationReport {

    private final Coverage coverage = new Coverage();
    private final MessageDigest transcript;
    private int runs;
    private int lost;

    SimulationReport() {
        try {
            transcript = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run has ended well. */
    void add(Simulation simulation) {
        coverage.add(simulation.coverage());
        transcript.update(simulation.hash());
        lost += simulation.failures();
        runs++;
    }

    /** The report; the hash can be asked for once. */
    List<String> lines(long tookNs) {
        double seconds = Math.max(1, tookNs) / 1e9;
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d runs, %d events in %.1f s (%.0f/s), no violation",
                        runs,
                        coverage.events(),
                        seconds,
                        coverage.events() / seconds));
        lines.add("connections lost in the handshake, or to a hostile peer: " + lost);
        lines.add(edges());
        lines.add(counters());
        lines.add("drop counters never moved: " + unmoved(Counted::isDrop));
        lines.add("transcript sha256=" + HexFormat.of().formatHex(transcript.digest()));
        return lines;
    }

    private String edges() {
        StringJoiner missing = new StringJoiner(", ", "; never: ", "");
        missing.setEmptyValue("");
        int visited = 0;
        for (StateTransition each : StateTable.all()) {
            if (coverage.edge(each.from(), each.to()) > 0) {
                visited++;
            } else {
                String to = TcpState.name(each.to());
                missing.add(TcpState.name(each.from()) + " to " + to);
            }
        }
        return "edges of the state diagram: "
                + visited
                + " of "
                + StateTable.all().size()
                + missing;
    }

    /** A counter of TCP, of the layers below it, or of the MAC. */
    private record Counted(String name, boolean isDrop, long value) {}

    private List<Counted> all() {
        List<Counted> all = new ArrayList<>();
        for (int id = 0; id < TcpCounter.COUNT; id++) {
            boolean drop = id >= TcpCounter.FIRST_DROP;
            all.add(new Counted(TcpCounter.name(id), drop, coverage.counter(id)));
        }
        for (int id = 0; id < NetCounter.COUNT; id++) {
            boolean drop = id >= NetCounter.FIRST_DROP;
            all.add(new Counted(NetCounter.name(id), drop, coverage.netCounter(id)));
        }
        for (int id = 0; id < MacCounter.COUNT; id++) {
            if (coverage.macCounter(id) >= 0) {
                all.add(new Counted(MacCounter.name(id), true, coverage.macCounter(id)));
            }
        }
        return all;
    }

    private String counters() {
        long moved = all().stream().filter(each -> each.value() > 0).count();
        String never = unmoved(each -> !each.isDrop());
        return "counters moved: " + moved + " of " + all().size() + "; of events never: " + never;
    }

    private String unmoved(Predicate<Counted> of) {
        StringJoiner names = new StringJoiner(", ");
        names.setEmptyValue("none");
        for (Counted each : all()) {
            if (of.test(each) && each.value() == 0) {
                names.add(each.name());
            }
        }
        return names.toString();
    }
}
