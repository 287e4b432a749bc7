package org.tcplite.bench;

/** Benchmarks set up as JMH does, outside it, after one invocation and more. */
final class Warmed {

    private Warmed() {}

    static ReceivePathBenchmark receivePath(int text, String checksums, int batch) {
        return receivePath(text, checksums, "off", "posted", batch);
    }

    static ReceivePathBenchmark receivePath(
            int text, String checksums, String timestamps, String reads, int batch) {
        ReceivePathBenchmark benchmark = new ReceivePathBenchmark();
        benchmark.text = text;
        benchmark.checksums = checksums;
        benchmark.timestamps = timestamps;
        benchmark.reads = reads;
        benchmark.batch = batch;
        benchmark.open();
        benchmark.receive();
        return benchmark;
    }

    /** After so many connections that there are more than records of TIME-WAIT. */
    static OpenCloseBenchmark openClose(String timeWait, int frames) {
        OpenCloseBenchmark benchmark = new OpenCloseBenchmark();
        benchmark.timeWait = timeWait;
        benchmark.frames = frames;
        benchmark.options = "on";
        benchmark.start();
        for (int i = 0; i < 5; i++) {
            benchmark.openAndCloseMany();
        }
        return benchmark;
    }

    static PassiveOpenBenchmark passiveOpen(int batches) {
        PassiveOpenBenchmark benchmark = new PassiveOpenBenchmark();
        benchmark.start();
        for (int i = 0; i < batches; i++) {
            benchmark.prepare();
            benchmark.openPassively();
            benchmark.abort();
        }
        return benchmark;
    }

    static TransmitBenchmark transmit(int text, String checksums) {
        TransmitBenchmark benchmark = new TransmitBenchmark();
        benchmark.text = text;
        benchmark.checksums = checksums;
        benchmark.open();
        benchmark.transmit();
        return benchmark;
    }

    static BulkBenchmark bulk(int text, String checksums, String options, String reads) {
        BulkBenchmark benchmark = new BulkBenchmark();
        benchmark.text = text;
        benchmark.checksums = checksums;
        benchmark.options = options;
        benchmark.reads = reads;
        benchmark.open();
        benchmark.transfer();
        return benchmark;
    }

    static RequestResponseBenchmark requestResponse(String options, String reads) {
        RequestResponseBenchmark benchmark = new RequestResponseBenchmark();
        benchmark.text = 64;
        benchmark.options = options;
        benchmark.reads = reads;
        benchmark.open();
        benchmark.ask();
        return benchmark;
    }

    static SynBenchmark syn(int entries) {
        SynBenchmark benchmark = new SynBenchmark();
        benchmark.entries = entries;
        benchmark.start();
        benchmark.cookie();
        benchmark.table();
        return benchmark;
    }

    static ManyConnectionsBenchmark manyConnections(int connections) {
        ManyConnectionsBenchmark benchmark = new ManyConnectionsBenchmark();
        benchmark.connections = connections;
        benchmark.open();
        benchmark.receive();
        return benchmark;
    }

    static ReceiveSkeletonBenchmark skeleton(int text, String checksums, String reads) {
        ReceiveSkeletonBenchmark benchmark = new ReceiveSkeletonBenchmark();
        benchmark.text = text;
        benchmark.checksums = checksums;
        benchmark.reads = reads;
        benchmark.open();
        benchmark.receive();
        return benchmark;
    }
}
