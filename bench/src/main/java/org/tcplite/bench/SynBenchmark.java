package org.tcplite.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.tcplite.tcp.TcpCounter;

/**
 * What does a SYN cost, with an entry of the SYN queue and with a cookie, beside the SipHash that
 * both need? Unit: SYNs/s, hashes/s.
 *
 * <p>All SYNs come from sources of their own, sixteen in one poll, as a flood does; patching the
 * source into the frame is part of it, and so are the checksums of SYN and SYN-ACK and the
 * SYN-ACK's frame. Time stands still, so that nothing expires.
 *
 * <ul>
 *   <li>{@code cookie}: the queue is full, flood mode is on. SYN in; two hashes, one to look for an
 *       entry and one for the cookie; SYN-ACK out; nothing is kept.
 *   <li>{@code table}: the queue is empty. SYN in; one hash for the place and the ISN, an entry and
 *       its timer; SYN-ACK out; then the peer's RST in, which finds the entry by another hash and
 *       frees it.
 *   <li>{@code sipHash}: SipHash-2-4 of 16 octets, each of which holds the result before it.
 * </ul>
 */
public class SynBenchmark extends ThroughputBenchmark {

    /** SYNs, or hashes, of one invocation. */
    static final int SYNS = 1024;

    private static final int BATCH = 16;
    private static final int SOURCES = 11 << 24;
    private static final int MOST_SOURCES = 1 << 22;

    private static final MethodHandle SIP_HASH = sipHashOfTheStack();

    /** Entries of the SYN queue. */
    @Param({"16", "64", "256", "1024"})
    public int entries;

    private final CraftedPeer peer = new CraftedPeer(false);
    private final byte[] syn = new byte[64];
    private final byte[] reset = new byte[64];
    private Node flooded;
    private Node calm;
    private int synLength;
    private int synIpSum;
    private int synTcpSum;
    private int resetLength;
    private int resetIpSum;
    private int resetTcpSum;
    private int source;
    private long hash = 1;

    /** The stack's SipHash, which is nobody else's to call: JMH may. */
    private static MethodHandle sipHashOfTheStack() {
        try {
            Class<?> owner = Class.forName("org.tcplite.tcp.SipHash");
            MethodType type =
                    MethodType.methodType(
                            long.class, long.class, long.class, long.class, long.class);
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findStatic(owner, "hash", type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Makes the two stacks and fills the queue of one of them. */
    @Setup(Level.Trial)
    public void start() {
        int seq = CraftedPeer.FIRST_SEQ;
        synLength =
                peer.emit(
                        syn, 0, CraftedPeer.PORT, Node.PORT, seq, 0, CraftedPeer.SYN, Node.MSS, 0);
        synIpSum = peer.sourceFreeSum(syn, 0);
        synTcpSum = peer.sourceFreeTcpSum(syn, 0);
        int flags = CraftedPeer.RST;
        resetLength = peer.emit(reset, 0, CraftedPeer.PORT, Node.PORT, seq + 1, 0, flags, 0, 0);
        resetIpSum = peer.sourceFreeSum(reset, 0);
        resetTcpSum = peer.sourceFreeTcpSum(reset, 0);
        flooded = listening();
        calm = listening();
        int sent = 0;
        while (!flooded.tcp.isFloodMode(0)) {
            if (++sent > 2 * entries) {
                throw new IllegalStateException("no flood mode after " + sent + " SYNs");
            }
            feedSyn(flooded);
            poll(flooded);
        }
    }

    private Node listening() {
        FrameRing received = new FrameRing(2 * BATCH, 128);
        FrameRing sent = new FrameRing(2 * BATCH, 128);
        Node node =
                new Node(
                        Node.HOST,
                        received,
                        sent,
                        false,
                        config -> {
                            config.tcp.synQueue = entries;
                            config.framesPerPoll = 2 * BATCH;
                        });
        node.listen();
        return node;
    }

    /** {@link #SYNS} SYNs that are answered by cookies. */
    @Benchmark
    @OperationsPerInvocation(SYNS)
    public int cookie() {
        int answers = 0;
        for (int i = 0; i < SYNS; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                feedSyn(flooded);
            }
            answers += poll(flooded);
        }
        return answers;
    }

    /** {@link #SYNS} SYNs that take an entry, and the resets that free it again. */
    @Benchmark
    @OperationsPerInvocation(SYNS)
    public int table() {
        int answers = 0;
        for (int i = 0; i < SYNS; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                feedSyn(calm);
                FrameRing wire = calm.received;
                int at = wire.freeOffset();
                System.arraycopy(reset, 0, wire.octets, at, resetLength);
                peer.patchSource(wire.octets, at, SOURCES + source, resetIpSum, resetTcpSum);
                wire.add(resetLength);
            }
            answers += poll(calm);
        }
        return answers;
    }

    /** {@link #SYNS} hashes one after the other. */
    @Benchmark
    @OperationsPerInvocation(SYNS)
    public long sipHash() throws Throwable {
        for (int i = 0; i < SYNS; i++) {
            hash = sipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, hash, i);
        }
        return hash;
    }

    /** SipHash-2-4 under a key of two words of a message of two words. */
    static long sipHash(long key0, long key1, long m0, long m1) throws Throwable {
        return (long) SIP_HASH.invokeExact(key0, key1, m0, m1);
    }

    private void feedSyn(Node node) {
        source = source + 1 & MOST_SOURCES - 1;
        FrameRing wire = node.received;
        int at = wire.freeOffset();
        System.arraycopy(syn, 0, wire.octets, at, synLength);
        peer.patchSource(wire.octets, at, SOURCES + source, synIpSum, synTcpSum);
        wire.add(synLength);
    }

    /** How many frames the stack sent. */
    private static int poll(Node node) {
        int before = node.sent.added();
        node.stack.poll(0);
        node.sent.clear();
        return node.sent.added() - before;
    }

    /** Cookies sent by the stack whose queue is full. */
    long cookies() {
        return flooded.tcp.counter(TcpCounter.SYN_COOKIES_SENT);
    }

    Node flooded() {
        return flooded;
    }

    Node calm() {
        return calm;
    }
}
