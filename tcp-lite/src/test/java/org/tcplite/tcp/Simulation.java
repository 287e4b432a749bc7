package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One random run: some connections between two stacks carry text both ways over a wire with faults,
 * then over one without, and are closed. Everything follows from the seed.
 *
 * <p>Checked: the invariants after every event, the wire by {@link WireOracle}, that octets read
 * are a prefix of octets written, that all arrive, and that every slot, entry and record comes
 * home.
 */
final class Simulation {

    private static final long MS = 1_000_000;
    private static final int PORT = 80;
    private static final int FIRST_CLIENT_PORT = 10_000;

    /** How one end of a connection behaves, and how far it is. */
    private final class End {
        final int host;
        final int clientPort;
        final int toWrite;
        final boolean closesFirst;
        final boolean bySignals;
        final long paceNs;
        int handle;
        int written;
        int read;
        boolean open;
        boolean shut;
        boolean atEnd;
        boolean done;
        int failure;
        long nextNs;

        End(int host, int clientPort, boolean closesFirst) {
            this.host = host;
            this.clientPort = clientPort;
            this.closesFirst = closesFirst;
            toWrite = random.nextInt(5) == 0 ? 0 : random.nextInt(1, mostOctets);
            bySignals = random.nextBoolean();
            paceNs = random.nextInt(4) == 0 ? 200 * MS : random.nextInt(1, 20) * MS;
        }

        Tcp tcp() {
            return hosts.tcp[host];
        }

        void act() {
            do {
                if (!read() & !write()) {
                    break;
                }
            } while (bySignals && !done);
            if (done) {
                return;
            }
            if (random.nextInt(16) == 0) {
                setLimits();
            }
            if (!shut && written == toWrite && (closesFirst || atEnd)) {
                int answer = tcp().shutdownWrite(handle, hosts.nowNs);
                shut = answer == 0;
                TwoHosts.check(shut || answer == TcpError.NOT_CONNECTED, "shut down: " + answer);
            }
            if (shut && atEnd) {
                TwoHosts.check(tcp().close(handle, hosts.nowNs) == 0, "close");
                done = true;
            }
            Inspector.check(tcp());
        }

        /**
         * Other limits than before, not below a quarter of the rings, or the run takes for ever.
         */
        private void setLimits() {
            TcpConfig config = tcp().connections.config;
            int ring = random.nextBoolean() ? config.receiveBuffer : config.sendBuffer;
            int octets = random.nextInt(ring >> 2, ring + 1);
            int most = random.nextInt(256, 1500);
            tcp().setReceiveBuffer(handle, Math.max(octets, config.receiveBuffer >> 2));
            tcp().setSendBuffer(handle, Math.max(octets, config.sendBuffer >> 2));
            TwoHosts.check(tcp().setMaxSegment(handle, most, hosts.nowNs) == 0, "TCP_MAXSEG");
        }

        /** Reads a little, by one of the two ways. */
        private boolean read() {
            int most = random.nextInt(1, 2000);
            int got;
            if (random.nextBoolean() || !inPlace) {
                got = tcp().read(handle, buffer, 7, most, hosts.nowNs);
                compare(buffer, 7, got);
            } else {
                got = Math.min(tcp().peek(handle), most);
                if (got > 0) {
                    compare(tcp().readArray(), tcp().readOffset(handle), got);
                    TwoHosts.check(tcp().consume(handle, got, hosts.nowNs) == got, "consume");
                }
            }
            Inspector.check(tcp());
            if (got == TcpError.END_OF_STREAM) {
                atEnd = true;
                return false;
            }
            return !failed(got) && got > 0;
        }

        private void compare(byte[] array, int offset, int length) {
            for (int i = 0; i < length; i++) {
                byte expected = octet(1 - host, clientPort, read + i);
                if (array[offset + i] != expected) {
                    throw new AssertionError("octet " + (read + i) + " is wrong");
                }
            }
            read += Math.max(0, length);
        }

        /** Writes a little, by one of the two ways. */
        private boolean write() {
            int most = Math.min(toWrite - written, random.nextInt(1, 3000));
            if (done || most == 0) {
                return false;
            }
            int taken;
            if (random.nextBoolean() || !inPlace) {
                fill(buffer, 3, most);
                taken = tcp().write(handle, buffer, 3, most, hosts.nowNs);
            } else {
                taken = Math.min(tcp().claim(handle), most);
                if (taken > 0) {
                    fill(tcp().writeArray(), tcp().writeOffset(handle), taken);
                    TwoHosts.check(tcp().commit(handle, taken, hosts.nowNs) == taken, "commit");
                }
            }
            Inspector.check(tcp());
            if (failed(taken)) {
                return false;
            }
            written += Math.max(0, taken);
            return taken > 0;
        }

        private void fill(byte[] array, int offset, int length) {
            for (int i = 0; i < length; i++) {
                array[offset + i] = octet(host, clientPort, written + i);
            }
        }

        private boolean failed(int answer) {
            if (answer >= TcpError.END_OF_STREAM) {
                return false;
            }
            failure = answer;
            TwoHosts.check(tcp().close(handle, hosts.nowNs) == 0, "close");
            done = true;
            return true;
        }
    }

    final long seed;
    final TwoHosts hosts;
    final List<String> transcript = new ArrayList<>();
    boolean transcribing;

    private final SplittableRandom random;
    private final boolean inPlace;
    private final WireOracle oracle;
    private final byte[] buffer = new byte[4096];
    private final List<End> ends = new ArrayList<>();
    private final Map<Integer, Integer> initial = new HashMap<>();
    private final String parameters;
    private final int mostOctets;
    private final long startNs;
    private final long faultsNs;
    private final long delayNs;
    private final int jitterMs;
    private final double loss;
    private final double duplication;
    private final double corruption;
    private final double batching;
    private int listener;

    Simulation(long seed) {
        this(seed, 0, true);
    }

    /**
     * The run of a seed with all its times later by {@code shiftNs}.
     *
     * @param inPlace whether the ends use the calls without a copy, whose answers depend on where
     *     the ring wraps
     */
    Simulation(long seed, long shiftNs, boolean inPlace) {
        this.seed = seed;
        this.inPlace = inPlace;
        random = new SplittableRandom(seed);
        TcpConfig[] config = {config(), config()};
        int least = Math.min(config[0].receiveBuffer, config[1].receiveBuffer);
        mostOctets = Math.min(150_000, 60 * least);
        faultsNs = random.nextInt(5) == 0 ? 0 : random.nextInt(1, 30_000) * MS;
        delayNs = random.nextInt(1, 40) * MS;
        jitterMs = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 120);
        loss = random.nextInt(3) == 0 ? 0 : random.nextDouble(0.25);
        duplication = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.2);
        corruption = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.1);
        batching = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.8);
        long key = random.nextLong();
        int connections = random.nextInt(1, 4);
        startNs = startTime(random.nextInt(6), key) + shiftNs;
        oracle = new WireOracle(Math.min(config[0].mtu, config[1].mtu), this::octet);
        hosts = new TwoHosts(config[0], config[1], startNs, key, this::carry);
        parameters =
                String.format(
                        "seed %d: rings %d/%d and %d/%d, options %s and %s, mtu %d and %d, start"
                                + " %d, faults %d"
                                + " ms: loss %.3f dup %.3f corrupt %.3f, delay %d ms + %d,"
                                + " batching %.2f, %d connections",
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
                        connections);
        listener = hosts.tcp[1].listen(PORT, 4);
        for (int i = 0; i < connections; i++) {
            End end = new End(0, FIRST_CLIENT_PORT + i, random.nextInt(4) != 0);
            end.nextNs = startNs + random.nextInt(100) * MS;
            ends.add(end);
        }
    }

    private static String options(TcpConfig config) {
        String options = config.windowScale ? "W" : "";
        return options + (config.timestamps ? "T" : "") + (config.sack ? "S" : "") + "-";
    }

    private TcpConfig config() {
        TcpConfig config = new TcpConfig();
        config.connections = 4;
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
        return config;
    }

    /** A time that puts a wrap within the run: of the clock, or of either side's numbers. */
    private long startTime(int kind, long key) {
        if (kind == 0) {
            return 0;
        }
        if (kind == 1) {
            return Long.MAX_VALUE - 500_000 - random.nextInt(20_000) * MS; // "never" is no time
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

    private byte octet(int host, int clientPort, int offset) {
        int mixed = (offset * 0x9E3779B1 ^ clientPort << 8 ^ host) * 0x85EBCA6B;
        return (byte) (mixed >>> 21);
    }

    // ---- the wire

    private void carry(TwoHosts on, int from, byte[] segment) {
        oracle.sent(from, segment);
        if (transcribing) {
            transcript.add(relative(from, segment));
        }
        long at = on.nowNs + delayNs;
        if (on.nowNs - startNs >= faultsNs) {
            on.arriveAt(1 - from, at, segment);
            return;
        }
        at += jitterMs == 0 ? 0 : random.nextInt(jitterMs) * MS;
        boolean lost = random.nextDouble() < loss;
        boolean twice = random.nextDouble() < duplication;
        if (random.nextDouble() < corruption) {
            byte[] broken = segment.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            on.arriveAt(1 - from, at, broken);
            return;
        }
        if (!lost) {
            on.arriveAt(1 - from, at, segment);
        }
        if (twice) {
            on.arriveAt(1 - from, at + random.nextInt(1, 500) * MS, segment);
        }
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
                hosts.nowNs - startNs,
                from,
                port,
                Fields.flags(s),
                seq,
                Fields.textLength(s),
                ack,
                Fields.window(s));
    }

    // ---- the run

    /** Runs to the end; a failure carries the parameters. */
    void run() {
        try {
            play();
        } catch (AssertionError | RuntimeException e) {
            String lines = String.join("\n  ", hosts.trace);
            throw new AssertionError(
                    e.getMessage()
                            + "\n"
                            + parameters
                            + "\nreplay: mvn test -pl hal,tcp-lite -Dtest=TransferSimulationTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtcplite.seed="
                            + seed
                            + "\n  "
                            + lines,
                    e);
        }
    }

    /** Connections that were lost because their half-open entry had ended before its ACK came. */
    int failures() {
        return (int) ends.stream().filter(end -> end.failure != 0).count();
    }

    private void play() {
        long limitNs = startNs + faultsNs + 3_600_000 * MS;
        while (!isOver()) {
            long next = nextNs();
            if (next == Long.MAX_VALUE || next - limitNs >= 0) {
                throw new AssertionError("it will not end: " + progress());
            }
            if (next - hosts.nowNs > 0) {
                transmitAll();
                long after = nextNs();
                hosts.nowNs = after - next < 0 ? after : next;
            }
            happen();
            if (random.nextDouble() >= batching) {
                transmitAll();
            }
        }
        hosts.runUntil(hosts.nowNs + 400_000 * MS);
        TwoHosts.check(hosts.tcp[1].close(listener, hosts.nowNs) == 0, "close of the listener");
        Inspector.check(hosts.tcp[1]);
        hosts.checkAllHome();
        checkOutcome();
    }

    private void transmitAll() {
        hosts.transmit(0);
        hosts.transmit(1);
    }

    private boolean isOver() {
        for (End end : ends) {
            if (!end.done) {
                return false;
            }
        }
        return hosts.isQuiet();
    }

    private long nextNs() {
        long next = hosts.nextEventNs();
        for (End end : ends) {
            if (!end.done && !(end.open && end.bySignals)) {
                next = next == Long.MAX_VALUE || end.nextNs - next < 0 ? end.nextNs : next;
            }
        }
        return next != Long.MAX_VALUE && next - hosts.nowNs < 0 ? hosts.nowNs : next;
    }

    private void happen() {
        for (int i = 0; i < ends.size(); i++) {
            End end = ends.get(i);
            if (!end.done && end.nextNs - hosts.nowNs <= 0 && !(end.open && end.bySignals)) {
                if (!end.open) {
                    connect(end);
                }
                end.act();
                end.nextNs = hosts.nowNs + 1 + (long) (random.nextDouble() * 2 * end.paceNs);
            }
        }
        long next = hosts.nextEventNs();
        if (next != Long.MAX_VALUE && next - hosts.nowNs <= 0) {
            hosts.happen(false);
        }
        takeNews(0);
        takeNews(1);
    }

    private void connect(End end) {
        Tcp tcp = hosts.tcp[0];
        end.handle = tcp.connect(TwoHosts.ADDRESS[1], PORT, end.clientPort, hosts.nowNs);
        TwoHosts.check(end.handle > 0, "connect: " + end.handle);
        end.open = true;
        if (random.nextBoolean()) {
            tcp.setNoDelay(end.handle, true, hosts.nowNs);
        }
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
            for (End end : ends) {
                if (end.host == host && end.handle == handle && !end.done && end.bySignals) {
                    end.act();
                }
            }
        }
    }

    private void acceptAll() {
        Tcp tcp = hosts.tcp[1];
        int handle;
        while ((handle = tcp.accept(listener)) > 0) {
            int port = tcp.remotePortOf(handle);
            boolean clientCloses =
                    ends.stream().anyMatch(e -> e.clientPort == port && e.closesFirst);
            End end = new End(1, port, !clientCloses || random.nextBoolean());
            end.handle = handle;
            end.open = true;
            end.nextNs = hosts.nowNs;
            ends.add(end);
        }
        TwoHosts.check(handle == TcpError.WOULD_BLOCK, "accept: " + handle);
    }

    private void checkOutcome() {
        for (End end : ends) {
            if (end.failure != 0) {
                boolean expired = hosts.tcp[1].counter(TcpCounter.SYN_EXPIRED) > 0;
                TwoHosts.check(expired, "failed: " + TcpError.text(end.failure));
                continue;
            }
            int served = 0;
            for (End other : ends) {
                if (other.clientPort == end.clientPort && other.host != end.host) {
                    served++;
                    TwoHosts.check(other.read == end.written, "not all has arrived");
                }
            }
            TwoHosts.check(served == 1, "connections made of one: " + served);
        }
    }

    private String progress() {
        StringBuilder text = new StringBuilder();
        for (End end : ends) {
            text.append(
                    String.format(
                            "[%d:%d %s wrote %d of %d read %d%s%s]",
                            end.host,
                            end.clientPort,
                            TcpState.name(end.tcp().state(end.handle)),
                            end.written,
                            end.toWrite,
                            end.read,
                            end.shut ? " shut" : "",
                            end.done ? " done" : ""));
        }
        return text.toString();
    }
}
