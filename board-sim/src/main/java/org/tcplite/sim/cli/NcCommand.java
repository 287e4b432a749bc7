package org.tcplite.sim.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.link.ForwardRule;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.service.HostPipe;
import org.tcplite.sim.service.Nc;
import org.tcplite.sim.service.NcConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nc}: netcat on a board. */
@Command(
        name = "nc",
        header = "Netcat on a board.",
        description =
                "Joins standard input and output to one connection of a board. The end of the input"
                        + " closes the board's side; what the peer still sends is shown. On --link"
                        + " forward this desktop is the gateway's address, 10.0.0.1.",
        footerHeading = "%nExample:%n",
        footer = {
            "  nc -l 9000                                     # in one terminal",
            "  echo hello | " + Main.SCRIPT + " nc -v 10.0.0.1 9000   # in another"
        })
final class NcCommand implements Callable<Integer> {

    private static final int PIPE = 1 << 16;
    private static final int PATIENCE_S = 10;
    private static final int INTERRUPTED = 130;

    @Spec CommandSpec spec;

    @Mixin BoardOptions options;

    @Parameters(arity = "0..2", paramLabel = "[HOST] PORT", description = "where to connect to")
    List<String> where = new ArrayList<>();

    @Option(names = "-l", description = "listen on PORT (-l PORT, or -l -p PORT)")
    boolean listen;

    @Option(names = "-p", paramLabel = "PORT", description = "the local port")
    Integer localPort;

    @Option(
            names = "-s",
            paramLabel = "IP",
            converter = Values.Address.class,
            description = "the local address: the board's own")
    Integer source;

    @Option(
            names = "-w",
            paramLabel = "DURATION",
            converter = Values.SecondsOrDuration.class,
            description = "give up connecting, and end a silent connection, after that: 10s")
    Duration timeout;

    @Option(names = "-z", description = "only see whether somebody answers")
    boolean scan;

    @Option(names = "-v", description = "say what happens")
    boolean verbose;

    @Option(names = "-N", description = "accepted: the end of the input always closes our side")
    boolean shutDownAtEnd;

    private volatile boolean interrupted;

    @Override
    public Integer call() {
        NcConfig config = config();
        boolean interactive = Terminal.isInteractive();
        config.exitAtPeerClose = listen || interactive;
        List<ForwardRule> forwards = listen ? List.of(inward(config.localPort)) : List.of();
        try (Session session = new Session(options, forwards)) {
            return run(session, config);
        }
    }

    private int run(Session session, NcConfig config) {
        session.seed().lines().forEach(this::say);
        HostPipe in = new HostPipe(PIPE, session.loop().wakeup());
        HostPipe out = new HostPipe(PIPE, session.loop().wakeup());
        session.board().start();
        Nc nc = new Nc(session.board().tcp(), config, in, out, this::say);
        session.board().add(nc);
        daemon(() -> in.fillFrom(standardInput()), "stdin");
        Thread writer = daemon(() -> out.drainTo(standardOutput()), "stdout");
        Interrupts.handle(
                () -> {
                    interrupted = true;
                    session.requestEnd();
                });
        announce(session);
        session.runUntil(nc::isOver);
        session.shutDown(interrupted ? 0 : PATIENCE_S);
        out.end();
        join(writer);
        session.impairmentReport().forEach(this::say);
        if (nc.failure() != null) {
            throw new Failure(target() + ": " + nc.failure());
        }
        session.requireGoodLink();
        return interrupted ? INTERRUPTED : 0;
    }

    private void announce(Session session) {
        if (!listen) {
            return;
        }
        String address = LinkSettings.dotted(options.address.address()) + ":" + listenPort();
        for (ForwardRule rule : session.forwards()) {
            if (rule.boardPort() == listenPort()) {
                address = rule.host() + ":" + rule.port();
            }
        }
        say(
                "ready "
                        + address
                        + " board="
                        + LinkSettings.dotted(options.address.address())
                        + " link="
                        + session.link().describe()
                        + session.seed().readyWord());
    }

    private NcConfig config() {
        NcConfig config = new NcConfig();
        config.listen = listen;
        config.scan = scan;
        config.verbose = verbose;
        config.timeoutMs = timeout == null ? 0 : timeout.toMillis();
        NetConfig defaults = new NetConfig();
        config.connectTimeoutMs = defaults.tcp.connectTimeoutMs;
        config.rtoInitialMs = defaults.tcp.rtoInitialMs;
        config.rtoMaxMs = defaults.tcp.rtoMaxMs;
        if (source != null && source != options.address.address()) {
            String address = LinkSettings.dotted(source);
            throw options.usage(
                    "-s "
                            + address
                            + ": the board has one address: say --address "
                            + address
                            + "/24");
        }
        if (listen) {
            config.localPort = listenPort();
            return config;
        }
        if (where.size() != 2) {
            throw options.usage("say HOST and PORT, as in nc 10.0.0.1 9000, or nc -l PORT");
        }
        config.remoteAddress = HostNames.resolve(where.get(0), options, "HOST");
        config.remotePort = options.port(where.get(1), "PORT");
        config.localPort = localPort == null ? 0 : options.port("" + localPort, "-p");
        return config;
    }

    private int listenPort() {
        if (where.size() == 1 && localPort == null) {
            return options.port(where.get(0), "PORT");
        }
        if (where.isEmpty() && localPort != null) {
            return options.port("" + localPort, "-p");
        }
        throw options.usage("-l takes one PORT, as in nc -l 9000");
    }

    private ForwardRule inward(int port) {
        return new ForwardRule(ForwardRule.LOOPBACK, port, port);
    }

    private String target() {
        return listen ? "port " + listenPort() : String.join(" port ", where);
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    private static InputStream standardInput() {
        return new FileInputStream(FileDescriptor.in);
    }

    private static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** All that came is written before the process ends, unless nobody takes it. */
    private void join(Thread writer) {
        try {
            while (writer.isAlive() && !interrupted) {
                writer.join(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
