package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.tcplite.hal.EthernetMac;
import org.tcplite.net.NeighbourStatus;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.link.Link;
import org.tcplite.sim.time.SecureEntropy;

/**
 * A flood in real time, against whatever answers at the other end of a link that the user opened.
 * Honest clients live at one address on this end; the flood has addresses that are nobody's ({@link
 * ReservedAddresses}), and goes straight to the link address that the target answered ARP with: no
 * router is between, and none is used.
 *
 * <p>First the clients alone, then the same beside the flood. What the target says of itself is
 * asked for before and after, where it is a board of this project.
 */
public final class LinkFlood implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_QUIET_NS = 10 * SECOND;
    private static final int SLOTS = 1024;
    private static final int BUFFER = 8 * 1024;

    private final FloodConfig config;
    private final Link link;
    private final EventLoop loop;
    private final NetworkStack stack;
    private final Attacker attacker;
    private final OutsideMac mac;
    private final byte[] ownMac = new byte[6];
    private final List<HonestClient> clients = new ArrayList<>();
    private final long startNs;
    private volatile boolean endRequested;
    private LinkSender sender;

    /**
     * Takes the link; it is closed with this.
     *
     * @param net this end's address and prefix
     * @throws IllegalStateException if the link's MAC does not start
     */
    public LinkFlood(FloodConfig config, NetConfig net, Link link) {
        this.config = config;
        this.link = link;
        loop = link.newLoop();
        startNs = loop.nowNs();
        EthernetMac below = link.mac();
        attacker = new Attacker(config, ownMac, ownMac);
        mac = new OutsideMac(below, attacker, startNs);
        net.tcp.connections = SLOTS;
        net.tcp.receiveBuffer = BUFFER;
        net.tcp.sendBuffer = BUFFER;
        stack = new NetworkStack(net, mac, new SecureEntropy(), Frames.OCTETS);
        if (stack.start(loop.wakeup()) != 0) {
            throw new IllegalStateException("the link's MAC does not start");
        }
        below.macAddress(ownMac, 0);
        loop.add(new Host());
        loop.add(link);
    }

    /** How long the clients are alone before the flood. */
    public static long quietNs(FloodConfig config) {
        return Math.min(config.durationNs, LONGEST_QUIET_NS);
    }

    /** True if the user wants an end. */
    public boolean isEndRequested() {
        return endRequested;
    }

    /** Ends the run soon, with what is known by then; from any thread. */
    public void requestEnd() {
        endRequested = true;
        loop.wakeup().signal();
    }

    /**
     * Plays both parts.
     *
     * @return the run without the flood and that with it; the first alone if nobody answered
     */
    public List<FloodResult> play() {
        List<FloodResult> results = new ArrayList<>();
        FloodConfig quiet = config.quiet();
        quiet.durationNs = quietNs(config);
        results.add(part(quiet));
        if (findTarget() && !endRequested) {
            results.add(part(config));
        }
        return results;
    }

    private FloodResult part(FloodConfig part) {
        BoardFigures before = ask();
        long octetsBefore = mac.octets();
        long synAcksBefore = mac.synAcks();
        long arpBefore = mac.arpRequests();
        long fromNs = loop.nowNs();
        HonestLog log = new HonestLog(Long.MIN_VALUE);
        for (int i = 0; i < part.clients; i++) {
            long firstNs = fromNs + part.connectEveryNs * i / part.clients;
            clients.add(new HonestClient(stack.tcp(), part, firstNs, part.seed + i, log));
        }
        if (part.synRate > 0) {
            sender = new LinkSender(attacker, link.mac(), startNs);
            long sinceNs = fromNs - startNs;
            attacker.start(sinceNs, sinceNs + part.durationNs);
            loop.add(sender);
        }
        runUntil(() -> false, fromNs + part.durationNs);
        BoardFigures after = ask();
        clients.forEach(client -> client.close(loop.nowNs()));
        runUntil(this::allAreIdle, loop.nowNs() + part.patienceNs);
        clients.clear();
        FloodResult result = new FloodResult(part);
        result.overLink = true;
        result.take(log);
        result.synsSent = part.synRate > 0 ? attacker.syns() : 0;
        result.synAcks[MeteredMac.NORMAL] = mac.synAcks() - synAcksBefore;
        result.octetsOut[MeteredMac.NORMAL] = mac.octets() - octetsBefore;
        result.octetsIn[MeteredMac.NORMAL] = sender == null ? 0 : sender.octets();
        result.syns[MeteredMac.NORMAL] = result.synsSent;
        result.arpRequests = mac.arpRequests() - arpBefore;
        compare(before, after, result);
        return result;
    }

    private boolean allAreIdle() {
        return clients.stream().allMatch(HonestClient::isIdle);
    }

    private BoardFigures ask() {
        BoardFigures figures = new BoardFigures(stack.tcp(), config.target.address(), loop.nowNs());
        runUntil(() -> figures.isOver(loop.nowNs()), loop.nowNs() + BoardFigures.PATIENCE_NS);
        figures.giveUp(loop.nowNs());
        return figures;
    }

    private static void compare(BoardFigures before, BoardFigures after, FloodResult result) {
        result.cookiesTaken = difference(before, after, "SyncookiesRecv");
        result.floodModes = (int) difference(before, after, "FloodModes");
        result.overruns = difference(before, after, "rx_over_errors");
        result.earlyDrops = difference(before, after, "DropSynEarly");
        long cpuMs = difference(before, after, "cpuMs");
        long upMs = difference(before, after, "uptimeMs");
        result.busyShare = cpuMs < 0 || upMs <= 0 ? -1 : (double) cpuMs / upMs;
    }

    private static long difference(BoardFigures before, BoardFigures after, String name) {
        long from = before.figure(name);
        long to = after.figure(name);
        return from < 0 || to < 0 ? -1 : to - from;
    }

    private void runUntil(BooleanSupplier condition, long deadlineNs) {
        loop.runUntil(() -> endRequested || condition.getAsBoolean(), deadlineNs);
    }

    /** The link address of the target, if it answered ARP. */
    private boolean findTarget() {
        NeighbourStatus row = new NeighbourStatus();
        for (int i = 0; i < stack.neighbourRows(); i++) {
            boolean isTarget = stack.neighbour(i, row) && row.address == config.target.address();
            if (isTarget && (row.macHigh != 0 || row.macLow != 0)) {
                byte[] targetMac = new byte[6];
                Frames.OCTETS.put32(targetMac, 0, row.macHigh);
                Frames.OCTETS.put16(targetMac, 4, row.macLow);
                attacker.setMacs(ownMac, targetMac);
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        stack.stop();
        link.close();
    }

    /** The honest host: its stack and its clients. */
    private final class Host implements LoopMember {

        @Override
        public boolean turn(long nowNs) {
            mac.setTime(nowNs);
            boolean more = stack.poll(nowNs);
            for (int i = 0; i < clients.size(); i++) {
                more |= clients.get(i).turn(nowNs);
            }
            return more | stack.transmit(nowNs) > 0;
        }

        @Override
        public long nextDeadlineNs() {
            long deadlineNs = stack.nextDeadlineNs();
            for (int i = 0; i < clients.size(); i++) {
                deadlineNs = EventLoop.earlier(deadlineNs, clients.get(i).nextDeadlineNs());
            }
            return deadlineNs;
        }
    }
}
