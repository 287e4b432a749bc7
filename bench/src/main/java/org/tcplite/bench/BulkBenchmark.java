package org.tcplite.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How fast does text go from one end to the other, both ends together? Unit: segments/s.
 *
 * <p>Two stacks in one thread, joined by a wire in memory, one connection, rings of 64 KiB. The
 * sender writes whatever there is room for and sends what the window allows; the receiver takes two
 * segments a turn and reads them, so that it acknowledges every second one; then the sender takes
 * the ACKs.
 */
public class BulkBenchmark extends ThroughputBenchmark {

    /** Segments' worth of text of one invocation. */
    static final int SEGMENTS = 1024;

    private static final int BATCH = 2;
    private static final int SENDER = 1;
    private static final int RECEIVER = 2;
    private static final int RING = 64 * 1024;
    private static final int TIMESTAMPS_LENGTH = 12;
    private static final long TURN_NS = 1_000;
    private static final long DELAYED_ACK_NS = 250_000_000;

    /** Octets of text in a segment. */
    @Param({"64", "536", "1460"})
    public int text;

    /** Who computes checksums: {@code software}, or {@code hardware}, a MAC with offload. */
    @Param({"software", "hardware"})
    public String checksums;

    /** Whether SACK and timestamps are in use; a full segment then has 1448 octets of text. */
    @Param({"off", "on"})
    public String options;

    /** Where text goes that comes: {@code posted} to where it is read, or {@code copied} there. */
    @Param("posted")
    public String reads;

    private final byte[] written = new byte[RING];
    private final byte[] read = new byte[RING];
    private Node sender;
    private Node receiver;
    private int from;
    private long octets;
    private long target;
    private long nowNs;

    /** Opens the connection. */
    @Setup(Level.Trial)
    public void open() {
        boolean optionsOn = Node.isOn(options);
        boolean offload = Node.isHardware(checksums);
        text = Node.textOf(text, optionsOn);
        int segment = text + (optionsOn ? TIMESTAMPS_LENGTH : 0);
        int frames = Integer.highestOneBit(RING / text + 64) * 2;
        FrameRing there = new FrameRing(frames, CraftedPeer.HEADERS + 40 + segment);
        FrameRing back = new FrameRing(frames, CraftedPeer.HEADERS + 40);
        sender =
                new Node(
                        SENDER, back, there, offload, config -> Node.setOptions(config, optionsOn));
        receiver =
                new Node(
                        RECEIVER,
                        there,
                        back,
                        offload,
                        config -> {
                            Node.setOptions(config, optionsOn);
                            config.framesPerPoll = BATCH;
                        });
        int listener = receiver.listen();
        receiver.tcp.setMaxSegment(listener, segment, nowNs);
        from = sender.tcp.connect(receiver.address, Node.PORT, 0, nowNs);
        sender.tcp.setMaxSegment(from, segment, nowNs);
        sender.stack.poll(nowNs);
        nowNs = Node.settle(receiver, sender, nowNs, TURN_NS);
        receiver.setReads(reads, receiver.accept(listener), read);
        Text.put(written, 0, written.length);
    }

    /** Until {@link #SEGMENTS} segments' worth more of text have been read. */
    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public long transfer() {
        target += (long) SEGMENTS * text;
        while (octets < target) {
            boolean moved = send();
            moved |= receive();
            moved |= takeAcks();
            if (!moved) {
                waitForDelayedAck();
            }
        }
        return octets;
    }

    private boolean send() {
        int before = sender.sent.added();
        sender.tcp.write(from, written, 0, written.length, nowNs);
        nowNs += TURN_NS;
        while (sender.stack.transmit(nowNs) > 0) {
            // as many calls as the window takes
        }
        return sender.sent.added() != before;
    }

    private boolean receive() {
        boolean moved = false;
        while (receiver.received.length() > 0) {
            nowNs += TURN_NS;
            receiver.stack.poll(nowNs);
            octets += receiver.readAll(read, nowNs);
            moved = true;
        }
        return moved;
    }

    private boolean takeAcks() {
        boolean moved = false;
        while (sender.received.length() > 0) {
            nowNs += TURN_NS;
            sender.stack.receive(nowNs);
            sender.stack.fireTimers(nowNs);
            moved = true;
        }
        sender.clearSignals();
        return moved;
    }

    private void waitForDelayedAck() {
        nowNs += DELAYED_ACK_NS;
        receiver.stack.poll(nowNs);
        sender.stack.poll(nowNs);
    }

    /** The text the application read last. */
    byte[] lastRead() {
        return read;
    }

    Node sender() {
        return sender;
    }

    Node receiver() {
        return receiver;
    }
}
