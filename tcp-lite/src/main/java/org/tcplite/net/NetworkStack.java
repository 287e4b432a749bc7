package org.tcplite.net;

import org.tcplite.hal.Entropy;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.Wakeup;
import org.tcplite.tcp.NextExpiry;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * The board's network: the poll loop that joins a MAC to {@link Tcp}.
 *
 * <pre>
 *     stack.start(wakeup);
 *     for (;;) {
 *         long now = clock.nanos();
 *         boolean more = stack.poll(now);
 *         more |= application.turn(stack.tcp(), now);
 *         if (!more) {
 *             idle.waitUntil(stack.pollAgainNs(now));
 *         }
 *     }
 * </pre>
 *
 * <p><b>The work of a poll is bounded</b>: {@code framesPerPoll} frames received, with at most one
 * frame sent for each; {@code timersPerPoll} timers fired, of TCP, ARP and reassembly together;
 * {@code segmentsPerPoll} turns given to flows, with at most one segment or ARP request sent for
 * each; and one pass over the ARP and reassembly tables.
 *
 * <p><b>Time</b> is a {@code long nowNs} of a monotonic clock, the same for all calls and for
 * {@link Tcp}; one that lies before an earlier one is taken for that. The class is not thread-safe:
 * one loop owns it.
 */
public final class NetworkStack {

    private static final long NEVER = Long.MAX_VALUE;

    private final int framesPerPoll;
    private final int timersPerPoll;
    private final long pollIntervalNs;
    private final int reassemblyBuffer;
    private final int mtu;

    private final EthernetMac mac;
    private final Octets octets;
    private final Routes routes;
    private final EthernetFrame ethernet;
    private final Ipv4Packet ip;
    private final Arp arp;
    private final Icmp icmp;
    private final Reassembly reassembly;

    /** Of the timers of ARP and reassembly. */
    private final NextExpiry nextExpiry = new NextExpiry();

    private final FlowOutput flows;
    private final FrameOutput out;
    private final Tcp tcp;
    private final SynAdmission admission;
    private final boolean earlySynDrop;
    private final long[] counters = new long[NetCounter.COUNT];

    /** Frames the MAC's receive ring holds. */
    private int ringDepth;

    /** Frames taken since the ring was found empty; not counted beyond its depth. */
    private int backlog;

    /** What the hardware has verified in a frame it says it checked: {@code CAP_RX_} bits. */
    private int verifiedByHardware;

    private final byte[] ownMac = new byte[6];
    private boolean hasInterrupts;

    /**
     * Takes all memory, and 128 bits of entropy. The MAC is not touched before {@link #start}.
     *
     * @param config checked, then copied; the caller keeps it
     * @param octets the one instance of this process
     * @throws org.tcplite.tcp.ConfigException if a field is out of its range
     */
    public NetworkStack(NetConfig config, EthernetMac mac, Entropy entropy, Octets octets) {
        config.check();
        this.mac = mac;
        this.octets = octets;
        framesPerPoll = config.framesPerPoll;
        timersPerPoll = config.timersPerPoll;
        pollIntervalNs = config.pollIntervalMs * 1_000_000L;
        reassemblyBuffer = config.reassemblyBuffer;
        mtu = config.tcp.mtu;
        long key0 = (long) entropy.next() << 32 | entropy.next() & 0xffffffffL;
        long key1 = (long) entropy.next() << 32 | entropy.next() & 0xffffffffL;
        IpIds ids = new IpIds(key0, key1);
        routes = new Routes(config);
        ethernet = new EthernetFrame(octets);
        ip = new Ipv4Packet(octets, routes);
        out = new FrameOutput(mac, counters);
        int hashKey = ids.next() << 16 | ids.next();
        ArpTable table =
                new ArpTable(
                        config.arpEntries, config.tcp.connections, hashKey, nextExpiry, counters);
        arp = new Arp(config, octets, routes, ethernet, out, table, counters);
        ReplyAddress to = new ReplyAddress(config, ethernet, routes, arp, counters);
        tcp = new Tcp(config.tcp, octets, routes, key0, key1, entropy.hardware());
        arp.setTcp(tcp);
        admission = new SynAdmission(octets, tcp, ids.next() << 16 | ids.next());
        earlySynDrop = config.earlySynDrop;
        icmp = new Icmp(config, octets, routes, ethernet, to, ids, out, tcp, counters);
        flows = new FlowOutput(config, octets, routes, ethernet, arp, to, ids, out, tcp, counters);
        reassembly = new Reassembly(config, nextExpiry, counters);
    }

    /**
     * Starts the MAC and decides once what is left to its hardware. Before this nothing may be
     * polled.
     *
     * @param wakeup handed to the MAC
     * @return 0, or a constant of {@link HalError}: the MAC's own, or {@link HalError#UNSUPPORTED}
     *     if its frames are too small for the configured {@code tcp.mtu}
     */
    public int start(Wakeup wakeup) {
        int error = mac.start(wakeup);
        if (error != 0) {
            return error;
        }
        int linkMtu = mac.maxFrame() - EthernetFrame.HEADER;
        if (linkMtu < mtu) {
            mac.stop();
            return HalError.UNSUPPORTED;
        }
        routes.setLinkMtu(Math.min(linkMtu, mtu));
        int capabilities = mac.capabilities();
        verifiedByHardware =
                capabilities
                        & (EthernetMac.CAP_RX_CSUM_IP4
                                | EthernetMac.CAP_RX_CSUM_TCP
                                | EthernetMac.CAP_RX_CSUM_ICMP);
        hasInterrupts = (capabilities & EthernetMac.CAP_IRQ) != 0;
        tcp.setChecksumOffload((capabilities & EthernetMac.CAP_TX_CSUM_TCP) != 0);
        out.useCapabilities(capabilities);
        ringDepth = mac.rxDepth();
        if (earlySynDrop) {
            admission.setRing(ringDepth);
        }
        mac.macAddress(ownMac, 0);
        ethernet.setOwnAddress(octets.get32(ownMac, 0), octets.get16(ownMac, 4));
        return 0;
    }

    /** Stops the MAC. */
    public void stop() {
        mac.stop();
    }

    /** TCP, for the application. */
    public Tcp tcp() {
        return tcp;
    }

    /** The board's IPv4 address. */
    public int address() {
        return routes.address;
    }

    // ---- the poll

    /**
     * One turn: receive, timers, transmit.
     *
     * <p>While more frames may wait than a turn takes, timers wait too, for one receive ring of
     * frames at most: after a stall of the loop, what a timer waits for may lie in the ring, and a
     * retransmission would be for nothing.
     *
     * @return true if there is more to do at once, because one of the three used up its limit. What
     *     waits for a transmit descriptor does not count: the MAC's wake-up comes for that, or the
     *     next poll.
     */
    public boolean poll(long nowNs) {
        int taken = receive(nowNs);
        boolean more = taken == framesPerPoll;
        if (!more || backlog >= ringDepth) {
            more |= fireTimers(nowNs) == timersPerPoll;
        }
        return more | flows.giveTurns(tcp.advance(nowNs));
    }

    /**
     * First third of a poll: takes frames from the MAC, at most framesPerPoll; how many it took.
     */
    public int receive(long nowNs) {
        long now = tcp.advance(nowNs);
        int taken = 0;
        while (taken < framesPerPoll) {
            int length = mac.rxPoll();
            if (length <= 0) {
                break;
            }
            int outcome =
                    admission.refuses(mac.rxBuffer(), mac.rxOffset(), length, now)
                            ? NetCounter.DROP_SYN_EARLY
                            : frameArrives(mac.rxBuffer(), mac.rxOffset(), length, now);
            mac.rxRelease();
            counters[NetCounter.IN_FRAMES]++;
            counters[outcome]++;
            taken++;
        }
        boolean isEmpty = taken < framesPerPoll;
        backlog = isEmpty ? 0 : Math.min(backlog + taken, ringDepth);
        admission.haveBeenTaken(taken, isEmpty, now);
        return taken;
    }

    /**
     * Second third: fires timers that are due, of TCP, ARP and reassembly, at most timersPerPoll;
     * how many.
     */
    public int fireTimers(long nowNs) {
        long now = tcp.advance(nowNs);
        // TCP first: what ends now is not put in line again by ARP
        int fired = tcp.fireTimers(now, timersPerPoll);
        return nextExpiry.mayHaveCome(now) ? fireBeneath(fired, now) : fired;
    }

    private int fireBeneath(int firedByTcp, long now) {
        int fired = firedByTcp + arp.fireTimers(now, timersPerPoll - firedByTcp);
        fired += reassembly.fireTimers(now, timersPerPoll - fired);
        if (fired < timersPerPoll) {
            nextExpiry.found(earlier(arp.table.nextDeadlineNs(), reassembly.nextDeadlineNs()));
        }
        return fired;
    }

    /**
     * Last third: gives flows that owe a segment their turn, round robin, while descriptors last,
     * at most segmentsPerPoll turns.
     *
     * @return how many frames were committed, ARP requests included; while it is not 0 another call
     *     may send more
     */
    public int transmit(long nowNs) {
        long before = counters[NetCounter.OUT_FRAMES];
        flows.giveTurns(tcp.advance(nowNs));
        return (int) (counters[NetCounter.OUT_FRAMES] - before);
    }

    /** The time of the earliest timer of all layers; {@code Long.MAX_VALUE} if none runs. */
    public long nextDeadlineNs() {
        long below = earlier(arp.table.nextDeadlineNs(), reassembly.nextDeadlineNs());
        return earlier(below, tcp.nextDeadlineNs());
    }

    /**
     * When to poll next, if nothing wakes the board before: {@link #nextDeadlineNs}; and, if the
     * MAC has no interrupts ({@link EthernetMac#CAP_IRQ}), {@code pollIntervalMs} from now at the
     * latest, because only polling shows what it received.
     */
    public long pollAgainNs(long nowNs) {
        long deadline = nextDeadlineNs();
        if (hasInterrupts) {
            return deadline;
        }
        return earlier(deadline, nowNs + pollIntervalNs);
    }

    private static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }

    // ---- one frame: each of these answers the id of the one outcome counter the frame moves

    private int frameArrives(byte[] frame, int at, int length, long now) {
        int status = mac.rxStatus();
        if (status != 0) {
            if ((status & EthernetMac.RX_TRUNCATED) != 0) {
                return NetCounter.DROP_OVERLONG;
            }
            int bad = EthernetMac.RX_CSUM_CHECKED | EthernetMac.RX_CSUM_BAD;
            if ((status & bad) == bad) {
                return NetCounter.DROP_HARDWARE_CHECKSUM;
            }
        }
        int verified = (status & EthernetMac.RX_CSUM_CHECKED) != 0 ? verifiedByHardware : 0;
        int payload = at + EthernetFrame.HEADER;
        int available = length - EthernetFrame.HEADER;
        if (!ethernet.parseUsual(frame, at, length)) {
            int fault = ethernet.parse(frame, at, length);
            if (fault != EthernetFrame.PASSED) {
                return fault;
            }
            if (ethernet.type() != EthernetFrame.TYPE_IPV4) {
                return ethernet.type() == EthernetFrame.TYPE_ARP
                        ? arp.arrives(frame, payload, available, now)
                        : ethernet.unknownType();
            }
        }
        int outcome = ipv4Arrives(frame, payload, available, verified, now);
        counters[NetCounter.IN_RECEIVES]++;
        return outcome;
    }

    private int ipv4Arrives(byte[] frame, int at, int available, int verified, long now) {
        boolean isVerified = (verified & EthernetMac.CAP_RX_CSUM_IP4) != 0;
        if (!ethernet.isBroadcast && ip.parseUsual(frame, at, available, isVerified)) {
            int length = ip.totalLength - Ipv4Packet.HEADER;
            return segmentArrives(frame, at + Ipv4Packet.HEADER, length, verified, now);
        }
        int fault = ip.parse(frame, at, available, isVerified, ethernet.isBroadcast);
        if (fault != Ipv4Packet.PASSED) {
            return fault;
        }
        int data = at + ip.headerLength;
        if (ip.isFragment()) {
            return fragmentArrives(frame, data, now);
        }
        if (ip.protocol != Ipv4Packet.TCP && ip.protocol != Ipv4Packet.ICMP) {
            icmp.protocolUnreachable(frame, at, ip.headerLength, ip.totalLength, ip.source, now);
            return NetCounter.DROP_UNKNOWN_PROTOCOL;
        }
        return deliver(frame, data, ip.payloadLength(), verified, now);
    }

    private int fragmentArrives(byte[] frame, int at, long now) {
        int outcome = reassembly.arrives(frame, at, ip, now);
        if (outcome == Reassembly.COMPLETE) {
            byte[] data = reassembly.data();
            outcome = deliver(data, reassembly.dataOffset(), reassembly.dataLength(), 0, now);
            reassembly.release();
        }
        return outcome;
    }

    private int deliver(byte[] packet, int at, int length, int verified, long now) {
        if (ip.protocol == Ipv4Packet.TCP) {
            return segmentArrives(packet, at, length, verified, now);
        }
        if (ip.protocol == Ipv4Packet.ICMP) {
            boolean isVerified = (verified & EthernetMac.CAP_RX_CSUM_ICMP) != 0;
            return icmp.arrives(packet, at, length, isVerified, ip.source, now);
        }
        return NetCounter.DROP_UNKNOWN_PROTOCOL;
    }

    private int segmentArrives(byte[] packet, int at, int length, int verified, long now) {
        int flags = (verified & EthernetMac.CAP_RX_CSUM_TCP) != 0 ? Tcp.CHECKSUM_VERIFIED : 0;
        int result = tcp.segmentArrives(packet, at, length, ip.source, routes.address, flags, now);
        if ((result & Tcp.BOUND) != 0) {
            flows.bind(tcp.boundFlow());
        }
        if ((result & Tcp.REPLY) != 0) {
            flows.reply(ip.source, now);
        }
        return NetCounter.ACCEPT_TCP;
    }

    // ---- STATUS

    /** A counter's value, by an id of {@link NetCounter}. */
    public long counter(int id) {
        return counters[id];
    }

    /** Rows that {@link #neighbour} can be asked for; constant. */
    public int neighbourRows() {
        return arp.table.entries();
    }

    /**
     * Fills {@code status} with row {@code row} of the ARP table, {@code 0..neighbourRows()-1}.
     *
     * @return false if nothing stands in that row
     */
    public boolean neighbour(int row, NeighbourStatus status) {
        ArpTable table = arp.table;
        if (table.state[row] == ArpTable.FREE) {
            return false;
        }
        boolean isKnown = table.state[row] != ArpTable.INCOMPLETE;
        status.address = table.address[row];
        status.macHigh = isKnown ? table.macHigh[row] : 0;
        status.macLow = isKnown ? table.macLow[row] : 0;
        status.state = table.state[row];
        status.isGateway = routes.isGateway(status.address);
        status.isUsed = table.isUsed(row);
        status.deadlineNs = table.deadlineNs(row);
        return true;
    }

    // ---- memory: what the layers beneath TCP take, beside Tcp's own

    /** Octets one connection slot takes here: its header template and its place on a neighbour. */
    public int octetsPerSlot() {
        return HeaderTemplate.octets() + ArpTable.octetsPerFlow();
    }

    /** Octets one half-open flow takes here: its link address. */
    public int octetsPerSynEntry() {
        return FlowOutput.octetsPerHalfOpen();
    }

    /** Octets one ARP entry takes. */
    public int octetsPerArpEntry() {
        return ArpTable.octetsPerEntry();
    }

    /** Octets one datagram in reassembly takes. */
    public int octetsPerReassembly() {
        return Reassembly.octetsPerBuffer(reassemblyBuffer);
    }
}
