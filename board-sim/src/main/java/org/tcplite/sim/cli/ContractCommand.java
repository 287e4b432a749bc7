package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.tcplite.hal.Idle;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.hal.contract.PeerCable;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.contract.CaseVerdict;
import org.tcplite.sim.contract.OneProcess;
import org.tcplite.sim.contract.PeerSide;
import org.tcplite.sim.contract.Target;
import org.tcplite.sim.contract.TargetSide;
import org.tcplite.sim.contract.VerdictFiles;
import org.tcplite.sim.link.Link;
import org.tcplite.sim.link.LinkException;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.link.Links;
import org.tcplite.sim.link.StreamLink;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code contract}: one side of the driver contract on a link, or both in this process. */
@Command(
        name = "contract",
        header = "Holds a MAC driver to its contract.",
        description = {
            "With --link alone it is the peer at the other end of a driver's cable, until SIGINT"
                    + " or SIGTERM: the driver may be on a board. With --target it is the"
                    + " driver's side, and prints a line a case: ok, skip or FAILED and why."
                    + " With --target alone both sides run here, in virtual time.",
            "Targets: dma, fifo, spi, spi-polled, and broken:NAME for drivers that break one"
                    + " property (broken:list names them). docs/porting.md has the cases."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " contract --target fifo",
            "  " + Main.SCRIPT + " contract --link unix-listen:/tmp/cable     # and, elsewhere:",
            "  " + Main.SCRIPT + " contract --target spi --link unix:/tmp/cable,reconnect=100ms"
        })
final class ContractCommand implements Callable<Integer> {

    private static final int TARGET_ADDRESS = 0x0a000002;
    private static final int PEER_ADDRESS = 0x0a000001;
    private static final int MTU = 1500;

    /** The peer has to be able to send what is too long for the driver. */
    private static final int PEER_MTU = 2000;

    private static final long LINK_PATIENCE_NS = 10_000_000_000L;

    @Spec CommandSpec spec;

    @Option(
            names = "--link",
            paramLabel = "LINK",
            converter = BoardOptions.LinkValue.class,
            description = "the cable: any but forward; docs/links.md")
    LinkSpec link;

    @Option(
            names = "--target",
            paramLabel = "KIND",
            converter = TargetValue.class,
            description = "the driver under test: dma, fifo, spi, spi-polled, broken:NAME")
    Target target;

    @Option(
            names = "--call-limit",
            paramLabel = "DURATION",
            defaultValue = "5ms",
            converter = Values.DurationValue.class,
            description = "the longest a call of the driver may take (${DEFAULT-VALUE})")
    Duration callLimit;

    @Option(names = "--json", paramLabel = "FILE", description = "the verdicts as JSON")
    Path json;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "the verdicts for CI")
    Path junitXml;

    private volatile boolean endRequested;

    @Override
    public Integer call() {
        check();
        if (target == null) {
            return servePeer();
        }
        List<CaseVerdict> verdicts =
                link == null ? OneProcess.run(target, this::limit, this::print) : runTarget();
        write(verdicts);
        if (verdicts.size() < MacContract.CASES) {
            throw new Failure("ended before all cases were decided");
        }
        long failed = VerdictFiles.count(verdicts, MacContract.FAILED);
        long skipped = VerdictFiles.count(verdicts, MacContract.SKIPPED);
        say(
                target
                        + ": "
                        + verdicts.size()
                        + " cases, "
                        + failed
                        + " failed, "
                        + skipped
                        + " skipped");
        return failed == 0 ? 0 : Main.FAILED;
    }

    private void check() {
        if (link == null && target == null) {
            throw usage("say --target KIND, or --link LINK to be the peer of a driver elsewhere");
        }
        if (link != null && link.kind() == LinkSpec.Kind.FORWARD) {
            throw usage(
                    "the forward link has no cable to another driver: say --link tap:NAME,"
                            + " unix:PATH, unix-listen:PATH or udp:LOCAL/REMOTE");
        }
        if (target == null && (json != null || junitXml != null)) {
            throw usage("the verdicts are at the driver's side: say --target KIND as well");
        }
        if (callLimit.toNanos() > 2_000_000_000L) {
            throw usage("--call-limit is more than 2s: say 2s at most");
        }
    }

    private void limit(MacContract contract) {
        contract.callLimitUs = (int) (callLimit.toNanos() / 1_000);
    }

    // ---- the two sides

    private int servePeer() {
        try (Link opened = open(PEER_ADDRESS, LinkSettings.derivedMac(PEER_ADDRESS, PEER_MTU))) {
            EventLoop loop = opened.newLoop();
            PeerSide peer = new PeerSide(opened.mac(), loop, cableOf(opened));
            loop.add(peer);
            loop.add(opened);
            say("ready contract peer link=" + opened.describe());
            endOnSignal(loop);
            loop.runUntil(() -> endRequested, Idle.FOREVER);
            say(peer.requests() + " requests");
        }
        return 0;
    }

    private List<CaseVerdict> runTarget() {
        try (Link opened =
                open(
                        TARGET_ADDRESS,
                        target.prepare(LinkSettings.derivedMac(TARGET_ADDRESS, MTU)))) {
            EventLoop loop = opened.newLoop();
            SimulatedDmaMac port = (SimulatedDmaMac) opened.mac();
            TargetSide driver =
                    new TargetSide(
                            target.over(port, ContractCommand::sleep),
                            loop,
                            LINK_PATIENCE_NS,
                            this::print);
            limit(driver.contract());
            loop.add(driver);
            loop.add(opened);
            endOnSignal(loop);
            loop.runUntil(() -> endRequested || driver.isDone(), Idle.FOREVER);
            return driver.verdicts();
        }
    }

    private Link open(int address, MacConfig mac) {
        LinkSettings settings = new LinkSettings();
        settings.board = address;
        settings.mac = mac;
        settings.news = line -> System.err.println(Main.NAME + ": " + line);
        try {
            return Links.open(link, settings);
        } catch (LinkException e) {
            throw new Failure(e.getMessage(), e);
        }
    }

    /** A stream is a cable that can be pulled, if its ends find together again. */
    private PeerCable cableOf(Link opened) {
        boolean comesBack = link.listens() || link.reconnectMs() > 0;
        if (!(opened instanceof StreamLink) || !comesBack) {
            return in -> false;
        }
        return in -> {
            if (!in) {
                ((StreamLink) opened).hangUp();
            }
            return true;
        };
    }

    private void endOnSignal(EventLoop loop) {
        Interrupts.handle(
                () -> {
                    endRequested = true;
                    loop.wakeup().signal();
                });
    }

    private static void sleep(long ns) {
        long endNs = System.nanoTime() + ns;
        while (endNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
    }

    // ---- what is said

    private void print(CaseVerdict verdict) {
        say(verdict.toString());
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void write(List<CaseVerdict> verdicts) {
        String where = link == null ? "in-process" : link.toString();
        try {
            if (json != null) {
                Files.writeString(json, VerdictFiles.json(target.toString(), where, verdicts));
            }
            if (junitXml != null) {
                Files.writeString(junitXml, VerdictFiles.junitXml(target.toString(), verdicts));
            }
        } catch (IOException e) {
            throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A value of {@code --target}. */
    static final class TargetValue implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            try {
                return Target.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
