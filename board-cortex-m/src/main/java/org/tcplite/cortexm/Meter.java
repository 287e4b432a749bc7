package org.tcplite.cortexm;

import org.tcplite.hal.MacCounter;

/**
 * How long the board is awake, and for how many frames. It prints before each sleep, and leaves the
 * time of printing out. With an emulator that takes one nanosecond an instruction, these are
 * instructions.
 */
final class Meter {

    private final StagedMac mac;
    private final Line line;
    private long awakeNs;
    private long sinceNs;

    Meter(StagedMac mac, Line line) {
        this.mac = mac;
        this.line = line;
        sinceNs = Machine.nanos();
    }

    /** Called in place of the sleep it is about. */
    void sleepUntil(long deadlineNs) {
        awakeNs += Machine.nanos() - sinceNs;
        line.put("meter ").number(mac.counter(MacCounter.RX_PACKETS)).put(' ').number(awakeNs);
        Uart.print(line.put('\n'));
        Machine.waitUntil(deadlineNs);
        sinceNs = Machine.nanos();
    }
}
