package org.tcplite.sim.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.tcplite.hal.Clock;
import org.tcplite.hal.Idle;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.StateProbe;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Ladder;
import org.tcplite.sim.capture.TraceWriter;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Fate;
import org.tcplite.sim.wire.Impairment;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/**
 * Two boards on a wire in virtual time, and a program on each whose calls are made one by one. Each
 * call waits until it can return, as a blocking socket's would, and stands in the ladder's margin.
 */
final class HandshakeRun {

    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0x0a000002;
    private static final int CLIENT_PORT = 40000;
    private static final int SERVER_PORT = 80;
    private static final int CLOSED_PORT = 9;
    private static final int MTU = 1500;
    private static final int ETHER_TYPE = 12;
    private static final int IPV4 = 0x0800;

    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop = EventLoop.virtual(clock);
    private final Ladder ladder = new Ladder(clock, "client", "server");
    private final InProcessWire wire;
    private final Tcp client;
    private final Tcp server;
    private final StateProbe clientState;
    private final StateProbe serverState;
    private final byte[] buffer = new byte[1 << 10];
    private final long thinkNs;
    private int connection;
    private int accepted;
    private int listener;

    HandshakeRun(long delayNs, long seed) {
        thinkNs = delayNs + delayNs / 2; // what it has sent has arrived meanwhile
        SimulatedDmaMac left = new SimulatedDmaMac(LinkSettings.derivedMac(CLIENT, MTU));
        SimulatedDmaMac right = new SimulatedDmaMac(LinkSettings.derivedMac(SERVER, MTU));
        wire = new InProcessWire(left, right, new WireConfig().withDelay(delayNs));
        loop.add(wire);
        client = board("client", CLIENT, left, seed).tcp();
        server = board("server", SERVER, right, seed + 1).tcp();
        clientState = new StateProbe(client, CLIENT_PORT, SERVER_PORT);
        serverState = new StateProbe(server, SERVER_PORT, CLIENT_PORT);
        meet();
    }

    private Board board(String name, int address, SimulatedDmaMac mac, long seed) {
        NetConfig config = new NetConfig();
        config.address = address;
        config.tcp.connections = 4;
        config.tcp.allowWeakEntropy = true;
        Board board = new Board(name, config, mac, new SeededEntropy(seed), loop);
        board.start();
        return board;
    }

    /** The neighbours learn each other's link addresses before anything is drawn. */
    private void meet() {
        int toNobody = client.connect(SERVER, CLOSED_PORT, 0, now());
        runUntil(() -> client.endReason(toNobody) < 0);
        client.close(toNobody, now());
    }

    Clock clock() {
        return clock;
    }

    void tap(FrameTap tap) {
        wire.tap(InProcessWire.LEFT, tap);
    }

    void trace(TraceWriter.Lines lines) {
        tap(new TraceWriter(lines));
    }

    List<String> lines(boolean unicode) {
        return ladder.lines(unicode);
    }

    // ---- what goes wrong

    void loseAllFromClient() {
        lose(Long.MAX_VALUE);
    }

    void loseFirstFromClient() {
        lose(1);
    }

    private void lose(long count) {
        wire.impair(
                InProcessWire.LEFT,
                new Impairment() {
                    private long lost;

                    @Override
                    public void decide(Fate fate) {
                        if (etherType(fate) == IPV4 && lost < count) {
                            lost++;
                            fate.drop(null);
                        }
                    }
                });
    }

    private static int etherType(Fate fate) {
        int at = fate.offset() + ETHER_TYPE;
        return (fate.octets()[at] & 0xff) << 8 | fate.octets()[at + 1] & 0xff;
    }

    // ---- the programs' calls

    /** From here on the ladder looks. */
    void begin() {
        wire.tap(InProcessWire.LEFT, ladder.tap(Ladder.LEFT));
        wire.tap(InProcessWire.RIGHT, ladder.tap(Ladder.RIGHT));
        ladder.watch(Ladder.LEFT, clientState);
        ladder.watch(Ladder.RIGHT, serverState);
        loop.add(ladder);
    }

    void listen() {
        listener = server.listen(SERVER_PORT, 1);
        check(listener);
        ladder.call(Ladder.RIGHT, "listen()");
    }

    void connect() {
        ladder.call(Ladder.LEFT, "connect()");
        connection = client.connect(SERVER, SERVER_PORT, CLIENT_PORT, now());
        check(connection);
        runUntil(
                () ->
                        client.endReason(connection) < 0
                                || client.state(connection) >= TcpState.ESTABLISHED);
        int reason = client.endReason(connection);
        String outcome = reason < 0 ? TcpError.text(reason).replace("connection ", "") : "returns";
        ladder.call(Ladder.LEFT, "connect() " + outcome);
    }

    void accept() {
        runUntil(
                () -> {
                    accepted = server.accept(listener);
                    return accepted > 0;
                });
        ladder.call(Ladder.RIGHT, "accept() returns");
    }

    void clientWrites(String text) {
        write(Ladder.LEFT, client, connection, text);
    }

    void serverWrites(String text) {
        write(Ladder.RIGHT, server, accepted, text);
    }

    void clientReads() {
        read(Ladder.LEFT, client, connection);
    }

    void serverReads() {
        read(Ladder.RIGHT, server, accepted);
    }

    void clientShutsDown() {
        ladder.call(Ladder.LEFT, "shutdown(WR)");
        check(client.shutdownWrite(connection, now()));
    }

    void clientCloses() {
        ladder.call(Ladder.LEFT, "close()");
        check(client.close(connection, now()));
    }

    void serverCloses() {
        ladder.call(Ladder.RIGHT, "close()");
        check(server.close(accepted, now()));
    }

    /** The server's program takes its time, so that what it does next is a segment of its own. */
    void serverThinks() {
        loop.runFor(thinkNs);
    }

    /** Until neither end knows of the connection any more. */
    void awaitEnd() {
        runUntil(
                () ->
                        clientState.getAsInt() == TcpState.CLOSED
                                && serverState.getAsInt() <= TcpState.LISTEN);
    }

    private void write(int side, Tcp tcp, int handle, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        int written = tcp.write(handle, octets, 0, octets.length, now());
        check(written);
        ladder.call(side, "write() = " + written);
    }

    private void read(int side, Tcp tcp, int handle) {
        runUntil(() -> tcp.readable(handle) > 0 || tcp.peek(handle) != TcpError.WOULD_BLOCK);
        int n = tcp.read(handle, buffer, 0, buffer.length, now());
        ladder.call(side, n == TcpError.END_OF_STREAM ? "read() = 0" : "read() = " + n);
    }

    private long now() {
        return clock.nanos();
    }

    private void runUntil(BooleanSupplier condition) {
        loop.runUntil(condition, Idle.FOREVER);
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("the drawing stopped: " + TcpError.text(result));
        }
    }
}
