package org.tcplite.bench;

/** Benchmarks set up as JMH does, outside it, after one invocation and more. */
final class Warmed {

    private Warmed() {}

    static ReceivePathBenchmark receivePath(int text, String checksums, int batch) {
        ReceivePathBenchmark benchmark = new ReceivePathBenchmark();
        benchmark.text = text;
        benchmark.checksums = checksums;
        benchmark.timestamps = "off";
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
        benchmark.timestamps = "on";
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
}
