package org.tcplite.script;

import java.util.ArrayList;
import java.util.List;

/** Words a failure: the whole script, with what really happened under the line that failed. */
final class Report {

    private final Script script;
    private final Line line;
    private final String where;
    private final List<String> ends;

    /**
     * @param line where it failed; null is behind the last
     * @param where time and numbers, in words
     * @param ends the state of each connection, in words
     */
    Report(Script script, Line line, String where, List<String> ends) {
        this.script = script;
        this.line = line;
        this.where = where;
        this.ends = ends;
    }

    ScriptFailure differs(String difference, List<String> actual) {
        return failure(difference, List.of(), actual, null);
    }

    ScriptFailure missing(long waitedNs) {
        String nothing = "(nothing, for " + Seconds.format(waitedNs) + " s)";
        return failure("nothing came out", List.of(), List.of(nothing), null);
    }

    ScriptFailure unexpected(List<String> actual) {
        return failure("something came out that no line expects", actual, List.of(), null);
    }

    ScriptFailure wrongResult(String call, Outcome outcome) {
        String actual =
                "+" + Seconds.format(line.delayNs()) + " " + call + " = " + outcome.actual();
        return failure(outcome.reason(), List.of(), List.of(actual), null);
    }

    ScriptFailure wrongState(Line asked, String state) {
        String reason = "the state is " + state + ", not " + asked.result();
        return failure(reason, List.of(), List.of("= " + state), null);
    }

    ScriptFailure failed(Throwable cause, List<String> actual) {
        return failure(cause.toString(), List.of(), actual, cause);
    }

    private ScriptFailure failure(
            String reason, List<String> before, List<String> under, Throwable cause) {
        List<String> text = new ArrayList<>();
        String place = line == null ? "the end" : "line " + line.number();
        text.add(script.name() + ", " + place + ": " + reason);
        text.add("(" + where + ")");
        text.add("");
        int number = 0;
        for (String source : script.source()) {
            number++;
            boolean here = line != null && number == line.number();
            if (here) {
                before.forEach(actual -> text.add(" came: " + actual));
            }
            text.add("%5d  %s".formatted(number, source).stripTrailing());
            if (here) {
                under.forEach(actual -> text.add("   is: " + actual));
            }
        }
        if (line == null) {
            before.forEach(actual -> text.add(" came: " + actual));
        }
        text.add("");
        text.addAll(ends);
        return new ScriptFailure(String.join("\n", text).stripTrailing() + "\n", cause);
    }
}
