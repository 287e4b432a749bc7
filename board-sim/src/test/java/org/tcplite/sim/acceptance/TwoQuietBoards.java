package org.tcplite.sim.acceptance;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Fate;
import org.tcplite.sim.wire.Impairment;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpState;

/** Two boards without programs, driven call by call, on a wire of 1 ms in virtual time. */
final class TwoQuietBoards {

    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final int LEFT = 0x0a000001;
    static final int RIGHT = 0x0a000002;
    static final int PORT = 5000;

    final EventLoop loop = EventLoop.virtual(new VirtualClock());
    final InProcessWire wire;
    final Board left;
    final Board right;
    final Ends leftEnds;
    final Ends rightEnds;
    final Blockade fromLeft = new Blockade();
    final Blockade fromRight = new Blockade();

    private final int listener;
    private int nextPort = 40_000;

    /** A connection between the two: the right one accepted it. */
    record Pair(int port, int leftHandle, int rightHandle) {}

    /** Drops what goes to or comes from chosen ports. */
    static final class Blockade implements Impairment {
        private static final int IPV4_TCP_PORTS = 14 + 20;
        private final boolean[] ports = new boolean[65536];

        void close(int port) {
            ports[port] = true;
        }

        @Override
        public void decide(Fate fate) {
            byte[] octets = fate.octets();
            int at = fate.offset() + IPV4_TCP_PORTS;
            boolean isTcp = fate.length() > IPV4_TCP_PORTS + 4 && octets[fate.offset() + 23] == 6;
            if (isTcp && (ports[port(octets, at)] || ports[port(octets, at + 2)])) {
                fate.drop("blocked");
            }
        }

        private static int port(byte[] octets, int at) {
            return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
        }
    }

    TwoQuietBoards(int txDepth, Consumer<NetConfig> configure) {
        SimulatedDmaMac leftMac = mac(1, txDepth);
        SimulatedDmaMac rightMac = mac(2, txDepth);
        wire = new InProcessWire(leftMac, rightMac, new WireConfig().withDelay(MS));
        wire.impair(InProcessWire.LEFT, fromLeft);
        wire.impair(InProcessWire.RIGHT, fromRight);
        left = new Board("left", config(LEFT, configure), leftMac, new SeededEntropy(1), loop);
        right = new Board("right", config(RIGHT, configure), rightMac, new SeededEntropy(2), loop);
        left.start();
        right.start();
        leftEnds = new Ends(left);
        rightEnds = new Ends(right);
        wire.tap(InProcessWire.LEFT, leftEnds.tap());
        wire.tap(InProcessWire.RIGHT, rightEnds.tap());
        loop.add(leftEnds);
        loop.add(rightEnds);
        loop.add(wire);
        listener = right.tcp().listen(PORT, 64);
    }

    private static SimulatedDmaMac mac(int number, int txDepth) {
        MacConfig config = new MacConfig().withAddress(2, 0, 0, 0, 0, number);
        config.txDepth = txDepth;
        return new SimulatedDmaMac(config);
    }

    private static NetConfig config(int address, Consumer<NetConfig> configure) {
        NetConfig config = new NetConfig();
        config.address = address;
        config.tcp.receiveBuffer = 4096;
        config.tcp.sendBuffer = 16_384;
        configure.accept(config);
        return config;
    }

    Tcp leftTcp() {
        return left.tcp();
    }

    Tcp rightTcp() {
        return right.tcp();
    }

    long nowNs() {
        return loop.nowNs();
    }

    /** A port of the left board that was not used yet. */
    int newPort() {
        return nextPort++;
    }

    /** Starts to connect. */
    int connect(int port) {
        return leftTcp().connect(RIGHT, PORT, port, nowNs());
    }

    /** Opens a connection and accepts it. */
    Pair open() {
        int port = newPort();
        int handle = connect(port);
        until("accepted", () -> rightEnds.state(PORT, port) == TcpState.ESTABLISHED);
        return new Pair(port, handle, accept());
    }

    int accept() {
        int accepted = rightTcp().accept(listener);
        Assertions.assertTrue(accepted > 0, "nobody to accept");
        return accepted;
    }

    /** Runs until something is so; it has to be within ten seconds. */
    void until(String what, BooleanSupplier condition) {
        if (!loop.runUntil(condition, nowNs() + 10 * S)) {
            Assertions.fail("not " + what + ": " + leftEnds + " " + rightEnds);
        }
    }
}
