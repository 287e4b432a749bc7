package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tcplite.sim.service.NetstatText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code netstat}: asks the boards that run on this machine about their connections. */
@Command(
        name = "netstat",
        header = "Lists the connections of running boards.",
        description =
                "Lists the connections of every board of yours that runs on this machine, in the"
                        + " columns of net-tools' netstat. It asks beside the network: no connection is"
                        + " used.",
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " netstat -a",
            "  " + Main.SCRIPT + " netstat --json | jq '.sockets[] | select(.state==\"TIME-WAIT\")'"
        })
final class NetstatCommand implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Option(names = "-a", description = "listeners as well as connections")
    boolean all;

    @Option(names = "-l", description = "listeners only")
    boolean listeners;

    @Option(names = "-s", description = "counters instead of connections")
    boolean statistics;

    @Option(names = "-c", description = "again every second, until SIGINT; then counters")
    boolean continuous;

    @Option(names = "-p", description = "process of each connection")
    boolean program;

    @Option(names = "--json", description = "everything as JSON, one object a board")
    boolean json;

    @Option(
            names = {"-n", "-t", "-o", "-W"},
            description = "accepted: addresses are numbers, all is TCP, timers are shown, wide")
    boolean[] always; // one option of four names: each may be given

    /** Where to look; a test's own place in tests. */
    static ControlDirectory directory = ControlDirectory.ofThisUser();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        if (continuous) {
            Interrupts.handle(end::countDown);
        }
        do {
            show(request());
        } while (continuous && !end.await(1, TimeUnit.SECONDS));
        if (continuous && !json) {
            show("text " + NetstatText.STATISTICS);
        }
        return 0;
    }

    private String request() {
        if (json) {
            return "json";
        }
        int parts = NetstatText.CONNECTIONS;
        if (statistics) {
            parts = NetstatText.STATISTICS;
        } else if (listeners) {
            parts = NetstatText.LISTENERS;
        } else if (all) {
            parts |= NetstatText.LISTENERS;
        }
        return "text " + (program ? parts | NetstatText.PROGRAM : parts);
    }

    private void show(String request) {
        try {
            List<Long> processes = directory.processes();
            List<String> answers = new ArrayList<>();
            List<Long> answered = new ArrayList<>();
            for (long process : processes) {
                String answer = ask(process, request);
                if (answer != null) {
                    answers.add(answer);
                    answered.add(process);
                }
            }
            if (answers.isEmpty()) {
                throw new Failure("no board is running: start one with " + Main.SCRIPT + " serve");
            }
            print(answers, answered);
        } catch (IOException e) {
            throw new Failure("cannot ask the boards: " + e.getMessage(), e);
        }
    }

    private void print(List<String> answers, List<Long> processes) {
        PrintWriter out = spec.commandLine().getOut();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.size() > 1 && !json) {
                out.println((i == 0 ? "" : "\n") + "Board of process " + processes.get(i));
            }
            out.print(answers.get(i));
        }
        out.flush();
    }

    /** The answer, or null if nobody listens there any more. */
    private static String ask(long process, String request) throws IOException {
        try (SocketChannel socket = SocketChannel.open(directory.address(process))) {
            socket.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.US_ASCII)));
            byte[] answer = Channels.newInputStream(socket).readAllBytes();
            return new String(answer, StandardCharsets.UTF_8);
        } catch (ConnectException e) {
            directory.removeStale(process);
            return null;
        }
    }
}
