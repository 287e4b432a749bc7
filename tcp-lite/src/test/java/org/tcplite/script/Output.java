package org.tcplite.script;

/**
 * A segment that came out.
 *
 * @param flow null if no label stands for these two ends
 */
record Output(long timeNs, Flow flow, WireSegment segment, String ends) {

    /** What differs from the line, or null. */
    String difference(String label, SegmentSpec expected) {
        if (flow == null) {
            return "it belongs to no connection of the script: " + ends;
        }
        if (!flow.label.equals(label)) {
            return "it belongs to another connection";
        }
        if (segment.flags != expected.flags()) {
            return "the flags are "
                    + Flags.format(segment.flags)
                    + ", not "
                    + Flags.format(expected.flags());
        }
        if (segment.seq != expected.from().on(flow.iss)) {
            return "the sequence number is "
                    + (segment.seq - flow.iss)
                    + ", not "
                    + (expected.from().on(flow.iss) - flow.iss);
        }
        if (segment.text.length != expected.length()) {
            return "the text is of " + segment.text.length + " octets, not " + expected.length();
        }
        if (expected.ack() != null && segment.ack != expected.ack().on(flow.irs)) {
            return "the ack is "
                    + (segment.ack - flow.irs)
                    + ", not "
                    + (expected.ack().on(flow.irs) - flow.irs);
        }
        if (expected.window() != null && segment.window != expected.window()) {
            return "the window is " + segment.window + ", not " + expected.window();
        }
        if (expected.urgent() != null && segment.urgent != expected.urgent()) {
            return "the urgent pointer is " + segment.urgent + ", not " + expected.urgent();
        }
        return optionsAs(expected) ? null : optionsDiffer(expected);
    }

    private String optionsDiffer(SegmentSpec expected) {
        var actual = OptionText.decode(segment.options, flow.irs);
        var wanted = expected.options() == null ? java.util.List.<String>of() : expected.options();
        return "the options are <"
                + String.join(",", actual)
                + ">, not <"
                + String.join(",", wanted)
                + ">";
    }

    private boolean optionsAs(SegmentSpec expected) {
        var actual = OptionText.decode(segment.options, flow.irs);
        var wanted = expected.options() == null ? java.util.List.<String>of() : expected.options();
        if (actual.size() < wanted.size() || actual.size() > wanted.size() && !expected.more()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!OptionText.matches(wanted.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    String format() {
        if (flow == null) {
            return "> " + new Flow("", 0, 0).words(segment).format() + "  // " + ends;
        }
        String label = flow.label.isEmpty() ? "" : flow.label + ": ";
        return label + "> " + flow.words(segment).format();
    }
}
