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
    private static final long POLL_NS = 1_000;
    private static final long DELAYED_ACKS_NS = 1_000_000_000;

    /** Runs of receiving by which connections are ready to be measured. */
    private static final int RUNS_BEFORE = 40;

    private static final int MOST_CONNECTIONS = 10_000;

    /** Open connections. */
    @Param({"1", "10", "100", "1000", "" + MOST_CONNECTIONS})
    public int connections;

    private final byte[] read = new byte[RING];
    private Node node;
    private SegmentFeed feed;
    private int next;
    private long nowNs;

    /**
     * Opens all connections, puts the text in place, and has some of it received; before that the
     * same with the most connections there are here: so the compiler has seen the same, whatever
     * their number, and what is measured is their number alone.
     */
    @Setup(Level.Trial)
    public void open() {
        open(MOST_CONNECTIONS);
        open(connections);
    }

    private void open(int count) {
        next = 0;
        CraftedPeer peer = new CraftedPeer(false);
        FrameRing wire = new FrameRing(FRAMES, peer.headers() + TEXT);
        node =
                new Node(
                        Node.HOST,
                        wire,
                        Node.ring(FRAMES),
                        false,
                        config -> {
                            config.tcp.connections = count;
                            config.tcp.receiveBuffer = RING;
                            config.tcp.sendBuffer = RING;
                        });
        int listener = node.listen();
        int[] acks = new int[count];
        for (int i = 0; i < count; i++) {
            nowNs += POLL_NS;
            acks[i] = peer.connect(node, CraftedPeer.PORT + i, Node.MSS, nowNs);
            node.accept(listener);
        }
        feed = new SegmentFeed(peer, wire, count, TEXT);
        for (int i = 0; i < count; i++) {
            feed.begin(i, CraftedPeer.PORT + i, acks[i]);
        }
        for (int i = 0; i < RUNS_BEFORE; i++) {
            receive(count);
        }
        settle();
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
        return receive(connections);
    }

    private long receive(int count) {
        long octets = 0;
        for (int i = 0; i < OPERATIONS; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                feed.next(next);
                next = next + 1 == count ? 0 : next + 1;
            }
            nowNs += POLL_NS;
            node.stack.poll(nowNs);
            octets += node.readAll(read, nowNs);
            node.sent.clear();
        }
        return octets;
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
