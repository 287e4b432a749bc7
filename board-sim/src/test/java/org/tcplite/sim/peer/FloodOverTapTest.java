package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Idle;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.flood.SynFrames;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.TapLink;
import org.tcplite.tcp.TcpCounter;

/**
 * A flood in real time: a sender on a TAP device of its own, a bridge of the kernel, the board on
 * another TAP device; the kernel's connections through the same bridge.
 *
 * <p>{@code -Dtcplite.flood.rate=100000} asks for another rate, {@code -Dtcplite.flood.times=5} for
 * another multiple of what the slow processor can answer; the figures are printed.
 */
@Tag("tap")
class FloodOverTapTest {

    private static final int RATE = Integer.getInteger("tcplite.flood.rate", 10_000);
    private static final int TIMES = Integer.getInteger("tcplite.flood.times", 3);
    private static final Pattern SOON = Pattern.compile("(\\d+) within 15 s");
    private static final int ATTACKER = 0x0a000003;
    private static final int ROUNDS = 5;
    private static final int CLIENTS = 12;
    private static final double MS = 1e6;

    @BeforeAll
    static void canRun() {
        PeerNamespace.assumeUsable("ip");
    }

    @Test
    @Tag("RFC4987-2")
    void theKernelsClientsAreServedDuringAFlood() throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            assertEquals(ROUNDS * CLIENTS, servedSoon(board, RATE));
        }
    }

    /** A frame takes this processor 200 us: it is full at 5,000 SYN/s. */
    @Test
    @Tag("RFC4987-2")
    void soTheyAreBySlowProcessorsThatCannotKeepUp() throws Exception {
        try (TapBoard board = TapBoard.serving()) {
            board.onLoop(
                    () -> {
                        board.loop.add(new SlowProcessor(board.board.stack()));
                        return true;
                    });
            int soon = servedSoon(board, TIMES * 5_000);
            assertTrue(soon >= 0.95 * ROUNDS * CLIENTS, soon + " within 15 s");
        }
    }

    /** How many of the clients were served within 15 s. */
    private static int servedSoon(TapBoard board, int rate) throws Exception {
        int soon = 0;
        try (TapLink attackersLink = openBeside(board)) {
            bridge(board);
            Sender sender = new Sender(attackersLink.mac(), rate);
            EventLoop loop = attackersLink.newLoop();
            loop.add(sender);
            loop.add(attackersLink);
            Thread thread = new Thread(loop, "attacker");
            thread.start();
            try {
                awaitFloodMode(board, rate);
                for (int i = 0; i < ROUNDS; i++) {
                    PeerNamespace.Result served =
                            board.java(ParallelClients.class, TapBoard.BOARD, "" + CLIENTS, "4096");
                    System.out.print(served.text());
                    Matcher count = SOON.matcher(served.text());
                    assertTrue(count.find(), served.text());
                    soon += Integer.parseInt(count.group(1));
                }
            } finally {
                loop.stop();
                thread.join(10_000);
            }
            report(board, sender, rate);
            assertTrue(board.counter(TcpCounter.SYN_COOKIES_RECEIVED) > 0, "it is the cookies");
        }
        return soon;
    }

    /** Spends time for every frame, as a slower processor does. */
    private static final class SlowProcessor implements LoopMember {

        private static final long ANSWER_NS = 200_000;
        private static final long EARLY_DROP_NS = 27_000; // in the proportion of flood --measure

        private final NetworkStack stack;
        private long frames;
        private long dropped;

        SlowProcessor(NetworkStack stack) {
            this.stack = stack;
        }

        @Override
        public boolean turn(long nowNs) {
            long newDrops = stack.counter(NetCounter.DROP_SYN_EARLY) - dropped;
            long newFrames = stack.counter(NetCounter.IN_FRAMES) - frames;
            dropped += newDrops;
            frames += newFrames;
            long spentNs = newDrops * EARLY_DROP_NS + (newFrames - newDrops) * ANSWER_NS;
            while (System.nanoTime() - nowNs < spentNs) {
                Thread.onSpinWait();
            }
            return newFrames > 0;
        }

        @Override
        public long nextDeadlineNs() {
            return Idle.FOREVER;
        }
    }

    private static String attackersDevice(TapBoard board) {
        return board.peer.deviceName() + "a";
    }

    private static TapLink openBeside(TapBoard board) throws Exception {
        return TapLink.open(attackersDevice(board), LinkSettings.derivedMac(ATTACKER, 1500));
    }

    private static void bridge(TapBoard board) {
        PeerNamespace peer = board.peer;
        String near = peer.deviceName();
        peer.adopt(attackersDevice(board), "10.9.9.9/32");
        String[] lines = {
            "ip link add br0 type bridge",
            "ip addr flush dev " + near,
            "ip link set " + near + " master br0",
            "ip link set " + attackersDevice(board) + " master br0",
            "ip addr add 10.0.0.1/24 dev br0",
            "ip link set br0 up",
            // the kernel gives a neighbour up when three ARP requests are lost in a full queue
            "ip neigh replace " + TapBoard.BOARD + " lladdr 02:00:0a:00:00:02 dev br0"
        };
        for (String line : lines) {
            peer.run(line.split(" ")).assertSuccess();
        }
    }

    private static void awaitFloodMode(TapBoard board, int rate) throws Exception {
        long deadlineNs = System.nanoTime() + 30_000_000_000L;
        while (board.counter(TcpCounter.SYN_COOKIES_SENT) < Math.min(rate, 1_000)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "no flood arrives");
            Thread.sleep(50); // the loop below it runs in real time; bounded by the deadline
        }
    }

    private static void report(TapBoard board, Sender sender, int rate) throws Exception {
        long cpuNs =
                board.onLoop(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        EthernetMac mac = board.link.mac();
        System.out.printf(
                "asked %d SYN/s: %d sent in %.1f s, %d taken by the board, %d lost in its ring;"
                        + " %d dropped early; its loop used %.1f s of CPU, load average %.1f%n",
                rate,
                sender.sent,
                sender.elapsedNs() / 1e9,
                board.counter(TcpCounter.SYNS_RECEIVED),
                mac.counter(MacCounter.RX_OVER_ERRORS),
                board.onLoop(() -> board.board.stack().counter(NetCounter.DROP_SYN_EARLY)),
                cpuNs / MS / 1e3,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Sends SYNs at a rate, and as fast as it can when it is behind. */
    private static final class Sender implements LoopMember {

        private static final int BATCH = 32;

        private final EthernetMac mac;
        private final int rate;
        private final SynFrames frames = new SynFrames(1);
        private long startNs;
        private long lastNs;
        private volatile long sent;
        private boolean started;

        Sender(EthernetMac mac, int rate) {
            this.mac = mac;
            this.rate = rate;
            mac.start(() -> {});
        }

        long elapsedNs() {
            return lastNs - startNs;
        }

        @Override
        public boolean turn(long nowNs) {
            if (!started) {
                started = true;
                startNs = nowNs;
            }
            lastNs = nowNs;
            while (mac.rxPoll() > 0) {
                mac.rxRelease(); // SYN-ACKs for addresses of nobody
            }
            long due = (long) ((nowNs - startNs) / 1e9 * rate);
            int batch = 0;
            while (sent < due && batch < BATCH && mac.txClaim(60)) {
                byte[] frame = frames.next();
                System.arraycopy(frame, 0, mac.txBuffer(), mac.txOffset(), frame.length);
                mac.txCommit(frame.length, 0);
                sent++;
                batch++;
            }
            return sent < due;
        }

        @Override
        public long nextDeadlineNs() {
            return startNs + (long) ((sent + 1) * 1e9 / rate) + 1;
        }
    }
}
