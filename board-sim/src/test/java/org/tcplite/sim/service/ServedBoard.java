package org.tcplite.sim.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/** A board with all services, and a client board, on a wire in virtual time. */
final class ServedBoard {

    static final int CLIENT = 0x0a000001;
    static final int SERVER = 0x0a000002;
    static final long SECOND = 1_000_000_000L;

    final VirtualClock clock = new VirtualClock();
    final EventLoop loop = EventLoop.virtual(clock);
    final InProcessWire wire;
    final Board client;
    final Board server;
    final Tcp tcp;
    final byte[] buffer = new byte[1 << 16];

    ServedBoard(int ring, ServicesConfig services) {
        SimulatedDmaMac left = new SimulatedDmaMac(new MacConfig().withAddress(2, 0, 0, 0, 0, 1));
        SimulatedDmaMac right = new SimulatedDmaMac(new MacConfig().withAddress(2, 0, 0, 0, 0, 2));
        wire = new InProcessWire(left, right, new WireConfig().withDelay(1_000_000));
        loop.add(wire);
        client = new Board("client", config(CLIENT, 1 << 16), left, new SeededEntropy(1), loop);
        server = new Board("server", config(SERVER, ring), right, new SeededEntropy(2), loop);
        client.start();
        server.start();
        BoardServices.install(server, services, new BoardFacts(server, "wire"), 1);
        tcp = client.tcp();
    }

    ServedBoard() {
        this(1 << 16, new ServicesConfig());
    }

    private static NetConfig config(int address, int ring) {
        NetConfig config = new NetConfig();
        config.address = address;
        config.tcp.connections = 8;
        config.tcp.receiveBuffer = ring;
        config.tcp.sendBuffer = ring;
        config.tcp.allowWeakEntropy = true;
        return config;
    }

    int connect(int port) {
        int connection = tcp.connect(SERVER, port, 0, loop.nowNs());
        until(() -> tcp.state(connection) != TcpState.SYN_SENT);
        return connection;
    }

    void send(int connection, byte[] octets, int step) {
        int[] sent = {0};
        until(
                () -> {
                    int n = Math.min(step, octets.length - sent[0]);
                    int taken = tcp.write(connection, octets, sent[0], n, loop.nowNs());
                    sent[0] += Math.max(0, taken);
                    return sent[0] == octets.length || isBad(taken);
                });
    }

    void send(int connection, String text) {
        send(connection, text.getBytes(StandardCharsets.US_ASCII), Integer.MAX_VALUE);
    }

    void endSending(int connection) {
        tcp.shutdownWrite(connection, loop.nowNs());
    }

    /** Everything up to the end of the stream; or "!" and the error. */
    byte[] readAll(int connection) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] result = new int[1];
        until(
                () -> {
                    result[0] = tcp.read(connection, buffer, 0, buffer.length, loop.nowNs());
                    if (result[0] > 0) {
                        all.write(buffer, 0, result[0]);
                    }
                    return isBad(result[0]) || result[0] == TcpError.END_OF_STREAM;
                });
        if (isBad(result[0])) {
            all.writeBytes(("!" + TcpError.text(result[0])).getBytes(StandardCharsets.US_ASCII));
        }
        tcp.close(connection, loop.nowNs());
        return all.toByteArray();
    }

    /** A whole conversation: connects, sends, ends sending, reads to the end. */
    String talk(int port, String text) {
        int connection = connect(port);
        send(connection, text);
        endSending(connection);
        return ascii(readAll(connection));
    }

    static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    void until(BooleanSupplier condition) {
        if (!loop.runUntil(condition, loop.nowNs() + 900 * SECOND)) {
            throw new AssertionError("nothing more happened");
        }
    }

    private static boolean isBad(int result) {
        return result < 0 && result != TcpError.WOULD_BLOCK && result != TcpError.END_OF_STREAM;
    }
}
