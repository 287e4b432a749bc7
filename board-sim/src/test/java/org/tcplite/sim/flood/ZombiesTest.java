package org.tcplite.sim.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.tcp.Tcp;

/**
 * Ten times as many connections as there are slots, from 50 addresses that really exist: they
 * complete the handshake and say nothing, and come back whenever they are thrown out.
 */
class ZombiesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int SLOTS = 64;
    private static final int ADDRESSES = 50;
    private static final int EACH = 10 * SLOTS / ADDRESSES + 1;
    private static final int IDLE_S = 110;
    private static final int SLOW = 3;
    private static final int VISITORS = 5;
    private static final long VISIT_EVERY_NS = 40 * SECOND;
    private static final long ZOMBIES_COME_NS = 2 * SECOND;
    private static final long VISITORS_COME_NS = 5 * SECOND;
    private static final long END_NS = 245 * SECOND;
    private static final long PROMISED_NS = 35 * SECOND;

    private final FloodConfig config = new FloodConfig();
    private final HonestLog log = new HonestLog(0);
    private final List<SlowTalker> slow = new ArrayList<>();
    private final List<HonestClient> visitors = new ArrayList<>();
    private Testbed testbed;

    @BeforeEach
    void settle() {
        config.slots = SLOTS;
        config.synRate = 0;
        ServicesConfig services = new ServicesConfig();
        services.idleMs = IDLE_S * 1_000;
        testbed = new Testbed(config, services);
    }

    private void site(Function<Tcp, Application> program) {
        long seed = testbed.sites.all().size();
        testbed.addSite(new Site.Line(20_000_000, 0, 0.01), 8192, seed, program);
    }

    private void people() {
        for (int i = 0; i < SLOW; i++) {
            site(
                    tcp -> {
                        slow.add(new SlowTalker(tcp));
                        return slow.get(slow.size() - 1);
                    });
        }
        FloodConfig visiting = new FloodConfig(config);
        visiting.connectEveryNs = VISIT_EVERY_NS;
        visiting.patienceNs = 60 * SECOND;
        for (int i = 0; i < VISITORS; i++) {
            long firstNs = VISITORS_COME_NS + i * VISIT_EVERY_NS / VISITORS;
            long seed = i;
            site(
                    tcp -> {
                        visitors.add(new HonestClient(tcp, visiting, firstNs, seed, log));
                        return visitors.get(visitors.size() - 1);
                    });
        }
    }

    private void zombies() {
        for (int i = 0; i < ADDRESSES; i++) {
            site(tcp -> new Zombie(tcp, ZOMBIES_COME_NS));
        }
    }

    private void run(long untilNs) {
        testbed.loop.runUntil(() -> false, untilNs);
    }

    @Test
    void leaveRoomForHonestClientsFastAndSlow() {
        people();
        zombies();
        run(VISITORS_COME_NS);
        assertEquals(SLOTS, testbed.victim.openConnections(), "all slots are taken");
        run(END_NS - 40 * SECOND);
        visitors.forEach(visitor -> visitor.close(testbed.loop.nowNs()));
        run(END_NS);
        long[] took = log.sortedConnectNs();
        assertEquals(log.attempts(), took.length, () -> "connected; " + log.failures());
        assertEquals(log.attempts(), log.intactCount(), () -> "echoed; " + log.failures());
        assertTrue(log.attempts() >= 4 * VISITORS, log.attempts() + " visits");
        assertTrue(took[took.length - 1] <= PROMISED_NS, () -> Arrays.toString(took));
        for (SlowTalker talker : slow) {
            assertTrue(talker.isAlive(), "a slow one was thrown out");
            assertTrue(talker.heard() >= 10 * SlowTalker.WORDS, talker.heard() + " octets heard");
        }
    }

    /**
     * They come no more, but close nothing: the service's time-out ends them, and after its FIN the
     * stack waits for theirs 60 s.
     */
    @Test
    void allSlotsComeBackInThreeMinutesOnceTheyComeNoMore() {
        zombies();
        run(100 * SECOND);
        testbed.sites.all().forEach(site -> site.program().close(testbed.loop.nowNs()));
        assertEquals(SLOTS, testbed.victim.openConnections());
        run(280 * SECOND);
        assertAllSlotsAreFree();
    }

    /**
     * Their power fails: nobody acknowledges the service's FIN, which ends by the user time-out.
     */
    @Test
    void allSlotsComeBackWhenTheyVanish() {
        zombies();
        run(100 * SECOND);
        testbed.loop.remove(testbed.sites);
        run((100 + IDLE_S + 300 + 2) * SECOND);
        assertAllSlotsAreFree();
    }

    private void assertAllSlotsAreFree() {
        assertEquals(0, testbed.victim.openConnections());
        assertEquals(0, testbed.victim.tcp().halfOpen());
    }

    @Test
    void withoutReclaimTheyLeaveNone() {
        config.defence = Defence.SLOTS; // which switches it off
        settle();
        people();
        zombies();
        run(VISITORS_COME_NS + 100 * SECOND);
        assertEquals(0, log.sortedConnectNs().length);
    }

    /** Holds connections open in silence. */
    private static final class Zombie implements Application {

        private static final int ECHO_PORT = 7;

        private final Tcp tcp;
        private final long fromNs;
        private final int[] handles = new int[EACH];
        private boolean started;
        private boolean stopped;

        Zombie(Tcp tcp, long fromNs) {
            this.tcp = tcp;
            this.fromNs = fromNs;
        }

        @Override
        public boolean turn(long nowNs) {
            while (tcp.nextReady() != Tcp.NONE) {
                // all are looked at below
            }
            if (nowNs < fromNs || stopped) {
                return false;
            }
            started = true;
            for (int i = 0; i < EACH; i++) {
                if (handles[i] > 0) {
                    tcp.takeSignals(handles[i]);
                }
                if (handles[i] <= 0 || tcp.endReason(handles[i]) != 0) {
                    tcp.close(handles[i], nowNs);
                    handles[i] = tcp.connect(Addresses.VICTIM, ECHO_PORT, 0, nowNs);
                }
            }
            return false;
        }

        @Override
        public long nextDeadlineNs() {
            return started ? Idle.FOREVER : fromNs;
        }

        /** It goes on being silent, but does not come back. */
        @Override
        public void close(long nowNs) {
            stopped = true;
        }
    }

    /** Says a few octets every 20 s and listens to the echo. */
    private static final class SlowTalker implements Application {

        static final int WORDS = 5;

        private static final long PAUSE_NS = 20 * SECOND;
        private static final int ECHO_PORT = 7;

        private final Tcp tcp;
        private final byte[] words = new byte[WORDS];
        private final byte[] buffer = new byte[WORDS];
        private int handle;
        private long nextNs;
        private int heard;

        SlowTalker(Tcp tcp) {
            this.tcp = tcp;
        }

        int heard() {
            return heard;
        }

        boolean isAlive() {
            return tcp.endReason(handle) == 0;
        }

        @Override
        public boolean turn(long nowNs) {
            while (tcp.nextReady() != Tcp.NONE) {
                // there is only one
            }
            if (handle == 0) {
                handle = tcp.connect(Addresses.VICTIM, ECHO_PORT, 0, nowNs);
            }
            tcp.takeSignals(handle);
            if (nowNs >= nextNs) {
                tcp.write(handle, words, 0, WORDS, nowNs);
                nextNs = nowNs + PAUSE_NS;
            }
            heard += Math.max(0, tcp.read(handle, buffer, 0, WORDS, nowNs));
            return false;
        }

        @Override
        public long nextDeadlineNs() {
            return nextNs;
        }

        @Override
        public void close(long nowNs) {
            tcp.close(handle, nowNs);
        }
    }
}
