package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;

/**
 * One flood, in virtual time, with one defence, against honest clients and bulk transfers.
 *
 * <p>The flood begins after five quiet seconds, in which the bulk transfers open, and ends after
 * its duration; then no client connects any more, and the run goes on until everybody has finished
 * and the victim is as it was before, at most 150 s.
 */
public final class FloodRun {

    /** How long it is quiet before the flood. */
    static final long LEAD_NS = 5_000_000_000L;

    private static final long NOT_YET = -1;
    private static final long SAMPLE_NS = 100_000_000;
    private static final long LONGEST_END_NS = 150_000_000_000L;

    private final FloodConfig config;
    private final HonestLog log = new HonestLog(LEAD_NS);
    private final List<HonestClient> clients = new ArrayList<>();
    private final List<BulkFlow> bulk = new ArrayList<>();
    private final Testbed testbed;
    private final EventLoop loop;
    private final Victim victim;
    private final Course course;
    private final long endNs;
    private long normalAgainNs = NOT_YET;

    private FloodRun(FloodConfig config) {
        this.config = config;
        endNs = LEAD_NS + config.durationNs;
        testbed = new Testbed(config);
        loop = testbed.loop;
        victim = testbed.victim;
        course =
                new Course(
                        0,
                        endNs + LONGEST_END_NS,
                        SAMPLE_NS,
                        () -> victim.tcp().halfOpen(),
                        () -> victim.openConnections(),
                        this::bulkOctets);
        loop.add(course);
        addClients();
        addBulk();
    }

    /** Plays a flood to its end. The same configuration gives the same result. */
    public static FloodResult play(FloodConfig config) {
        return new FloodRun(config).play();
    }

    private void addClients() {
        for (int i = 0; i < config.clients; i++) {
            long rttNs = config.rttNs[i % config.rttNs.length];
            long firstNs =
                    (config.newcomers ? LEAD_NS : 0) + config.connectEveryNs * i / config.clients;
            long seed = config.seed * 1_000 + i;
            Site.Line line = new Site.Line(rttNs, 0, config.loss);
            Function<Tcp, Application> client =
                    tcp -> new HonestClient(tcp, config, firstNs, seed, log);
            clients.add((HonestClient) testbed.addSite(line, 8 * 1024, seed << 8, client));
        }
    }

    private void addBulk() {
        for (int i = 0; i < config.bulkFlows; i++) {
            long seed = config.seed * 1_000 + 500 + i;
            Site.Line line = new Site.Line(config.bulkRttNs, config.bulkBitsPerSecond, config.loss);
            Function<Tcp, Application> flow = tcp -> new BulkFlow(tcp, seed);
            bulk.add((BulkFlow) testbed.addSite(line, 64 * 1024, seed << 8, flow));
        }
    }

    private double bulkOctets() {
        long octets = 0;
        for (BulkFlow flow : bulk) {
            octets += flow.written();
        }
        return octets;
    }

    private FloodResult play() {
        runTo(LEAD_NS);
        testbed.attacker.start(LEAD_NS, endNs);
        double bulkBefore = bulkOctets();
        double halfOpenBefore = victim.halfOpenTime();
        long busyBefore = victim.busyNs();
        runTo(endNs);
        FloodResult result = new FloodResult(config);
        result.bulkBitsPerSecond =
                (bulkOctets() - bulkBefore) * 8e9 / Math.max(1, config.durationNs);
        result.meanHalfOpen = (victim.halfOpenTime() - halfOpenBefore) / config.durationNs;
        result.busyShare = (double) (victim.busyNs() - busyBefore) / config.durationNs;
        for (HonestClient client : clients) {
            client.close(endNs);
        }
        loop.runUntil(this::clientsAreIdle, endNs + LONGEST_END_NS);
        for (BulkFlow flow : bulk) { // until now they have held their slots
            flow.close(loop.nowNs());
        }
        loop.runUntil(this::isOver, endNs + LONGEST_END_NS);
        result.backToNormalNs = normalAgainNs == NOT_YET ? NOT_YET : normalAgainNs - endNs;
        fill(result);
        return result;
    }

    private void runTo(long timeNs) {
        loop.runUntil(() -> false, timeNs);
    }

    private boolean clientsAreIdle() {
        watchMode();
        for (HonestClient client : clients) {
            if (!client.isIdle()) {
                return false;
            }
        }
        return true;
    }

    private boolean isOver() {
        watchMode();
        if (normalAgainNs == NOT_YET || victim.tcp().halfOpen() > 0) {
            return false;
        }
        for (BulkFlow flow : bulk) {
            if (!flow.isOver()) {
                return false;
            }
        }
        return victim.openConnections() == 0;
    }

    private void watchMode() {
        if (normalAgainNs == NOT_YET && !victim.isFloodMode(loop.nowNs())) {
            normalAgainNs = loop.nowNs();
        }
    }

    private void fill(FloodResult result) {
        result.take(log);
        result.mostHalfOpen = victim.mostHalfOpen();
        result.octetsOfHalfOpen = victim.octetsOfHalfOpen();
        result.overruns = victim.overruns();
        result.earlyDrops = victim.earlyDrops();
        result.bulkFlows = bulk.size();
        result.bulkIntact = (int) bulk.stream().filter(BulkFlow::isIntact).count();
        result.slotsLeftInUse = victim.openConnections();
        result.synsSent = testbed.attacker.syns();
        result.arpRequests = testbed.router.arpRequests();
        result.floodModes = (int) victim.tcp().counter(TcpCounter.FLOOD_MODES);
        result.cookiesTaken = victim.tcp().counter(TcpCounter.SYN_COOKIES_RECEIVED);
        for (int mode = MeteredMac.NORMAL; mode <= MeteredMac.FLOOD; mode++) {
            result.syns[mode] = victim.meter().syns(mode);
            result.synAcks[mode] = victim.meter().synAcks(mode);
            result.octetsIn[mode] = victim.meter().octetsIn(mode);
            result.octetsOut[mode] = victim.meter().octetsOut(mode);
        }
        result.sampleNs = SAMPLE_NS;
        result.halfOpenCourse = course.of(0);
        result.slotsCourse = course.of(1);
        result.bulkOctetsCourse = course.of(2);
    }
}
