package org.tcplite.sim.flood;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SeededEntropy;

/**
 * Measures on this machine what a SYN costs the stack, from the poll that takes it to the frame in
 * the transmit ring: answered from the table, answered by a cookie, dropped early; and an empty
 * poll. Times are those of the polls alone; frames are put in place and taken away in between.
 */
public final class CostMeter {

    private static final int WARM_UP = 30_000;
    private static final int BATCHES = 20_000;
    private static final int FRAMES = 4_096;

    /** Frames, or polls, timed together: a poll's budget. */
    private static final int BATCH = 16;

    private static final int PORT = 7;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_REPEAT_NS = 32 * SECOND;

    private final byte[][] syns = new byte[FRAMES][];
    private SimulatedDmaMac mac;
    private NetworkStack stack;
    private long nowNs = SECOND;
    private int next;

    /**
     * One figure: nanoseconds, the least and the middle of all batches of 16; what other programs
     * took from the processor is in few of them.
     *
     * @param what was measured, in words
     */
    public record Figure(String what, double leastNs, double medianNs) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-36s%10.1f ns%10.1f ns", what, leastNs, medianNs);
        }
    }

    private CostMeter() {
        MacConfig macConfig = LinkSettings.derivedMac(Addresses.VICTIM, Frames.MTU);
        Attacker attacker = new Attacker(new FloodConfig(), Router.MAC, macConfig.address);
        attacker.start(0, Long.MAX_VALUE / 4);
        for (int i = 0; i < FRAMES; i++) {
            syns[i] = attacker.frame().clone();
            attacker.sent();
        }
    }

    /** Measures; this takes some seconds. In the order: table, cookie, early drop, empty poll. */
    public static List<Figure> measure() {
        CostMeter meter = new CostMeter();
        meter.boot(1024); // sixteen SYNs never fill a bucket of four in 256
        Figure poll = figure("a poll that finds nothing", meter::emptyPolls);
        Figure table = figure("a SYN, answered from the table", meter::tableSyns);
        meter.boot(8);
        Figure cookie = figure("a SYN, answered by a cookie", meter::cookieSyns);
        Figure early = figure("a SYN, dropped early", meter::earlyDrops);
        return List.of(table, cookie, early, poll);
    }

    /** What those figures are for a run: the middle ones, a SYN by a cookie for every frame. */
    public static Cost cost(List<Figure> figures) {
        long frameNs = Math.max(1, Math.round(figures.get(1).medianNs));
        long earlyNs = Math.max(1, Math.round(figures.get(2).medianNs));
        long pollNs = Math.round(figures.get(3).medianNs);
        String origin =
                String.format(Locale.ROOT, "measured here, JDK %s", Runtime.version().feature());
        return new Cost(frameNs, pollNs, earlyNs, origin);
    }

    private static Figure figure(String what, LongSupplier batch) {
        for (int i = 0; i < WARM_UP; i++) {
            batch.getAsLong();
        }
        long[] each = new long[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            each[i] = batch.getAsLong();
        }
        Arrays.sort(each);
        return new Figure(what, (double) each[0] / BATCH, (double) each[BATCHES / 2] / BATCH);
    }

    private void boot(int synQueue) {
        FloodConfig config = new FloodConfig();
        config.synQueue = synQueue;
        MacConfig macConfig = LinkSettings.derivedMac(Addresses.VICTIM, Frames.MTU);
        macConfig.rxDepth = config.receiveRing;
        mac = new SimulatedDmaMac(macConfig);
        NetConfig net = Victim.netConfig(config);
        stack = new NetworkStack(net, mac, new SeededEntropy(1), Frames.OCTETS);
        stack.start(() -> {});
        stack.tcp().listen(PORT, 64);
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            byte[] syn = syns[next++ & FRAMES - 1];
            mac.receiveFromHost(syn, 0, syn.length);
        }
    }

    /** The time of a poll that takes some SYNs; after it the ring is found empty. */
    private long timedBatch() {
        put(BATCH);
        long took = timedPoll();
        stack.receive(nowNs);
        return took;
    }

    /** The time of one poll; what it sent is taken away after it. */
    private long timedPoll() {
        long startNs = System.nanoTime();
        stack.poll(nowNs);
        long took = System.nanoTime() - startNs;
        while (mac.pollTransmitted() != null) {
            mac.releaseTransmitted();
        }
        return took;
    }

    private long emptyPolls() {
        long startNs = System.nanoTime();
        for (int i = 0; i < BATCH; i++) {
            stack.poll(nowNs);
        }
        return System.nanoTime() - startNs;
    }

    private long tableSyns() {
        long took = timedBatch();
        while (stack.tcp().halfOpen() > 0) {
            nowNs += LONGEST_REPEAT_NS;
            timedPoll();
        }
        return took;
    }

    private long cookieSyns() {
        while (!stack.tcp().isFloodMode(nowNs)) {
            timedBatch();
        }
        return timedBatch();
    }

    /** The ring is never found empty, so that few are answered; a batch in which nobody is. */
    private long earlyDrops() {
        long took;
        long before;
        do {
            before = stack.counter(NetCounter.DROP_SYN_EARLY);
            put(mac.rxDepth());
            took = timedPoll();
        } while (stack.counter(NetCounter.DROP_SYN_EARLY) - before < BATCH);
        return took;
    }
}
