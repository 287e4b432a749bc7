package org.tcplite.sim.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two boards under test control, and the tester between them as their cable. */
final class ControlledBoards implements AutoCloseable {

    static final int LEFT = 0x0a000002;
    static final int RIGHT = 0x0a000003;

    final StcpClient left;
    final StcpClient right;

    /** All frames that crossed, in order. */
    final List<byte[]> crossed = new ArrayList<>();

    private final List<ControlServer> servers = new ArrayList<>();

    /** On link 1, Ethernet, or 0, bare IP. */
    ControlledBoards(int link) throws IOException {
        left = client(LEFT, link);
        right = client(RIGHT, link);
    }

    ControlledBoards() throws IOException {
        this(1);
    }

    static ControlServer serve(long seed) throws IOException {
        return serve(ControlServer.tcp(0, new ControlSession(seed)));
    }

    static ControlServer serve(ControlServer server) {
        Thread thread = new Thread(() -> run(server), "control");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void run(ControlServer server) {
        try {
            server.serve();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static InetSocketAddress addressOf(ControlServer server) throws IOException {
        String address = server.address();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new InetSocketAddress("127.0.0.1", port);
    }

    private StcpClient client(int address, int link) throws IOException {
        ControlServer server = serve(1 + servers.size());
        servers.add(server);
        StcpClient client = new StcpClient(addressOf(server));
        client.hello(0, link, address);
        return client;
    }

    /** Carries frames both ways until there are none. */
    void exchange() throws IOException {
        boolean more = true;
        while (more) {
            more = carry(left, right);
            more |= carry(right, left);
        }
    }

    private boolean carry(StcpClient from, StcpClient to) throws IOException {
        boolean any = false;
        for (byte[] frame = from.frameOut(); frame != null; frame = from.frameOut()) {
            crossed.add(frame);
            to.frameIn(frame);
            any = true;
        }
        return any;
    }

    /** Both clocks on to a time, every timer fired, every frame carried at once. */
    void runTo(long targetUs) throws IOException {
        long now = 0;
        while (now < targetUs) {
            long leftUs = left.advance(targetUs);
            right.advance(leftUs);
            exchange();
            now = leftUs;
        }
    }

    /** A connection from left to right's port: left's, right's, and right's listener. */
    int[] connected(int port) throws IOException {
        int listener = right.listener(port);
        int client = left.socket();
        left.connect(client, RIGHT, port);
        exchange();
        return new int[] {client, right.on(Verb.ACCEPT, listener).result(), listener};
    }

    String transcript() {
        StringBuilder all = new StringBuilder();
        crossed.forEach(frame -> all.append(Arrays.toString(frame)).append('\n'));
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        left.close();
        right.close();
        for (ControlServer server : servers) {
            server.close();
        }
    }
}
