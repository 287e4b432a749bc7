package org.tcplite.sim.link;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.time.SecureEntropy;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** A board that echoes on port 7, on any link, with its loop on a thread of its own. */
final class LinkedBoard implements AutoCloseable {

    static final int ECHO = 7;
    static final int NETWORK = 0x0a000000;
    private static final int SLOTS = 8;
    private static final long SEED = 7;

    final int address;
    final Link link;
    final Board board;
    final BoardProgram program;
    final EventLoop loop;
    final Thread thread;

    /** What the link said, line by line. */
    final List<String> news = new CopyOnWriteArrayList<>();

    /**
     * Boots 10.0.0.{@code host}.
     *
     * @param spec as after {@code --link}
     */
    LinkedBoard(int host, String spec) throws IOException {
        this(host, spec, "");
    }

    /**
     * Boots 10.0.0.{@code host} on a bad cable.
     *
     * @param impairments as on the command line; the empty string for none
     */
    LinkedBoard(int host, String spec, String impairments) throws IOException {
        LinkSettings settings = new LinkSettings();
        settings.board = NETWORK + host;
        settings.news = news::add;
        address = settings.board;
        Link opened = Links.open(LinkSpec.parse(spec), settings);
        link =
                impairments.isEmpty()
                        ? opened
                        : new ImpairedLink(opened, settings, Impairments.parse(impairments), SEED);
        loop = link.newLoop();
        NetConfig config = new NetConfig();
        config.address = settings.board;
        config.gateway = settings.gatewayAddress();
        config.tcp.connections = SLOTS;
        board = new Board("board-" + host, config, link.mac(), new SecureEntropy(), loop);
        program = new BoardProgram(board.tcp(), SLOTS);
        program.listen(ECHO, SLOTS, BoardProgram::echo);
        board.add(program);
        board.start();
        loop.add(link);
        thread = new Thread(loop, "board-" + host);
        thread.start();
    }

    /** Has the board do something, and waits for it. */
    <T> T onLoop(Supplier<T> work) throws Exception {
        return loop.supplyOnLoop(work).get(30, TimeUnit.SECONDS);
    }

    /** Sends octets to the other's echo port and has them back. */
    Exchange exchangeWith(int other, int octets) throws Exception {
        Exchange exchange = new Exchange(octets);
        onLoop(() -> program.connect(other, ECHO, exchange, loop.nowNs()));
        return exchange;
    }

    /** Waits half a minute at most. */
    static boolean eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
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

    /** Octet i is i mod 251, there and back, each one looked at. */
    static final class Exchange implements BoardProgram.Conduct {

        private static final int PERIOD = 251;

        private final byte[] pattern = new byte[PERIOD * 64];
        private final int octets;
        private int sent;
        volatile int received;
        volatile String failure;
        volatile boolean done;

        Exchange(int octets) {
            this.octets = octets;
            for (int i = 0; i < pattern.length; i++) {
                pattern[i] = (byte) (i % PERIOD);
            }
        }

        @Override
        public void progress(Tcp tcp, int connection, int signals, long nowNs) {
            int taken = 1;
            while (sent < octets && taken > 0) {
                int from = sent % PERIOD;
                int count = Math.min(octets - sent, pattern.length - from);
                taken = tcp.write(connection, pattern, from, count, nowNs);
                sent += Math.max(0, taken);
                if (sent == octets) {
                    tcp.shutdownWrite(connection, nowNs);
                }
            }
            int text;
            while ((text = tcp.peek(connection)) > 0) {
                look(tcp.readArray(), tcp.readOffset(connection), text);
                tcp.consume(connection, text, nowNs);
            }
            if (text == TcpError.WOULD_BLOCK || text == TcpError.NOT_CONNECTED) {
                return;
            }
            if (received != octets && failure == null) {
                failure = "ended after " + received + ": " + TcpError.text(text);
            }
            tcp.close(connection, nowNs);
            done = true;
        }

        private void look(byte[] array, int offset, int length) {
            for (int i = 0; i < length && failure == null; i++) {
                if (array[offset + i] != (byte) ((received + i) % PERIOD)) {
                    failure = "octet " + (received + i) + " is another";
                }
            }
            received += length;
        }

        /** Waits for the end; null, or what went wrong. */
        String result() throws InterruptedException {
            return eventually(() -> done) ? failure : "not done after " + received;
        }
    }
}
