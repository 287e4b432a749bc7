package org.tcplite.sim.board;

import java.util.ArrayList;
import java.util.List;
import org.tcplite.hal.Entropy;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpStatus;

/**
 * A simulated board: a network stack on a MAC, and the applications above it. It joins its event
 * loop when it is started; all its methods belong to the loop's thread.
 *
 * <p>Calls to {@link #tcp()} from within an application's turn take effect in that turn. Whoever
 * makes them elsewhere on the loop, from a member of its own, answers true from its turn, so that
 * the board gets another one.
 */
public final class Board implements LoopMember {

    /** No shutdown goes on. */
    private static final int RUNNING = 0;

    /** The applications are closed, the connections have until {@link #abortAtNs} to finish. */
    private static final int FINISHING = 1;

    /** The connections left are aborted; their resets go out in this turn. */
    private static final int ABORTING = 2;

    /** The MAC is stopped. */
    private static final int DOWN = 3;

    private final String name;
    private final NetConfig config;
    private final EthernetMac mac;
    private final EventLoop loop;
    private final NetworkStack stack;
    private final TcpStatus status = new TcpStatus();

    private Application[] applications = {};
    private int phase = RUNNING;
    private boolean started;
    private long abortAtNs;
    private long lastTurnNs;

    /**
     * Takes all memory.
     *
     * @param name for messages and drawings
     * @param config read now; the board keeps it for its memory budget
     * @param entropy drawn from once
     */
    public Board(String name, NetConfig config, EthernetMac mac, Entropy entropy, EventLoop loop) {
        this.name = name;
        this.config = config;
        this.mac = mac;
        this.loop = loop;
        stack = new NetworkStack(config, mac, entropy, new VarHandleOctets());
    }

    /**
     * Starts the MAC and joins the loop.
     *
     * @throws IllegalStateException if the MAC does not start
     */
    public void start() {
        loop.checkThread();
        int error = stack.start(loop.wakeup());
        if (error != 0) {
            throw new IllegalStateException(name + ": " + HalError.text(error));
        }
        started = true;
        loop.add(this);
    }

    /** Adds an application; from the next round on it gets turns. */
    public void add(Application application) {
        loop.checkThread();
        List<Application> list = new ArrayList<>(List.of(applications));
        list.add(application);
        applications = list.toArray(new Application[0]);
    }

    /** The board's name. */
    public String name() {
        return name;
    }

    /** The board's TCP. */
    public Tcp tcp() {
        loop.checkThread();
        return stack.tcp();
    }

    /** The board's network stack. */
    public NetworkStack stack() {
        loop.checkThread();
        return stack;
    }

    /** The MAC the board drives. */
    public EthernetMac mac() {
        return mac;
    }

    /** The configuration the board was made with. */
    public NetConfig config() {
        return config;
    }

    /** The loop the board lives on. */
    public EventLoop loop() {
        return loop;
    }

    /** What the board's limits come to in octets. */
    public MemoryBudget memoryBudget() {
        return new MemoryBudget(config, stack, mac);
    }

    @Override
    public boolean turn(long nowNs) {
        if (!started || phase == DOWN) {
            return false;
        }
        lastTurnNs = nowNs;
        boolean more = stack.poll(nowNs);
        Application[] present = applications;
        for (int i = 0; i < present.length; i++) {
            more |= present[i].turn(nowNs);
        }
        // What the applications have just asked for goes out in the same turn.
        more |= stack.transmit(nowNs) > 0;
        return phase == RUNNING ? more : more | goOnShuttingDown(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        if (!started || phase == DOWN) {
            return Long.MAX_VALUE;
        }
        long deadlineNs = stack.pollAgainNs(lastTurnNs);
        Application[] present = applications;
        for (int i = 0; i < present.length; i++) {
            deadlineNs = EventLoop.earlier(deadlineNs, present[i].nextDeadlineNs());
        }
        return phase == FINISHING ? EventLoop.earlier(deadlineNs, abortAtNs) : deadlineNs;
    }

    /**
     * Begins an orderly shutdown: applications close, connections finish, what has not finished
     * after {@code patienceNs} is reset; then the MAC stops. {@link #isDown()} tells when.
     */
    public void shutDown(long patienceNs) {
        loop.checkThread();
        if (phase != RUNNING) {
            return;
        }
        long nowNs = loop.nowNs();
        abortAtNs = nowNs + patienceNs;
        phase = started ? FINISHING : DOWN;
        for (Application application : applications) {
            application.close(nowNs);
        }
        loop.wakeup().signal();
    }

    /** True once a shutdown has come to its end. */
    public boolean isDown() {
        return phase == DOWN;
    }

    /** True if no connection is open, opening or closing; TIME-WAIT does not count. */
    public boolean isQuiet() {
        loop.checkThread();
        return connections() == 0;
    }

    private boolean goOnShuttingDown(long nowNs) {
        if (phase == ABORTING || connections() == 0) {
            phase = DOWN;
            stack.stop();
            return true;
        }
        if (nowNs - abortAtNs >= 0) {
            abortConnections(nowNs);
            phase = ABORTING;
            return true;
        }
        return false;
    }

    private int connections() {
        int count = 0;
        for (int row = 0; row < stack.tcp().statusRows(); row++) {
            if (stack.tcp().status(row, status, loop.nowNs())
                    && (status.kind == TcpStatus.CONNECTION
                            || status.kind == TcpStatus.HALF_OPEN)) {
                count++;
            }
        }
        return count;
    }

    /** Orphans have no handle: they belong to the stack, and end with it. */
    private void abortConnections(long nowNs) {
        for (int row = 0; row < stack.tcp().statusRows(); row++) {
            if (stack.tcp().status(row, status, nowNs)
                    && status.kind == TcpStatus.CONNECTION
                    && status.handle > 0) {
                stack.tcp().abort(status.handle, nowNs);
            }
        }
    }
}
