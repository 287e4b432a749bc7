package org.tcplite.sim.wire;

import java.util.Arrays;

/** Loses the frames with the given numbers, counted from 1 in the order they were sent. */
public final class DropList implements Impairment {

    private final long[] numbers;

    /** {@code new DropList(1)} loses the first frame. */
    public DropList(long... numbers) {
        this.numbers = numbers.clone();
        Arrays.sort(this.numbers);
    }

    @Override
    public void decide(Fate fate) {
        if (Arrays.binarySearch(numbers, fate.number()) >= 0) {
            fate.drop(null);
        }
    }
}
