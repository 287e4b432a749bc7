package org.tcplite.bench;

import java.util.function.IntSupplier;

/**
 * A benchmark's body outside JMH, for a comparison with what JMH cannot run: the same code, counted
 * by its results.
 *
 * @param operations of one run
 * @param prepare before each run, outside the measure, as is {@code cleanUp}; null for none
 * @param run the work; it throws if it could not do all of it
 * @param frames sent by all stacks so far, modulo 2^32
 */
record Body(int operations, Runnable prepare, Runnable run, Runnable cleanUp, IntSupplier frames) {

    /** What a body is made for. */
    record Settings(int text, String checksums, String options, String reads, int turn) {}

    private Body(int operations, Runnable run, IntSupplier frames) {
        this(operations, null, run, null, frames);
    }

    /** The body of a case, ready to run; null if there is no such case. */
    static Body of(String name, Settings settings) {
        switch (name) {
            case "receive":
                return receive(settings);
            case "transmit":
                return transmit(settings);
            case "bulk":
                return bulk(settings);
            case "request-response":
                return requestResponse(settings);
            case "open-close":
                return openClose(settings);
            case "passive-open":
                return passiveOpen();
            case "skeleton":
                return skeleton(settings);
            default:
                return floor(name, new FloorLoops(Math.max(1, settings.text)));
        }
    }

    private static Body receive(Settings settings) {
        ReceivePathBenchmark benchmark = new ReceivePathBenchmark();
        benchmark.text = settings.text;
        benchmark.checksums = settings.checksums;
        benchmark.timestamps = settings.options;
        benchmark.reads = settings.reads;
        benchmark.batch = settings.turn;
        benchmark.open();
        long octets = (long) ReceivePathBenchmark.SEGMENTS * benchmark.text;
        return new Body(
                ReceivePathBenchmark.SEGMENTS,
                () -> expect(octets, benchmark.receive(), "octets"),
                benchmark.node().sent::added);
    }

    private static Body transmit(Settings settings) {
        TransmitBenchmark benchmark = new TransmitBenchmark();
        benchmark.text = settings.text;
        benchmark.checksums = settings.checksums;
        benchmark.open();
        FrameRing sent = benchmark.node().sent;
        return new Body(
                TransmitBenchmark.SEGMENTS,
                () -> {
                    int before = sent.added();
                    benchmark.transmit();
                    expect(TransmitBenchmark.SEGMENTS, sent.added() - before, "segments");
                },
                sent::added);
    }

    private static Body bulk(Settings settings) {
        BulkBenchmark benchmark = new BulkBenchmark();
        benchmark.text = settings.text;
        benchmark.checksums = settings.checksums;
        benchmark.options = settings.options;
        benchmark.reads = settings.reads;
        benchmark.open();
        return new Body(
                BulkBenchmark.SEGMENTS,
                benchmark::transfer,
                () -> benchmark.sender().sent.added() + benchmark.receiver().sent.added());
    }

    private static Body requestResponse(Settings settings) {
        RequestResponseBenchmark benchmark = new RequestResponseBenchmark();
        benchmark.text = settings.text;
        benchmark.options = settings.options;
        benchmark.reads = settings.reads;
        benchmark.open();
        long octets = (long) RequestResponseBenchmark.ROUND_TRIPS * settings.text;
        return new Body(
                RequestResponseBenchmark.ROUND_TRIPS,
                () -> {
                    long before = benchmark.answered();
                    expect(octets, benchmark.ask() - before, "octets");
                },
                () -> benchmark.client().sent.added() + benchmark.server().sent.added());
    }

    private static Body openClose(Settings settings) {
        OpenCloseBenchmark benchmark = new OpenCloseBenchmark();
        benchmark.timeWait = "expire";
        benchmark.frames = 6;
        benchmark.options = settings.options;
        benchmark.start();
        return new Body(
                OpenCloseBenchmark.CONNECTIONS,
                () -> {
                    int before = benchmark.closed();
                    benchmark.openAndCloseMany();
                    int closed = benchmark.closed() - before;
                    expect(OpenCloseBenchmark.CONNECTIONS, closed, "connections");
                },
                () -> benchmark.client().sent.added() + benchmark.server().sent.added());
    }

    private static Body passiveOpen() {
        PassiveOpenBenchmark benchmark = new PassiveOpenBenchmark();
        benchmark.start();
        return new Body(
                PassiveOpenBenchmark.BATCH,
                benchmark::prepare,
                () -> expect(PassiveOpenBenchmark.BATCH, benchmark.openPassively(), "accepted"),
                benchmark::abort,
                () -> benchmark.node().sent.added() - benchmark.aborted());
    }

    private static Body skeleton(Settings settings) {
        ReceiveSkeletonBenchmark benchmark = new ReceiveSkeletonBenchmark();
        benchmark.text = settings.text;
        benchmark.checksums = settings.checksums;
        benchmark.reads = settings.reads;
        benchmark.open();
        long octets = (long) ReceiveSkeletonBenchmark.SEGMENTS * settings.text;
        return new Body(
                ReceiveSkeletonBenchmark.SEGMENTS,
                () -> expect(octets, benchmark.receive(), "octets"),
                benchmark::acks);
    }

    private static Body floor(String name, FloorLoops loops) {
        switch (name) {
            case "copy":
                return new Body(FloorLoops.OPERATIONS, loops::copy, () -> 0);
            case "checksum":
                return new Body(FloorLoops.OPERATIONS, loops::checksum, () -> 0);
            case "copy-checksum":
                return new Body(FloorLoops.OPERATIONS, loops::copyAndChecksum, () -> 0);
            default:
                return null;
        }
    }

    private static void expect(long expected, long actual, String what) {
        if (expected != actual) {
            throw new IllegalStateException(actual + " of " + expected + " " + what);
        }
    }
}
