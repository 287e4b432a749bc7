package org.tcplite.tcp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One random run: some connections between two stacks carry text both ways over a wire with faults,
 * then over one without, and are closed; somebody may attack them meanwhile. Everything follows
 * from the seed, and from the set of disturbances that are left out.
 *
 * <p>Checked: the invariants after every event, the wire by {@link WireOracle}, that octets read
 * are a prefix of octets written, that all arrive, that a segment no connection may take leaves it
 * as it was, and that every slot, entry and record comes home.
 */
public final class Simulation {

    /** Sees what passes the wire, for a capture or a transcript. */
    public interface Tap {

        /**
         * A segment leaves or reaches a host.
         *
         * @param timeNs since the beginning of the run
         * @param host 0 or 1
         * @param out whether it leaves
         */
        void segment(long timeNs, int host, boolean out, int from, int to, byte[] segment);

        /** A frame leaves or reaches a host, in a run with whole boards; no segment is shown. */
        void frame(long timeNs, int host, boolean out, byte[] frame);
    }

    private static final long MS = World.MS;
    private static final int SERVER = 1;
    private static final int SIMULTANEOUS_PORT = 81;

    /** How long it may take after the last fault, in virtual time. */
    private static final long BOUND_NS = 3_600_000 * MS;

    /** By then all that nobody uses any more has ended by itself. */
    private static final long DRAIN_NS = 400_000 * MS;

    final World world;
    final TwoHosts hosts;

    /** The hosts, if they are whole boards; else null. */
    private final TwoBoards boards;

    final SplittableRandom random;
    final Disturbances disturbances;
    final boolean inPlace;
    final List<String> transcript = new ArrayList<>();
    boolean transcribing;

    /** Whether users say beforehand where they are going to read to. */
    boolean postsReads = true;

    /** Octets that stood in place when they were read. */
    int postedOctets;

    private final Coverage coverage = new Coverage();
    private final Coverage.View[] views = new Coverage.View[2];
    private final WireOracle oracle;
    private final PassiveOpens opens;
    private final Troubles troubles;
    private final Attackers attackers;
    private final SplittableRandom batches;
    private final MessageDigest digest;
    private final List<SimulatedUser> users = new ArrayList<>();
    private final Map<Integer, Integer> initial = new HashMap<>();
    private final int listener;
    private Tap tap;

    /** The run of a seed. */
    public Simulation(long seed) {
        this(seed, new BitSet());
    }

    /** The run of a seed without the disturbances whose numbers are in the set. */
    public Simulation(long seed, BitSet without) {
        this(seed, 0, true, without);
    }

    /**
     * The run of a seed with all its times later by {@code shiftNs}.
     *
     * @param inPlace whether the users take the calls without a copy, whose answers depend on where
     *     the ring wraps
     */
    Simulation(long seed, long shiftNs, boolean inPlace, BitSet without) {
        this.inPlace = inPlace;
        SplittableRandom source = new SplittableRandom(seed);
        world = new World(seed, shiftNs, source);
        disturbances = new Disturbances(without);
        FaultyWire wire = new FaultyWire(world, disturbances, source.split());
        boards =
                world.boards
                        ? new TwoBoards(
                                world.board, world.receiveRing, world.startNs, world.key, wire)
                        : null;
        hosts =
                world.boards
                        ? boards
                        : new TwoHosts(
                                world.config[0], world.config[1], world.startNs, world.key, wire);
        troubles = new Troubles(hosts, wire, world, disturbances, source.split());
        boolean hoards = source.nextBoolean();
        attackers = new Attackers(world, hosts, boards, disturbances, hoards, source.split());
        batches = source.split();
        random = source.split();
        oracle = new WireOracle(world.mtu(), World::octet);
        opens = new PassiveOpens(hosts.tcp[SERVER], this::made);
        digest = sha256();
        hosts.observer = new Watcher();
        for (int host = 0; host < 2; host++) {
            views[host] = new Coverage.View(coverage, hosts.tcp[host]);
        }
        listener = hosts.tcp[1].listen(World.PORT, world.backlog);
        checked(1);
        for (int i = 0; i < world.connections; i++) {
            plan(World.FIRST_CLIENT_PORT + i);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One connection: the client's end, and for a simultaneous open the other one too. */
    private void plan(int clientPort) {
        boolean simultaneous = random.nextInt(8) == 0 && !world.hostilePeer; // it needs a slot
        boolean rude = random.nextInt(8) == 0;
        boolean closesFirst = random.nextInt(4) != 0;
        long at = world.startNs + random.nextInt(world.hostilePeer ? 5_000 : 100) * MS;
        SimulatedUser client = new SimulatedUser(this, 0, clientPort, closesFirst, rude);
        client.nextNs = at;
        users.add(client);
        if (simultaneous) {
            boolean other = !closesFirst || random.nextBoolean();
            SimulatedUser server = new SimulatedUser(this, 1, clientPort, other, rude);
            server.nextNs = at;
            users.add(server);
        }
    }

    private void made(int remoteAddress, int remotePort, int iss, boolean again) {
        if (remoteAddress != HostilePeer.ADDRESS) {
            oracle.made(SERVER, remotePort, iss, again);
        }
    }

    /** Everything sent is shown to the oracle, the hash, the transcript and the tap. */
    private final class Watcher implements TwoHosts.Observer {

        @Override
        public void checked(int host) {
            views[host].look();
            if (host == SERVER) {
                opens.look(hosts.nowNs);
            }
        }

        @Override
        public void sent(int host, int to, byte[] segment) {
            if (tap != null && boards == null) {
                tap.segment(elapsedNs(), host, true, TwoHosts.ADDRESS[host], to, segment);
            }
            if (host == SERVER) {
                opens.sent(TwoHosts.ADDRESS[SERVER], to, segment, hosts.nowNs);
            }
            if (to == HostilePeer.ADDRESS) {
                attackers.hostile.hears(segment);
            } else if (to == TwoHosts.ADDRESS[1 - host]) {
                oracle.sent(host, segment);
                if (transcribing) {
                    transcript.add(relative(host, segment));
                }
            }
        }

        @Override
        public void arrives(int host, int from, byte[] segment) {
            if (tap != null) {
                tap.segment(elapsedNs(), host, false, from, TwoHosts.ADDRESS[host], segment);
            }
        }

        @Override
        public void leaves(int host, byte[] octets) {
            ByteBuffer when = ByteBuffer.allocate(9);
            digest.update(when.putLong(elapsedNs()).put((byte) host).array());
            digest.update(octets);
        }

        @Override
        public void frame(int host, boolean out, byte[] frame) {
            if (tap != null) {
                tap.frame(elapsedNs(), host, out, frame);
            }
        }
    }

    private long elapsedNs() {
        return hosts.nowNs - world.startNs;
    }

    /** The segment, its time counted from the start and its numbers from the first SYN's. */
    private String relative(int from, byte[] s) {
        int port = WireOracle.clientPort(from, s);
        if (Fields.has(s, Segment.SYN)) {
            initial.putIfAbsent(from << 16 | port, Fields.seq(s));
        }
        int seq = Fields.seq(s) - initial.getOrDefault(from << 16 | port, 0);
        boolean acks = Fields.has(s, Segment.ACK);
        int ack = acks ? Fields.ack(s) - initial.getOrDefault(1 - from << 16 | port, 0) : 0;
        return String.format(
                "%d %d:%d %02x %d+%d ack %d win %d",
                elapsedNs(),
                from,
                port,
                Fields.flags(s),
                seq,
                Fields.textLength(s),
                ack,
                Fields.window(s));
    }

    /** A user has called into a host's stack. */
    void checked(int host) {
        Inspector.check(hosts.tcp[host]);
        views[host].look();
    }

    // ---- what there is to know

    /** Shows the rest of the run to somebody. */
    public void show(Tap who) {
        tap = who;
    }

    /** Keeps the last lines of what went over the wire, for {@link #trace}. */
    public void keepTrace() {
        hosts.tracing = true;
    }

    /** The last lines of what went over the wire. */
    public List<String> trace() {
        return List.copyOf(hosts.trace);
    }

    /** All that the seed has drawn, in a line. */
    public String parameters() {
        return world.toString();
    }

    /** Where the run has been. */
    public Coverage coverage() {
        return coverage;
    }

    /** How many disturbances the run had, those left out too. */
    public int disturbances() {
        return disturbances.count();
    }

    /** The hash of every octet both stacks have sent, and when; once, after the run. */
    public byte[] hash() {
        return digest.digest();
    }

    /** Connections that were lost because their half-open entry had ended before its ACK came. */
    public int failures() {
        return (int) users.stream().filter(user -> user.failure != 0 && !user.rude).count();
    }

    // ---- the run

    /**
     * Runs to the end.
     *
     * @throws AssertionError what did not hold, first
     */
    public void run() {
        long limitNs = world.startNs + world.faultsNs + BOUND_NS;
        while (!isOver()) {
            long next = nextNs();
            if (next == Long.MAX_VALUE || next - limitNs >= 0) {
                throw new AssertionError("it will not end: " + users);
            }
            if (next - hosts.nowNs > 0) {
                transmitAll();
                long after = nextNs();
                hosts.nowNs = after - next < 0 ? after : next;
            }
            happen();
            if (batches.nextDouble() >= world.batching) {
                transmitAll();
            }
        }
        attackers.hostile.giveUp();
        hosts.runUntil(hosts.nowNs + DRAIN_NS);
        TwoHosts.check(hosts.tcp[1].close(listener, hosts.nowNs) == 0, "close of the listener");
        checked(1);
        hosts.runUntil(hosts.nowNs + DRAIN_NS); // resets of what nobody accepted
        hosts.checkAllHome();
        checkOutcome();
        views[0].finish();
        views[1].finish();
        if (boards != null) {
            coverage.add(boards);
        }
    }

    private void transmitAll() {
        hosts.transmit(0);
        hosts.transmit(1);
    }

    private boolean isOver() {
        for (SimulatedUser user : users) {
            if (!user.done) {
                return false;
            }
        }
        return hosts.isQuiet() && elapsedNs() >= world.faultsNs;
    }

    private long nextNs() {
        long next = earlier(hosts.nextEventNs(), troubles.nextNs());
        next = earlier(next, attackers.nextNs());
        for (SimulatedUser user : users) {
            if (user.actsByTime()) {
                next = earlier(next, user.nextNs);
            }
        }
        if (elapsedNs() < world.faultsNs) {
            next = earlier(next, world.startNs + world.faultsNs);
        }
        return next != Long.MAX_VALUE && next - hosts.nowNs < 0 ? hosts.nowNs : next;
    }

    static long earlier(long first, long second) {
        if (first == Long.MAX_VALUE || second == Long.MAX_VALUE) {
            return Math.min(first, second);
        }
        return second - first < 0 ? second : first;
    }

    private void happen() {
        troubles.happen();
        if (boards != null) {
            boolean slow = elapsedNs() < world.faultsNs;
            boards.frameCostNs = slow ? world.frameCostNs : 0;
            boards.loopNs = slow ? (long) (world.batching * 4 * MS) : 0;
        }
        attackers.act();
        for (int i = 0; i < users.size(); i++) {
            SimulatedUser user = users.get(i);
            if (user.actsByTime() && user.nextNs - hosts.nowNs <= 0) {
                if (!user.open) {
                    connect(user);
                }
                user.act();
                user.nextNs = hosts.nowNs + 1 + user.pause();
            }
        }
        long next = hosts.nextEventNs();
        if (next != Long.MAX_VALUE && next - hosts.nowNs <= 0) {
            hosts.happen(false);
        }
        takeNews(0);
        takeNews(1);
    }

    private void connect(SimulatedUser user) {
        Tcp tcp = user.tcp();
        boolean simultaneous = isSimultaneous(user.clientPort);
        int serverPort = simultaneous ? SIMULTANEOUS_PORT : World.PORT;
        int remotePort = user.host == 0 ? serverPort : user.clientPort;
        int localPort = user.host == 0 ? user.clientPort : serverPort;
        int peer = TwoHosts.ADDRESS[1 - user.host];
        int handle = tcp.connect(peer, remotePort, localPort, hosts.nowNs);
        TwoHosts.check(handle > 0, "connect: " + handle);
        user.opens(handle);
    }

    private boolean isSimultaneous(int clientPort) {
        return users.stream().anyMatch(u -> u.host == 1 && u.clientPort == clientPort);
    }

    private void takeNews(int host) {
        Tcp tcp = hosts.tcp[host];
        int handle;
        while ((handle = tcp.nextReady()) != Tcp.NONE) {
            int signals = tcp.takeSignals(handle);
            TwoHosts.check(signals != 0, "ready without news");
            if (host == 1 && handle == listener) {
                TwoHosts.check(signals == Signals.ACCEPTABLE, "a listener's news");
                acceptAll();
                continue;
            }
            for (SimulatedUser user : users) {
                boolean mine = user.host == host && user.handle == handle && !user.done;
                if (mine && !user.actsByTime()) {
                    user.act();
                }
            }
        }
    }

    private void acceptAll() {
        Tcp tcp = hosts.tcp[1];
        int handle;
        while ((handle = tcp.accept(listener)) > 0) {
            if (tcp.remoteAddressOf(handle) == HostilePeer.ADDRESS) {
                attackers.hostile.accepted(handle);
                continue;
            }
            int port = tcp.remotePortOf(handle);
            boolean clientCloses = false;
            boolean rude = false;
            for (SimulatedUser user : users) {
                clientCloses |= user.clientPort == port && user.closesFirst;
                rude |= user.clientPort == port && user.rude;
            }
            boolean closes = !clientCloses || random.nextBoolean();
            boolean again = opens.isSecond(handle);
            SimulatedUser user = new SimulatedUser(this, 1, port, closes, rude || again);
            user.isSecond = again;
            user.opens(handle);
            users.add(user);
        }
        TwoHosts.check(handle == TcpError.WOULD_BLOCK, "accept: " + handle);
    }

    private void checkOutcome() {
        for (SimulatedUser user : users) {
            if (user.rude) {
                continue; // nothing is promised but what was checked while it lived
            }
            if (user.failure != 0) {
                TwoHosts.check(mayFail(), "failed: " + TcpError.text(user.failure));
                continue;
            }
            int served = 0;
            for (SimulatedUser other : users) {
                boolean isPeer = other.clientPort == user.clientPort && other.host != user.host;
                if (isPeer && !other.isSecond) {
                    served++;
                    // who has failed is judged for himself: a closed end may have given way
                    boolean whole = other.read == user.written || other.failure != 0;
                    TwoHosts.check(whole, "not all has arrived");
                }
            }
            TwoHosts.check(served == 1, "connections made of one: " + served);
        }
    }

    /** A half-open entry has ended before its ACK came, or somebody has taken all there was. */
    private boolean mayFail() {
        Tcp server = hosts.tcp[1];
        return server.counter(TcpCounter.SYN_EXPIRED) > 0
                || world.hostilePeer
                        && server.counter(TcpCounter.FLOOD_MODES)
                                        + server.counter(TcpCounter.DROP_ACCEPT_OVERFLOW)
                                        + server.counter(TcpCounter.SLOTS_RECLAIMED)
                                > 0;
    }
}
