package org.tcplite.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;
import org.tcplite.hal.Wakeup;

/**
 * A MAC in memory: frames are delivered by the test, and what is sent is kept, or handed on.
 * Buffers are filled with a poison around each frame, so that an octet read or sent from beyond a
 * frame shows.
 */
public final class TestMac implements EthernetMac {

    static final byte[] ADDRESS = {2, 0, 0, 0, 0, 1};

    /** What the hardware can do; to be set before the stack starts. */
    int capabilities = CAP_IRQ;

    int maxFrame = MAX_FRAME;

    /** What fills the buffers around frames; -1 leaves there what the last frame left. */
    public int poison = 0x55;

    /** Whether received frames end where their buffer ends, so that reading on is an exception. */
    boolean endsWithBuffer;

    /** Claims granted before the transmitter is full; -1 is no limit. */
    public int descriptors = -1;

    /** Frames the receive ring holds; more are lost and counted. -1 is no limit. */
    public int ring = -1;

    /** Whether there is a carrier; without one no frame passes, and those sent are counted. */
    public boolean linkUp = true;

    /**
     * Frames that {@link #rxPoll} still shows, so that a test can look at the stack after each. -1
     * is no limit.
     */
    public int shows = -1;

    /** Told after the stack has done with each received frame. */
    public Runnable released = () -> {};

    /** The status of every frame delivered. */
    int rxStatus;

    int startResult;
    boolean started;
    Wakeup wakeup;

    /** Whether frames sent are kept; a test of allocation switches it off. */
    boolean keepsSent = true;

    int sentCount;
    int lastFlags;

    private final byte[] address;
    private final long[] counters = new long[MacCounter.COUNT];
    private Consumer<byte[]> wire;
    private final Deque<Received> received = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final byte[] rxBuffer = new byte[2048];
    private final byte[] txBuffer = new byte[2048];
    private int frameStatus;
    private int rxOffset;
    private int rxLength;
    private boolean claimed;

    TestMac() {
        this(ADDRESS);
    }

    /** A MAC with another address. */
    public TestMac(byte[] address) {
        this.address = address;
    }

    /** Hands what is sent to somebody instead of keeping it. */
    public void connect(Consumer<byte[]> to) {
        wire = to;
    }

    private record Received(byte[] frame, int status) {}

    /** A frame arrives. */
    public void deliver(byte[] frame) {
        deliver(frame, 0);
    }

    /** A frame arrives of which the hardware knows something: {@code RX_} bits. */
    public void deliver(byte[] frame, int status) {
        if (!linkUp) {
            return;
        }
        if (ring >= 0 && received.size() >= ring) {
            counters[MacCounter.RX_OVER_ERRORS]++;
            return;
        }
        received.add(new Received(frame, status));
    }

    /** A frame arrives before all that wait. */
    public void deliverFirst(byte[] frame) {
        received.addFirst(new Received(frame, 0));
    }

    /** A frame arrives whose frame check sequence is wrong: it is counted and gone. */
    public void deliverDamaged() {
        counters[MacCounter.RX_CRC_ERRORS]++;
    }

    /** Frames that wait in the receive ring. */
    public int waiting() {
        return received.size();
    }

    /** Puts a frame in the receive buffer without any allocation; {@link #rxPoll} answers it. */
    void place(byte[] frame) {
        place(frame, frame.length);
    }

    /** As {@link #place(byte[])}, the first {@code length} octets of an array. */
    void place(byte[] frame, int length) {
        rxOffset = endsWithBuffer ? rxBuffer.length - length : 2;
        System.arraycopy(frame, 0, rxBuffer, rxOffset, length);
        rxLength = length;
    }

    /** The frames sent since the last call. */
    List<byte[]> takeSent() {
        List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public int start(Wakeup signal) {
        wakeup = signal;
        started = startResult == 0;
        return startResult;
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
        return ring < 0 ? 16 : ring;
    }

    @Override
    public int txDepth() {
        return 16;
    }

    @Override
    public void macAddress(byte[] destination, int offset) {
        System.arraycopy(address, 0, destination, offset, 6);
    }

    @Override
    public int rxPoll() {
        if (rxLength == 0 && !received.isEmpty() && shows != 0) {
            shows -= shows > 0 ? 1 : 0;
            poison(rxBuffer);
            Received next = received.remove();
            frameStatus = next.status;
            place(next.frame);
        }
        return rxLength;
    }

    @Override
    public byte[] rxBuffer() {
        return rxBuffer;
    }

    @Override
    public int rxOffset() {
        return rxOffset;
    }

    @Override
    public int rxStatus() {
        return rxStatus | frameStatus;
    }

    @Override
    public void rxRelease() {
        if (rxLength == 0) {
            throw new IllegalStateException("released without a frame");
        }
        rxLength = 0;
        frameStatus = 0;
        released.run();
    }

    @Override
    public boolean txClaim(int length) {
        if (claimed || length < 14 || length > maxFrame) {
            throw new IllegalStateException("bad claim");
        }
        if (descriptors == 0) {
            counters[MacCounter.TX_BUSY]++;
            return false;
        }
        claimed = true;
        poison(txBuffer);
        return true;
    }

    private void poison(byte[] buffer) {
        if (poison >= 0) {
            Arrays.fill(buffer, (byte) poison);
        }
    }

    @Override
    public byte[] txBuffer() {
        return txBuffer;
    }

    @Override
    public int txOffset() {
        return 6;
    }

    @Override
    public void txCommit(int length, int flags) {
        if (!claimed || length > maxFrame) {
            throw new IllegalStateException("bad commit");
        }
        if (length < MIN_FRAME && (capabilities & CAP_TX_PADS) == 0) {
            throw new IllegalStateException("short frame");
        }
        claimed = false;
        lastFlags = flags;
        sentCount++;
        if (descriptors > 0) {
            descriptors--;
        }
        if (wire != null && linkUp) {
            wire.accept(Arrays.copyOfRange(txBuffer, 6, 6 + length));
        } else if (wire != null) {
            counters[MacCounter.TX_CARRIER_ERRORS]++;
        } else if (keepsSent) {
            sent.add(Arrays.copyOfRange(txBuffer, 6, 6 + length));
        }
    }

    @Override
    public void txAbandon() {
        if (!claimed) {
            throw new IllegalStateException("abandoned without a claim");
        }
        claimed = false;
    }

    @Override
    public int linkState() {
        return linkUp ? LINK_UP : 0;
    }

    @Override
    public long counter(int id) {
        return isCounted(id) ? counters[id] : -1;
    }

    /** The counters this MAC has, by id of {@link MacCounter}: those of frames that were lost. */
    public static boolean isCounted(int id) {
        return id == MacCounter.RX_OVER_ERRORS
                || id == MacCounter.RX_CRC_ERRORS
                || id == MacCounter.TX_CARRIER_ERRORS
                || id == MacCounter.TX_BUSY;
    }
}
