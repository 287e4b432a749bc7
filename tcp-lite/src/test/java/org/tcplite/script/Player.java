package org.tcplite.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays one script once. */
final class Player {

    private static final long A_DAY = TimeUnit.DAYS.toNanos(1);

    private final Script script;
    private final Subject subject;
    private final Placement placement;
    private final Runnable hook;
    private final Flows flows;
    private final Port port;
    private final Calls calls;
    private final States states;
    private final List<String> trace = new ArrayList<>();

    private long nowNs;
    private long tracedNs;

    Player(Script script, Subject subject, Placement placement, Runnable hook) {
        this.script = script;
        this.subject = subject;
        this.placement = placement;
        this.hook = hook;
        this.nowNs = placement.startNs();
        this.tracedNs = nowNs;
        this.flows = new Flows(placement.peerIsn());
        int mtu = Math.min(script.options().pathMtu, script.options().config.mtu);
        this.port = new Port(subject, flows, hook, mtu);
        this.states = new States(subject);
        this.calls = new Calls(subject, flows, states, script.options().toleranceNs);
    }

    void play() {
        for (Line line : script.lines()) {
            long startedNs = nowNs;
            try {
                perform(line);
            } catch (ScriptFailure e) {
                throw e;
            } catch (ScriptSyntaxException e) {
                throw new ScriptSyntaxException(
                        script.name(), line.number(), line.text(), e.getMessage());
            } catch (RuntimeException | AssertionError e) {
                throw report(line).failed(e, waitingBefore(startedNs));
            }
        }
        if (!port.out().isEmpty()) {
            throw report(null).unexpected(waitingBefore(nowNs));
        }
    }

    Integer firstIss() {
        return flows.firstIss();
    }

    /** What happened, as a script. */
    String trace() {
        return String.join("\n", trace) + "\n";
    }

    private void perform(Line line) {
        Flow flow = flows.of(line.label());
        if (line.event() instanceof Event.Expect expect) {
            expect(line, expect);
        } else if (line.event() instanceof Event.Call call && call.name().equals("any")) {
            ignoreOutput(line, call);
        } else {
            passTime(line);
            act(line, flow);
        }
        checkState(line, flow);
    }

    /** For tests that cannot know what comes: at most so many segments, whatever they say. */
    private void ignoreOutput(Line line, Event.Call call) {
        int most = Integer.parseInt(Calls.word(call.words(), 0));
        if (port.out().size() > most) {
            throw report(line).unexpected(waitingBefore(nowNs));
        }
        port.out().forEach(output -> record(output.format()));
        port.out().clear();
    }

    /** Nothing may be left over from the line before, and nothing may come on the way. */
    private void passTime(Line line) {
        long beforeNs = nowNs;
        if (port.out().isEmpty()) {
            advance(nowNs + line.delayNs());
        }
        if (!port.out().isEmpty()) {
            throw report(line).unexpected(waitingBefore(beforeNs));
        }
    }

    private void act(Line line, Flow flow) {
        if (line.event() instanceof Event.Inject inject) {
            record(label(flow) + "<" + (inject.batch() ? "+ " : " ") + tracedSegment(inject, flow));
            port.inject(flow, inject.segment(), nowNs);
            if (inject.batch()) {
                return;
            }
        } else if (line.event() instanceof Event.Call call) {
            Outcome outcome = perform(call, flow, line.result());
            hook.run();
            record(label(flow) + call.name() + words(call) + outcome.traced());
            String wanted = states.isState(line.result()) ? null : line.result();
            if (!outcome.isAs(wanted)) {
                throw report(line).wrongResult(label(flow) + call.name() + words(call), outcome);
            }
        }
        port.drain(nowNs);
    }

    private Outcome perform(Event.Call call, Flow flow, String wanted) {
        if (call.name().equals("hold") || call.name().equals("release")) {
            port.hold(call.name().equals("hold"));
            return Outcome.ok(0);
        }
        return calls.perform(call, flow, wanted, nowNs);
    }

    private static String words(Event.Call call) {
        return call.words().isEmpty() ? "" : " " + String.join(" ", call.words());
    }

    private static String label(Flow flow) {
        return flow.label.isEmpty() ? "" : flow.label + ": ";
    }

    private String tracedSegment(Event.Inject inject, Flow flow) {
        SegmentSpec s = inject.segment();
        String damage = s.modifiers().isEmpty() ? "" : "! " + damage(s) + " ";
        int window = s.window() == null ? flow.peerWindow : s.window();
        return damage
                + new SegmentSpec(
                                s.flags(),
                                s.from(),
                                s.length(),
                                s.ack(),
                                window,
                                s.urgent(),
                                s.options(),
                                false,
                                s.modifiers())
                        .format();
    }

    private static String damage(SegmentSpec s) {
        return String.join(
                ",", s.modifiers().entrySet().stream().map(Object::toString).sorted().toList());
    }

    private void expect(Line line, Event.Expect expect) {
        long beforeNs = nowNs;
        long toleranceNs = script.options().toleranceNs;
        long dueNs = nowNs + line.delayNs();
        if (port.out().isEmpty()) {
            advance(expect.whenever() ? nowNs + A_DAY : dueNs + toleranceNs);
        }
        Output output = port.out().poll();
        if (output == null) {
            throw report(line).missing(nowNs - beforeNs);
        }
        String difference = output.difference(line.label(), expect.segment());
        if (difference == null
                && !expect.whenever()
                && Math.abs(output.timeNs() - dueNs) > toleranceNs) {
            difference =
                    "it came %s s after the line before, not %s s"
                            .formatted(
                                    Seconds.format(output.timeNs() - beforeNs),
                                    Seconds.format(line.delayNs()));
        }
        if (difference != null) {
            port.out().addFirst(output);
            throw report(line).differs(difference, waitingBefore(beforeNs));
        }
        record(output.format());
    }

    /**
     * Runs the clock, firing timers when they are due, up to the first output or the time given.
     */
    private void advance(long untilNs) {
        while (port.out().isEmpty()) {
            long deadlineNs = subject.nextDeadlineNs();
            if (deadlineNs == Long.MAX_VALUE || deadlineNs - untilNs > 0) {
                nowNs = untilNs;
                return;
            }
            boolean late = deadlineNs - nowNs <= 0;
            nowNs = late ? nowNs : deadlineNs;
            int fired = subject.fireTimers(nowNs);
            if (fired == 0 && late && subject.nextDeadlineNs() - nowNs <= 0) {
                throw new IllegalStateException("a timer is due and does not fire");
            }
            hook.run();
            port.drain(nowNs);
        }
    }

    private void checkState(Line line, Flow flow) {
        if (!states.isState(line.result())) {
            boolean call = line.event() instanceof Event.Call;
            if (line.result() != null && !call) {
                throw new ScriptSyntaxException("\"" + line.result() + "\" is no state");
            }
            return;
        }
        if (line.event() instanceof Event.Call call && call.name().equals("state")) {
            return;
        }
        if (!states.is(line.result(), flow, nowNs)) {
            throw report(line).wrongState(line, states.of(flow, nowNs));
        }
    }

    private void record(String event) {
        trace.add(String.format("%-8s %s", "+" + Seconds.format(nowNs - tracedNs), event));
        tracedNs = nowNs;
    }

    /** What came out and was not asked for, in the notation. */
    private List<String> waitingBefore(long fromNs) {
        List<String> waiting = new ArrayList<>();
        long lastNs = fromNs;
        for (Output output : port.out()) {
            long delayNs = output.timeNs() - lastNs;
            waiting.add(String.format("%-5s %s", "+" + Seconds.format(delayNs), output.format()));
            lastNs = output.timeNs();
        }
        return waiting;
    }

    private Report report(Line line) {
        List<String> ends = new ArrayList<>();
        for (Flow flow : flows.all()) {
            ends.add(states.describe(flow, nowNs));
        }
        String where =
                "%s s after the start; ISN of the peer 0x%08x, ours %s"
                        .formatted(
                                Seconds.format(nowNs - placement.startNs()),
                                placement.peerIsn(),
                                firstIss() == null ? "-" : "0x%08x".formatted(firstIss()));
        return new Report(script, line, where, ends);
    }
}
