package org.tcplite.sim.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.link.ForwardLink;
import org.tcplite.sim.link.ForwardRule;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SecureEntropy;

/**
 * The board that {@code docs/tcp-by-example.md} has its reader start, and the two connections to
 * it: one that stays open to the echo service, and a page fetched whose connection the board closes
 * first.
 */
final class ObservedBoard implements AutoCloseable {

    private static final int WEB = 80;
    private static final int ECHO = 7;
    private static final int PATIENCE_MS = 30_000;

    private final ForwardLink link;
    private final EventLoop loop;
    private final Thread thread;
    private final ControlPoint point;
    private final Socket open;

    ObservedBoard(Path sockets) throws IOException {
        LinkSettings settings = new LinkSettings();
        settings.forwards.add(new ForwardRule(ForwardRule.LOOPBACK, 0, WEB));
        settings.forwards.add(new ForwardRule(ForwardRule.LOOPBACK, 0, ECHO));
        link = ForwardLink.open(settings);
        loop = link.newLoop();
        loop.add(link);
        NetConfig config = new NetConfig();
        config.address = settings.board;
        config.gateway = settings.gatewayAddress();
        Board board = new Board("board", config, link.mac(), new SecureEntropy(), loop);
        board.start();
        BoardFacts facts = new BoardFacts(board, link.describe());
        BoardServices.install(board, new ServicesConfig(), facts, ProcessHandle.current().pid());
        NetstatCommand.directory = ControlDirectory.at(sockets);
        point = ControlPoint.open(loop, facts, NetstatCommand.directory);
        thread = new Thread(loop, "observed board");
        thread.start();
        open = connect(ECHO);
        echo();
        fetch();
    }

    private Socket connect(int boardPort) throws IOException {
        for (ForwardRule rule : link.forwards()) {
            if (rule.boardPort() == boardPort) {
                Socket socket = new Socket(rule.host(), rule.port());
                socket.setSoTimeout(PATIENCE_MS);
                return socket;
            }
        }
        throw new IllegalArgumentException();
    }

    /** The connection is there when the board has answered. */
    private void echo() throws IOException {
        open.getOutputStream().write('x');
        if (open.getInputStream().read() != 'x') {
            throw new IOException("no echo");
        }
    }

    private void fetch() throws IOException {
        try (Socket socket = connect(WEB)) {
            String request = "GET /bytes/1 HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    /**
     * What the command prints once nothing is on its way any more: the page's connection closed,
     * and the echo acknowledged.
     */
    List<String> whenAllIsQuiet(String command) throws IOException {
        long limitNs = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        List<String> rows;
        do {
            rows = ConsoleBlocks.run(command);
        } while (!isQuiet(rows) && System.nanoTime() - limitNs < 0);
        return rows;
    }

    private static boolean isQuiet(List<String> rows) {
        return rows.stream().anyMatch(row -> row.contains("TIME_WAIT"))
                && rows.stream().noneMatch(row -> row.contains(" on ("));
    }

    @Override
    public void close() throws IOException {
        open.close();
        point.close();
        NetstatCommand.directory = ControlDirectory.ofThisUser();
        loop.stop();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
