package org.tcplite.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code FLAGS FROM:TO(LENGTH) [ack N] [win N] [urg N] [<options>]}. */
final class SegmentParser {

    private static final Pattern MODIFIERS = Pattern.compile("^!\\s*(\\S+)\\s+");
    private static final Pattern OPTIONS = Pattern.compile("<([^>]*)>\\s*$");
    private static final Pattern RANGE = Pattern.compile("(#?-?\\w+):(#?-?\\w+)\\((\\d+)\\)");
    private static final Set<String> MODIFIER_NAMES =
            Set.of(
                    "checksum",
                    "text",
                    "offset",
                    "truncate",
                    "reserved",
                    "verified",
                    "sport",
                    "dport",
                    "land");

    private SegmentParser() {}

    static SegmentSpec parse(String line, boolean injected) {
        String rest = line.strip();
        Map<String, Integer> modifiers = new LinkedHashMap<>();
        Matcher damage = MODIFIERS.matcher(rest);
        if (damage.find()) {
            if (!injected) {
                throw new ScriptSyntaxException("! stands behind < only");
            }
            modifiers(damage.group(1), modifiers);
            rest = rest.substring(damage.end());
        }
        List<String> options = null;
        boolean more = false;
        Matcher bracket = OPTIONS.matcher(rest);
        if (bracket.find()) {
            options = new ArrayList<>();
            for (String option : bracket.group(1).split(",")) {
                if (option.strip().equals("...")) {
                    more = true;
                } else if (!option.isBlank()) {
                    options.add(option.strip().replaceAll("\\s+", " "));
                }
            }
            rest = rest.substring(0, bracket.start());
        }
        if (injected && more) {
            throw new ScriptSyntaxException(
                    "<...> stands behind > only: the peer's options are ours");
        }
        return header(rest.strip().split("\\s+"), injected, options, more, modifiers);
    }

    private static SegmentSpec header(
            String[] words,
            boolean injected,
            List<String> options,
            boolean more,
            Map<String, Integer> modifiers) {
        int flags = Flags.parse(words[0]);
        Matcher range = RANGE.matcher(words.length > 1 ? words[1] : "");
        if (!range.matches()) {
            throw new ScriptSyntaxException(
                    "behind the flags stands FROM:TO(LENGTH), as 1:1001(1000)");
        }
        Num from = Num.parse(range.group(1));
        int length = Integer.parseInt(range.group(3));
        if (!from.plus(length).equals(Num.parse(range.group(2)))) {
            throw new ScriptSyntaxException(
                    "the numbers do not add up; write: "
                            + "%s:%s(%d)".formatted(from, from.plus(length), length));
        }
        Num ack = null;
        Integer window = null;
        Integer urgent = null;
        for (int i = 2; i < words.length; i += 2) {
            String value = i + 1 < words.length ? words[i + 1] : "";
            switch (words[i]) {
                case "ack" -> ack = Num.parse(value);
                case "win" -> window = Num.parse(value).value();
                case "urg" -> urgent = Num.parse(value).value();
                default ->
                        throw new ScriptSyntaxException(
                                "\"" + words[i] + "\" stands where ack, win or urg may");
            }
        }
        if ((flags & Flags.ACK) != 0 && ack == null) {
            throw new ScriptSyntaxException("the ACK flag is set: write ack N");
        }
        if ((flags & Flags.ACK) == 0 && ack != null && !injected) {
            throw new ScriptSyntaxException("ack is written, but the flags have no \".\"");
        }
        return new SegmentSpec(flags, from, length, ack, window, urgent, options, more, modifiers);
    }

    private static void modifiers(String text, Map<String, Integer> modifiers) {
        for (String modifier : text.split(",")) {
            String[] parts = modifier.split("=", 2);
            if (!MODIFIER_NAMES.contains(parts[0])) {
                throw new ScriptSyntaxException(
                        "unknown damage \""
                                + parts[0]
                                + "\"; there are "
                                + String.join(", ", MODIFIER_NAMES.stream().sorted().toList()));
            }
            modifiers.put(parts[0], parts.length > 1 ? Integer.decode(parts[1]) : 1);
        }
    }
}
