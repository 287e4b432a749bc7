package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How many requests are answered on one connection, both ends together? Unit: round trips/s.
 *
 * <p>Two stacks in one thread, joined by a wire in memory. The client writes 64 octets, the server
 * writes them back, the client reads them: two frames, each of which carries the ACK of the other,
 * because the application has its turn between receiving and transmitting.
 */
public class RequestResponseBenchmark extends ThroughputBenchmark {

    /** Round trips of one invocation. */
    static final int ROUND_TRIPS = 1024;

    private static final int CLIENT = 1;
    private static final int SERVER = 2;
    private static final int FRAMES = 64;
    private static final long TURN_NS = 1_000;

    /** Octets of a request, and of a response. */
    @Param("64")
    public int text;

    /** Whether SACK and timestamps are in use, every segment carrying the latter. */
    @Param({"off", "on"})
    public String options;

    /** Where text goes that comes: {@code posted} to where it is read, or {@code copied} there. */
    @Param("posted")
    public String reads;

    private final byte[] request = new byte[1460];
    private final byte[] asked = new byte[64 * 1024];
    private final byte[] answer = new byte[64 * 1024];
    private Node client;
    private Node server;
    private int asking;
    private int answering;
    private long answered;
    private long nowNs;

    /** Opens the connection. */
    @Setup(Level.Trial)
    public void open() {
        boolean on = Node.isOn(options);
        FrameRing there = Node.ring(FRAMES);
        FrameRing back = Node.ring(FRAMES);
        client = new Node(CLIENT, back, there, false, config -> Node.setOptions(config, on));
        server = new Node(SERVER, there, back, false, config -> Node.setOptions(config, on));
        int listener = server.listen();
        asking = client.tcp.connect(server.address, Node.PORT, 0, nowNs);
        client.stack.poll(nowNs);
        nowNs = Node.settle(server, client, nowNs, TURN_NS);
        answering = server.accept(listener);
        client.setReads(reads, asking, answer);
        server.setReads(reads, answering, asked);
        Text.put(request, 0, request.length);
    }

    /** {@link #ROUND_TRIPS} requests and responses. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public long ask() {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            client.tcp.write(asking, request, 0, text, nowNs);
            client.stack.transmit(nowNs);
            nowNs += TURN_NS;
            server.stack.receive(nowNs);
            server.stack.fireTimers(nowNs);
            int length = server.readAll(asked, nowNs);
            server.tcp.write(answering, asked, 0, length, nowNs);
            server.stack.transmit(nowNs);
            nowNs += TURN_NS;
            client.stack.receive(nowNs);
            client.stack.fireTimers(nowNs);
            answered += client.readAll(answer, nowNs);
        }
        return answered;
    }

    /** Octets of responses the client has read, since the start. */
    long answered() {
        return answered;
    }

    Node client() {
        return client;
    }

    Node server() {
        return server;
    }
}
