package org.tcplite.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * One case in a JVM of its own, as the peers have a process of their own: warmed, then measured by
 * the CPU time of its thread. Prints nanoseconds an operation, operations, frames an operation.
 */
public final class OwnCase {

    private static final String USAGE =
            "usage: OwnCase CASE TEXT software|hardware OPTIONS(off|on) posted|copied TURN WARM_MS"
                    + " MEASURE_MS";
    private static final long FEW_NS = 10_000_000;
    private static final int CLOCK_READINGS = 20_000;

    private static final int MOST = 5;

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Body body;
    private long clockNs;
    private long lastRuns = 1;
    private long lastNs = 1;

    private OwnCase(Body body) {
        this.body = body;
    }

    /**
     * Measures a case.
     *
     * @param args as the usage says; the first names a case of {@link Body}
     */
    public static void main(String[] args) {
        if (args.length != 8) {
            throw new IllegalArgumentException(USAGE);
        }
        int text = Integer.parseInt(args[1]);
        int turn = Integer.parseInt(args[5]);
        Body.Settings settings = new Body.Settings(text, args[2], args[3], args[4], turn);
        Body body = Body.of(args[0], settings);
        if (body == null) {
            throw new IllegalArgumentException("no case " + args[0] + "; " + USAGE);
        }
        OwnCase measured = new OwnCase(body);
        long warmNs = Long.parseLong(args[6]) * 1_000_000;
        System.out.println(measured.measure(warmNs, Long.parseLong(args[7]) * 1_000_000));
    }

    private String measure(long warmNs, long measureNs) {
        clockNs = clockCost();
        warmUp(warmNs);
        long runs = lastRuns * measureNs / lastNs + 1;
        int before = body.frames().getAsInt();
        long took = timeOf(runs);
        double operations = (double) runs * body.operations();
        int frames = body.frames().getAsInt() - before;
        return String.format(
                Locale.ROOT, "%.3f %.0f %.4f", took / operations, operations, frames / operations);
    }

    /**
     * For {@code warmNs} at least, and until nothing has been compiled for a quarter of it: beside
     * other work the compilers are late. Five times that is the most.
     */
    private void warmUp(long warmNs) {
        long compiled = COMPILER.getTotalCompilationTime();
        long compiledAt = 0;
        for (long warmed = 0;
                warmed < warmNs || warmed - compiledAt < warmNs / 4 && warmed < MOST * warmNs;
                warmed += lastNs) {
            lastRuns = lastNs < FEW_NS ? lastRuns * 2 : lastRuns;
            lastNs = Math.max(1, timeOf(lastRuns));
            if (COMPILER.getTotalCompilationTime() != compiled) {
                compiled = COMPILER.getTotalCompilationTime();
                compiledAt = warmed;
            }
        }
    }

    private long timeOf(long runs) {
        return body.prepare() == null ? timeAtOnce(runs) : timeApart(runs);
    }

    private long timeAtOnce(long runs) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < runs; i++) {
            body.run().run();
        }
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private long timeApart(long runs) {
        long total = 0;
        for (long i = 0; i < runs; i++) {
            body.prepare().run();
            long before = THREADS.getCurrentThreadCpuTime();
            body.run().run();
            long took = THREADS.getCurrentThreadCpuTime() - before;
            total += Math.max(0, took - clockNs);
            body.cleanUp().run();
        }
        return total;
    }

    /** What reading the clock twice costs, which is then no part of a run's time. */
    private static long clockCost() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
        }
        return least;
    }
}
