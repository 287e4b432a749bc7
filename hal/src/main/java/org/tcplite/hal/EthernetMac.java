package org.tcplite.hal;

/**
 * One Ethernet MAC (IEEE 802.3, Ethernet II frames), as the stack sees it.
 *
 * <p><b>Receive</b> is peek, read in place, release. {@link #rxPoll()} answers the length of the
 * frame at the head of the receive ring; {@link #rxBuffer()} and {@link #rxOffset()} say where it
 * lies; {@link #rxRelease()} hands the descriptor back to the hardware.
 *
 * <pre>
 *     int length;
 *     while ((length = mac.rxPoll()) &gt; 0) {
 *         read(mac.rxBuffer(), mac.rxOffset(), length);
 *         mac.rxRelease();
 *     }
 * </pre>
 *
 * <p><b>Transmit</b> is claim, build in place, commit. {@link #txClaim(int)} reserves the next
 * descriptor or answers false; {@link #txCommit(int, int)} gives it to the hardware, {@link
 * #txAbandon()} takes the claim back. At most one frame is claimed at a time. A frame may be
 * claimed and built while another is peeked: that is how a reply is made from the frame it answers.
 *
 * <p><b>Who owns the octets.</b> The receive array belongs to the driver; what the stack sees in it
 * is stable from the {@code rxPoll} that answered a length until {@code rxRelease}, and nobody
 * writes to it meanwhile. The transmit array belongs to the stack from a successful {@code txClaim}
 * until {@code txCommit} or {@code txAbandon}. The stack asks for the arrays anew for each frame
 * and keeps no reference, so a driver may answer another array each time, and a collector may move
 * them at any time: a driver whose hardware reads memory by address keeps its descriptor buffers
 * outside the collected heap, or in arrays its virtual machine promises not to move.
 *
 * <p>Each direction has memory of its own: a claim, or what is written after it, changes neither
 * the head frame nor a frame committed before, and a poll does not change what is being built.
 * Calls without need (a poll while nothing came, the link's state, a counter) change nothing at
 * all.
 *
 * <p>A DMA MAC exposes its descriptor buffers where the virtual machine allows it (no copy); FIFO
 * and SPI MACs keep one staging array each way, filled in {@code rxPoll} and emptied in {@code
 * txCommit} (one copy). A ring of depth 1 is legal in both directions.
 *
 * <p><b>Threads.</b> Every method is called from the stack's loop only. A driver's interrupt
 * routine may call {@link Wakeup#signal()} and nothing else of the stack.
 *
 * <p><b>What is received</b>: frames for the station address and for everybody (broadcast). Frames
 * for other stations and groups may be shown, and are ignored by the stack, or kept away. What a
 * driver or its hardware loses it counts, and it neither reorders frames nor shows one twice.
 *
 * <p>{@link org.tcplite.hal.contract.MacContract} holds a driver to this page.
 *
 * <p>Nothing here blocks, allocates or throws after {@link #start}; the work of one call is bounded
 * by the length of one frame.
 */
public interface EthernetMac {

    /** Receive: the MAC verifies IPv4 header checksums and says so in {@link #rxStatus()}. */
    int CAP_RX_CSUM_IP4 = 1;

    /** Receive: the MAC verifies TCP checksums (over IPv4) and says so in {@link #rxStatus()}. */
    int CAP_RX_CSUM_TCP = 1 << 1;

    /** Receive: the MAC verifies ICMP checksums. Never implied by TCP. */
    int CAP_RX_CSUM_ICMP = 1 << 2;

    /** Transmit: the MAC can fill the IPv4 header checksum. */
    int CAP_TX_CSUM_IP4 = 1 << 4;

    /** Transmit: the MAC can fill the TCP checksum, pseudo-header included. */
    int CAP_TX_CSUM_TCP = 1 << 5;

    /** Transmit: the MAC can fill the ICMP checksum. Never implied by TCP. */
    int CAP_TX_CSUM_ICMP = 1 << 6;

    /** Transmit: the hardware pads short frames with zeros to 60 octets; else the stack does. */
    int CAP_TX_PADS = 1 << 8;

    /**
     * The MAC signals its {@link Wakeup} on receive, on transmit space after a refused claim, and
     * on a change of the link. A MAC without this bit is polled: the stack asks to be called again
     * soon while it has reason to expect something.
     */
    int CAP_IRQ = 1 << 9;

    /**
     * {@link #rxStatus()}: the hardware verified every checksum its capabilities name and this
     * frame has. It is said of every good, whole frame they name; never of a fragment whose
     * segment's checksum they name, since that covers more than the frame.
     */
    int RX_CSUM_CHECKED = 1;

    /**
     * {@link #rxStatus()}: at least one verified checksum was wrong. Only meaningful together with
     * {@link #RX_CSUM_CHECKED}; a driver may also drop such frames and count them.
     */
    int RX_CSUM_BAD = 1 << 1;

    /**
     * {@link #rxStatus()}: the frame was longer than the buffer; what is there is its beginning. A
     * driver may drop such frames instead, and count them; it never shows one as whole.
     */
    int RX_TRUNCATED = 1 << 2;

    /**
     * {@link #txCommit}: fill the IPv4 header checksum (the field holds 0). A field that no flag
     * asks for is left as it is.
     */
    int TX_CSUM_IP4 = 1;

    /** {@link #txCommit}: fill the TCP checksum, pseudo-header included (the field holds 0). */
    int TX_CSUM_TCP = 1 << 1;

    /** {@link #txCommit}: fill the ICMP checksum (the field holds 0). */
    int TX_CSUM_ICMP = 1 << 2;

    /** {@link #linkState()}: a carrier is present. */
    int LINK_UP = 1;

    /** {@link #linkState()}: the link runs at 100 Mbit/s. */
    int LINK_100 = 1 << 1;

    /** {@link #linkState()}: the link runs at 1000 Mbit/s. */
    int LINK_1000 = 1 << 2;

    /** {@link #linkState()}: the link is full duplex. */
    int LINK_FULL_DUPLEX = 1 << 3;

    /** The least length of a frame without its frame check sequence (IEEE 802.3 clause 4.4.2). */
    int MIN_FRAME = 60;

    /** The usual greatest length of a frame without its frame check sequence. */
    int MAX_FRAME = 1514;

    /**
     * Resets the hardware, enables reception and transmission. Called once, before any other
     * method; this is where a driver may allocate and may take its time.
     *
     * @param wakeup to be signalled from now on as {@link #CAP_IRQ} says; a polled MAC ignores it
     * @return 0, or a negative constant of {@link HalError}
     */
    int start(Wakeup wakeup);

    /** Stops reception and transmission. Frames not yet on the wire may be lost. */
    void stop();

    /**
     * What the hardware can do: the {@code CAP_} bits. Constant after {@link #start}; the stack
     * decides once, at its own start, what it leaves to the hardware.
     */
    int capabilities();

    /**
     * The greatest frame in octets, header included, frame check sequence excluded: at least 590 (a
     * 576-octet datagram), usually {@link #MAX_FRAME}. Constant after {@link #start}.
     */
    int maxFrame();

    /** The number of receive descriptors, at least 1. Constant after {@link #start}. */
    int rxDepth();

    /** The number of transmit descriptors, at least 1. Constant after {@link #start}. */
    int txDepth();

    /**
     * Writes the station address, 6 octets in transmission order.
     *
     * @param destination receives the address; owned by the caller
     * @param offset where it is to stand, {@code 0..destination.length - 6}
     */
    void macAddress(byte[] destination, int offset);

    /**
     * The length of the frame at the head of the receive ring, without frame check sequence, or 0
     * if there is none. Until {@link #rxRelease()} every further call answers the same frame. After
     * it, that frame does not come again. Frames the hardware marks as broken are dropped and
     * counted by the driver, never answered.
     *
     * @return 0, or {@code 1..maxFrame()}
     */
    int rxPoll();

    /**
     * The array that holds the head frame. Only after an {@link #rxPoll()} that answered a length.
     */
    byte[] rxBuffer();

    /** Where the head frame's first octet (destination address) stands in {@link #rxBuffer()}. */
    int rxOffset();

    /** What the hardware found about the head frame: the {@code RX_} bits. */
    int rxStatus();

    /**
     * Gives the head frame's descriptor back. Only after an {@link #rxPoll()} that answered one.
     */
    void rxRelease();

    /**
     * Reserves a transmit descriptor for a frame of up to {@code length} octets.
     *
     * @param length {@code 14..maxFrame()}
     * @return false if no descriptor is free; with {@link #CAP_IRQ} the wake-up is signalled when
     *     one becomes free. Refused claims lose nothing: frames committed before leave, in order
     */
    boolean txClaim(int length);

    /**
     * The array to build the claimed frame in, with room for as many octets as were claimed from
     * {@link #txOffset()} on. Only between claim and commit.
     */
    byte[] txBuffer();

    /** Where the claimed frame's first octet has to stand in {@link #txBuffer()}. */
    int txOffset();

    /**
     * Hands the claimed frame to the hardware. Does not wait for the wire.
     *
     * @param length the frame's length without frame check sequence, {@code 14..} the claimed
     *     length; at least {@link #MIN_FRAME} unless the MAC has {@link #CAP_TX_PADS}
     * @param flags the {@code TX_CSUM_} bits the hardware is to fill for this frame; only those its
     *     capabilities name
     */
    void txCommit(int length, int flags);

    /** Takes the claim back; nothing is sent, and the descriptor is free again at once. */
    void txAbandon();

    /** The state of the link as the {@code LINK_} bits; 0 is down. Cheap enough for every poll. */
    int linkState();

    /**
     * One of the hardware's or the driver's counters. It never goes back, and reading does not
     * change it, even where the hardware's register forgets what was read.
     *
     * @param id one of {@link MacCounter}'s constants
     * @return its value since {@link #start}, or -1 if this MAC does not keep it
     */
    long counter(int id);
}
