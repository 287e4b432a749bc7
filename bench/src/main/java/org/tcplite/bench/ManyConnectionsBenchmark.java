package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Does the number of open connections cost anything? Unit: segments/s, polls/s.
 *
 * <p>Connections with rings of 2 KiB. {@code receive}: segments of 64 octets in order for one
 * connection after the other, as in {@link ReceivePathBenchmark}, two in a poll. {@code idlePoll}:
 * a poll that finds nothing to do.
 */
public class ManyConnectionsBenchmark extends ThroughputBenchmark {

    /** Segments, or polls, of one invocation. */
    static final int OPERATIONS = 1024;

    /** Octets of text in a segment. */
    static final int TEXT = 64;

    private static final int BATCH = 2;
    private static final int FRAMES = 64;
    private static final int RING = 2048;
    private static final int HEADERS = CraftedPeer.HEADERS;
    private static final long POLL_NS = 1_000;
    private static final long DELAYED_ACKS_NS = 1_000_000_000;

    /** Open connections. */
    @Param({"1", "10", "100", "1000", "10000"})
    public int connections;

    private final CraftedPeer peer = new CraftedPeer(false);
    private final byte[] read = new byte[RING];
    private Node node;
    private byte[] templates;
    private int[] templateSums;
    private int[] seqs;
    private int next;
    private long nowNs;

    /** Opens all connections and puts the text in place. */
    @Setup(Level.Trial)
    public void open() {
        FrameRing wire = new FrameRing(FRAMES, HEADERS + TEXT);
        node =
                new Node(
                        Node.HOST,
                        wire,
                        Node.ring(FRAMES),
                        false,
                        config -> {
                            config.tcp.connections = connections;
                            config.tcp.receiveBuffer = RING;
                            config.tcp.sendBuffer = RING;
                        });
        int listener = node.listen();
        templates = new byte[connections * HEADERS];
        templateSums = new int[connections];
        seqs = new int[connections];
        byte[] frame = new byte[HEADERS + TEXT];
        Text.put(frame, HEADERS, TEXT);
        for (int i = 0; i < connections; i++) {
            int port = CraftedPeer.PORT + i;
            nowNs += POLL_NS;
            int ack = peer.connect(node, port, Node.MSS, nowNs);
            node.accept(listener);
            seqs[i] = CraftedPeer.FIRST_SEQ + 1;
            peer.emit(frame, 0, port, Node.PORT, 0, ack, CraftedPeer.ACK, 0, TEXT);
            templateSums[i] = peer.templateSum(frame, 0);
            System.arraycopy(frame, 0, templates, i * HEADERS, HEADERS);
        }
        for (int i = 0; i < FRAMES; i++) {
            Text.put(wire.octets, wire.offsetOf(i) + HEADERS, TEXT);
        }
    }

    /** Lets ACKs go out that are delayed. */
    void settle() {
        nowNs += DELAYED_ACKS_NS;
        while (node.stack.poll(nowNs)) {
            node.sent.clear();
        }
        node.sent.clear();
    }

    /** Feeds {@link #OPERATIONS} segments through, a connection after the other. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long receive() {
        long octets = 0;
        for (int i = 0; i < OPERATIONS; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                feed();
            }
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            octets += node.readAll(read, nowNs);
            node.sent.clear();
        }
        return octets;
    }

    private void feed() {
        FrameRing wire = node.received;
        int connection = next;
        next = connection + 1 == connections ? 0 : connection + 1;
        int at = wire.freeOffset();
        System.arraycopy(templates, connection * HEADERS, wire.octets, at, HEADERS);
        peer.patchSeq(wire.octets, at, seqs[connection], templateSums[connection]);
        seqs[connection] += TEXT;
        wire.add(HEADERS + TEXT);
    }

    /** {@link #OPERATIONS} polls with nothing to do. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public boolean idlePoll() {
        boolean more = false;
        for (int i = 0; i < OPERATIONS; i++) {
            nowNs += POLL_NS;
            more |= node.stack.poll(nowNs);
        }
        return more;
    }

    /** The stack and its rings. */
    Node node() {
        return node;
    }
}
