package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.wire.Impairments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wire}: two links and a bad cable between them. */
@Command(
        name = "wire",
        header = "Joins two links, with what goes wrong on a real cable.",
        description =
                "Carries frames between two links until SIGINT or SIGTERM; no stack is involved."
                        + " Out is from the first link to the second, in the way back. At the end it"
                        + " prints what was carried and what was lost by which cause.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " wire tap:a tap:b --loss 3%% --delay 20ms,5ms",
            "  " + Main.SCRIPT + " wire unix-listen:/tmp/vm tap:tap0 --rate 10mbit --pcap vm.pcapng"
        })
final class WireCommand implements Callable<Integer> {

    private static final int LEAST_MTU = 576;
    private static final int GREATEST_MTU = 65_517;

    @Spec CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "LINK",
            converter = BoardOptions.LinkValue.class,
            description = LinkSpec.FORMS + ", but for forward; docs/links.md")
    LinkSpec first;

    @Parameters(
            index = "1",
            paramLabel = "LINK",
            converter = BoardOptions.LinkValue.class,
            description = "the other one")
    LinkSpec second;

    @Mixin ImpairmentOptions impairmentOptions;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "determines to which frames what is to go wrong does (a new one)")
    Long seed;

    @Option(
            names = "--mtu",
            paramLabel = "OCTETS",
            defaultValue = "1500",
            converter = Values.OctetCount.class,
            description = "the greatest IP packet; a VLAN tag fits as well (${DEFAULT-VALUE})")
    int mtu;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Values.SecondsOrDuration.class,
            description = "end after that: 90s, 3m")
    Duration duration;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description =
                    "a capture at the first link's end, lost frames too; pcapng, NAME.pcap is"
                            + " classic, - is stdout")
    String pcap;

    @Override
    public Integer call() {
        check();
        Impairments impairments = impairmentOptions.read();
        Seed theSeed = new Seed(impairments, seed);
        PrintWriter out = out();
        try (WireRun run = new WireRun(first, second, mtu, impairments, theSeed.number());
                CaptureFile capture = pcap == null ? null : CaptureFile.open(pcap, run.clock())) {
            if (capture != null) {
                run.tap(capture.tap(run.describe(0)));
            }
            run.start();
            Interrupts.handle(run::requestEnd);
            theSeed.lines().forEach(out::println);
            List<String> commands = run.commands();
            if (!commands.isEmpty()) {
                out.println("the links need, once and as root:");
                commands.forEach(line -> out.println("  " + line));
            }
            String ends = run.describe(0) + " " + run.describe(1);
            out.println("ready " + ends + " link=wire" + theSeed.readyWord());
            out.flush();
            run.run(duration == null ? 0 : Math.max(1, duration.toNanos()));
            run.report().forEach(out::println);
            out.flush();
        } catch (IOException e) {
            throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
        }
        return 0;
    }

    private void check() {
        if (first.kind() == LinkSpec.Kind.FORWARD || second.kind() == LinkSpec.Kind.FORWARD) {
            throw usage(
                    "forward hands no frames on, it ends in a gateway's stack: say tap:NAME,"
                            + " unix:PATH or another link of frames");
        }
        if (first.toString().equals(second.toString())) {
            throw usage("a wire has two ends: say another link than " + first + " for the second");
        }
        if (mtu < LEAST_MTU || mtu > GREATEST_MTU) {
            throw usage(
                    "--mtu is " + mtu + ", which has to be in " + LEAST_MTU + ".." + GREATEST_MTU);
        }
    }

    /** Standard output, unless a capture goes there. */
    private PrintWriter out() {
        boolean taken = BoardOptions.STANDARD_ERROR.equals(pcap);
        return taken ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
