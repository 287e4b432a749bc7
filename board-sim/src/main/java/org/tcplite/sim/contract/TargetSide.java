package org.tcplite.sim.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;

/** The driver under test as a member of a loop: one case after another, each verdict told. */
public final class TargetSide implements LoopMember {

    /** How soon a case that waits is asked again; wake-ups are part of what is tested. */
    private static final long POLL_NS = 100_000;

    private final MacContract contract;
    private final EthernetMac mac;
    private final Consumer<CaseVerdict> listener;
    private final List<CaseVerdict> verdicts = new ArrayList<>();
    private final long patienceNs;
    private boolean linkSeen;
    private long startedNs = -1;
    private int number;
    private long lastTurnNs;

    /**
     * Starts the driver, which wakes the loop.
     *
     * @param patienceNs how long to wait for the link before the first case
     * @param listener is told each verdict
     */
    public TargetSide(
            EthernetMac mac, EventLoop loop, long patienceNs, Consumer<CaseVerdict> listener) {
        this.mac = mac;
        this.patienceNs = patienceNs;
        this.listener = listener;
        int seed = (int) loop.nowNs() ^ (int) ProcessHandle.current().pid();
        contract = new MacContract(mac, loop.clock(), this::verdict, seed);
        int error = contract.start(loop.wakeup());
        if (error != 0) {
            throw new IllegalStateException("the driver does not start: " + HalError.text(error));
        }
    }

    /** The limits, to be set before the first turn. */
    public MacContract contract() {
        return contract;
    }

    /** True when all cases are decided. */
    public boolean isDone() {
        return verdicts.size() == MacContract.CASES;
    }

    /** What was found so far, in the order of the cases. */
    public List<CaseVerdict> verdicts() {
        return List.copyOf(verdicts);
    }

    private void verdict(int which, int outcome, String why, int value) {
        CaseVerdict verdict = new CaseVerdict(which, outcome, why, value);
        verdicts.add(verdict);
        listener.accept(verdict);
    }

    @Override
    public boolean turn(long nowNs) {
        lastTurnNs = nowNs;
        if (startedNs < 0) {
            startedNs = nowNs;
        }
        linkSeen |= mac.linkState() != 0 || nowNs - startedNs > patienceNs;
        if (!linkSeen || isDone()) {
            return false;
        }
        if (contract.outcome() != MacContract.RUNNING) {
            contract.begin(++number);
        }
        contract.step();
        return isDone(); // so that whoever waits for it looks
    }

    @Override
    public long nextDeadlineNs() {
        return isDone() ? Long.MAX_VALUE : lastTurnNs + POLL_NS;
    }
}
