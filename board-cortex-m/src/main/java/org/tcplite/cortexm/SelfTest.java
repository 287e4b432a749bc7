package org.tcplite.cortexm;

import org.tcplite.tcp.CoreChecks;
import org.tcplite.tcp.Verdict;

/**
 * The firmware that examines what the others are built on. One line a check on the UART; the exit
 * status is 0 if all hold, else 1. The boot option {@code fault=1} asks it to read beyond an array
 * instead, which has to stop the board.
 */
public final class SelfTest extends Verdict {

    private static final int FAILED = 1;

    /** The greatest index of a boot option; what lies behind is -1. */
    private static final int BEYOND_OPTIONS = 1 << 20;

    private final BootOptions options;
    private final JavaChecks java;
    private final CoreChecks core;
    private final int zero;
    private final byte[] eight = new byte[8];
    private final Line line = new Line(64);
    private int made;
    private int failed;

    private SelfTest(BootOptions options) {
        this.options = options;
        zero = Machine.option(BEYOND_OPTIONS) + 1;
        java = new JavaChecks(this, zero);
        core = new CoreChecks(this, new MachineOctets(), zero);
    }

    /** Runs the checks and ends the emulator. */
    public static void main(String[] arguments) {
        new SelfTest(new BootOptions()).run();
    }

    @Override
    public void check(String what, boolean holds) {
        made++;
        if (!holds) {
            failed++;
        }
        Uart.print(holds ? "ok      " : "FAILED  ");
        Uart.print(what);
        Machine.put('\n');
    }

    private void run() {
        if (options.number("fault", 0, 0, 1) == 1) {
            Machine.exit(eight[eight.length + zero]);
        }
        java.run();
        core.run();
        time();
        memory();
        Uart.print(line.number(made).put(" checks, ").number(failed).put(" failed\n"));
        Machine.exit(failed == 0 ? 0 : FAILED);
    }

    private void time() {
        long from = Machine.nanos();
        long last = from;
        boolean forward = true;
        while (last - from < 3_000_000) {
            long now = Machine.nanos();
            forward &= now - last >= 0;
            last = now;
        }
        check("clock: never goes back, over three ticks", forward);
        long until = last + 5_000_000;
        Machine.waitUntil(until);
        long late = Machine.nanos() - until;
        check("sleep: ends at its deadline, a tick late at most", late >= 0 && late <= 1_100_000);
        Machine.signal();
        Machine.waitUntil(Long.MAX_VALUE);
        check("sleep: a signal given before ends it at once", true);
    }

    private void memory() {
        int at = Machine.deviceMemory(32);
        Machine.write(at, 0x04030201 + zero);
        Machine.copyFrom(at, eight, 0, 4);
        check("memory: words are little-endian", eight[0] == 1 && eight[3] == 4 && (at & 15) == 0);
        eight[0] = 9;
        Machine.copyTo(at, eight, 0, 4);
        check("memory: copied back", Machine.read(at) == 0x04030209);
        check("stack: little of it is used", Machine.fact(Machine.STACK) < 2048);
    }
}
