package org.tcplite.script;

import java.util.List;
import java.util.Map;

/**
 * A segment as a line writes it.
 *
 * @param ack null if none is written
 * @param window null if none is written
 * @param urgent null if none is written
 * @param options null if none are written
 * @param more the options written are only the first ones
 * @param modifiers what an injected segment is damaged with
 */
record SegmentSpec(
        int flags,
        Num from,
        int length,
        Num ack,
        Integer window,
        Integer urgent,
        List<String> options,
        boolean more,
        Map<String, Integer> modifiers) {

    String format() {
        StringBuilder s = new StringBuilder();
        s.append(String.format("%-2s ", Flags.format(flags)));
        s.append(from).append(':').append(from.plus(length)).append('(').append(length).append(')');
        if (ack != null) {
            s.append(" ack ").append(ack);
        }
        if (window != null) {
            s.append(" win ").append(window);
        }
        if (urgent != null) {
            s.append(" urg ").append(urgent);
        }
        if (options != null && (more || !options.isEmpty())) {
            s.append(" <").append(String.join(",", options));
            s.append(more ? options.isEmpty() ? "..." : ",..." : "").append('>');
        }
        return s.toString();
    }
}
