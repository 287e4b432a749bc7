package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.time.SecureEntropy;

/** A board on a forward link, with its loop on a thread of its own. */
final class ForwardedBoard implements AutoCloseable {

    /** The board's ports that are forwarded; nobody listens on the last one. */
    static final int ECHO = 7;

    static final int OTHER = 9;
    static final int NOBODY = 81;

    static final int GATEWAY = 0x0a000001;

    final ForwardLink link;
    final Board board;
    final BoardProgram program;
    final EventLoop loop;
    final Thread thread;

    ForwardedBoard(int slots, int gatewaySlots) throws IOException {
        this(slots, gatewaySlots, program -> {});
    }

    ForwardedBoard(int slots, int gatewaySlots, Consumer<BoardProgram> setup) throws IOException {
        LinkSettings settings = new LinkSettings();
        settings.forwardConnections = gatewaySlots;
        for (int port : new int[] {ECHO, OTHER, NOBODY}) {
            settings.forwards.add(new ForwardRule(ForwardRule.LOOPBACK, 0, port));
        }
        link = ForwardLink.open(settings);
        loop = link.newLoop();
        NetConfig config = new NetConfig();
        config.address = settings.board;
        config.gateway = GATEWAY;
        config.tcp.connections = slots;
        board = new Board("board", config, link.mac(), new SecureEntropy(), loop);
        program = new BoardProgram(board.tcp(), slots);
        program.listen(ECHO, slots, BoardProgram::echo);
        setup.accept(program);
        board.add(program);
        board.start();
        loop.add(link);
        thread = new Thread(loop, "board");
        thread.start();
    }

    /** The desktop's port that leads to the board's. */
    int port(int boardPort) {
        for (ForwardRule rule : link.forwards()) {
            if (rule.boardPort() == boardPort) {
                return rule.port();
            }
        }
        throw new IllegalArgumentException();
    }

    /** A desktop socket to a port of the board; its reads end with an error after a minute. */
    Socket connect(int boardPort) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(ForwardRule.LOOPBACK), port(boardPort));
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Has the board do something, and waits for it. */
    <T> T onLoop(java.util.function.Supplier<T> work) throws Exception {
        return loop.supplyOnLoop(work).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.stop();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
