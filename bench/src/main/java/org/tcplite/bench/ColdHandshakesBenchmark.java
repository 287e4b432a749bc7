package org.tcplite.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do the first thousand connections of a process take? Unit: ms for all of them. Opened
 * and closed as in {@link OpenCloseBenchmark}, in a JVM that has compiled nothing yet; the stacks
 * are made before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {
            JvmOptions.COLLECTOR,
            JvmOptions.HEAP,
            JvmOptions.MOST_HEAP,
            JvmOptions.WHOLE_REFERENCES
        })
public class ColdHandshakesBenchmark {

    /** Connections. */
    static final int CONNECTIONS = 1000;

    private final OpenCloseBenchmark ends = new OpenCloseBenchmark();

    /** Makes the stacks. */
    @Setup(Level.Trial)
    public void start() {
        ends.timeWait = "recycle";
        ends.frames = 6;
        ends.options = "on";
        ends.makeNodes();
    }

    /** Opens and closes {@link #CONNECTIONS} connections. */
    @Benchmark
    public int firstThousand() {
        for (int i = 0; i < CONNECTIONS; i++) {
            ends.openAndClose();
        }
        return ends.closed();
    }

    OpenCloseBenchmark ends() {
        return ends;
    }
}
