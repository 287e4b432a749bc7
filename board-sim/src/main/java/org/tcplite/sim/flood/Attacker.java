package org.tcplite.sim.flood;

import org.tcplite.hal.Idle;
import org.tcplite.sim.time.SeededEntropy;

/**
 * Sends SYNs that nobody means, from addresses it need not have. The gaps between them are
 * exponential, as if many senders did not know of each other.
 */
final class Attacker {

    private static final double NS_PER_S = 1e9;
    private static final double UNIT = 0x1p-53;
    private static final int FRACTION_SHIFT = 11;
    private static final int SYN_SEGMENT = 24;
    private static final int RST_SEGMENT = 20;
    private static final int WINDOW = 64240;
    private static final int MSS_OPTION = 0x020405b4;
    private static final int TTL_AND_TCP = 64 << 24 | 6 << 16;
    private static final int DONT_FRAGMENT = 0x4000;

    /** A host whose address is abused answers after this time. */
    private static final long ANSWER_NS = 50_000_000;

    private final Spoof spoof;
    private final FloodConfig.Target target;
    private final double meanGapNs;
    private final SeededEntropy random;
    private final byte[] syn = new byte[Frames.SHORTEST];
    private final byte[] rst = new byte[Frames.SHORTEST];
    private final Resets resets = new Resets();
    private long nextNs = Idle.FOREVER;
    private long endNs;
    private double exactNextNs;
    private boolean synIsBuilt;
    private long syns;

    Attacker(FloodConfig config, byte[] routerMac, byte[] victimMac) {
        spoof = config.spoof;
        target = config.target;
        meanGapNs = config.synRate == 0 ? 0 : NS_PER_S / config.synRate;
        random = new SeededEntropy(config.seed ^ 0x5eed0fa77ac8L);
        setMacs(routerMac, victimMac);
    }

    /** The link addresses of what is sent from now on. */
    void setMacs(byte[] routerMac, byte[] victimMac) {
        for (byte[] frame : new byte[][] {syn, rst}) {
            Frames.putMac(frame, 0, victimMac);
            Frames.putMac(frame, 6, routerMac);
            Frames.OCTETS.put16(frame, 12, 0x0800);
        }
    }

    /** The flood goes on from now to then. */
    void start(long nowNs, long untilNs) {
        endNs = untilNs;
        exactNextNs = nowNs;
        if (meanGapNs > 0) {
            scheduleNext();
        }
    }

    /** SYNs sent so far. */
    long syns() {
        return syns;
    }

    long nextDeadlineNs() {
        long resetNs = resets.earliestNs();
        return Math.min(nextNs, resetNs); // both FOREVER or of a clock that began at 0
    }

    boolean isDue(long nowNs) {
        return nextDeadlineNs() <= nowNs;
    }

    /** The frame that is due; the same until {@link #sent}. */
    byte[] frame() {
        if (nextNs <= resets.earliestNs()) {
            if (!synIsBuilt) {
                buildSyn();
                synIsBuilt = true;
            }
            return syn;
        }
        buildRst();
        return rst;
    }

    /** That frame has gone. */
    void sent() {
        if (nextNs <= resets.earliestNs()) {
            syns++;
            synIsBuilt = false;
            scheduleNext();
        } else {
            resets.removeEarliest();
        }
    }

    /** The victim has sent something to an address that is not an honest host's. */
    void arrives(byte[] frame, int at, long nowNs) {
        if (spoof == Spoof.LIVE && Frames.isSynAck(Frames.tcpFlags(frame, at))) {
            int ports = Frames.OCTETS.get32(frame, at + Frames.TCP);
            int acknowledged = Frames.OCTETS.get32(frame, at + Frames.TCP + 8);
            resets.add(nowNs + ANSWER_NS, Frames.destination(frame, at), swap(ports), acknowledged);
        }
    }

    private static int swap(int ports) {
        return ports << 16 | ports >>> 16;
    }

    private void scheduleNext() {
        double uniform = ((random.nextLong() >>> FRACTION_SHIFT) + 1) * UNIT; // above 0, up to 1
        exactNextNs -= StrictMath.log(uniform) * meanGapNs;
        nextNs = exactNextNs >= endNs ? Idle.FOREVER : (long) exactNextNs;
    }

    private void buildSyn() {
        int port = 1024 + (int) ((random.next() & 0xffffffffL) * (65536 - 1024) >>> 32);
        int segment = Frames.TCP;
        putHeaders(syn, SYN_SEGMENT, address());
        Frames.OCTETS.put32(syn, segment, port << 16 | target.port());
        Frames.OCTETS.put32(syn, segment + 4, random.next());
        Frames.OCTETS.put32(syn, segment + 12, SYN_SEGMENT << 26 | Frames.SYN << 16 | WINDOW);
        Frames.OCTETS.put32(syn, segment + 20, MSS_OPTION);
        Frames.seal(syn, 0, SYN_SEGMENT);
    }

    /** RFC 9293 section 3.10.7.1: the sequence number is that which was acknowledged. */
    private void buildRst() {
        int segment = Frames.TCP;
        putHeaders(rst, RST_SEGMENT, resets.earliestSource());
        Frames.OCTETS.put32(rst, segment, resets.earliestPorts());
        Frames.OCTETS.put32(rst, segment + 4, resets.earliestSequence());
        Frames.OCTETS.put32(rst, segment + 12, RST_SEGMENT << 26 | Frames.RST << 16);
        Frames.seal(rst, 0, RST_SEGMENT);
    }

    private void putHeaders(byte[] frame, int segmentLength, int source) {
        int ip = Frames.IP;
        Frames.OCTETS.put32(frame, ip, 0x45000000 | 20 + segmentLength);
        Frames.OCTETS.put32(frame, ip + 4, DONT_FRAGMENT);
        Frames.OCTETS.put32(frame, ip + 8, TTL_AND_TCP);
        Frames.OCTETS.put32(frame, ip + 12, source);
        Frames.OCTETS.put32(frame, ip + 16, target.address());
    }

    private int address() {
        switch (spoof) {
            case SINGLE:
                return Addresses.SINGLE;
            case SUBNET:
                long offset = (random.next() & 0xffffffffL) * Addresses.LINK_FREE >>> 32;
                return Addresses.LINK_FIRST_FREE + (int) offset;
            case LIVE:
                return Addresses.LIVE | random.next() >>> 16;
            default:
                if (target.isOutside()) {
                    return ReservedAddresses.of(random.next());
                }
                int address = random.next();
                while (!Addresses.isPlausible(address)) {
                    address = random.next();
                }
                return address;
        }
    }
}
