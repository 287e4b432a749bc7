package org.tcplite.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one line of a script; the comment is already off. */
final class LineParser {

    private static final Pattern TIME = Pattern.compile("^(\\+\\S+|\\*)(\\s+|$)");
    private static final Pattern LABEL = Pattern.compile("^([A-Za-z]\\w*):\\s+");
    private static final Pattern RESULT = Pattern.compile("(?:^|\\s)=\\s+(.+)$");

    private static final Set<String> CALLS =
            Set.of(
                    "listen",
                    "unlisten",
                    "accept",
                    "any",
                    "connect",
                    "write",
                    "read",
                    "shutdown",
                    "close",
                    "abort",
                    "nodelay",
                    "keepalive",
                    "user-timeout",
                    "connect-timeout",
                    "ttl",
                    "dscp",
                    "rcvbuf",
                    "sndbuf",
                    "maxseg",
                    "backlog",
                    "icmp",
                    "flow",
                    "ended",
                    "signals",
                    "readable",
                    "urgent",
                    "writable",
                    "status",
                    "counter",
                    "deadline",
                    "trouble",
                    "header",
                    "hold",
                    "release",
                    "isn",
                    "state");

    private LineParser() {}

    static Line parse(int number, String text, String statement) {
        String rest = statement;
        long delayNs = 0;
        boolean whenever = false;
        Matcher time = TIME.matcher(rest);
        if (time.find()) {
            whenever = time.group(1).equals("*");
            delayNs = whenever ? 0 : Seconds.toNanos(time.group(1).substring(1));
            rest = rest.substring(time.end());
        }
        if (delayNs < 0) {
            throw new ScriptSyntaxException("time runs forwards only");
        }
        String label = "";
        Matcher labelled = LABEL.matcher(rest);
        if (labelled.find()) {
            label = labelled.group(1);
            rest = rest.substring(labelled.end());
        }
        String result = null;
        Matcher equals = RESULT.matcher(rest);
        if (equals.find()) {
            result = equals.group(1).strip();
            rest = rest.substring(0, equals.start());
        }
        return new Line(number, text, delayNs, label, event(rest.strip(), whenever), result);
    }

    private static Event event(String text, boolean whenever) {
        if (text.startsWith(">")) {
            return new Event.Expect(SegmentParser.parse(text.substring(1), false), whenever);
        }
        if (whenever) {
            throw new ScriptSyntaxException("* stands before > only");
        }
        if (text.startsWith("<+")) {
            return new Event.Inject(SegmentParser.parse(text.substring(2), true), true);
        }
        if (text.startsWith("<")) {
            return new Event.Inject(SegmentParser.parse(text.substring(1), true), false);
        }
        if (text.isEmpty()) {
            return new Event.Wait();
        }
        List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
        String name = words.remove(0);
        if (!CALLS.contains(name)) {
            throw new ScriptSyntaxException(
                    "\"" + name + "\" is no call; they are " + String.join(" ", sortedCalls()));
        }
        return new Event.Call(name, words);
    }

    private static List<String> sortedCalls() {
        return CALLS.stream().sorted().toList();
    }
}
