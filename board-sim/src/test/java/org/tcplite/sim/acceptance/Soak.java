package org.tcplite.sim.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * A program for a JVM whose collector never collects: two boards on a wire, all of {@code serve}'s
 * services on one, a client of five connections at a time on the other, until so many octets have
 * been moved and found right.
 *
 * <p>Arguments: MiB to move; octets to allocate for each connection, to see the program die.
 */
public final class Soak {

    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0x0a000002;

    /** Octets of each transfer; whole patterns of 251 end where they may. */
    private static final int BODY = 8 << 20;

    private static final int PERIOD = 251;
    private static final int WINDOW = 1 << 16;

    private final EventLoop loop = EventLoop.virtual(new VirtualClock());
    private final Tcp tcp;
    private final byte[] pattern = new byte[WINDOW + PERIOD];
    private final byte[] bodyHash;
    private final Client[] clients;
    private final int leak;
    private final BooleanSupplier done;
    private byte[] leaked;
    private long goal;
    private long moved;
    private int connections;

    private Soak(int leak) throws Exception {
        this.leak = leak;
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) (i % PERIOD);
        }
        SimulatedDmaMac left = new SimulatedDmaMac(new MacConfig().withAddress(2, 0, 0, 0, 0, 1));
        SimulatedDmaMac right = new SimulatedDmaMac(new MacConfig().withAddress(2, 0, 0, 0, 0, 2));
        InProcessWire wire = new InProcessWire(left, right);
        Board client = new Board("client", config(CLIENT), left, new SeededEntropy(1), loop);
        Board server = new Board("server", config(SERVER), right, new SeededEntropy(2), loop);
        client.start();
        server.start();
        loop.add(wire);
        BoardServices.install(server, new ServicesConfig(), new BoardFacts(server, "wire"), 1);
        tcp = client.tcp();
        bodyHash = ascii(hashOfBody());
        clients =
                new Client[] {
                    new Client(80, "GET /bytes/" + BODY + get(), 0, BODY, null, false),
                    new Client(80, "PUT /sha256" + put(), BODY, 0, bodyHash, false),
                    new Client(7, "", BODY, BODY, null, true),
                    new Client(9, "", BODY, 0, null, true),
                    new Client(5001, "", BODY, 0, bodyHash, true)
                };
        done = this::progress;
    }

    private static String get() {
        return " HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n";
    }

    private static String put() {
        return " HTTP/1.1\r\nHost: board\r\nConnection: close\r\nContent-Length: "
                + BODY
                + "\r\n\r\n";
    }

    private static NetConfig config(int address) {
        NetConfig config = new NetConfig();
        config.address = address;
        config.tcp.connections = 16;
        return config;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String hashOfBody() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int at = 0; at < BODY; at += WINDOW) {
            digest.update(pattern, at % PERIOD, WINDOW);
        }
        StringBuilder hex = new StringBuilder();
        for (byte octet : digest.digest()) {
            hex.append(Character.forDigit(octet >> 4 & 15, 16));
            hex.append(Character.forDigit(octet & 15, 16));
        }
        return hex.toString();
    }

    /** Moves the octets, or ends with an exception. */
    public static void main(String[] arguments) throws Exception {
        long goal = Long.parseLong(arguments[0]) << 20;
        Soak soak = new Soak(Integer.parseInt(arguments[1]));
        long startNs = System.nanoTime();
        soak.moveUpTo(goal / 8);
        long warmOctets = heapUsed();
        soak.moveUpTo(goal);
        long octets = heapUsed();
        long ms = (System.nanoTime() - startNs) / 1_000_000;
        System.out.println(
                (soak.moved >> 20)
                        + " MiB on "
                        + soak.connections
                        + " connections in "
                        + ms
                        + " ms");
        System.out.println("heap used: " + (octets >> 10) + " KiB");
        System.out.println("since warm: " + (octets - warmOctets >> 10) + " KiB");
    }

    private static long heapUsed() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void moveUpTo(long octets) {
        goal = octets;
        if (!loop.runUntil(done, Long.MAX_VALUE)) {
            throw new IllegalStateException("nothing moves any more");
        }
    }

    private boolean progress() {
        for (int i = 0; i < clients.length; i++) {
            clients[i].progress();
        }
        return moved >= goal;
    }

    /** One kind of conversation, again and again. */
    private final class Client {
        private final int port;
        private final byte[] head;
        private final int toSend;
        private final int toCheck;
        private final byte[] ending;
        private final boolean halfCloses;
        private int connection;
        private int headSent;
        private int sent;
        private boolean shut;

        /** Octets of the answer's head that end it, and whether it is over. */
        private int headEnd;

        private int checked;
        private int endingSeen;

        /**
         * A client.
         *
         * @param head what is sent first; if any, the answer has a head as well
         * @param toSend octets of the pattern sent after it
         * @param toCheck octets of the pattern that come back
         * @param ending what the answer contains instead, or null
         * @param halfCloses whether the end of what is sent is said by a FIN
         */
        Client(int port, String head, int toSend, int toCheck, byte[] ending, boolean halfCloses) {
            this.port = port;
            this.head = ascii(head);
            this.toSend = toSend;
            this.toCheck = toCheck;
            this.ending = ending;
            this.halfCloses = halfCloses;
        }

        void progress() {
            if (connection == 0) {
                open();
            }
            send();
            receive();
        }

        private void open() {
            connection = tcp.connect(SERVER, port, 0, loop.nowNs());
            if (connection < 0) {
                throw new IllegalStateException(TcpError.text(connection));
            }
            headSent = 0;
            sent = 0;
            shut = false;
            headEnd = head.length == 0 ? 4 : 0;
            checked = 0;
            endingSeen = 0;
            if (leak > 0) {
                leaked = new byte[leak];
            }
        }

        private void send() {
            while (headSent < head.length) {
                int taken = write(head, headSent, head.length - headSent);
                if (taken == 0) {
                    return;
                }
                headSent += taken;
            }
            while (sent < toSend) {
                int taken = write(pattern, sent % PERIOD, Math.min(WINDOW, toSend - sent));
                if (taken == 0) {
                    return;
                }
                sent += taken;
                moved += taken;
            }
            if (halfCloses && !shut) {
                shut = tcp.shutdownWrite(connection, loop.nowNs()) == 0;
            }
        }

        private int write(byte[] octets, int offset, int length) {
            int taken = tcp.write(connection, octets, offset, length, loop.nowNs());
            if (taken < 0 && taken != TcpError.WOULD_BLOCK) {
                throw new IllegalStateException("port " + port + ": " + TcpError.text(taken));
            }
            return Math.max(0, taken);
        }

        private void receive() {
            int there = tcp.peek(connection);
            while (there > 0) {
                int taken = check(tcp.readArray(), tcp.readOffset(connection), there);
                tcp.consume(connection, taken, loop.nowNs());
                there = tcp.peek(connection);
            }
            if (there == TcpError.END_OF_STREAM) {
                end();
            } else if (there != TcpError.WOULD_BLOCK) {
                throw new IllegalStateException("port " + port + ": " + TcpError.text(there));
            }
        }

        /** Octets of the answer that were looked at. */
        private int check(byte[] octets, int offset, int length) {
            if (headEnd < 4) {
                boolean expected = octets[offset] == (headEnd % 2 == 0 ? '\r' : '\n');
                headEnd = expected ? headEnd + 1 : octets[offset] == '\r' ? 1 : 0;
                return 1;
            }
            if (ending != null) {
                if (endingSeen < ending.length && octets[offset] != ending[endingSeen]) {
                    throw new IllegalStateException("port " + port + ": a wrong hash");
                }
                endingSeen++;
                return 1;
            }
            int from = checked % PERIOD;
            int to = offset + length;
            if (!Arrays.equals(octets, offset, to, pattern, from, from + length)) {
                throw new IllegalStateException("port " + port + ": wrong from " + checked);
            }
            checked += length;
            moved += length;
            return length;
        }

        private void end() {
            boolean complete =
                    sent == toSend
                            && checked == toCheck
                            && (ending == null || endingSeen >= ending.length);
            if (!complete) {
                throw new IllegalStateException("port " + port + ": ended too early");
            }
            tcp.close(connection, loop.nowNs());
            connection = 0;
            connections++;
        }
    }
}
