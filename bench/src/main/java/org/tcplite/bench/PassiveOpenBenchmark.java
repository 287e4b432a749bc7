package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;

/**
 * How many connections can a listener take? Unit: connections/s.
 *
 * <p>For each: SYN in, SYN-ACK out, ACK in, accept. Thirty-two connections are opened one after the
 * other; then, outside the measure, all are aborted and the next frames are prepared. Within the
 * measure the peer only reads the SYN-ACK's number and patches it into its ACK.
 */
public class PassiveOpenBenchmark extends ThroughputBenchmark {

    /** Connections of one invocation. */
    static final int BATCH = 32;

    private static final int FRAMES = 2 * BATCH;
    private static final int LAST_PORT = 60000;
    private static final long POLL_NS = 1_000;

    private final CraftedPeer peer = new CraftedPeer(false);
    private final int[] connections = new int[BATCH];
    private final int[] ackSums = new int[BATCH];
    private final int[] synLengths = new int[BATCH];
    private final int[] ackLengths = new int[BATCH];
    private Node node;
    private int listener;
    private int accepted;
    private int aborted;
    private int peerPort = CraftedPeer.PORT;
    private long nowNs;

    /** Makes the stack. */
    @Setup(Level.Trial)
    public void start() {
        node = new Node(Node.HOST, new FrameRing(FRAMES, 256), Node.ring(FRAMES), false);
        listener = node.listen();
    }

    /** Prepares the frames of the next batch, SYN and ACK in turn, from ports not used lately. */
    @Setup(Level.Invocation)
    public void prepare() {
        FrameRing wire = node.received;
        byte[] frames = wire.octets;
        accepted = 0;
        for (int i = 0; i < BATCH; i++) {
            int port = peerPort++;
            int syn = wire.offsetOf(wire.added() + 2 * i);
            int ack = wire.offsetOf(wire.added() + 2 * i + 1);
            int seq = CraftedPeer.FIRST_SEQ;
            synLengths[i] =
                    peer.emit(frames, syn, port, Node.PORT, seq, 0, CraftedPeer.SYN, Node.MSS, 0);
            seq++;
            ackLengths[i] = peer.emit(frames, ack, port, Node.PORT, seq, 0, CraftedPeer.ACK, 0, 0);
            ackSums[i] = peer.templateSum(frames, ack);
        }
        if (peerPort + BATCH > LAST_PORT) {
            peerPort = CraftedPeer.PORT;
        }
    }

    /** Opens {@link #BATCH} connections. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int openPassively() {
        FrameRing wire = node.received;
        FrameRing sent = node.sent;
        for (int i = 0; i < BATCH; i++) {
            wire.add(synLengths[i]);
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            int ack = peer.seqOf(sent.octets, sent.offset()) + 1;
            sent.clear();
            peer.patchAck(wire.octets, wire.freeOffset(), ack, ackSums[i]);
            wire.add(ackLengths[i]);
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            application();
        }
        return accepted;
    }

    private void application() {
        Tcp tcp = node.tcp;
        int ready = tcp.nextReady();
        while (ready != Tcp.NONE) {
            if ((tcp.takeSignals(ready) & Signals.ACCEPTABLE) != 0) {
                int connection = tcp.accept(listener);
                while (connection > 0) {
                    connections[accepted++] = connection;
                    connection = tcp.accept(listener);
                }
            }
            ready = tcp.nextReady();
        }
    }

    /** Aborts the batch's connections; their resets go nowhere. */
    @TearDown(Level.Invocation)
    public void abort() {
        if (accepted != BATCH) {
            throw new IllegalStateException("accepted " + accepted + " of " + BATCH);
        }
        for (int connection : connections) {
            node.tcp.abort(connection, nowNs);
        }
        int before = node.sent.added();
        node.stack.poll(nowNs);
        aborted += node.sent.added() - before;
        node.sent.clear();
    }

    /** The connections of the last batch. */
    int[] connections() {
        return connections;
    }

    /** Frames that told of an abort, since the start. */
    int aborted() {
        return aborted;
    }

    /** The stack and its rings. */
    Node node() {
        return node;
    }
}
