package org.tcplite.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.LaneCounters;

/** What a wire did, as lines for people: one a direction, and one for what went wrong in it. */
final class WireReport {

    private WireReport() {}

    /**
     * The lines.
     *
     * @param left the left end's name
     * @param right the right end's name
     */
    static List<String> lines(InProcessWire wire, String left, String right) {
        List<String> lines = new ArrayList<>();
        add(lines, wire.counters(InProcessWire.LEFT), "out", left, right);
        add(lines, wire.counters(InProcessWire.RIGHT), "in", right, left);
        return lines;
    }

    private static void add(
            List<String> lines, LaneCounters lane, String direction, String from, String to) {
        lines.add(
                direction
                        + (" " + from + " to " + to + ":")
                        + (" " + lane.frames() + " frames, " + lane.octets() + " octets;")
                        + (" delivered " + lane.deliveredFrames() + ",")
                        + (" " + lane.deliveredOctets() + " octets"));
        lines.add(
                "  lost "
                        + lane.lost()
                        + (", duplicated " + lane.duplicated())
                        + (", reordered " + lane.reordered())
                        + (", corrupted " + lane.corrupted())
                        + (", over the limit " + lane.overLimit())
                        + (", not taken " + lane.notTaken())
                        + (", on the way " + lane.onTheWay()));
    }
}
