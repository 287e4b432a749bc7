package org.tcplite.sim.cli;

import java.util.Locale;
import org.tcplite.hal.Clock;
import org.tcplite.sim.transfer.TransferClient;
import org.tcplite.sim.transfer.TransferConfig;

/** One line on a terminal that says how far a transfer is; nothing elsewhere. */
final class TransferProgress {

    private static final long EVERY_NS = 200_000_000;
    private static final double MEGA = 1e6;

    private final boolean shown = Terminal.isInteractive();
    private final TransferConfig config;
    private final Clock clock;
    private long nextNs = System.nanoTime() + EVERY_NS;
    private boolean begun;

    /**
     * Nothing is said yet.
     *
     * @param clock the transfer's, which may be virtual
     */
    TransferProgress(TransferConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Says how far it is, if that was not said just before. */
    void tell(TransferClient client) {
        if (!shown || System.nanoTime() - nextNs < 0) {
            return;
        }
        nextNs = System.nanoTime() + EVERY_NS;
        begun = true;
        long elapsedNs = Math.max(1, client.elapsedNs(clock.nanos()));
        double octets = client.octets();
        String of =
                config.durationNs > 0
                        ? String.format(Locale.ROOT, "%.0f s", config.durationNs / 1e9)
                        : String.format(Locale.ROOT, "%.1f MB", config.octets / MEGA);
        System.err.printf(
                Locale.ROOT,
                "\r%.1f MB in %.1f s, of %s; %.2f Mbit/s   ",
                octets / MEGA,
                elapsedNs / 1e9,
                of,
                octets * 8e3 / elapsedNs);
        System.err.flush();
    }

    /** The line is finished. */
    void end() {
        if (begun) {
            System.err.println();
        }
    }
}
