package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.link.ForwardRule;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: boots a board with its services and keeps it running. */
@Command(
        name = "serve",
        header = "Boots a board with its services and keeps it running.",
        description =
                "Boots a board and lets it serve until SIGINT or SIGTERM: HTTP on port 80, echo on"
                        + " 7, discard on 9, chargen on 19, and 5001, which answers the SHA-256 of"
                        + " what it is sent.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " serve --forward 8080:80 --forward 5001:5001",
            "  curl http://127.0.0.1:8080/bytes/1000000 | wc -c"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int PATIENCE_S = 2;
    private static final int WEB_PORT = 80;

    @Spec CommandSpec spec;

    @Mixin BoardOptions options;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "16",
            description = "connections that may wait to be accepted (${DEFAULT-VALUE})")
    int backlog;

    @Option(
            names = "--proxy",
            paramLabel = "PORT=HOST:PORT",
            converter = RelayValue.class,
            description = "the board accepts on PORT and relays to HOST:PORT; repeatable")
    List<RelayValue.Target> proxies;

    @Override
    public Integer call() {
        ServicesConfig config = servicesConfig();
        List<ForwardRule> defaults = List.of(ForwardRule.DEFAULT);
        try (Session session = new Session(options, defaults)) {
            session.board().start();
            BoardFacts facts = new BoardFacts(session.board(), session.link().describe());
            BoardServices.install(session.board(), config, facts, ProcessHandle.current().pid());
            session.closeLater(ControlPoint.open(session.loop(), facts));
            announce(session);
            Interrupts.handle(session::requestEnd);
            session.runUntil(() -> false);
            session.shutDown(PATIENCE_S);
            printCounters(session, facts);
            session.requireGoodLink();
        }
        return 0;
    }

    private ServicesConfig servicesConfig() {
        ServicesConfig config = new ServicesConfig();
        if (backlog < 1 || backlog > 65536) {
            throw options.usage("--backlog is " + backlog + ", which has to be in 1..65536");
        }
        config.backlog = backlog;
        List<RelayValue.Target> wanted = proxies == null ? List.of() : proxies;
        for (RelayValue.Target relay : wanted) {
            int address = HostNames.resolve(relay.host(), options, "--proxy");
            config.relays.add(new ServicesConfig.Relay(relay.port(), address, relay.remotePort()));
        }
        return config;
    }

    private void announce(Session session) {
        PrintWriter out = options.out();
        Board board = session.board();
        session.seed().lines().forEach(out::println);
        out.println(
                "board "
                        + options.address
                        + ", gateway "
                        + LinkSettings.dotted(session.settings().gatewayAddress())
                        + ", MTU "
                        + options.mtu);
        out.println("memory, all of it taken by now:");
        board.memoryBudget().lines().forEach(line -> out.println("  " + line));
        List<String> commands = session.linkCommands();
        if (!commands.isEmpty()) {
            out.println("the link needs, once and as root:");
            commands.forEach(line -> out.println("  " + line));
        }
        for (ForwardRule rule : session.forwards()) {
            out.println(
                    "forward "
                            + rule.host()
                            + ":"
                            + rule.port()
                            + " to port "
                            + rule.boardPort()
                            + " of the board");
        }
        out.println(
                "ready "
                        + readyAddress(session)
                        + " board="
                        + LinkSettings.dotted(options.address.address())
                        + " link="
                        + session.link().describe()
                        + session.seed().readyWord());
        out.flush();
    }

    private String readyAddress(Session session) {
        List<ForwardRule> forwards = session.forwards();
        if (forwards.isEmpty()) {
            return "http://" + LinkSettings.dotted(options.address.address()) + "/";
        }
        for (ForwardRule rule : forwards) {
            if (rule.boardPort() == WEB_PORT) {
                return "http://" + shown(rule) + "/";
            }
        }
        return shown(forwards.get(0));
    }

    private static String shown(ForwardRule rule) {
        String text = rule.toString();
        return text.substring(0, text.lastIndexOf(':'));
    }

    private void printCounters(Session session, BoardFacts facts) {
        PrintWriter out = options.out();
        out.print(Documents.statistics(facts, session.loop().nowNs()));
        session.impairmentReport().forEach(out::println);
        out.flush();
    }
}
