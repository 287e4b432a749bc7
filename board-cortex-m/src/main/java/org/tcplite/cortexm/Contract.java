package org.tcplite.cortexm;

import org.tcplite.hal.HalError;
import org.tcplite.hal.Wakeup;
import org.tcplite.hal.contract.ContractReport;
import org.tcplite.hal.contract.MacContract;

/**
 * The firmware that holds the board's driver to {@link MacContract}: a line a case on the UART, in
 * the words of {@code board-sim/run contract}; the exit status is 0 if no case failed, else 1. The
 * boot option {@code board} says which driver; without {@code wire=1} nobody is at the other end,
 * and only the cases that need nobody are run.
 */
public final class Contract implements ContractReport, Wakeup {

    private static final int FAILED = 1;

    /** How soon a case that waits is asked again. */
    private static final int STEP_NS = 1_000_000;

    /** The peer may be a process of a busy desktop. */
    private static final int ANSWER_NS = 1_000_000_000;

    private final StagedMac mac;
    private final MacContract contract;
    private final boolean wire;
    private final Line line = new Line(160);
    private int made;
    private int failed;
    private int skipped;

    private Contract(BootOptions options) {
        mac = macOf(options);
        wire = options.isGiven("wire");
        contract = new MacContract(mac, new TickClock(), this, options.number("run", 1, 0, 65535));
        contract.answerNs = ANSWER_NS;
    }

    /** Runs the cases and ends the emulator. */
    public static void main(String[] arguments) {
        new Contract(new BootOptions()).run();
    }

    private static StagedMac macOf(BootOptions options) {
        if (options.is("board", "emcraft-sf2")) {
            return EmcraftSf2.mac(options);
        }
        if (options.is("board", "mps2-an385")) {
            return Mps2An385.mac(options);
        }
        if (options.is("board", "mps2-an500")) {
            return Mps2An500.mac(options);
        }
        return Lm3s6965evb.mac(options);
    }

    @Override
    public void signal() {
        Machine.signal();
    }

    @Override
    public void verdict(int number, int outcome, String why, int value) {
        made++;
        failed += outcome == MacContract.FAILED ? 1 : 0;
        skipped += outcome == MacContract.SKIPPED ? 1 : 0;
        line.put(outcome == MacContract.OK ? "ok     " : word(outcome));
        line.put(number < 10 ? " " : "").number(number).put(' ').put(MacContract.name(number));
        if (why.length() > 0) {
            line.put(": ").put(why);
            if (outcome != MacContract.SKIPPED || value != 0) {
                line.put(' ').signed(value);
            }
        }
        Uart.print(line.put('\n'));
    }

    private static String word(int outcome) {
        return outcome == MacContract.SKIPPED ? "skip   " : "FAILED ";
    }

    private void run() {
        int error = contract.start(this);
        if (error != 0) {
            Uart.print(line.put("the driver does not start: ").put(HalError.text(error)).put('\n'));
            Machine.exit(FAILED);
        }
        for (int i = 1; i <= MacContract.CASES; i++) {
            if (wire || !MacContract.isWire(i)) {
                decide(i);
            }
        }
        line.number(made).put(" cases, ").number(failed).put(" failed, ");
        Uart.print(line.number(skipped).put(" skipped\n"));
        Machine.exit(failed == 0 ? 0 : FAILED);
    }

    private void decide(int number) {
        contract.begin(number);
        while (contract.stepUncaught()) {
            Machine.waitUntil(Machine.nanos() + STEP_NS);
            if (Machine.interrupted()) {
                mac.interrupted();
            }
        }
    }
}
