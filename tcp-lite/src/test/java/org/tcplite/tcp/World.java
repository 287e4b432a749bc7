package org.tcplite.tcp;

import java.util.SplittableRandom;
import org.tcplite.net.NetConfig;

/** What a seed draws before a run begins: both configurations, the wire, the time, who attacks. */
final class World {

    static final long MS = 1_000_000;
    static final int PORT = 80;
    static final int FIRST_CLIENT_PORT = 10_000;

    private static final int BACKLOG = 4;

    final long seed;

    /** Whole boards on a link, and not only their TCPs on a wire for segments. */
    final boolean boards;

    final NetConfig[] board = {new NetConfig(), new NetConfig()};
    final TcpConfig[] config = {board[0].tcp, board[1].tcp};
    final long key;
    final long startNs;

    /** Until then things go wrong; from then on nothing does. */
    final long faultsNs;

    final int mostOctets;
    final int connections;
    final int backlog = BACKLOG;
    final long delayNs;
    final int jitterMs;
    final double loss;
    final double duplication;
    final double corruption;

    /** How often a router between two boards cuts a packet into fragments. */
    final double fragmentation;

    /** Somebody on the link sends boards what they have no use for. */
    final boolean noise;

    /** How often a host's debts are not paid after an event, but later. */
    final double batching;

    /** What a host needs for a frame, and how many wait: 0 for a host that is never too slow. */
    final long frameCostNs;

    final int receiveRing;

    /** Cables pulled, hosts that stop, descriptors that do not come back. */
    final int troubles;

    /** Somebody forges the peer's address without knowing what to say. */
    final boolean blindAttacker;

    /** Somebody with an address of his own, who knows all numbers, wears the listener out. */
    final boolean hostilePeer;

    /** He has minutes, in which keys change and flood mode comes and goes, and not seconds. */
    final boolean siege;

    World(long seed, long shiftNs, SplittableRandom random) {
        this.seed = seed;
        SplittableRandom later = new SplittableRandom(~seed); // leaves the other draws as they were
        hostilePeer = random.nextInt(20) == 0;
        blindAttacker = random.nextInt(4) == 0;
        draw(config[0], random);
        draw(config[1], random);
        int least = Math.min(config[0].receiveBuffer, config[1].receiveBuffer);
        mostOctets = Math.min(150_000, 60 * least);
        boolean noFaults = random.nextInt(5) == 0 && !hostilePeer;
        long faults = noFaults ? 0 : random.nextInt(hostilePeer ? 10_000 : 1, 30_000) * MS;
        siege = hostilePeer && later.nextInt(3) == 0;
        faultsNs = siege ? 8 * faults : faults;
        delayNs = random.nextInt(1, 40) * MS;
        jitterMs = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 120);
        loss = random.nextInt(3) == 0 ? 0 : random.nextDouble(0.25);
        duplication = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.2);
        corruption = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.1);
        batching = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.8);
        frameCostNs = random.nextInt(4) == 0 ? random.nextInt(50, 3_000) * 1_000L : 0;
        receiveRing = 1 << random.nextInt(2, 7);
        troubles = random.nextInt(3) == 0 ? random.nextInt(1, 8) : 0;
        key = random.nextLong();
        connections = random.nextInt(1, 4);
        startNs = startTime(random, random.nextInt(6)) + shiftNs;
        boards = later.nextInt(4) == 0;
        fragmentation = later.nextInt(3) == 0 ? later.nextDouble(0.3) : 0;
        noise = later.nextInt(3) != 0;
        if (boards) {
            draw(board[0], later);
            draw(board[1], later);
        }
    }

    /** A line a field: what is new in the configuration is drawn here. */
    private void draw(TcpConfig config, SplittableRandom random) {
        config.connections = hostilePeer ? random.nextInt(6, 13) : 4;
        config.listeners = 2;
        config.synQueue = 8;
        config.timeWait = random.nextBoolean() ? 2 : 16;
        config.receiveBuffer = 1 << (random.nextInt(10) == 0 ? 18 : random.nextInt(8, 17));
        config.sendBuffer = 1 << random.nextInt(8, 17);
        config.sentRecords = 1 << random.nextInt(2, 7);
        config.receivedRanges = random.nextInt(9);
        config.mtu = random.nextInt(2) == 0 ? 1500 : random.nextInt(576, 1501);
        config.windowScale = random.nextInt(4) != 0;
        config.timestamps = random.nextInt(3) != 0;
        config.sack = random.nextInt(3) != 0;
        config.delayedAckMs = random.nextInt(3) == 0 ? 0 : random.nextInt(500);
        config.mslMs = random.nextInt(1, 30_000);
        config.rtoMinMs = random.nextBoolean() ? 1000 : 200;
        config.congestionControl = random.nextInt(2);
        config.pathMtuDiscovery = random.nextBoolean();
        config.largeInitialWindow = random.nextBoolean();
        config.synCookies = random.nextInt(4) != 0;
        config.reclaimSlots = random.nextInt(4) != 0;
        config.repliesPerSecond = hostilePeer ? random.nextInt(1, 100) : config.repliesPerSecond;
        config.synAckRepeatsPerSecond = hostilePeer ? random.nextInt(1, 10) : 100;
    }

    /** What is below TCP. */
    private void draw(NetConfig below, SplittableRandom random) {
        below.tcp.mtu = mtu();
        below.arpEntries = random.nextInt(2, 17);
        below.arpLifetimeMs = random.nextInt(1_000, 10_000);
        below.reassemblies = random.nextInt(5);
        below.reassemblyBuffer = random.nextBoolean() ? 4096 : 576;
        below.reassemblyTimeoutMs = random.nextInt(1_000, 60_000);
        below.framesPerPoll = random.nextInt(1, 33);
        below.timersPerPoll = random.nextInt(1, 65);
        below.segmentsPerPoll = random.nextInt(1, 65);
        below.icmpPerSecond = random.nextInt(100);
        below.replyToFrameSource = random.nextInt(4) != 0;
    }

    /** A time that puts a wrap within the run: of the clock, or of either side's numbers. */
    private long startTime(SplittableRandom random, int kind) {
        if (kind == 0) {
            return 0;
        }
        if (kind == 1) {
            return Long.MAX_VALUE - 500_037 - random.nextInt(20_000) * MS; // "never" is no time
        }
        if (kind == 2) {
            return -random.nextInt(20_000) * MS;
        }
        int host = kind & 1;
        int[] at = TwoHosts.ADDRESS;
        int ports = host == 0 ? PORT << 16 | FIRST_CLIENT_PORT : FIRST_CLIENT_PORT << 16 | PORT;
        long hash =
                new SipHash(key + host, ~key)
                        .hash(at[host], at[1 - host], ports, SipHash.CONNECTION);
        int wrap = random.nextBoolean() ? 0 : 0x80000000;
        int iss = wrap - random.nextInt(1, 60_000);
        return (iss - (int) hash & 0xffffffffL) << 12 | random.nextLong() << 44;
    }

    /** The least MTU of both: the wire's. */
    int mtu() {
        return Math.min(config[0].mtu, config[1].mtu);
    }

    /** The octet at an offset of what a host writes to a connection. */
    static byte octet(int host, int clientPort, int offset) {
        int mixed = (offset * 0x9E3779B1 ^ clientPort << 8 ^ host) * 0x85EBCA6B;
        return (byte) (mixed >>> 21);
    }

    @Override
    public String toString() {
        return String.format(
                "seed %d: rings %d/%d and %d/%d, options %s and %s, mtu %d and %d, start %d,"
                        + " faults %d ms: loss %.3f dup %.3f corrupt %.3f, delay %d ms + %d,"
                        + " batching %.2f, cost %d us in %d, troubles %d%s%s%s, %d connections",
                seed,
                config[0].receiveBuffer,
                config[0].sendBuffer,
                config[1].receiveBuffer,
                config[1].sendBuffer,
                options(config[0]),
                options(config[1]),
                config[0].mtu,
                config[1].mtu,
                startNs,
                faultsNs / MS,
                loss,
                duplication,
                corruption,
                delayNs / MS,
                jitterMs,
                batching,
                frameCostNs / 1_000,
                receiveRing,
                troubles,
                blindAttacker ? ", blind attacker" : "",
                !boards ? "" : noise ? ", boards and noise" : ", boards",
                siege ? ", siege" : hostilePeer ? ", hostile peer" : "",
                connections);
    }

    private static String options(TcpConfig config) {
        String options = config.windowScale ? "W" : "";
        return options + (config.timestamps ? "T" : "") + (config.sack ? "S" : "") + "-";
    }
}
