package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;

/**
 * How many connections can be opened and closed, both ends together? Unit: connections/s.
 *
 * <p>Two stacks in one thread, joined by a wire in memory. The client connects, with a port chosen
 * for it; the server accepts; when all is quiet the client closes, and the server closes when it
 * learns of that. The client's end goes through TIME-WAIT; both ends compute checksums. ARP is done
 * once.
 *
 * <p>Iterations are long because connections take long: what JMH leaves in each, some 8 KiB, is
 * then less than a hundredth of an octet a connection.
 */
@Measurement(time = 2)
public class OpenCloseBenchmark extends ThroughputBenchmark {

    /** Connections of one invocation. */
    static final int CONNECTIONS = 64;

    private static final int FRAMES = 64;
    private static final int CLIENT = 1;
    private static final int SERVER = 2;
    private static final long TURN_NS = 1_000;
    private static final long TWO_MSL_NS = 60_000_000_000L;

    /**
     * How TIME-WAIT ends: {@code expire}, virtual time moves by 2 MSL once an invocation and all
     * its records expire; {@code recycle}, never, and every new record takes the oldest one's
     * place.
     */
    @Param({"expire", "recycle"})
    public String timeWait;

    /**
     * Frames of a connection. 6: the application has its turn between receiving and transmitting,
     * so that the server's FIN carries the ACK of the client's. 7: it has its turn after the poll,
     * which has sent that ACK already.
     */
    @Param({"6", "7"})
    public int frames;

    /** Whether SACK and timestamps are in use, every segment carrying the latter. */
    @Param({"off", "on"})
    public String options;

    private Node client;
    private Node server;
    private int listener;
    private long nowNs;
    private int opened;
    private int accepted;
    private int closed;

    /** Makes the stacks; the first connection finds the neighbours. */
    @Setup(Level.Trial)
    public void start() {
        makeNodes();
        openAndClose();
    }

    /** Makes the stacks, which have not heard of each other yet. */
    void makeNodes() {
        FrameRing toServer = Node.ring(FRAMES);
        FrameRing toClient = Node.ring(FRAMES);
        boolean on = Node.isOn(options);
        client = new Node(CLIENT, toClient, toServer, false, config -> Node.setOptions(config, on));
        server = new Node(SERVER, toServer, toClient, false, config -> Node.setOptions(config, on));
        listener = server.listen();
    }

    /** Opens and closes {@link #CONNECTIONS} connections. */
    @Benchmark
    @OperationsPerInvocation(CONNECTIONS)
    public int openAndCloseMany() {
        for (int i = 0; i < CONNECTIONS; i++) {
            openAndClose();
        }
        if (timeWait.equals("expire")) {
            expire();
        }
        return closed;
    }

    /** One connection from its beginning to its end. */
    void openAndClose() {
        int connection = client.tcp.connect(server.address, Node.PORT, 0, nowNs);
        if (connection < 0) {
            throw new IllegalStateException("cannot connect: " + connection);
        }
        client.stack.transmit(nowNs);
        runUntilQuiet();
        client.tcp.close(connection, nowNs);
        client.stack.transmit(nowNs);
        runUntilQuiet();
    }

    /** Gives a stack its turn whenever frames have come for it, as an interrupt would. */
    private void runUntilQuiet() {
        while (server.received.length() > 0 || client.received.length() > 0) {
            nowNs += TURN_NS;
            if (server.received.length() > 0) {
                turn(server);
            }
            if (client.received.length() > 0) {
                turn(client);
            }
        }
    }

    private void turn(Node node) {
        if (frames == 6) {
            node.stack.receive(nowNs);
            node.stack.fireTimers(nowNs);
        } else {
            node.stack.poll(nowNs);
        }
        application(node);
        node.stack.transmit(nowNs);
    }

    /** TIME-WAIT is over, and so is whatever else was due. */
    private void expire() {
        nowNs += TWO_MSL_NS;
        boolean more;
        do {
            more = client.stack.poll(nowNs) | server.stack.poll(nowNs);
        } while (more);
        runUntilQuiet();
    }

    private void application(Node node) {
        Tcp tcp = node.tcp;
        int ready = tcp.nextReady();
        while (ready != Tcp.NONE) {
            int signals = tcp.takeSignals(ready);
            if ((signals & Signals.ACCEPTABLE) != 0) {
                while (tcp.accept(listener) > 0) {
                    accepted++;
                }
            }
            if ((signals & Signals.CONNECTED) != 0 && node == client) {
                opened++;
            }
            if ((signals & Signals.PEER_CLOSED) != 0) {
                tcp.close(ready, nowNs);
                closed++;
            }
            ready = tcp.nextReady();
        }
    }

    /** Connections the client saw open, since the start. */
    int opened() {
        return opened;
    }

    /** Connections the server has accepted. */
    int accepted() {
        return accepted;
    }

    /** Connections the server has closed. */
    int closed() {
        return closed;
    }

    Node client() {
        return client;
    }

    Node server() {
        return server;
    }
}
