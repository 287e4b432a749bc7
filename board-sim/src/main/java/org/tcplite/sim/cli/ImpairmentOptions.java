package org.tcplite.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.tcplite.sim.wire.Impairments;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is to go wrong on the cable: the same options with every command that has one. */
final class ImpairmentOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description =
                    "frames lost: 3%%, or in bursts, gemodel:P,R[,1-H[,1-K]]; this and the following"
                            + " as netem has them, out (what the board sends; with wire, from the"
                            + " first link to the second) and in alike; docs/impairments.md")
    String loss;

    @Option(names = "--loss-in", paramLabel = "LOSS", description = "another loss inwards")
    String lossIn;

    @Option(names = "--loss-out", paramLabel = "LOSS", description = "another loss outwards")
    String lossOut;

    @Option(
            names = "--drop",
            paramLabel = "N[-N],...[@in|@out]",
            description = "frames lost by number, from 1 each way: 7,12-14@out; repeatable")
    List<String> drops = new ArrayList<>();

    @Option(names = "--dup", paramLabel = "PERCENT", description = "frames that arrive twice")
    String duplicate;

    @Option(
            names = "--reorder",
            paramLabel = "PERCENT[,gap=N]",
            description =
                    "frames that --delay does not delay, so that they overtake others; with gap,"
                            + " at most every Nth")
    String reorder;

    @Option(
            names = "--corrupt",
            paramLabel = "PERCENT",
            description = "frames that arrive with one bit changed")
    String corrupt;

    @Option(
            names = "--delay",
            paramLabel = "TIME[,JITTER]",
            description = "how long a frame travels one way: 20ms, or evenly 15 to 25 ms: 20ms,5ms")
    String delay;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "octets leave at that rate, one frame after the other: 10mbit")
    String rate;

    @Option(
            names = "--limit",
            paramLabel = "FRAMES",
            description = "so many may wait and be on their way, others are lost (1000)")
    String limit;

    /** As {@link #read()}, where frames take their time without being told so. */
    Impairments read(String usualDelay) {
        delay = delay == null ? usualDelay : delay;
        return read();
    }

    /** True if nothing but {@code --delay} was said, without jitter. */
    boolean isOnlyDelay() {
        return loss == null
                && lossIn == null
                && lossOut == null
                && drops.isEmpty()
                && duplicate == null
                && reorder == null
                && corrupt == null
                && rate == null
                && limit == null
                && (delay == null || !delay.contains(","));
    }

    /** What was asked for; wrong usage is a {@link ParameterException}. */
    Impairments read() {
        Impairments impairments = new Impairments();
        try {
            set(impairments, "--loss", loss);
            set(impairments, "--loss-in", lossIn);
            set(impairments, "--loss-out", lossOut);
            drops.forEach(numbers -> impairments.set("--drop", numbers));
            set(impairments, "--dup", duplicate);
            set(impairments, "--reorder", reorder);
            set(impairments, "--corrupt", corrupt);
            set(impairments, "--delay", delay);
            set(impairments, "--rate", rate);
            set(impairments, "--limit", limit);
            return impairments.checked();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static void set(Impairments impairments, String option, String value) {
        if (value != null) {
            impairments.set(option, value);
        }
    }
}
