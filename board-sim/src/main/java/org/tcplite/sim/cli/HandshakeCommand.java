package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.wire.Impairments;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code handshake}: draws one connection. */
@Command(
        name = "handshake",
        headerHeading = "To measure many connections: cps, bench/run. This draws one.%n%n",
        header = "Draws one connection as a ladder.",
        description =
                "Two boards on a wire, in virtual time: every segment of one connection, the states"
                        + " of both ends, and the calls of the programs above them."
                        + " docs/tcp-by-example.md goes through it all, step by step.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " handshake --scenario lost-syn --delay 20ms",
            "  " + Main.SCRIPT + " handshake --isn 0xffffff00      # the numbers wrap",
            "  " + Main.SCRIPT + " handshake --netstat --scenario forgotten-close"
        })
final class HandshakeCommand implements Callable<Integer> {

    private static final String DELAY = "10ms";

    @Spec CommandSpec spec;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "open-close",
            converter = ScenarioValue.class,
            completionCandidates = HandshakeScenario.Names.class,
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    HandshakeScenario scenario;

    @Mixin ImpairmentOptions impairmentOptions;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "the boards' keys, and so their sequence numbers, and what goes wrong besides"
                            + " the scenario (${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--isn",
            paramLabel = "NUMBER",
            converter = Values.SequenceNumber.class,
            description =
                    "the client's first sequence number: 0xffffff00 wraps in the text of those"
                            + " scenarios that carry some, 0xffffffff right after the SYN")
    Integer isn;

    @Option(names = "--ascii", description = "no arrows and lines of Unicode")
    boolean ascii;

    @Option(
            names = "--netstat",
            description =
                    "instead of the drawing, what netstat shows at either end, whenever it changes")
    boolean netstat;

    @Option(
            names = "--trace",
            description = "a line a segment as well, as in packet scripts, to standard error")
    boolean trace;

    @Option(names = "--pcap", paramLabel = "FILE", description = "a capture for Wireshark")
    String pcap;

    @Override
    public Integer call() {
        PrintWriter out =
                "-".equals(pcap) ? spec.commandLine().getErr() : spec.commandLine().getOut();
        Impairments impairments = impairmentOptions.read(DELAY);
        boolean more = !impairmentOptions.isOnlyDelay();
        long delayNs = impairments.delayNs();
        HandshakeRun run =
                isn == null
                        ? new HandshakeRun(delayNs, seed)
                        : HandshakeRun.from(isn, delayNs, seed);
        try (CaptureFile capture = pcap == null ? null : CaptureFile.open(pcap, run.clock())) {
            if (capture != null) {
                run.tap(capture.tap("client"));
            }
            if (trace) {
                run.trace(System.err::println);
            }
            if (netstat) {
                run.watchNetstat();
            }
            if (more) {
                run.impair(impairments, seed);
            }
            scenario.play(run);
        } catch (IOException e) {
            throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
        }
        out.println("seed=" + seed + " scenario=" + scenario.text());
        if (more) {
            out.println("impairments: " + impairments);
        }
        List<String> lines = netstat ? run.netstat() : run.lines(!ascii && Terminal.hasUnicode());
        lines.forEach(out::println);
        out.flush();
        return 0;
    }

    /** The value of {@code --scenario}. */
    static final class ScenarioValue implements ITypeConverter<HandshakeScenario> {
        @Override
        public HandshakeScenario convert(String text) {
            for (HandshakeScenario scenario : HandshakeScenario.values()) {
                if (scenario.text().equals(text.toLowerCase(Locale.ROOT))) {
                    return scenario;
                }
            }
            throw new TypeConversionException(
                    "'"
                            + text
                            + "' is no scenario: say "
                            + String.join(", ", new HandshakeScenario.Names()));
        }
    }
}
