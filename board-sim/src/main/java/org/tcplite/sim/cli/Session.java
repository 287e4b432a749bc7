package org.tcplite.sim.cli;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Idle;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.link.ForwardLink;
import org.tcplite.sim.link.ForwardRule;
import org.tcplite.sim.link.ImpairedLink;
import org.tcplite.sim.link.Link;
import org.tcplite.sim.link.LinkException;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.Links;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.time.SecureEntropy;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.sim.wire.InProcessWire;

/**
 * A board on a link, in real time, for as long as a command runs: opened as the options say, run by
 * the thread that opened it, ended in good order by {@link #requestEnd} from any thread.
 */
final class Session implements AutoCloseable {

    private static final long NS_PER_S = 1_000_000_000L;

    private final BoardOptions options;
    private final LinkSettings settings;
    private final Seed seed;

    /** As it was opened. */
    private final Link plainLink;

    /** The same, or the same with a bad cable before it. */
    private final Link link;

    private final EventLoop loop;
    private final Board board;
    private final FrameOutputs outputs;
    private final Deque<AutoCloseable> toClose = new ConcurrentLinkedDeque<>();
    private volatile boolean endRequested;
    private String linkFailure;

    /**
     * Opens the link and makes the board; nothing runs yet.
     *
     * @param defaultForwards what a {@code forward} link lets in if nothing was said
     */
    Session(BoardOptions options, List<ForwardRule> defaultForwards) {
        this.options = options;
        outputs = new FrameOutputs(options);
        settings = options.linkSettings(defaultForwards);
        settings.news = line -> System.err.println(Main.NAME + ": " + line);
        settings.ended = this::linkEnded;
        NetConfig config = options.netConfig(settings);
        Impairments impairments = options.impairments.read();
        seed = new Seed(impairments, options.seed);
        try {
            plainLink = Links.open(options.link, settings);
        } catch (LinkException e) {
            throw new Failure(e.getMessage(), e);
        }
        boolean good = false;
        try {
            toClose.push(plainLink);
            link =
                    impairments.isNone()
                            ? plainLink
                            : new ImpairedLink(plainLink, settings, impairments, seed.number());
            loop = link.newLoop();
            outputs.attach(loop.clock(), link::tap);
            loop.add(link);
            EthernetMac mac = options.macKind.over((SimulatedDmaMac) link.mac());
            board = new Board("board", config, mac, new SecureEntropy(), loop);
            outputs.join(loop);
            good = true;
        } finally {
            if (!good) {
                close();
            }
        }
    }

    Board board() {
        return board;
    }

    EventLoop loop() {
        return loop;
    }

    Link link() {
        return link;
    }

    LinkSettings settings() {
        return settings;
    }

    /** What is let in, with the ports really taken. */
    List<ForwardRule> forwards() {
        return plainLink instanceof ForwardLink ? ((ForwardLink) plainLink).forwards() : List.of();
    }

    /** The seed of what goes wrong on the link. */
    Seed seed() {
        return seed;
    }

    /** What has gone wrong on the link so far; nothing if nothing was to. */
    List<String> impairmentReport() {
        return link instanceof ImpairedLink
                ? WireReport.lines(((ImpairedLink) link).wire(), "board", "link")
                : List.of();
    }

    /** The lines to type before the link can be used. */
    List<String> linkCommands() {
        return Links.commands(options.link, settings);
    }

    /** To be closed with the session, in reverse order. */
    void closeLater(AutoCloseable resource) {
        toClose.push(resource);
    }

    /** Asks for an orderly end; from any thread. */
    void requestEnd() {
        endRequested = true;
        loop.wakeup().signal();
    }

    private void linkEnded(String failure) {
        linkFailure = failure;
        requestEnd();
    }

    /** Fails the command if its link ended too early. */
    void requireGoodLink() {
        if (linkFailure != null) {
            throw new Failure(linkFailure);
        }
    }

    /** Runs until the condition holds or the end is requested. */
    void runUntil(BooleanSupplier condition) {
        loop.runUntil(() -> endRequested || condition.getAsBoolean(), Idle.FOREVER);
    }

    /**
     * Lets connections finish for that long, resets the others, and stops the board; what it sent
     * last leaves even a slow cable, if that takes no longer than a second.
     */
    void shutDown(int patienceSeconds) {
        board.shutDown(patienceSeconds * NS_PER_S);
        long limitNs = loop.nowNs() + (patienceSeconds + 1) * NS_PER_S;
        loop.runUntil(() -> board.isDown() && nothingIsOnItsWayOut(), limitNs);
        loop.runFor(0);
    }

    private boolean nothingIsOnItsWayOut() {
        return !(link instanceof ImpairedLink)
                || ((ImpairedLink) link).wire().counters(InProcessWire.LEFT).onTheWay() == 0;
    }

    /** Takes everything down; what cannot be closed is said on standard error. */
    @Override
    public void close() {
        outputs.close();
        FrameOutputs.closeAll(toClose);
    }
}
