package org.tcplite.sim.flood;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.LoopMember;

/** What some quantities were at equal intervals of time. */
final class Course implements LoopMember {

    private final long everyNs;
    private final long fromNs;
    private final long untilNs;
    private final DoubleSupplier[] quantities;
    private final double[][] samples;
    private int count;

    /** From one time to another, the first and perhaps the last included. */
    Course(long fromNs, long untilNs, long everyNs, DoubleSupplier... quantities) {
        this.fromNs = fromNs;
        this.untilNs = untilNs;
        this.everyNs = everyNs;
        this.quantities = quantities;
        samples = new double[quantities.length][(int) ((untilNs - fromNs) / everyNs) + 1];
    }

    /** The samples of the quantity at this index, those taken so far. */
    double[] of(int quantity) {
        return Arrays.copyOf(samples[quantity], count);
    }

    private long nextNs() {
        return fromNs + count * everyNs;
    }

    @Override
    public boolean turn(long nowNs) {
        while (count < samples[0].length && nextNs() <= nowNs) {
            for (int i = 0; i < quantities.length; i++) {
                samples[i][count] = quantities[i].getAsDouble();
            }
            count++;
        }
        return false;
    }

    @Override
    public long nextDeadlineNs() {
        return nextNs() > untilNs ? Idle.FOREVER : nextNs();
    }
}
