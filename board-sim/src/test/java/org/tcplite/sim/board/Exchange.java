package org.tcplite.sim.board;

import org.tcplite.net.NetConfig;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.TcpError;

/**
 * Two boards on a wire in virtual time: the client, left, sends octets to the server, right, which
 * reads them to the end and compares each with what it has to be. Both close.
 */
final class Exchange {

    static final int CLIENT = 0x0a000001;
    static final int SERVER = 0x0a000002;
    static final int PORT = 5001;
    static final int CLIENT_PORT = 40000;

    final VirtualClock clock = new VirtualClock();
    final EventLoop loop = EventLoop.virtual(clock);
    final InProcessWire wire;
    final Board client;
    final Board server;
    final Source source = new Source();
    final Sink sink = new Sink();

    private final long octets;

    Exchange(long octets, WireConfig wireConfig, int capabilities, long seed) {
        this.octets = octets;
        SimulatedDmaMac left = mac(1, capabilities);
        SimulatedDmaMac right = mac(2, capabilities);
        wire = new InProcessWire(left, right, wireConfig);
        client = new Board("client", config(CLIENT), left, new SeededEntropy(seed), loop);
        server = new Board("server", config(SERVER), right, new SeededEntropy(~seed), loop);
        loop.add(wire);
        client.start();
        server.start();
        server.add(sink);
        client.add(source);
    }

    private static SimulatedDmaMac mac(int number, int capabilities) {
        MacConfig config = new MacConfig().withAddress(2, 0, 0, 0, 0, number);
        config.capabilities = capabilities;
        return new SimulatedDmaMac(config);
    }

    private static NetConfig config(int address) {
        NetConfig config = new NetConfig();
        config.address = address;
        return config;
    }

    boolean isOver() {
        return sink.ended && source.ended;
    }

    static byte octet(long index) {
        return (byte) (index % 251);
    }

    /** Connects, writes, half-closes, waits for the other side's end, closes. */
    final class Source implements Application {
        private final byte[] buffer = new byte[8192];
        private int connection;
        private long written;
        private boolean finSent;
        boolean ended;
        int failure;

        @Override
        public boolean turn(long nowNs) {
            if (connection == 0) {
                connection = client.tcp().connect(SERVER, PORT, CLIENT_PORT, nowNs);
                return true;
            }
            if (ended) {
                return false;
            }
            return finSent ? awaitEnd(nowNs) : write(nowNs);
        }

        private boolean write(long nowNs) {
            if (written == octets) {
                // not before the connection is open
                finSent = client.tcp().shutdownWrite(connection, nowNs) == 0;
                return finSent;
            }
            int length = (int) Math.min(buffer.length, octets - written);
            for (int i = 0; i < length; i++) {
                buffer[i] = octet(written + i);
            }
            int taken = client.tcp().write(connection, buffer, 0, length, nowNs);
            written += Math.max(0, taken);
            return taken > 0 || end(taken, nowNs);
        }

        private boolean awaitEnd(long nowNs) {
            return end(client.tcp().read(connection, buffer, 0, buffer.length, nowNs), nowNs);
        }

        private boolean end(int result, long nowNs) {
            if (result == TcpError.WOULD_BLOCK || result == TcpError.NOT_CONNECTED) {
                return false;
            }
            ended = true;
            failure = result == TcpError.END_OF_STREAM ? 0 : result;
            client.tcp().close(connection, nowNs);
            return true;
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(long nowNs) {}
    }

    /** Accepts one connection, reads to its end, closes. */
    final class Sink implements Application {
        private final byte[] buffer = new byte[8192];
        private int listener;
        private int connection;
        private boolean ended;
        long read;
        long wrong;

        @Override
        public boolean turn(long nowNs) {
            if (listener == 0) {
                listener = server.tcp().listen(PORT, 4);
            }
            if (connection <= 0) {
                connection = server.tcp().accept(listener);
                return connection > 0;
            }
            return !ended && read(nowNs);
        }

        private boolean read(long nowNs) {
            int length = server.tcp().read(connection, buffer, 0, buffer.length, nowNs);
            if (length == TcpError.WOULD_BLOCK) {
                return false;
            }
            if (length < 0) {
                ended = true;
                server.tcp().close(connection, nowNs);
                return true;
            }
            for (int i = 0; i < length; i++) {
                wrong += buffer[i] == octet(read + i) ? 0 : 1;
            }
            read += length;
            return true;
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(long nowNs) {
            server.tcp().close(listener, nowNs);
        }
    }
}
