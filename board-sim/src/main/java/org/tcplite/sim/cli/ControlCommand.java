package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tcplite.sim.control.ControlServer;
import org.tcplite.sim.control.ControlSession;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.wire.Impairments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code control}: a board whose sockets, frames and clock a tester owns. */
@Command(
        name = "control",
        header = "Hands a board's sockets, frames and clock to a tester outside.",
        description =
                "Boots a board in virtual time and speaks the test control protocol, one client at"
                        + " a time. docs/testing-from-outside.md has the verbs and a Python client.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " control --unix /tmp/board.sock",
            "  " + Main.SCRIPT + " control --port 0          # a free port of 127.0.0.1, printed"
        })
final class ControlCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 7791;

    @Spec CommandSpec spec;

    @Option(names = "--unix", paramLabel = "PATH", description = "listen on a Unix stream socket")
    Path unix;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "listen on 127.0.0.1; 0 is a free port (" + DEFAULT_PORT + ")")
    Integer port;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "determines every key, and what goes wrong (${DEFAULT-VALUE})")
    long seed;

    @Mixin ImpairmentOptions impairmentOptions;

    @Override
    public Integer call() {
        if (unix != null && port != null) {
            throw usage("--unix and --port exclude each other: say one of them");
        }
        if (port != null && (port < 0 || port > 65_535)) {
            throw usage("--port is " + port + ", which has to be in 0..65535");
        }
        Impairments impairments = impairmentOptions.read();
        ControlSession session = new ControlSession(seed, impairments);
        try (ControlServer server = open(session)) {
            Interrupts.handle(() -> close(server));
            PrintWriter out = spec.commandLine().getOut();
            if (!impairments.isNone()) {
                out.println("seed=" + seed);
                out.println("impairments: " + impairments);
            }
            String board = LinkSettings.dotted(session.address());
            out.println(
                    "ready " + server.address() + " board=" + board + " link=control seed=" + seed);
            out.flush();
            server.serve();
            out.print(Documents.statistics(session.facts(), session.nowNs()));
            out.flush();
        } catch (IOException e) {
            throw new Failure("the control socket failed: " + e.getMessage(), e);
        }
        return 0;
    }

    private ControlServer open(ControlSession session) {
        int wanted = port == null ? DEFAULT_PORT : port;
        try {
            return unix != null
                    ? ControlServer.unix(unix, session)
                    : ControlServer.tcp(wanted, session);
        } catch (IOException e) {
            String where = unix != null ? unix.toString() : "127.0.0.1:" + wanted;
            String advice = unix != null ? "say another path" : "say --port 0 for a free one";
            throw new Failure(
                    "cannot listen on " + where + " (" + e.getMessage() + "): " + advice, e);
        }
    }

    private static void close(ControlServer server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println(Main.NAME + " control: closing: " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
