package org.tcplite.sim.flood;

/** A flood and its victim, as plain fields; read when a run is made. Times are nanoseconds. */
public final class FloodConfig {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    /**
     * Who is flooded.
     *
     * @param address of the victim
     * @param port of its echo service
     * @param isOutside it is on a link of the outside world: addresses are written that are
     *     reserved for such purposes, and no others
     */
    public record Target(int address, int port, boolean isOutside) {}

    /** The simulated victim. */
    static final Target SIMULATED = new Target(Addresses.VICTIM, 7, false);

    /** Who is flooded. */
    public Target target = SIMULATED;

    /** Decides everything that chance decides: losses, spoofed addresses, gaps between SYNs. */
    public long seed = 1;

    /** What the victim does about it. */
    public Defence defence = Defence.COOKIES;

    /** SYNs a second on average, with exponential gaps; 0 is no flood. Up to 1,000,000. */
    public int synRate = 10_000;

    /** The attackers' addresses. */
    public Spoof spoof = Spoof.RANDOM;

    /** How long the flood lasts. */
    public long durationNs = 60 * SECOND;

    /** Honest clients, each at an address of its own. 0 to 100. */
    public int clients = 20;

    /** Each of them connects so often. */
    public long connectEveryNs = 500 * MILLISECOND;

    /** Whether no client has connected to the victim before the flood. */
    public boolean newcomers;

    /** An attempt that has had no answer for so long is given up: SYNs leave at 0, 1, 3 and 7 s. */
    public long patienceNs = 10 * SECOND;

    /** Round-trip times of the clients, in turns. */
    public long[] rttNs = {5 * MILLISECOND, 100 * MILLISECOND};

    /** Transfers to the victim that began before the flood. 0 to 100. */
    public int bulkFlows = 10;

    /** Their round-trip time. */
    public long bulkRttNs = 20 * MILLISECOND;

    /** The rate of the line behind which each of them sits. */
    public long bulkBitsPerSecond = 10_000_000;

    /** The loss between an honest host and the router, each way; 0 to 1. */
    public double loss = 0.01;

    /** The rate of the victim's link. */
    public long wireBitsPerSecond = 1_000_000_000;

    /** Receive descriptors of the victim. */
    public int receiveRing = 64;

    /** Frames the victim takes in one poll. */
    public int framesPerPoll = 16;

    /** Connection slots of the victim. */
    public int slots = 64;

    /** Entries of its SYN queue. */
    public int synQueue = 64;

    /** Whether the victim drops SYNs early when it cannot keep up. */
    public boolean earlySynDrop = true;

    /** What the victim's processor can do. */
    public Cost cost = Cost.DESKTOP;

    /** The defaults: the desktop's board under 10,000 SYN/s. */
    public FloodConfig() {}

    /** A copy. */
    public FloodConfig(FloodConfig from) {
        target = from.target;
        seed = from.seed;
        defence = from.defence;
        synRate = from.synRate;
        spoof = from.spoof;
        durationNs = from.durationNs;
        clients = from.clients;
        connectEveryNs = from.connectEveryNs;
        newcomers = from.newcomers;
        patienceNs = from.patienceNs;
        rttNs = from.rttNs.clone();
        bulkFlows = from.bulkFlows;
        bulkRttNs = from.bulkRttNs;
        bulkBitsPerSecond = from.bulkBitsPerSecond;
        loss = from.loss;
        wireBitsPerSecond = from.wireBitsPerSecond;
        receiveRing = from.receiveRing;
        framesPerPoll = from.framesPerPoll;
        slots = from.slots;
        synQueue = from.synQueue;
        earlySynDrop = from.earlySynDrop;
        cost = from.cost;
    }

    /** A copy with another defence. */
    public FloodConfig with(Defence other) {
        FloodConfig copy = new FloodConfig(this);
        copy.defence = other;
        return copy;
    }

    /** A copy without the flood: what the rest does by itself. */
    public FloodConfig quiet() {
        FloodConfig copy = with(Defence.COOKIES);
        copy.synRate = 0;
        return copy;
    }

    /**
     * Compares the victim's limits with their ranges.
     *
     * @throws org.tcplite.tcp.ConfigException for the first that is out of it
     */
    public void check() {
        Victim.netConfig(this).check();
    }
}
