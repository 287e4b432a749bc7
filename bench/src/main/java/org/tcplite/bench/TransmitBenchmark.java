package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How fast is the transmit path? Unit: segments/s.
 *
 * <p>One open connection. Each turn the application writes the text of two segments, the stack
 * polls and sends them, and the peer acknowledges both with one frame, patched from a template,
 * which the next poll takes.
 */
public class TransmitBenchmark extends ThroughputBenchmark {

    /** Segments of one invocation. */
    static final int SEGMENTS = 1024;

    private static final int BATCH = 2;
    private static final int FRAMES = 64;
    private static final long POLL_NS = 1_000;

    /** Octets of text in a segment: the peer's MSS. */
    @Param({"64", "536", "1460"})
    public int text;

    /** Who computes checksums: {@code software}, or {@code hardware}, a MAC with offload. */
    @Param({"software", "hardware"})
    public String checksums;

    private final CraftedPeer peer = new CraftedPeer(false);
    private final byte[] template = new byte[CraftedPeer.HEADERS];
    private final byte[] written = new byte[64 * 1024];
    private Node node;
    private int connection;
    private int templateSum;
    private int ack;
    private long nowNs;

    /** Opens the connection. */
    @Setup(Level.Trial)
    public void open() {
        FrameRing wire = Node.ring(FRAMES);
        node = new Node(Node.HOST, wire, Node.ring(FRAMES), Node.isHardware(checksums));
        int listener = node.listen();
        ack = peer.connect(node, CraftedPeer.PORT, text, nowNs);
        connection = node.accept(listener);
        int seq = CraftedPeer.FIRST_SEQ + 1;
        int flags = CraftedPeer.ACK;
        Text.put(written, 0, written.length);
        peer.emit(template, 0, CraftedPeer.PORT, Node.PORT, seq, 0, flags, 0, 0);
        templateSum = peer.templateSum(template, 0);
    }

    /** Has {@link #SEGMENTS} segments sent. */
    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public int transmit() {
        for (int i = 0; i < SEGMENTS; i += BATCH) {
            node.tcp.write(connection, written, 0, BATCH * text, nowNs);
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            node.clearSignals();
            node.sent.clear();
            acknowledge();
        }
        return ack;
    }

    private void acknowledge() {
        FrameRing wire = node.received;
        ack += BATCH * text;
        int at = wire.freeOffset();
        System.arraycopy(template, 0, wire.octets, at, template.length);
        peer.patchAck(wire.octets, at, ack, templateSum);
        wire.add(template.length);
    }

    /** What the application writes, from its beginning each time. */
    byte[] written() {
        return written;
    }

    /** The stack and its rings. */
    Node node() {
        return node;
    }
}
