package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How fast is the receive path? Unit: segments/s.
 *
 * <p>One open connection; segments with text in order. For each: the peer patches a frame, the
 * stack polls (Ethernet, IPv4, TCP, both checksums, the text to where it will be read), the
 * application learns of the text and reads it, and every second segment an ACK goes out. Of the
 * frame only the TCP header is written each time; all stands in 64 places in turn.
 */
public class ReceivePathBenchmark extends ThroughputBenchmark {

    /** Segments of one invocation. */
    static final int SEGMENTS = 1024;

    private static final int FRAMES = 64;
    private static final long POLL_NS = 1_000;

    /** Octets of text in a segment. */
    @Param({"64", "536", "1460"})
    public int text;

    /** Who computes checksums: {@code software}, or {@code hardware}, a MAC with offload. */
    @Param({"software", "hardware"})
    public String checksums;

    /** Whether every segment carries timestamps (RFC 7323); a full one then has 1448 octets. */
    @Param({"off", "on"})
    public String timestamps;

    /** Segments that have arrived when the stack polls; above 2 it acknowledges once a poll. */
    @Param("1")
    public int batch;

    /** Where text goes that comes: {@code posted} to where it is read, or {@code copied} there. */
    @Param("posted")
    public String reads;

    private final byte[] read = new byte[64 * 1024];
    private Node node;
    private SegmentFeed feed;
    private long nowNs;

    /** Opens the connection and puts the text in place. */
    @Setup(Level.Trial)
    public void open() {
        boolean stamped = Node.isOn(timestamps);
        CraftedPeer peer = new CraftedPeer(stamped);
        text = Node.textOf(text, stamped);
        FrameRing wire = new FrameRing(FRAMES, peer.headers() + text);
        node = new Node(Node.HOST, wire, Node.ring(FRAMES), Node.isHardware(checksums));
        int listener = node.listen();
        int ack = peer.connect(node, CraftedPeer.PORT, Node.MSS, nowNs);
        node.setReads(reads, node.accept(listener), read);
        node.clearSignals();
        feed = new SegmentFeed(peer, wire, 1, text);
        feed.begin(0, CraftedPeer.PORT, ack);
    }

    /** Feeds {@link #SEGMENTS} segments through. */
    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public long receive() {
        long octets = 0;
        for (int i = 0; i < SEGMENTS; i += batch) {
            for (int j = 0; j < batch; j++) {
                feed.next(0);
            }
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            octets += node.readAll(read, nowNs);
            node.sent.clear();
        }
        return octets;
    }

    /** The text the application read last. */
    byte[] lastRead() {
        return read;
    }

    /** The stack and its rings. */
    Node node() {
        return node;
    }
}
