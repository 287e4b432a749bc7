package org.tcplite.sim.mac;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * An Ethernet MAC with DMA rings, simulated: the board drives it as an {@link EthernetMac}, a wire
 * or a link to the host moves its frames from the far side.
 *
 * <p>Each ring is a number of frames made at the start and two queues that carry them, one of
 * frames that are <em>free</em> and one of frames that are <em>ready</em>: the ownership bit of a
 * descriptor, as a queue.
 *
 * <pre>
 *     far side                                                 board
 *     receiveFromWire     --&gt;  rxReady  --&gt;  rxPoll ... rxRelease
 *                         &lt;--  rxFree   &lt;--
 *     pollTransmitted     &lt;--  txReady  &lt;--  txClaim ... txCommit
 *     releaseTransmitted  --&gt;  txFree   --&gt;
 * </pre>
 *
 * <p><b>Threads.</b> The board's side is called from the board's loop. The far side is called from
 * one other thread each way, the receiving and the transmitting "interrupt", or from the same loop.
 * {@link #setLink} and {@link #counter} may be called from any thread. After {@link #start} nothing
 * allocates and nothing blocks. Misuse by the board is caught by assertions only.
 */
public final class SimulatedDmaMac implements EthernetMac {

    private static final int ALL_TX_CSUM = TX_CSUM_IP4 | TX_CSUM_TCP | TX_CSUM_ICMP;

    private final byte[] address;
    private final int capabilities;
    private final int maxFrame;
    private final int rxDepth;
    private final int txDepth;
    private final int linkUpState;
    private final boolean dropBadChecksums;
    private final boolean addressFilter;
    private final int memoryPerFrame;
    private final int rxMemorySize;
    private final int txMemorySize;

    private final SpscAtomicArrayQueue<Frame> rxFree;
    private final SpscAtomicArrayQueue<Frame> rxReady;
    private final SpscAtomicArrayQueue<Frame> txFree;
    private final SpscAtomicArrayQueue<Frame> txReady;

    /** Octets of packet memory that are free, or null where only descriptors count. */
    private final AtomicInteger rxMemory;

    private final AtomicInteger txMemory;

    /** Verifies and fills; one a direction, since two threads may call. Null without offload. */
    private final ChecksumEngine rxEngine;

    private final ChecksumEngine txEngine;

    /** By MacCounter id. Each has one writing thread; TX_CARRIER_ERRORS has a second half below. */
    private final AtomicLongArray counters = new AtomicLongArray(MacCounter.COUNT);

    private final AtomicLongArray lostAtCommit = new AtomicLongArray(1);
    private final AtomicLongArray lostWhileDown = new AtomicLongArray(1);

    private Wakeup wakeup = () -> {};
    private volatile boolean started;
    private volatile int linkState;
    private volatile boolean txRefused;

    // Of the board's loop.
    private Frame rxHead;
    private Frame txClaimed;
    private Frame txSpare;

    // Of the far side.
    private Frame txHead;

    /** Takes all memory: the rings and their frames. */
    public SimulatedDmaMac(MacConfig config) {
        config.check();
        address = config.address.clone();
        capabilities = config.capabilities;
        maxFrame = config.maxFrame;
        rxDepth = config.rxDepth;
        txDepth = config.txDepth;
        linkUpState = config.linkState | LINK_UP;
        linkState = linkUpState;
        dropBadChecksums = config.dropBadChecksums;
        addressFilter = config.addressFilter;
        memoryPerFrame = config.memoryPerFrame;
        rxMemorySize = config.rxMemory;
        txMemorySize = config.txMemory;
        rxMemory = memory(config.rxMemory);
        txMemory = memory(config.txMemory);
        boolean offload = (capabilities & ChecksumEngine.CAPABILITIES) != 0;
        rxEngine = offload ? new ChecksumEngine(capabilities) : null;
        txEngine = offload ? new ChecksumEngine(capabilities) : null;
        rxFree = ring(rxDepth, config);
        rxReady = new SpscAtomicArrayQueue<>(rxDepth);
        txFree = ring(txDepth, config);
        txReady = new SpscAtomicArrayQueue<>(txDepth);
    }

    private static AtomicInteger memory(int octets) {
        return octets == 0 ? null : new AtomicInteger(octets);
    }

    private boolean hasRoom(AtomicInteger memory, int length) {
        return memory == null || memory.get() >= memoryOf(length);
    }

    private void takeMemory(AtomicInteger memory, Frame frame, int length) {
        if (memory != null) {
            frame.memory = memoryOf(length);
            memory.addAndGet(-frame.memory);
        }
    }

    private static void giveBackMemory(AtomicInteger memory, Frame frame) {
        if (memory != null) {
            memory.addAndGet(frame.memory);
        }
    }

    /** In whole words. */
    private int memoryOf(int length) {
        return (length + memoryPerFrame + 3) / 4 * 4;
    }

    private static SpscAtomicArrayQueue<Frame> ring(int depth, MacConfig config) {
        SpscAtomicArrayQueue<Frame> free = new SpscAtomicArrayQueue<>(depth);
        for (int i = 0; i < depth; i++) {
            free.offer(new Frame(config.frameOffset, config.maxFrame));
        }
        return free;
    }

    // ---- the board's side

    @Override
    public int start(Wakeup newWakeup) {
        if (hasIrq()) {
            wakeup = newWakeup;
        }
        started = true;
        return 0;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public int capabilities() {
        return capabilities;
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }

    @Override
    public int rxDepth() {
        return rxDepth;
    }

    @Override
    public int txDepth() {
        return txDepth;
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, address.length);
    }

    @Override
    public int rxPoll() {
        if (rxHead == null) {
            rxHead = rxReady.poll();
        }
        return rxHead == null ? 0 : rxHead.length;
    }

    @Override
    public byte[] rxBuffer() {
        return rxHead.octets;
    }

    @Override
    public int rxOffset() {
        return rxHead.offset;
    }

    @Override
    public int rxStatus() {
        return rxHead.flags;
    }

    @Override
    public void rxRelease() {
        assert rxHead != null : "rxRelease without a frame";
        Frame frame = rxHead;
        rxHead = null;
        giveBackMemory(rxMemory, frame);
        rxFree.offer(frame);
    }

    @Override
    public boolean txClaim(int length) {
        assert txClaimed == null : "txClaim while a frame is claimed";
        assert length >= 14 && length <= maxFrame : "txClaim of a length out of range";
        txClaimed = takeFreeTx(length);
        if (txClaimed == null) {
            // Ask to be woken, then look again: the far side may have released in between.
            txRefused = true;
            txClaimed = takeFreeTx(length);
        }
        return txClaimed != null || lose(MacCounter.TX_BUSY);
    }

    private Frame takeFreeTx(int length) {
        if (!hasRoom(txMemory, length)) {
            return null;
        }
        Frame frame = txSpare;
        if (frame == null) {
            return txFree.poll();
        }
        txSpare = null;
        return frame;
    }

    @Override
    public byte[] txBuffer() {
        return txClaimed.octets;
    }

    @Override
    public int txOffset() {
        return txClaimed.offset;
    }

    @Override
    public void txCommit(int length, int flags) {
        assert txClaimed != null : "txCommit without a claim";
        assert length >= 14 && length <= maxFrame : "txCommit of a length out of range";
        assert (flags & ~ALL_TX_CSUM) == 0 : "txCommit with unknown flags";
        Frame frame = txClaimed;
        txClaimed = null;
        if (!isListening()) {
            txSpare = frame; // the transmitter empties its ring into the void
            lostAtCommit.setOpaque(0, lostAtCommit.getPlain(0) + 1);
            return;
        }
        frame.length = length;
        frame.flags = flags;
        takeMemory(txMemory, frame, length);
        txReady.offer(frame);
    }

    @Override
    public void txAbandon() {
        assert txClaimed != null : "txAbandon without a claim";
        txSpare = txClaimed;
        txClaimed = null;
    }

    @Override
    public int linkState() {
        return linkState;
    }

    @Override
    public long counter(int id) {
        switch (id) {
            case MacCounter.RX_CRC_ERRORS: // there is no frame check sequence here
            case MacCounter.TX_ERRORS: // and no collision
                return -1;
            case MacCounter.RX_CSUM_ERRORS:
                return dropBadChecksums ? counters.getOpaque(id) : -1;
            case MacCounter.RX_FILTERED:
                return addressFilter ? counters.getOpaque(id) : -1;
            case MacCounter.TX_CARRIER_ERRORS:
                return counters.getOpaque(id) + lostAtCommit.getOpaque(0);
            default:
                return id >= 0 && id < MacCounter.COUNT ? counters.getOpaque(id) : -1;
        }
    }

    // ---- what a chip with registers of its own makes of it

    /** Octets of receive memory in all; 0 if there is no limit. */
    int receiveMemory() {
        return rxMemorySize;
    }

    /** Octets of transmit memory in all; 0 if there is no limit. */
    int transmitMemory() {
        return txMemorySize;
    }

    /** Frames that wait for the board, the head among them. */
    int framesReceived() {
        return rxReady.size() + (rxHead == null ? 0 : 1);
    }

    /** Octets of transmit memory that are free; there has to be a limit. */
    int transmitMemoryFree() {
        return txMemory.get();
    }

    /** Frames committed that have left the ring: sent, or lost for want of a link. */
    long framesGone() {
        return counters.getOpaque(MacCounter.TX_PACKETS)
                + counters.getOpaque(MacCounter.TX_CARRIER_ERRORS)
                + lostAtCommit.getOpaque(0);
    }

    /** Signals the wake-up when the next frame gives its memory back; then ask again. */
    void wakeWhenTransmitted() {
        txRefused = true;
        VarHandle.fullFence();
    }

    // ---- the far side

    /** True if there is room for any frame: the next good frame will not be an overrun. */
    public boolean canReceive() {
        return !rxFree.isEmpty() && hasRoom(rxMemory, maxFrame);
    }

    /** True if a frame waits for the board. */
    public boolean hasReceived() {
        return rxHead != null || !rxReady.isEmpty();
    }

    /** True if the MAC is started and its link is up: it looks at what the wire brings. */
    public boolean isListening() {
        return started && linkState != 0;
    }

    /**
     * A frame arrives from the wire. It is copied, as DMA does.
     *
     * @param length octets without frame check sequence; shorter than 60 or longer than the
     *     greatest frame is counted and dropped
     * @return false if the frame was lost: a counter says why
     */
    public boolean receiveFromWire(byte[] frame, int offset, int length) {
        return receive(frame, offset, length, length);
    }

    /**
     * A frame arrives from software, a TAP or another process, where nobody has padded it: short
     * ones are filled up with zeros to 60 octets, the rest is as {@link #receiveFromWire}.
     */
    public boolean receiveFromHost(byte[] frame, int offset, int length) {
        return receive(frame, offset, length, length < 14 ? length : Math.max(length, MIN_FRAME));
    }

    /**
     * The frame at the head of the transmit ring, checksums filled and padded as the capabilities
     * promise, or null. The same one until {@link #releaseTransmitted()}; only read it.
     */
    public Frame pollTransmitted() {
        if (txHead != null) {
            return txHead;
        }
        Frame frame = txReady.poll();
        while (frame != null && linkState == 0) {
            increment(MacCounter.TX_CARRIER_ERRORS);
            giveBackTx(frame);
            frame = txReady.poll();
        }
        if (frame != null) {
            transmit(frame);
            txHead = frame;
        }
        return frame;
    }

    /** True if {@link #pollTransmitted()} would answer a frame, or has lost ones to count. */
    public boolean hasTransmitted() {
        return txHead != null || !txReady.isEmpty();
    }

    /** Gives the head frame's descriptor back, after a {@link #pollTransmitted()} that had one. */
    public void releaseTransmitted() {
        Frame frame = txHead;
        txHead = null;
        giveBackTx(frame);
    }

    /** The carrier comes or goes; frames meant for the wire while it is away are lost. */
    public void setLink(boolean up) {
        int state = up ? linkUpState : 0;
        if (state != linkState) {
            linkState = state;
            signal();
        }
    }

    /** Frames that came while the link was down or the MAC was not started. */
    public long receivedWhileDown() {
        return lostWhileDown.getOpaque(0);
    }

    // ---- inside

    private boolean hasIrq() {
        return (capabilities & CAP_IRQ) != 0;
    }

    private void signal() {
        wakeup.signal();
    }

    private boolean receive(byte[] frame, int offset, int length, int paddedLength) {
        if (!isListening()) {
            lostWhileDown.setOpaque(0, lostWhileDown.getPlain(0) + 1);
            return false;
        }
        if (paddedLength < MIN_FRAME || paddedLength > maxFrame) {
            return lose(MacCounter.RX_LENGTH_ERRORS);
        }
        if (addressFilter && !isForUs(frame, offset)) {
            return lose(MacCounter.RX_FILTERED);
        }
        int status = rxEngine == null ? 0 : rxEngine.verify(frame, offset, length);
        if (dropBadChecksums && (status & RX_CSUM_BAD) != 0) {
            return lose(MacCounter.RX_CSUM_ERRORS);
        }
        Frame descriptor = hasRoom(rxMemory, paddedLength) ? rxFree.poll() : null;
        if (descriptor == null) {
            return lose(MacCounter.RX_OVER_ERRORS);
        }
        takeMemory(rxMemory, descriptor, paddedLength);
        System.arraycopy(frame, offset, descriptor.octets, descriptor.offset, length);
        pad(descriptor, length);
        descriptor.length = paddedLength;
        descriptor.flags = status;
        increment(MacCounter.RX_PACKETS);
        add(MacCounter.RX_BYTES, paddedLength);
        rxReady.offer(descriptor);
        signal();
        return true;
    }

    private boolean lose(int reason) {
        increment(reason);
        return false;
    }

    private boolean isForUs(byte[] frame, int offset) {
        boolean group = (frame[offset] & 1) != 0;
        return group || Arrays.equals(frame, offset, offset + 6, address, 0, 6);
    }

    private void transmit(Frame frame) {
        if (txEngine != null) {
            txEngine.fill(frame.octets, frame.offset, frame.length, frame.flags);
        }
        if ((capabilities & CAP_TX_PADS) != 0) {
            pad(frame, frame.length);
            frame.length = Math.max(frame.length, MIN_FRAME);
        }
        increment(MacCounter.TX_PACKETS);
        add(MacCounter.TX_BYTES, frame.length);
    }

    /** Zeros from {@code length} up to the least length of a frame. */
    private static void pad(Frame frame, int length) {
        if (length < MIN_FRAME) {
            int start = frame.offset + length;
            Arrays.fill(frame.octets, start, frame.offset + MIN_FRAME, (byte) 0);
        }
    }

    private void giveBackTx(Frame frame) {
        giveBackMemory(txMemory, frame);
        txFree.offer(frame);
        VarHandle.fullFence(); // the release before the question, as in txClaim the other way round
        if (txRefused) {
            txRefused = false;
            signal();
        }
    }

    private void increment(int id) {
        add(id, 1);
    }

    private void add(int id, long amount) {
        counters.setOpaque(id, counters.getPlain(id) + amount);
    }
}
