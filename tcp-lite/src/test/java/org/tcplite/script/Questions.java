package org.tcplite.script;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpStatus;

/** The lines of a script that only ask. */
final class Questions {

    private static final Set<String> OUR_NUMBERS = Set.of("iss", "sndUna", "sndNxt");
    private static final Set<String> PEERS_NUMBERS = Set.of("irs", "rcvNxt");

    private final Subject subject;
    private final Flows flows;
    private final States states;
    private final long toleranceNs;

    Questions(Subject subject, Flows flows, States states, long toleranceNs) {
        this.subject = subject;
        this.flows = flows;
        this.states = states;
        this.toleranceNs = toleranceNs;
    }

    Outcome ask(String name, List<String> words, Flow flow, String wanted, long nowNs) {
        return switch (name) {
            case "state" -> state(flow, wanted, nowNs);
            case "ended" -> answer(TcpError.text(subject.endReason(Calls.handle(flow))));
            case "signals" -> signals(flow, wanted == null ? "" : wanted);
            case "readable" -> answer(subject.readable(Calls.handle(flow)));
            case "writable" -> answer(subject.writable(Calls.handle(flow)));
            case "urgent" -> answer(subject.urgent(Calls.handle(flow)));
            case "status" -> status(Calls.word(words, 0), flow, wanted, nowNs);
            case "counter" -> answer(subject.counter(counter(Calls.word(words, 0))));
            case "deadline" -> deadline(wanted, nowNs);
            case "trouble" ->
                    answer(subject.takeDeliveryTrouble(Calls.handle(flow)) ? "yes" : "no");
            case "header" -> header(subject.ttlAndTos(Calls.handle(flow)));
            case "isn" -> isn(Calls.word(words, 0), flow, flows.of(Calls.word(words, 1)));
            default -> throw new ScriptSyntaxException("unknown question " + name);
        };
    }

    private static Outcome answer(Object actual) {
        return Outcome.of(String.valueOf(actual), null);
    }

    private Outcome state(Flow flow, String wanted, long nowNs) {
        boolean good = wanted != null && states.is(wanted, flow, nowNs);
        String actual = good ? wanted : states.of(flow, nowNs);
        return new Outcome(actual, good ? actual : wanted, "the state is " + actual);
    }

    /**
     * Those named must be there, those with an exclamation mark must not; "none" is none at all.
     */
    private Outcome signals(Flow flow, String wanted) {
        int bits = subject.takeSignals(Calls.handle(flow));
        StringBuilder actual = new StringBuilder();
        boolean good = !wanted.equals("none") || bits == 0;
        for (Field field : Signals.class.getFields()) {
            String name = field.getName().toLowerCase(Locale.ROOT).replace('_', '-');
            boolean there = (bits & constant(field)) != 0;
            actual.append(there ? " " + name : "");
            for (String word : wanted.split("[\\s,]+")) {
                good &= !word.equals(name) || there;
                good &= !word.equals("!" + name) || !there;
            }
        }
        String text = actual.length() == 0 ? "none" : actual.substring(1);
        return good ? answer(wanted) : answer(text);
    }

    private static int constant(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int counter(String name) {
        for (int id = 0; id < TcpCounter.COUNT; id++) {
            if (TcpCounter.name(id).equals(name)) {
                return id;
            }
        }
        throw new ScriptSyntaxException("there is no counter \"" + name + "\"");
    }

    private Outcome deadline(String wanted, long nowNs) {
        long deadlineNs = subject.nextDeadlineNs();
        return deadlineNs == Long.MAX_VALUE ? answer("none") : time(deadlineNs - nowNs, wanted);
    }

    /** A time within the tolerance counts as the one wanted. */
    private Outcome time(long actualNs, String wanted) {
        boolean comparable = wanted != null && wanted.matches("[\\d.]+");
        boolean good = comparable && Math.abs(Seconds.toNanos(wanted) - actualNs) <= toleranceNs;
        return answer(good ? wanted : Seconds.format(actualNs));
    }

    private Outcome status(String name, Flow flow, String wanted, long nowNs) {
        TcpStatus row = states.row(flow, nowNs);
        if (row == null) {
            return answer("no row");
        }
        try {
            Field field = TcpStatus.class.getField(name);
            if (field.getType() == long.class) {
                long at = name.equals("timerDeadlineNs") ? nowNs : 0;
                return time(field.getLong(row) - at, wanted);
            }
            int value = field.getInt(row);
            if (name.equals("timer")) {
                return answer(timer(value));
            }
            int base = OUR_NUMBERS.contains(name) ? flow.iss : 0;
            return answer(value - (PEERS_NUMBERS.contains(name) ? flow.irs : base));
        } catch (ReflectiveOperationException e) {
            throw new ScriptSyntaxException("TcpStatus has no field \"" + name + "\"");
        }
    }

    private static String timer(int value) throws IllegalAccessException {
        for (Field field : TcpStatus.class.getFields()) {
            if (field.getName().startsWith("TIMER_") && field.getInt(null) == value) {
                return field.getName().substring("TIMER_".length()).toLowerCase(Locale.ROOT);
            }
        }
        return Integer.toString(value);
    }

    private static Outcome header(int ttlAndTos) {
        boolean df = (ttlAndTos & Tcp.DONT_FRAGMENT) != 0;
        int ttl = ttlAndTos >>> 8 & 255;
        return answer("ttl " + ttl + " tos " + (ttlAndTos & 255) + (df ? " df" : ""));
    }

    /** Whether our number is above all of an earlier connection, or how far from its first. */
    private static Outcome isn(String how, Flow flow, Flow old) {
        if (how.equals("after")) {
            return answer(flow.iss - old.iss);
        }
        return answer(flow.issKnown && flow.iss - old.sndMax > 0 ? "yes" : "no");
    }
}
