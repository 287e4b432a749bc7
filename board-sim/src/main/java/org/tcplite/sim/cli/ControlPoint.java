package org.tcplite.sim.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.NetstatJson;
import org.tcplite.sim.service.NetstatText;
import org.tcplite.sim.service.Sections;

/**
 * A board's ear for {@code netstat}: a Unix-domain socket beside the network, so that a question
 * takes no connection slot and is answered while the network is not. One line asks:
 *
 * <pre>
 *     text PARTS      the table; PARTS is a sum of {@link NetstatText#LISTENERS} ...
 *     json            the same as JSON
 * </pre>
 *
 * <p>The answer is made by the board's loop and written by a thread of its own.
 */
final class ControlPoint implements AutoCloseable {

    private static final int ANSWER_WITHIN_S = 2;

    private final EventLoop loop;
    private final NetstatText text;
    private final NetstatJson json;
    private final ServerSocketChannel server;
    private final Path file;

    private ControlPoint(EventLoop loop, BoardFacts facts, ControlDirectory directory)
            throws IOException {
        this.loop = loop;
        long processId = ProcessHandle.current().pid();
        text = new NetstatText(facts, processId + "/" + Main.NAME);
        json = new NetstatJson(facts, processId);
        file = directory.socketOf(processId);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
    }

    /** Opens the board's socket; without one the board works all the same, so that is a warning. */
    static AutoCloseable open(EventLoop loop, BoardFacts facts) {
        try {
            return open(loop, facts, ControlDirectory.ofThisUser());
        } catch (IOException | UnsupportedOperationException e) {
            System.err.println("warning: netstat will not find this board: " + e.getMessage());
            return () -> {};
        }
    }

    static ControlPoint open(EventLoop loop, BoardFacts facts, ControlDirectory directory)
            throws IOException {
        ControlPoint point = new ControlPoint(loop, facts, directory);
        daemon(point::acceptAll, "control");
        return point;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                daemon(() -> serve(client), "control-client");
            }
        } catch (ClosedChannelException closed) {
            return;
        } catch (IOException e) {
            System.err.println(Main.NAME + ": netstat's socket failed: " + e.getMessage());
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(client),
                                        StandardCharsets.US_ASCII))) {
            String request = lines.readLine();
            if (request == null) {
                return;
            }
            ByteBuffer answer = ByteBuffer.wrap(answer(request));
            while (answer.hasRemaining()) {
                client.write(answer);
            }
        } catch (IOException e) {
            return; // the one who asked has gone
        }
    }

    private byte[] answer(String request) {
        try {
            return loop.supplyOnLoop(() -> Documents.whole(document(request), loop.nowNs()))
                    .get(ANSWER_WITHIN_S, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            return line("error: the board does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return line("error: interrupted");
        }
    }

    private Sections document(String request) {
        if (request.equals("json")) {
            return json;
        }
        String parts = request.startsWith("text ") ? request.substring("text ".length()) : "";
        if (!parts.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("no such question: " + request);
        }
        return text.show(Integer.parseInt(parts));
    }

    private static byte[] line(String message) {
        return (message + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
