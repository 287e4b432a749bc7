package org.tcplite.sim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.Idle;
import org.tcplite.hal.MacCounter;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.link.Link;
import org.tcplite.sim.link.LinkException;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.link.Links;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.MacPort;
import org.tcplite.sim.wire.WireConfig;

/**
 * Two links and a wire between them, in real time. Each link has a thread and a loop of its own, as
 * it may sleep in a selector; the wire has a third. They meet in the rings of the links' MACs.
 */
final class WireRun implements AutoCloseable {

    /** Frames a ring holds while the wire looks the other way. */
    private static final int RING = 1024;

    /** Room for a VLAN tag (IEEE 802.1Q). */
    private static final int TAG = 4;

    /** Each end's neighbour has the other's address; only the {@code ip} lines of a TAP show it. */
    private static final int FIRST_ADDRESS = 0x0a000002;

    private static final int SECOND_ADDRESS = 0x0a000001;

    /** One end, on its own thread. */
    private static final class End {
        private final Link link;
        private final EventLoop loop;
        private final List<String> commands;
        private final Thread thread;

        End(LinkSpec spec, LinkSettings settings) throws LinkException {
            link = Links.open(spec, settings);
            loop = link.newLoop();
            loop.add(link);
            commands = Links.commands(spec, settings);
            thread = new Thread(loop, "link " + spec);
            thread.setDaemon(true);
        }

        EthernetMac mac() {
            return link.mac();
        }

        long counted(int id) {
            return Math.max(0, mac().counter(id));
        }

        String losses() {
            return String.format(
                    Locale.ROOT,
                    "own losses at %s: ring full %d, wrong length %d, no carrier %d, not sent %d",
                    link.describe(),
                    counted(MacCounter.RX_OVER_ERRORS),
                    counted(MacCounter.RX_LENGTH_ERRORS),
                    counted(MacCounter.TX_CARRIER_ERRORS),
                    link.unsent());
        }

        void close() {
            loop.stop();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            link.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final List<End> ends = new ArrayList<>();
    private final EventLoop loop = EventLoop.realTime();
    private final InProcessWire wire;
    private volatile boolean endRequested;

    /** What ended a link's thread, or null. */
    private volatile Throwable failure;

    /**
     * Opens both links; nothing moves yet.
     *
     * @param mtu the longest packet of their frames
     */
    WireRun(LinkSpec first, LinkSpec second, int mtu, Impairments impairments, long seed) {
        boolean good = false;
        try {
            ends.add(new End(first, settings(FIRST_ADDRESS, mtu)));
            ends.add(new End(second, settings(SECOND_ADDRESS, mtu)));
            wire = new InProcessWire(port(0), port(1), new WireConfig(), new WireConfig());
            if (!impairments.isNone()) {
                impairments.applyTo(wire, seed);
            }
            good = true;
        } catch (LinkException e) {
            throw new Failure(e.getMessage(), e);
        } finally {
            if (!good) {
                close();
            }
        }
    }

    private static LinkSettings settings(int address, int mtu) {
        LinkSettings settings = new LinkSettings();
        settings.board = address;
        settings.mtu = mtu;
        settings.announce = false;
        settings.news = line -> System.err.println(Main.NAME + ": " + line);
        MacConfig mac = LinkSettings.derivedMac(address, mtu + TAG);
        mac.rxDepth = RING;
        mac.txDepth = RING;
        settings.mac = mac;
        return settings;
    }

    private MacPort port(int index) {
        return new MacPort(ends.get(index).mac(), ends.get(index).loop.wakeup());
    }

    Clock clock() {
        return loop.clock();
    }

    /** The link in words, with the port really taken. */
    String describe(int index) {
        return ends.get(index).link.describe();
    }

    /** The lines to type before the links can be used. */
    List<String> commands() {
        List<String> commands = new ArrayList<>();
        ends.forEach(end -> commands.addAll(end.commands));
        return commands;
    }

    /** Sees what leaves the first link and what reaches it. */
    void tap(FrameTap tap) {
        wire.tap(InProcessWire.LEFT, tap);
    }

    /** From now on frames move. */
    void start() {
        for (End end : ends) {
            int error = end.mac().start(loop.wakeup());
            if (error != 0) {
                throw new Failure(end.link.describe() + ": " + HalError.text(error));
            }
        }
        loop.add(wire);
        for (End end : ends) {
            end.thread.setUncaughtExceptionHandler((thread, e) -> fail(e));
            end.thread.start();
        }
    }

    /** Asks for an end; from any thread. */
    void requestEnd() {
        endRequested = true;
        loop.wakeup().signal();
    }

    private void fail(Throwable e) {
        failure = e;
        requestEnd();
    }

    /**
     * Carries frames until the end is requested, or for that long; 0 is for ever.
     *
     * @throws IllegalStateException if a link's thread died
     */
    void run(long durationNs) {
        long deadlineNs = durationNs == 0 ? Idle.FOREVER : loop.nowNs() + durationNs;
        loop.runUntil(() -> endRequested, deadlineNs);
        if (failure != null) {
            throw new IllegalStateException("a link failed: " + failure, failure);
        }
    }

    /** What was carried, and what was lost by which cause. */
    List<String> report() {
        List<String> lines = new ArrayList<>(WireReport.lines(wire, describe(0), describe(1)));
        ends.forEach(end -> lines.add(end.losses()));
        return lines;
    }

    @Override
    public void close() {
        for (End end : ends) {
            end.close();
        }
        ends.clear();
    }
}
