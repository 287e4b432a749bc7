package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The yardstick for {@link ReceivePathBenchmark}: the same frames through {@link ReceiveSkeleton},
 * which is not a stack. Unit: segments/s.
 */
public class ReceiveSkeletonBenchmark extends ThroughputBenchmark {

    /** Segments of one invocation. */
    static final int SEGMENTS = 1024;

    private static final int FRAMES = 64;

    /** Octets of text in a segment. */
    @Param({"64", "536", "1460"})
    public int text;

    /** Who computes checksums: {@code software}, or {@code hardware}, a MAC with offload. */
    @Param({"software", "hardware"})
    public String checksums;

    /** Where text goes that comes: {@code posted} to where it is read, or {@code copied} there. */
    @Param("posted")
    public String reads;

    private final byte[] read = new byte[64 * 1024];
    private ReceiveSkeleton skeleton;
    private FrameRing wire;
    private SegmentFeed feed;

    /** Puts the text in place. */
    @Setup(Level.Trial)
    public void open() {
        wire = new FrameRing(FRAMES, CraftedPeer.HEADERS + text);
        feed = new SegmentFeed(new CraftedPeer(false), wire, 1, text);
        feed.begin(0, CraftedPeer.PORT, 0);
        boolean software = !Node.isHardware(checksums);
        CraftedPeer own = new CraftedPeer(Node.HOST, CraftedPeer.HOST, false);
        int seq = CraftedPeer.FIRST_SEQ + 1;
        int ports = CraftedPeer.PORT << 16 | Node.PORT;
        skeleton =
                new ReceiveSkeleton(
                        Node.OCTETS, software, Node.HOST, CraftedPeer.HOST, own, ports, seq);
        if (Node.isPosted(reads)) {
            skeleton.postReads(read);
        }
    }

    /** Feeds {@link #SEGMENTS} segments through. */
    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public long receive() {
        long octets = 0;
        for (int i = 0; i < SEGMENTS; i++) {
            feed.next(0);
            if (!skeleton.receive(wire.octets, wire.offset(), wire.length())) {
                throw new IllegalStateException("not the segment that was waited for");
            }
            wire.removeFirst();
            octets += skeleton.read(read);
        }
        return octets;
    }

    /** ACKs sent, since the start. */
    int acks() {
        return skeleton.acks();
    }

    /** The wire the peer's frames stand on. */
    FrameRing wire() {
        return wire;
    }

    /** What is measured. */
    ReceiveSkeleton skeleton() {
        return skeleton;
    }

    /** The text the application read last. */
    byte[] lastRead() {
        return read;
    }
}
