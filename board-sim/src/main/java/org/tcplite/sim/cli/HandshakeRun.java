package org.tcplite.sim.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
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
import org.tcplite.sim.wire.Impairments;
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
    private static final int SEQUENCE_NUMBER = 14 + 20 + 4;
    private static final long ISN_TICK_NS = 1L << 12;
    private static final long ISN_ROUND_NS = ISN_TICK_NS << 32;
    private static final long SHORTEST_THOUGHT_NS = 300_000;
    private static final int LONG_TEXT = 300;

    private final VirtualClock clock;
    private final EventLoop loop;
    private final Ladder ladder;
    private final InProcessWire wire;
    private final Board clientBoard;
    private final Tcp client;
    private final Board serverBoard;
    private final Tcp server;
    private IntSupplier clientState;
    private IntSupplier serverState;
    private final byte[] buffer = new byte[1 << 10];
    private final long thinkNs;
    private NetstatRows netstat;

    /** What goes wrong with what the client sends besides the scenario, or null. */
    private Impairment asked;

    private int connection;
    private int accepted;
    private int listener;
    private int shortestText;

    HandshakeRun(long delayNs, long seed) {
        this(delayNs, seed, 0);
    }

    private HandshakeRun(long delayNs, long seed, long startNs) {
        clock = new VirtualClock(startNs);
        loop = EventLoop.virtual(clock);
        ladder = new Ladder(clock, "client", "server");
        // what it has sent has arrived meanwhile
        thinkNs = Math.max(delayNs + delayNs / 2, SHORTEST_THOUGHT_NS);
        SimulatedDmaMac left = new SimulatedDmaMac(LinkSettings.derivedMac(CLIENT, MTU));
        SimulatedDmaMac right = new SimulatedDmaMac(LinkSettings.derivedMac(SERVER, MTU));
        wire = new InProcessWire(left, right, new WireConfig().withDelay(delayNs));
        loop.add(wire);
        clientBoard = board("client", CLIENT, left, seed);
        client = clientBoard.tcp();
        serverBoard = board("server", SERVER, right, seed + 1);
        server = serverBoard.tcp();
        clientState = new StateProbe(client, CLIENT_PORT, SERVER_PORT);
        serverState = new StateProbe(server, SERVER_PORT, CLIENT_PORT);
        meet();
    }

    /**
     * A run whose client begins at this sequence number, and writes so much that 0xffffff00 wraps.
     * A number is a clock's ticks plus a hash that the seed decides (RFC 6528): another run tells
     * the hash, this one connects when the ticks fit.
     */
    static HandshakeRun from(int isn, long delayNs, long seed) {
        HandshakeRun other = new HandshakeRun(delayNs, seed);
        long meetingNs = other.now();
        int hash = other.clientIsn() - (int) (meetingNs / ISN_TICK_NS);
        long connectNs = Integer.toUnsignedLong(isn - hash) * ISN_TICK_NS;
        if (connectNs < 2 * meetingNs) {
            connectNs += ISN_ROUND_NS;
        }
        HandshakeRun run = new HandshakeRun(delayNs, seed, connectNs - 2 * meetingNs);
        run.loop.runUntil(() -> false, connectNs);
        run.shortestText = LONG_TEXT;
        return run;
    }

    /** The sequence number of the client's SYN, were it to connect now. */
    private int clientIsn() {
        int[] isn = new int[1];
        tap(
                (direction, timeNs, frame, offset, length, comment) ->
                        isn[0] = ByteBuffer.wrap(frame).getInt(offset + SEQUENCE_NUMBER));
        check(client.connect(SERVER, SERVER_PORT, CLIENT_PORT, now()));
        long sent = wire.sent(InProcessWire.LEFT);
        loop.runUntil(() -> wire.sent(InProcessWire.LEFT) > sent, Idle.FOREVER);
        return isn[0];
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

    /** The states that both ends go through are counted; called before the scenario. */
    void countInto(StateVisits visits) {
        clientState = visits.watch(clientState);
        serverState = visits.watch(serverState);
    }

    /**
     * The cable is bad besides what the scenario does to it, from now on: called before it. What
     * the client sends is out.
     */
    void impair(Impairments impairments, long seed) {
        asked = impairments.chain(FrameTap.OUT, seed);
        wire.reconfigure(InProcessWire.LEFT, impairments.config(FrameTap.OUT), asked);
        wire.reconfigure(
                InProcessWire.RIGHT,
                impairments.config(FrameTap.IN),
                impairments.chain(FrameTap.IN, seed));
    }

    /** What netstat shows of both ends is written down; called before the scenario. */
    void watchNetstat() {
        netstat = new NetstatRows(clock);
        netstat.watch("client", clientBoard);
        netstat.watch("server", serverBoard);
    }

    /** The rows of netstat, after {@link #watchNetstat}. */
    List<String> netstat() {
        return netstat.lines();
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
        fromClient(1, Long.MAX_VALUE, fate -> fate.drop(null));
    }

    void loseAllFromClientButTheFirst() {
        fromClient(2, Long.MAX_VALUE, fate -> fate.drop(null));
    }

    void loseNextFromClient() {
        loseFromClient(1);
    }

    /** The datagram with this number, counted from now, is lost. */
    void loseFromClient(int number) {
        fromClient(number, number, fate -> fate.drop(null));
    }

    /** Those that the client sends in the next four travel times come before it. */
    void delayNextFromClient() {
        fromClient(1, 1, fate -> fate.delayBy(2 * thinkNs));
    }

    void loseNothing() {
        wire.impair(InProcessWire.LEFT, asked);
    }

    /** Something happens to the client's datagrams from the first to the last, counted from now. */
    private void fromClient(long first, long last, Consumer<Fate> harm) {
        Impairment scenario =
                new Impairment() {
                    private long number;

                    @Override
                    public void decide(Fate fate) {
                        if (etherType(fate) == IPV4) {
                            number++;
                            if (number >= first && number <= last) {
                                harm.accept(fate);
                            }
                        }
                    }
                };
        wire.impair(InProcessWire.LEFT, asked == null ? scenario : Impairment.all(scenario, asked));
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
        watch();
    }

    private void watch() {
        loop.add(ladder);
        if (netstat != null) {
            loop.add(netstat);
        }
    }

    void listen() {
        listener = server.listen(SERVER_PORT, 1);
        check(listener);
        ladder.call(Ladder.RIGHT, "listen()");
    }

    void closeListener() {
        ladder.call(Ladder.RIGHT, "close()");
        check(server.close(listener, now()));
    }

    void connect() {
        ladder.call(Ladder.LEFT, "connect()");
        connection = client.connect(SERVER, SERVER_PORT, CLIENT_PORT, now());
        check(connection);
        awaitConnect(Ladder.LEFT);
    }

    /** Each opens to the other's port, before it hears of it. */
    void bothBeginToConnect() {
        ladder.call(Ladder.LEFT, "connect()");
        ladder.call(Ladder.RIGHT, "connect()");
        connection = client.connect(SERVER, SERVER_PORT, CLIENT_PORT, now());
        check(connection);
        accepted = server.connect(CLIENT, CLIENT_PORT, SERVER_PORT, now());
        check(accepted);
    }

    void bothConnect() {
        bothBeginToConnect();
        runUntil(() -> isOpen(client, connection) && isOpen(server, accepted));
        awaitConnect(Ladder.LEFT);
        awaitConnect(Ladder.RIGHT);
    }

    /** Until the call of {@code connect()} on this side returns, or fails. */
    void awaitConnect(int side) {
        Tcp tcp = side == Ladder.LEFT ? client : server;
        int handle = side == Ladder.LEFT ? connection : accepted;
        runUntil(() -> tcp.endReason(handle) < 0 || isOpen(tcp, handle));
        int reason = tcp.endReason(handle);
        ladder.call(side, "connect() " + (reason < 0 ? briefly(reason) : "returns"));
    }

    private static boolean isOpen(Tcp tcp, int handle) {
        return tcp.state(handle) >= TcpState.ESTABLISHED;
    }

    /** From here on the server's program waits for a connection. */
    void beginAccept() {
        ladder.call(Ladder.RIGHT, "accept()");
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
        String more = " ".repeat(Math.max(0, shortestText - text.length()));
        write(Ladder.LEFT, client, connection, text + more);
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

    void bothClose() {
        ladder.call(Ladder.LEFT, "close()");
        ladder.call(Ladder.RIGHT, "close()");
        check(client.close(connection, now()));
        check(server.close(accepted, now()));
    }

    void clientAborts() {
        ladder.call(Ladder.LEFT, "abort()");
        check(client.abort(connection, now()));
    }

    /** The program is quick: it has closed before its board answers the client's FIN. */
    void serverReadsAndClosesBeforeTheAck() {
        loop.remove(serverBoard);
        loop.remove(ladder);
        loop.remove(netstat);
        runUntil(
                () -> {
                    serverBoard.stack().receive(now());
                    return server.peek(accepted) == TcpError.END_OF_STREAM;
                });
        serverReads();
        serverCloses();
        loop.add(serverBoard);
        watch();
    }

    /** The server's program takes its time, so that what it does next is a segment of its own. */
    void serverThinks() {
        loop.runFor(thinkNs);
    }

    /** The client's program takes a little time, so that what it sends next comes later. */
    void clientThinks() {
        loop.runFor(thinkNs / 3);
    }

    /** Small segments do not wait for the acknowledgment of others (RFC 9293 section 3.7.4). */
    void clientSwitchesNagleOff() {
        ladder.call(Ladder.LEFT, "TCP_NODELAY = 1");
        check(client.setNoDelay(connection, true, now()));
    }

    /** Until the client has left this state, and sent what it then sends at once. */
    void awaitClientLeaves(int state) {
        runUntil(() -> clientState.getAsInt() != state);
        loop.runFor(0);
    }

    /** Until the client knows nothing of the connection any more. */
    void awaitClientForgets() {
        runUntil(() -> clientState.getAsInt() == TcpState.CLOSED);
    }

    /** Until the server's half-open entry is gone. */
    void awaitServerForgets() {
        runUntil(() -> serverState.getAsInt() == TcpState.LISTEN);
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
        ladder.call(side, written < 0 ? "write() " + briefly(written) : "write() = " + written);
    }

    private void read(int side, Tcp tcp, int handle) {
        runUntil(() -> tcp.readable(handle) > 0 || tcp.peek(handle) != TcpError.WOULD_BLOCK);
        int n = tcp.read(handle, buffer, 0, buffer.length, now());
        if (n == TcpError.END_OF_STREAM) {
            ladder.call(side, "read() = 0");
        } else {
            ladder.call(side, n < 0 ? "read() " + briefly(n) : "read() = " + n);
        }
    }

    private static String briefly(int error) {
        return TcpError.text(error).replace("connection ", "");
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
